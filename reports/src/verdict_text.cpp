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
        return "A PRINT IS WRONG, NOT THE COMPUTATION";
    case trace::Verdict::not_comparable:
        return "NOT COMPARABLE";
    }
    return "?";
}

std::string counts_text(const trace::Comparison& comparison) {
    return fmt::format(
        "{} values: {} identical, {} within tolerance, {} departing; {} outside the scope",
        comparison.compared, comparison.identical, comparison.within_tolerance,
        comparison.departing, comparison.not_compared);
}

} // namespace tapir::reports
