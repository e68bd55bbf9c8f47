#include "compare/two_traces.hpp"

#include <optional>
#include <string>
#include <vector>

#include "compare/text_diff.hpp"
#include "compare/trace_diff.hpp"

namespace tapir::harness {

trace::Comparison compare_two_traces(const ComparisonRequest& request, reports::PageInput* page) {
    if (const auto refused = one_file(request.reference, request.candidate)) {
        return *refused;
    }
    std::vector<std::string> notes;
    const std::optional<engine::Experiment> experiment = scene_if_any(request.scene, notes);
    trace::Comparison result =
        diff_records_or_texts(request, experiment ? &*experiment : nullptr, page);
    result.notes.insert(result.notes.begin(), notes.begin(), notes.end());
    return result;
}

} // namespace tapir::harness
