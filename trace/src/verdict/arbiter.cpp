#include "tapir/trace/verdict/arbiter.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

/// A number to three digits.
std::string brief(double value) {
    constexpr int digits = 3;
    return general(value, digits);
}

std::string distance_text(const ArbitratedSide& side) {
    if (side.distance == 0) {
        return "is it";
    }
    return "lies " +
           (std::isfinite(side.relative) ? brief(side.relative) + " of it" : brief(side.distance)) +
           " away (" + brief(side.last_places) + " of its last places)";
}

std::string name_of(const ArbitratedValue& value, bool of_images, const Loops& loops) {
    if (of_images) {
        const Pixel pixel = value.site.pixel();
        return "pixel " + std::to_string(pixel.slow) + " " + std::to_string(pixel.fast);
    }
    const std::string component =
        value.width > 1 ? "[" + std::to_string(value.component) + "]" : "";
    return value.tap + component + " at " + to_text(value.site, loops);
}

std::string judgement_text(const ArbitratedValue& value) {
    const std::string both = "the reference " + distance_text(value.reference) +
                             ", the candidate " + distance_text(value.candidate);
    switch (value.nearer) {
    case Nearer::both:
        return "both are it as far as their last places can say (" + both + ")";
    case Nearer::neither:
        return "neither is nearer: " + both;
    case Nearer::reference:
    case Nearer::candidate:
        break;
    }
    const std::string times =
        std::isfinite(value.times) ? ", " + brief(value.times) + " times" : "";
    return std::string("the ") + to_text(value.nearer) + " is nearer" + times + ": " + both;
}

/// "in 9 of 10 pixels the candidate is nearer, in 1 both are it"
std::string counts_text(const std::vector<ArbitratedValue>& values) {
    std::string text;
    for (const auto& [nearer, words] :
         {std::pair{Nearer::reference, "the reference is nearer"},
          {Nearer::candidate, "the candidate is nearer"},
          {Nearer::both, "both are the exact value to their last place"},
          {Nearer::neither, "neither is nearer"}}) {
        const auto count = std::count_if(
            values.begin(), values.end(),
            [which = nearer](const ArbitratedValue& one) { return one.nearer == which; });
        if (count > 0) {
            text += (text.empty() ? "in " : ", in ") + std::to_string(count) + " " + words;
        }
    }
    return text;
}

/// Two runs in independent number types must agree far below what is judged.
std::string doubt_text(const Arbiter& arbiter) {
    constexpr double enough = 1e-20;
    if (arbiter.checked_with.empty() || arbiter.agreement <= enough) {
        return "";
    }
    return " The answer is doubtful: " + arbiter.number_type + " and " + arbiter.checked_with +
           " part by " + brief(arbiter.agreement) + " of a value.";
}

std::string decision_text(const ArbiterDecision& decision, const Loops& loops) {
    const auto way = [&decision](double value) {
        if (std::isnan(value)) {
            return std::string("no record of it");
        }
        return decision.of_zero ? std::string(value == 0 ? "not 0" : "exactly 0")
                                : general15(value);
    };
    const std::string component =
        decision.width > 1 ? "[" + std::to_string(decision.component) + "]" : "";
    return decision.tap + component + " at " + to_text(decision.site, loops) + ": exactly " +
           way(decision.wide) + ", in double precision " + way(decision.in_double);
}

} // namespace

const char* to_text(Nearer nearer) {
    switch (nearer) {
    case Nearer::reference:
        return "reference";
    case Nearer::candidate:
        return "candidate";
    case Nearer::both:
        return "both";
    case Nearer::neither:
        break;
    }
    return "neither";
}

ArbitratedSide arbitrated_side(std::string shown, double value, double last_place,
                               ExactNumber exact) {
    ArbitratedSide side;
    side.shown = std::move(shown);
    side.value = value;
    side.last_place = last_place;
    side.distance = std::fabs((value - exact.high) - exact.low);
    side.relative = side.distance == 0 ? 0 : side.distance / std::fabs(exact.high);
    side.last_places = side.distance / last_place;
    constexpr double half = 0.5;
    side.within_rounding = side.last_places <= half;
    side.exact = std::move(exact);
    return side;
}

void judge(ArbitratedValue& value) {
    const ArbitratedSide& reference = value.reference;
    const ArbitratedSide& candidate = value.candidate;
    const bool reference_is_nearer = reference.distance < candidate.distance;
    const double nearest = std::min(reference.distance, candidate.distance);
    const double farthest = std::max(reference.distance, candidate.distance);
    value.times = farthest == 0 ? 1 : farthest / nearest;
    // two that are wrong alike differ by no more than their own roundings
    constexpr double half = 0.5;
    const double rounding = half * std::max(reference.last_place, candidate.last_place);
    if (reference.within_rounding && candidate.within_rounding) {
        value.nearer = Nearer::both;
    } else if (!(farthest - nearest > rounding)) {
        value.nearer = Nearer::neither;
    } else {
        value.nearer = reference_is_nearer ? Nearer::reference : Nearer::candidate;
    }
}

void conclude(Arbiter& arbiter, const Loops& loops) {
    if (arbiter.values.empty()) {
        arbiter.sentence = "The arbiter has nothing to judge: no value of both sides that departs "
                           "is one that the scene gives.";
        return;
    }
    const ArbitratedValue& first = arbiter.values.front();
    arbiter.sentence = "Exact answer (" + arbiter.number_type + ") of " +
                       name_of(first, arbiter.of_images, loops) + ": " +
                       general15(first.reference.exact.high) +
                       (first.unit.empty() || first.unit == "1" ? "" : " " + first.unit) + "; " +
                       judgement_text(first) + ".";
    if (arbiter.values.size() > 1) {
        arbiter.sentence += " Of " + std::to_string(arbiter.values.size()) +
                            (arbiter.of_images ? " pixels: " : " values: ") +
                            counts_text(arbiter.values) + ".";
    }
    if (!arbiter.decisions.empty()) {
        arbiter.sentence += " " + std::to_string(arbiter.decisions.size()) +
                            " decision(s) fall otherwise than in double precision, the first " +
                            decision_text(arbiter.decisions.front(), loops) + ".";
    }
    arbiter.sentence += doubt_text(arbiter);
}

} // namespace tapir::trace
