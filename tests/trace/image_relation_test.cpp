#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "findings.hpp"
#include "tapir/trace/image/image_comparison.hpp"
#include "tapir/trace/verdict/compare.hpp"

/// Every single fault of an image, on images that are equal to some of their own reversals and on
/// one that is not: the right finding, no wrong one, and never parity.
namespace {

using namespace tapir::trace;
using tapir::test::holds;
using tapir::test::is_shown_as;

constexpr int edge = 12;
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

using Pixels = std::vector<double>;
using Value = std::function<double(int, int)>; ///< of a pixel (slow, fast)

Pixels image_of(const Value& value) {
    Pixels pixels;
    for (int s = 0; s < edge; ++s) {
        for (int f = 0; f < edge; ++f) {
            pixels.push_back(value(s, f));
        }
    }
    return pixels;
}

double value_at(const Pixels& pixels, int s, int f) {
    return pixels[static_cast<std::size_t>(s * edge + f)];
}

/// What lies outside is 0.
double at_or_zero(const Pixels& pixels, int s, int f) {
    return s < 0 || f < 0 || s >= edge || f >= edge ? 0 : value_at(pixels, s, f);
}

double peak(double s, double f) {
    return std::exp(-0.25 * (s * s + f * f));
}

/// Two peaks and a slope; no reversal of it is the same.
Pixels asymmetric() {
    return image_of([](int s, int f) {
        return 1 + 0.03 * s + 0.07 * f + 20 * peak(s - 3, f - 8) + 9 * peak(s - 9, f - 6);
    });
}
/// Equal to its transpose.
Pixels symmetric() {
    const Pixels one = asymmetric();
    return image_of([&one](int s, int f) { return value_at(one, s, f) + value_at(one, f, s); });
}
/// The opposite of its transpose; its diagonal is 0.
Pixels antisymmetric() {
    const Pixels one = asymmetric();
    return image_of([&one](int s, int f) { return value_at(one, s, f) - value_at(one, f, s); });
}
/// Equal to all its turns and reversals: nothing tells them apart.
Pixels fourfold() {
    constexpr double middle = 0.5 * (edge - 1);
    return image_of([](int s, int f) { return 1 + 20 * peak(s - middle, f - middle); });
}

struct RelatedImage {
    std::string name;
    std::function<Pixels(const Pixels&)> change;
    Finding finding;
};

RelatedImage moved(const std::string& name, const Finding& finding,
                   const std::function<double(const Pixels&, int, int)>& value) {
    return {name,
            [value](const Pixels& pixels) {
                return image_of([&](int s, int f) { return value(pixels, s, f); });
            },
            finding};
}

RelatedImage one_pixel(const std::string& name, const Finding& finding,
                       const std::function<double(double)>& value) {
    return {name,
            [value](const Pixels& pixels) {
                Pixels changed = pixels;
                double& pixel = changed[5 * edge + 2];
                pixel = value(pixel);
                return changed;
            },
            finding};
}

const Finding none{Rule::image_unrecognised};
constexpr int last = edge - 1;

Finding shifted_by(int slow, int fast) {
    return {Rule::image_shifted, {}, {Count{slow}, Count{fast}}};
}

/// What moves pixels.
std::vector<RelatedImage> moves_of_pixels() {
    return {
        moved("shifted along slow", shifted_by(-1, 0),
              [](const Pixels& p, int s, int f) { return at_or_zero(p, s + 1, f); }),
        moved("shifted along fast", shifted_by(0, 1),
              [](const Pixels& p, int s, int f) { return at_or_zero(p, s, f - 1); }),
        moved("shifted along both", shifted_by(1, -1),
              [](const Pixels& p, int s, int f) { return at_or_zero(p, s - 1, f + 1); }),
        moved("transposed", {Rule::image_axes_exchanged},
              [](const Pixels& p, int s, int f) { return value_at(p, f, s); }),
        moved("transposed the other way", {Rule::image_axes_exchanged_and_reversed},
              [](const Pixels& p, int s, int f) { return value_at(p, last - f, last - s); }),
        moved("fast reversed", {Rule::image_fast_reversed},
              [](const Pixels& p, int s, int f) { return value_at(p, s, last - f); }),
        moved("slow reversed", {Rule::image_slow_reversed},
              [](const Pixels& p, int s, int f) { return value_at(p, last - s, f); }),
        moved("both reversed", {Rule::image_both_reversed},
              [](const Pixels& p, int s, int f) { return value_at(p, last - s, last - f); }),
        moved("turned", {Rule::image_turned_to_fast},
              [](const Pixels& p, int s, int f) { return value_at(p, f, last - s); }),
        moved("turned back", {Rule::image_turned_to_slow},
              [](const Pixels& p, int s, int f) { return value_at(p, last - f, s); }),
    };
}

/// What changes values.
std::vector<RelatedImage> changes() {
    std::vector<RelatedImage> all{
        one_pixel("one pixel", none, [](double v) { return v * 1.5; }),
        one_pixel("one pixel a little", none, [](double v) { return v * (1 + 1e-5); }),
        one_pixel("one pixel zero", none, [](double) { return 0.0; }),
        one_pixel("NaN in one", {Rule::image_not_finite}, [](double) { return not_a_number; }),
        one_pixel("minus infinity in one", {Rule::image_not_finite},
                  [](double) { return -infinity; }),
    };
    const auto everywhere = [&all](const std::string& name, const Finding& finding,
                                   const std::function<double(double)>& value) {
        all.push_back(moved(name, finding, [value](const Pixels& p, int s, int f) {
            return value(value_at(p, s, f));
        }));
    };
    everywhere("factor", {Rule::image_times_constant, {}, {ShownNumber{1.0009, 9}}},
               [](double v) { return v * 1.0009; });
    everywhere("unit", {Rule::image_times_constant, {}, {ShownNumber{1000, 9}}},
               [](double v) { return v * 1000; });
    everywhere("sign", {Rule::image_negated}, [](double v) { return -v; });
    everywhere("offset", {Rule::image_plus_constant, {}, {ShownNumber{0.125, 9}}},
               [](double v) { return v + 0.125; });
    const auto rows_from = [](int first, int end) {
        const Count pixels{(end - first) * edge};
        return Finding{Rule::image_rectangle,
                       {},
                       {Count{first}, Count{end - 1}, Count{0}, Count{last}, pixels, pixels}};
    };
    all.push_back(moved("a row zero", rows_from(4, 5), [](const Pixels& p, int s, int f) {
        return s == 4 ? 0 : value_at(p, s, f);
    }));
    all.push_back(
        moved("a row missing in the middle", rows_from(4, edge),
              [](const Pixels& p, int s, int f) { return at_or_zero(p, s < 4 ? s : s + 1, f); }));
    all.push_back(moved("half a pixel off", none, [](const Pixels& p, int s, int f) {
        return 0.5 * (value_at(p, s, f) + at_or_zero(p, s, f + 1));
    }));
    return all;
}

ImageComparison compared(const Pixels& reference, const Pixels& candidate) {
    return compare_images({reference, edge, edge}, {candidate, edge, edge}, 1e-6);
}

/// Whether a finding claims a relation, and is not a word between two.
bool is_relation(const Finding& finding) {
    switch (finding.rule) {
    case Rule::image_unrecognised:
    case Rule::image_not_finite:
    case Rule::pixels_of_one_side:
    case Rule::or_else:
    case Rule::images_cannot_tell:
    case Rule::image_rectangle: // where it departs, which `holds` has looked at
    case Rule::pixels_constant:
    case Rule::pixels_unrelated:
    case Rule::image_residual:
        return false;
    default:
        return true;
    }
}

/// Whether a relation is also true: applying what it names gives the same candidate.
bool also_true(const Finding& finding, const Pixels& reference, const Pixels& candidate) {
    std::vector<RelatedImage> all = moves_of_pixels();
    const std::vector<RelatedImage> others = changes();
    all.insert(all.end(), others.begin(), others.end());
    for (const RelatedImage& fault : all) {
        if (!is_shown_as(finding, fault.finding)) {
            continue;
        }
        const Pixels made = fault.change(reference);
        const auto same = [&](std::size_t i) {
            return std::fabs(made[i] - candidate[i]) <= 1e-6 * std::fabs(candidate[i]) + 1e-9;
        };
        bool all_same = true;
        for (std::size_t i = 0; i < made.size(); ++i) {
            all_same = all_same && same(i);
        }
        if (all_same) {
            return true;
        }
    }
    return false;
}

void check(const std::string& image, const Pixels& reference, const RelatedImage& fault) {
    const std::string& name = fault.name;
    CAPTURE(image);
    CAPTURE(name);
    const Pixels candidate = fault.change(reference);
    const ImageComparison result = compared(reference, candidate);
    if (candidate == reference) { // the fault changes nothing in this image
        CHECK(result.verdict.verdict == Verdict::parity);
        return;
    }
    REQUIRE(result.verdict.verdict == Verdict::divergence);
    CHECK(result.verdict.sentence.find("nan") == std::string::npos);
    CHECK(result.verdict.sentence.find("inf") == std::string::npos);
    const Evidence& evidence = result.verdict.roots.front().evidence;
    if (fault.finding.rule == Rule::image_rectangle && image != "asymmetric") {
        // not every pixel of these rows differs from what stands there then
        CHECK((holds_rule(evidence, Rule::image_rectangle) ||
               holds_rule(evidence, Rule::image_in_part) || holds(evidence, none)));
    } else {
        CHECK(holds(evidence, fault.finding));
    }
    for (const Finding& finding : evidence) {
        if (finding.rule == Rule::image_in_part) {
            break; // what follows is not said of the whole image
        }
        const auto rule = static_cast<int>(finding.rule);
        CAPTURE(rule);
        CHECK((!is_relation(finding) || also_true(finding, reference, candidate)));
    }
}

} // namespace

