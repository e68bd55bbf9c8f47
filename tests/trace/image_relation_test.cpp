#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "tapir/trace/image/image_comparison.hpp"
#include "tapir/trace/verdict/compare.hpp"

/// Every single fault of an image, on images that are equal to some of their own reversals and on
/// one that is not: the right sentence, no wrong one, and never parity.
namespace {

using namespace tapir::trace;

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

double at(const Pixels& pixels, int s, int f) {
    return pixels[static_cast<std::size_t>(s * edge + f)];
}

/// What lies outside is 0.
double at_or_zero(const Pixels& pixels, int s, int f) {
    return s < 0 || f < 0 || s >= edge || f >= edge ? 0 : at(pixels, s, f);
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
    return image_of([&one](int s, int f) { return at(one, s, f) + at(one, f, s); });
}
/// The opposite of its transpose; its diagonal is 0.
Pixels antisymmetric() {
    const Pixels one = asymmetric();
    return image_of([&one](int s, int f) { return at(one, s, f) - at(one, f, s); });
}
/// Equal to all its turns and reversals: nothing tells them apart.
Pixels fourfold() {
    constexpr double middle = 0.5 * (edge - 1);
    return image_of([](int s, int f) { return 1 + 20 * peak(s - middle, f - middle); });
}

struct Fault {
    std::string name;
    std::function<Pixels(const Pixels&)> change;
    std::string phrase; ///< of the evidence
};

Fault moved(const std::string& name, const std::string& phrase,
            const std::function<double(const Pixels&, int, int)>& value) {
    return {name,
            [value](const Pixels& pixels) {
                return image_of([&](int s, int f) { return value(pixels, s, f); });
            },
            phrase};
}

Fault one_pixel(const std::string& name, const std::string& phrase,
                const std::function<double(double)>& value) {
    return {name,
            [value](const Pixels& pixels) {
                Pixels changed = pixels;
                double& pixel = changed[5 * edge + 2];
                pixel = value(pixel);
                return changed;
            },
            phrase};
}

const std::string none = "no relation of the whole images was recognised";
constexpr int last = edge - 1;

/// What moves pixels.
std::vector<Fault> moves() {
    return {
        moved("shifted along slow", "shifted by -1 pixel(s) along slow and 0 along fast",
              [](const Pixels& p, int s, int f) { return at_or_zero(p, s + 1, f); }),
        moved("shifted along fast", "shifted by 0 pixel(s) along slow and 1 along fast",
              [](const Pixels& p, int s, int f) { return at_or_zero(p, s, f - 1); }),
        moved("shifted along both", "shifted by 1 pixel(s) along slow and -1 along fast",
              [](const Pixels& p, int s, int f) { return at_or_zero(p, s - 1, f + 1); }),
        moved("transposed", "fast and slow are exchanged",
              [](const Pixels& p, int s, int f) { return at(p, f, s); }),
        moved("transposed the other way", "fast and slow are exchanged and both run the other way",
              [](const Pixels& p, int s, int f) { return at(p, last - f, last - s); }),
        moved("fast reversed", "the fast axis runs the other way",
              [](const Pixels& p, int s, int f) { return at(p, s, last - f); }),
        moved("slow reversed", "the slow axis runs the other way",
              [](const Pixels& p, int s, int f) { return at(p, last - s, f); }),
        moved("both reversed", "both axes run the other way, a turn by 180 degrees",
              [](const Pixels& p, int s, int f) { return at(p, last - s, last - f); }),
        moved("turned", "turned by 90 degrees, from slow towards fast",
              [](const Pixels& p, int s, int f) { return at(p, f, last - s); }),
        moved("turned back", "turned by 90 degrees, from fast towards slow",
              [](const Pixels& p, int s, int f) { return at(p, last - f, s); }),
    };
}

/// What changes values.
std::vector<Fault> changes() {
    std::vector<Fault> all{
        one_pixel("one pixel", none, [](double v) { return v * 1.5; }),
        one_pixel("one pixel a little", none, [](double v) { return v * (1 + 1e-5); }),
        one_pixel("one pixel zero", none, [](double) { return 0.0; }),
        one_pixel("NaN in one", "not a finite number: 1 pixel(s) of the candidate alone",
                  [](double) { return not_a_number; }),
        one_pixel("minus infinity in one", "not a finite number: 1 pixel(s) of the candidate alone",
                  [](double) { return -infinity; }),
    };
    const auto everywhere = [&all](const std::string& name, const std::string& phrase,
                                   const std::function<double(double)>& value) {
        all.push_back(moved(name, phrase,
                            [value](const Pixels& p, int s, int f) { return value(at(p, s, f)); }));
    };
    everywhere("factor", "the whole image is the reference times 1.0009",
               [](double v) { return v * 1.0009; });
    everywhere("unit", "the whole image is the reference times 1000",
               [](double v) { return v * 1000; });
    everywhere("sign", "the whole image has the opposite sign", [](double v) { return -v; });
    everywhere("offset", "the whole image is the reference plus 0.125",
               [](double v) { return v + 0.125; });
    all.push_back(moved("a row zero", none,
                        [](const Pixels& p, int s, int f) { return s == 4 ? 0 : at(p, s, f); }));
    all.push_back(moved("a row missing in the middle", none, [](const Pixels& p, int s, int f) {
        return at_or_zero(p, s < 4 ? s : s + 1, f);
    }));
    all.push_back(moved("half a pixel off", none, [](const Pixels& p, int s, int f) {
        return 0.5 * (at(p, s, f) + at_or_zero(p, s, f + 1));
    }));
    return all;
}

ImageComparison compared(const Pixels& reference, const Pixels& candidate) {
    return compare_images({reference, edge, edge}, {candidate, edge, edge}, 1e-6);
}

/// The relations that an evidence names.
std::vector<std::string> named(std::string evidence) {
    std::vector<std::string> all;
    for (std::size_t end = 0; (end = evidence.find("; or ")) != std::string::npos;) {
        all.push_back(evidence.substr(0, end));
        evidence.erase(0, end + 5);
    }
    all.push_back(evidence.substr(0, evidence.find(" (these images")));
    return all;
}

/// Whether a sentence is also true: applying what it names gives the same candidate.
bool also_true(const std::string& sentence, const Pixels& reference, const Pixels& candidate) {
    std::vector<Fault> all = moves();
    const std::vector<Fault> others = changes();
    all.insert(all.end(), others.begin(), others.end());
    for (const Fault& fault : all) {
        // a whole sentence: one may be the beginning of another
        const bool means_it = sentence.size() >= fault.phrase.size() &&
                              sentence.compare(sentence.size() - fault.phrase.size(),
                                               std::string::npos, fault.phrase) == 0;
        if (!means_it) {
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

void check(const std::string& image, const Pixels& reference, const Fault& fault) {
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
    const std::string& evidence = result.verdict.roots.front().evidence;
    CAPTURE(evidence);
    CHECK(evidence.find(fault.phrase) != std::string::npos);
    for (const std::string& sentence : named(evidence)) {
        CAPTURE(sentence);
        const bool tells_nothing = sentence.find(none) == 0 || sentence.find("not a finite") == 0;
        CHECK((tells_nothing || also_true(sentence, reference, candidate)));
    }
}

} // namespace

TEST_CASE("relation_of: every single fault has its sentence, whatever the image's symmetry") {
    const std::vector<std::pair<std::string, Pixels>> images{{"asymmetric", asymmetric()},
                                                             {"symmetric", symmetric()},
                                                             {"antisymmetric", antisymmetric()},
                                                             {"fourfold", fourfold()}};
    for (const auto& image : images) {
        for (const std::vector<Fault>& faults : {moves(), changes()}) {
            for (const Fault& fault : faults) {
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
                  "not a finite number: 1 pixel(s) on both sides, which proves nothing");
            CHECK(result.telling.front().why == "no number");
            CHECK(compared(wrong, sound).verdict.roots.front().evidence ==
                  "not a finite number: 1 pixel(s) of the reference alone");
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
    CHECK(result.verdict.roots.front().evidence == "zero has the other sign in 1 pixel(s)");
    CHECK(result.verdict.roots.front().cause_class == "sign");
}

TEST_CASE("relation_of: one faint pixel among bright ones is no offset of the whole image") {
    Pixels reference(static_cast<std::size_t>(edge) * edge, 1e6);
    for (std::size_t i = 0; i < reference.size(); ++i) {
        reference[i] += 1e3 * static_cast<double>(i);
    }
    reference[3] = 0.1;
    Pixels wrong = reference;
    wrong[3] = 0.2;
    CHECK(compared(reference, wrong).verdict.roots.front().evidence.find(none) == 0);
}
