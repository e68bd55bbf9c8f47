#include "verdict/comparison_counts.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "align/printed_again.hpp"

namespace tapir::trace {

namespace {

std::vector<std::string> record_names(const std::vector<const CanonicalValue*>& values,
                                      const Loops& loops) {
    std::vector<std::string> names;
    for (const CanonicalValue* value : values) {
        const PrintedRecord& record = *value->record;
        const std::string name =
            (record.kind.empty() || record.kind == "native" ? record.key
                                                            : record.kind + "." + record.key) +
            " (" + to_text(value->node.site, loops) +
            (is_printed_again(*value) ? "; printed again" : "") +
            (record.line > 0 ? "; line " + std::to_string(record.line) : "") + ")";
        if (names.empty() || names.back() != name) {
            names.push_back(name);
        }
    }
    return names;
}

} // namespace

void count(const Alignment& alignment, const Loops& loops, Comparison& result) {
    for (const Pair& pair : alignment.pairs) {
        result += Counts::of(pair);
        if (!pair.reference->record->site.in_pixel()) {
            result.of_setup += Counts::of(pair);
        }
    }
    result.missing = record_names(alignment.missing, loops);
    result.extra = record_names(alignment.extra, loops);
    result.not_compared = alignment.outside_candidate.size() + alignment.outside_reference.size();
    for (const auto* outside : {&alignment.outside_candidate, &alignment.outside_reference}) {
        result.of_setup.not_compared += static_cast<std::uint64_t>(
            std::count_if(outside->begin(), outside->end(), [](const CanonicalValue* value) {
                return !value->record->site.in_pixel();
            }));
    }
}

} // namespace tapir::trace
