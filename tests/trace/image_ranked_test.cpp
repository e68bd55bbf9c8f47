#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <functional>
#include <random>

#include "findings.hpp"
#include "tapir/trace/image/image_comparison.hpp"

/// Relations of whole images that are ranked by the residual they leave: each one planted, alone
/// and with noise on top, and none where there is none.
namespace {

using namespace tapir::trace;

constexpr int rows = 48;
constexpr int columns = 60;
using Pixels = std::vector<double>;

std::size_t place(int s, int f) {
    return static_cast<std::size_t>(s * columns + f);
}

/// Spots of many heights on a slope, as a diffraction image is.
Pixels spots(unsigned seed) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> uniform(0, 1);
    Pixels image(place(rows, 0));
    for (int s = 0; s < rows; ++s) {
        for (int f = 0; f < columns; ++f) {
            image[place(s, f)] = 0.5 + 0.003 * s + 0.007 * f + 0.4 * uniform(random);
        }
    }
    for (int spot = 0; spot < 60; ++spot) {
        const double height = std::exp(8 * uniform(random));
        const double at_s = rows * uniform(random);
        const double at_f = columns * uniform(random);
        for (int s = 0; s < rows; ++s) {
            for (int f = 0; f < columns; ++f) {
                const double far = std::pow(s - at_s, 2) + std::pow(f - at_f, 2);
                image[place(s, f)] += height * std::exp(-0.8 * far);
            }
        }
    }
    return image;
}

/// Each pixel times 1 and something of about `size`.
Pixels noisy(Pixels image, double size, unsigned seed = 7) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal(0, size);
    for (double& value : image) {
        value *= 1 + normal(random);
    }
    return image;
}

Evidence evidence_of(const Pixels& reference, const Pixels& candidate) {
    const ImageComparison result =
        compare_images({reference, rows, columns}, {candidate, rows, columns}, 1e-6);
    return result.verdict.roots.empty() ? Evidence{} : result.verdict.roots.front().evidence;
}

struct Fault {
    std::string name;
    std::function<double(const Pixels&, int, int)> value;
    Evidence findings; ///< all of them have to be there
};

/// What lies outside is 0.
double at(const Pixels& p, int s, int f) {
    return s < 0 || f < 0 || s >= rows || f >= columns ? 0 : p[place(s, f)];
}

Pixels made(const Pixels& reference, const Fault& fault) {
    Pixels image;
    for (int s = 0; s < rows; ++s) {
        for (int f = 0; f < columns; ++f) {
            image.push_back(fault.value(reference, s, f));
        }
    }
    return image;
}

Finding with_counts(Rule rule, std::initializer_list<int> counts) {
    Finding finding{rule};
    for (const int count : counts) {
        finding.terms.emplace_back(Count{count});
    }
    return finding;
}

Finding shift(int slow, int fast) {
    return with_counts(Rule::image_shifted, {slow, fast});
}

Finding times(Rule rule, double factor) {
    return {rule, {}, {ShownNumber{factor, 3}}};
}

