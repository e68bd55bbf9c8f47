#include "verdict_text.hpp"

#include <fmt/format.h>

namespace tapir::reports {

const char* verdict_words(const trace::Comparison& comparison) {
    switch (comparison.verdict) {
    case trace::Verdict::parity:
        return "PARITY";
    case trace::Verdict::divergence:
        return "DIVERGENCE";
    case trace::Verdict::not_attested:
        return comparison.reason == "not_of_this_scene" ? "THE TRACES AGREE, BUT NOT WITH THE SCENE"
                                                        : "A PRINT IS WRONG, NOT THE COMPUTATION";
    case trace::Verdict::not_comparable:
        return "NOT COMPARABLE";
    }
    return "?";
}

std::string odd_side(const trace::RootCause& root) {
    return root.side == trace::both_sides ? "" : root.side;
}

std::string counts_text(const trace::Comparison& comparison) {
    return fmt::format(
        "{} values: {} identical, {} within tolerance, {} departing; {} outside the scope",
        comparison.compared, comparison.identical, comparison.within_tolerance,
        comparison.departing, comparison.not_compared);
}

} // namespace tapir::reports
