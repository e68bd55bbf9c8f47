#include "text/verdict_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

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

std::vector<const trace::SignedErrors*> one_sided_errors(const trace::Comparison& comparison) {
    std::vector<const trace::SignedErrors*> taps;
    for (const trace::SignedErrors& row : comparison.errors) {
        if (row.one_sided()) {
            taps.push_back(&row);
        }
    }
    std::stable_sort(taps.begin(), taps.end(), [](const auto* a, const auto* b) {
        return std::fabs(a->mean()) > std::fabs(b->mean());
    });
    return taps;
}

} // namespace tapir::reports