/// Pixels that change places.
std::vector<Fault> moves() {
    const int last_s = rows - 1;
    const int last_f = columns - 1;
    return {
        {"far along fast",
         [](const Pixels& p, int s, int f) { return at(p, s, f - 23); },
         {shift(0, 23)}},
        {"far along both",
         [](const Pixels& p, int s, int f) { return at(p, s + 17, f - 9); },
         {shift(-17, 9)}},
        {"mirrored and shifted",
         [=](const Pixels& p, int s, int f) { return at(p, s - 2, last_f - f + 3); },
         {{Rule::image_fast_reversed}, shift(2, 3)}},
        {"turned by 180 degrees and shifted",
         [=](const Pixels& p, int s, int f) { return at(p, last_s - s, last_f - f + 1); },
         {{Rule::image_both_reversed}, shift(0, 1)}},
        {"exchanged in the file",
         [](const Pixels& p, int s, int f) {
             const int i = s * columns + f;
             return p[place(i % rows, i / rows)];
         },
         {{Rule::image_axes_exchanged}, with_counts(Rule::image_exchanged_in_file, {rows})}},
        {"turned in the file",
         [=](const Pixels& p, int s, int f) {
             const int i = s * columns + f;
             return p[place(i % rows, last_f - i / rows)];
         },
         {{Rule::image_turned_to_fast}, with_counts(Rule::image_exchanged_in_file, {rows})}},
        {"rows laid out too far apart",
         [](const Pixels& p, int s, int f) {
             const int i = s * columns + f;
             return i % 64 < columns ? p[place(i / 64, i % 64)] : 0;
         },
         {{Rule::image_row_length, WhichSide::candidate, {Count{64}}}}},
        {"rows read from too near",
         [](const Pixels& p, int s, int f) { return p[static_cast<std::size_t>(s * 48 + f)]; },
         {{Rule::image_row_length, WhichSide::reference, {Count{48}}}}},
        {"shifted and doubled",
         [](const Pixels& p, int s, int f) { return 2 * at(p, s, f - 5); },
         {shift(0, 5), times(Rule::image_times_constant, 2)}},
    };
}

Fault everywhere(const std::string& name, const Evidence& findings,
                 const std::function<double(double)>& value) {
    return {name, [value](const Pixels& p, int s, int f) { return value(p[place(s, f)]); },
            findings};
}

/// Values that change.
std::vector<Fault> values() {
    return {
        everywhere("factor", {times(Rule::image_times_constant, 1.25)},
                   [](double v) { return 1.25 * v; }),
        everywhere("line", {{Rule::image_line, {}, {ShownNumber{0.5, 2}, ShownNumber{40, 2}}}},
                   [](double v) { return 0.5 * v + 40; }),
        everywhere("root", {{Rule::image_function, {}, {std::string("the square root")}}},
                   [](double v) { return std::sqrt(v); }),
        everywhere("square", {{Rule::image_function, {}, {std::string("the square")}}},
                   [](double v) { return v * v; }),
        everywhere("logarithm",
                   {{Rule::image_function, {}, {std::string("the decimal logarithm of 1 +")}}},
                   [](double v) { return std::log10(1 + v); }),
        everywhere("power", {{Rule::image_power, {}, {ShownNumber{0.7, 2}, ShownNumber{3, 2}}}},
                   [](double v) { return 3 * std::pow(v, 0.7); }),
    };
}

/// What a file does last, so that no noise comes after it.
std::vector<Fault> cuts() {
    return {
        everywhere("cut", {{Rule::image_whole_numbers, {}, {Rounding::truncation}}},
                   [](double v) { return std::trunc(v); }),
        everywhere("rounded", {{Rule::image_whole_numbers, {}, {Rounding::nearest_half_up}}},
                   [](double v) { return std::floor(v + 0.5); }),
        everywhere("scaled, raised and cut",
                   {{Rule::image_whole_numbers,
                     {},
                     {Rounding::truncation, ShownNumber{3, 9}, ShownNumber{40, 9}}}},
                   [](double v) { return std::trunc(3 * v + 40); }),
        everywhere("scaled and clipped", {times(Rule::image_times_constant, 3), {Rule::and_then}},
                   [](double v) { return std::fmin(3 * v, 200); }),
    };
}

bool in_half(int f) {
    return f >= columns / 2;
}