TEST_CASE("relation_of: every single fault has its finding, whatever the image's symmetry") {
    const std::vector<std::pair<std::string, Pixels>> images{{"asymmetric", asymmetric()},
                                                             {"symmetric", symmetric()},
                                                             {"antisymmetric", antisymmetric()},
                                                             {"fourfold", fourfold()}};
    for (const auto& image : images) {
        for (const std::vector<RelatedImage>& faults : {moves_of_pixels(), changes()}) {
            for (const RelatedImage& fault : faults) {
                check(image.first, image.second, fault);
            }
        }
    }
}

TEST_CASE("relation_of: what is no number on both sides proves nothing") {
    for (const Pixels& sound : {asymmetric(), symmetric(), antisymmetric()}) {
        for (const double bad : {not_a_number, infinity, -infinity}) {
            Pixels wrong = sound;
            wrong[7] = bad;
            const ImageComparison result = compared(wrong, wrong);
            CHECK(result.verdict.verdict == Verdict::divergence);
            CHECK(result.verdict.departing == 1);
            CHECK(result.verdict.roots.front().evidence ==
                  Evidence{{Rule::image_not_finite}, {Rule::pixels_on_both_sides, {}, {Count{1}}}});
            CHECK(result.telling.front().why == "no number");
            CHECK(compared(wrong, sound).verdict.roots.front().evidence ==
                  Evidence{{Rule::image_not_finite},
                           {Rule::pixels_of_one_side, WhichSide::reference, {Count{1}}}});
        }
    }
}

TEST_CASE("relation_of: zero of another sign is another value") {
    const Pixels reference = antisymmetric();
    Pixels wrong = reference;
    REQUIRE(wrong[0] == 0);
    wrong[0] = -0.0;
    const ImageComparison result = compared(reference, wrong);
    CHECK(result.verdict.verdict == Verdict::divergence);
    CHECK(result.verdict.roots.front().evidence ==
          Evidence{{Rule::image_zero_signs, {}, {Count{1}}}});
    CHECK(result.verdict.roots.front().cause_class == CauseClass::sign);
}

TEST_CASE("relation_of: one faint pixel among bright ones is no offset of the whole image") {
    Pixels reference(static_cast<std::size_t>(edge) * edge, 1e6);
    for (std::size_t i = 0; i < reference.size(); ++i) {
        reference[i] += 1e3 * static_cast<double>(i);
    }
    reference[3] = 0.1;
    Pixels wrong = reference;
    wrong[3] = 0.2;
    CHECK(compared(reference, wrong).verdict.roots.front().evidence == Evidence{none});
}
