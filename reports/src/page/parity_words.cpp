#include "page/parity_words.hpp"

#include <fmt/format.h>

namespace tapir::reports {

bool agrees(const ParityComparison& comparison) {
    return comparison.records.agrees() && comparison.image.agrees();
}

bool same_bits(const ParityComparison& comparison) {
    return comparison.records.same_bits() && comparison.image.same_bits();
}

std::string verdict_line(const ParityComparison& comparison, double rtol) {
    const std::uint64_t values = comparison.records.compared();
    const std::uint64_t pixels = comparison.image.compared();
    const std::string sides =
        fmt::format("{} | {}  ({})", comparison.reference, comparison.candidate, comparison.kind);
    if (same_bits(comparison)) {
        return comparison.one_trace
                   ? fmt::format("same bits  {}: {} pixels; one trace serves both, its photons are "
                                 "those of the frames\n",
                                 sides, pixels)
                   : fmt::format("same bits  {}: {} values of {} keys, {} pixels\n", sides, values,
                                 comparison.records.rows.size(), pixels);
    }
    const std::uint64_t lost = comparison.records.missing + comparison.image.missing;
    const std::uint64_t extra = comparison.records.extra + comparison.image.extra;
    return fmt::format("{}  {}: {} of {} values and {} of {} pixels have other bits{}{}\n",
                       agrees(comparison) ? "agree    " : "DIFFER   ", sides,
                       values - comparison.records.identical(), values,
                       pixels - comparison.image.identical(), pixels,
                       lost + extra > 0 ? fmt::format("; {} missing, {} extra", lost, extra) : "",
                       rtol > 0 ? fmt::format("; rtol {}", rtol) : "");
}

} // namespace tapir::reports