/// Some pixels alone.
std::vector<Fault> sets() {
    return {
        {"half of it",
         [](const Pixels& p, int s, int f) { return (in_half(f) ? 2 : 1) * at(p, s, f); },
         {with_counts(Rule::image_rectangle, {0, rows - 1, columns / 2, columns - 1,
                                              rows * columns / 2, rows * columns / 2}),
          times(Rule::pixels_times_constant, 2)}},
        {"every 16th column",
         [](const Pixels& p, int s, int f) { return (f % 16 == 3 ? 1.5 : 1) * at(p, s, f); },
         {with_counts(Rule::image_every_column, {3, 16, 4 * rows, 4 * rows}),
          times(Rule::pixels_times_constant, 1.5)}},
        {"every 8th row",
         [](const Pixels& p, int s, int f) { return at(p, s, f) + (s % 8 == 0 ? 5 : 0); },
         {with_counts(Rule::image_every_row, {0, 8, 6 * columns, 6 * columns}),
          times(Rule::pixels_plus_constant, 5)}},
        {"every 7th pixel of the file",
         [](const Pixels& p, int s, int f) {
             return ((s * columns + f) % 7 == 2 ? 3 : 1) * at(p, s, f);
         },
         {times(Rule::pixels_times_constant, 3)}},
        {"a grid",
         [](const Pixels& p, int s, int f) {
             return (s % 4 == 1 && f % 6 == 2 ? 3 : 1) * at(p, s, f);
         },
         {with_counts(Rule::image_grid, {1, 4, 2, 6, 120, 120}),
          times(Rule::pixels_times_constant, 3)}},
        {"the last row lost",
         [](const Pixels& p, int s, int f) { return s == rows - 1 ? 0 : at(p, s, f); },
         {with_counts(Rule::image_rectangle,
                      {rows - 1, rows - 1, 0, columns - 1, columns, columns}),
          times(Rule::pixels_constant, 0)}},
        {"summed up over a boundary",
         [](const Pixels& p, int s, int f) {
             return at(p, s, f) + (f % 20 == 10 ? at(p, s, f - 1) : 0);
         },
         {with_counts(Rule::image_every_column, {10, 20, 3 * rows, 3 * rows}),
          {Rule::pixels_plus_pixel_before}}},
        {"half of it of another picture",
         [](const Pixels& p, int s, int f) {
             static const Pixels other = spots(77);
             return at(in_half(f) ? other : p, s, f);
         },
         {{Rule::pixels_unrelated}}},
    };
}

void check(const Fault& fault, double noise) {
    CAPTURE(fault.name);
    CAPTURE(noise);
    const Pixels reference = spots(1);
    const Pixels sound = made(reference, fault);
    const Evidence evidence = evidence_of(reference, noise > 0 ? noisy(sound, noise) : sound);
    for (const Finding& finding : fault.findings) {
        const auto rule = static_cast<int>(finding.rule);
        CAPTURE(rule);
        bool found = false;
        for (const Finding& one : evidence) {
            Finding shown = one; // a fitted number is shown with as many digits as are asked for
            for (std::size_t i = 0; i < std::min(shown.terms.size(), finding.terms.size()); ++i) {
                auto* number = std::get_if<ShownNumber>(&shown.terms[i]);
                const auto* wanted = std::get_if<ShownNumber>(&finding.terms[i]);
                if (number != nullptr && wanted != nullptr) {
                    number->digits = wanted->digits;
                }
            }
            found = found || tapir::test::is_shown_as(shown, finding);
        }
        CHECK(found);
    }
}

} // namespace

TEST_CASE("ranked_relation: each relation is named, alone and under the noise of a port") {
    for (const double noise : {0.0, 1e-6, 1e-4}) {
        for (const std::vector<Fault>& faults : {moves(), values(), sets()}) {
            for (const Fault& fault : faults) {
                check(fault, noise);
            }
        }
    }
    for (const Fault& fault : cuts()) {
        check(fault, 0);
    }
}

TEST_CASE("ranked_relation: values that are clipped, also where noise lies under the clip") {
    const Pixels reference = spots(1);
    for (const double noise : {0.0, 1e-6, 1e-4}) {
        Pixels above = noisy(reference, noise);
        Pixels below = above;
        for (std::size_t i = 0; i < above.size(); ++i) {
            above[i] = std::fmin(above[i], 100);
            below[i] = std::fmax(below[i], 0.7);
        }
        CHECK(holds_rule(evidence_of(reference, above), Rule::image_clipped_above));
        CHECK(holds_rule(evidence_of(reference, below), Rule::image_clipped_below));
    }
}

TEST_CASE("ranked_relation: nothing is claimed of images that have nothing to do with each other") {
    for (unsigned seed = 0; seed < 20; ++seed) {
        CAPTURE(seed);
        const Evidence evidence = evidence_of(spots(100 + seed), spots(200 + seed));
        CHECK(evidence == Evidence{{Rule::image_unrecognised}});
    }
}

TEST_CASE("ranked_relation: noise alone, or what changes smoothly, is no relation") {
    const Pixels reference = spots(1);
    for (const double noise : {1e-5, 1e-3, 0.1}) {
        CAPTURE(noise);
        CHECK(evidence_of(reference, noisy(reference, noise)) ==
              Evidence{{Rule::image_unrecognised}});
    }
    const Fault smooth{"a factor from 1.02 to 1.10",
                       [](const Pixels& p, int s, int f) {
                           return at(p, s, f) * (1.02 + 0.08 * f / (columns - 1));
                       },
                       {}};
    CHECK(evidence_of(reference, made(reference, smooth)) == Evidence{{Rule::image_unrecognised}});
    const Fault nearly_shifted{
        "shifted by 0.9 pixels",
        [](const Pixels& p, int s, int f) { return 0.1 * at(p, s, f) + 0.9 * at(p, s, f - 1); },
        {}};
    CHECK(evidence_of(reference, made(reference, nearly_shifted)) ==
          Evidence{{Rule::image_unrecognised}});
}

TEST_CASE("ranked_relation: bytes in the other order, and whole numbers read as floats") {
    Pixels reference = spots(1);
    Pixels swapped = reference;
    Pixels whole = reference;
    for (std::size_t i = 0; i < reference.size(); ++i) {
        const auto single = static_cast<float>(std::trunc(reference[i]));
        reference[i] = static_cast<double>(single);
        const auto bits = std::bit_cast<std::uint32_t>(single);
        swapped[i] = static_cast<double>(std::bit_cast<float>(
            bits >> 24 | (bits >> 8 & 0xff00U) | (bits << 8 & 0xff0000U) | bits << 24));
        whole[i] =
            static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(reference[i])));
    }
    CHECK(evidence_of(reference, swapped) ==
          Evidence{{Rule::image_byte_order, WhichSide::candidate}});
    CHECK(evidence_of(swapped, reference) ==
          Evidence{{Rule::image_byte_order, WhichSide::reference}});
    CHECK(evidence_of(reference, whole) ==
          Evidence{{Rule::image_of_whole_numbers, WhichSide::candidate}});
}

TEST_CASE("ranked_relation: what most pixels follow is told where some do not") {
    const Pixels reference = spots(1);
    Pixels candidate = reference;
    for (double& value : candidate) {
        value = value > 300 ? value * 7 : 1.5 * value + 3;
    }
    const Evidence evidence = evidence_of(reference, candidate);
    CHECK(holds_rule(evidence, Rule::image_in_part));
    CHECK(holds_rule(evidence, Rule::image_line));
}

TEST_CASE("compare_images: a last row or column that one side lacks is said") {
    const Pixels reference = spots(1);
    const std::span<const double> short_by_one = std::span(reference).first(place(rows - 1, 0));
    const std::string rows_missing =
        compare_images({reference, rows, columns}, {short_by_one, rows - 1, columns}, 1e-6)
            .verdict.sentence;
    CHECK(rows_missing.find("The last 1 row(s) of the larger are missing.") != std::string::npos);
    Pixels narrow;
    for (int s = 0; s < rows; ++s) {
        for (int f = 0; f < columns - 2; ++f) {
            narrow.push_back(at(reference, s, f));
        }
    }
    const auto sentence = [&] {
        return compare_images({narrow, rows, columns - 2}, {reference, rows, columns}, 1e-6)
            .verdict.sentence;
    };
    CHECK(sentence().find("The last 2 column(s) of the larger are missing.") != std::string::npos);
    narrow[5] *= 2;
    CHECK(sentence().find("missing") == std::string::npos);
}
