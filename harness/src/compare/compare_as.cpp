#include "compare/compare_as.hpp"

#include "compare/besides.hpp"
#include "compare/find_cause.hpp"
#include "compare/model_comparison.hpp"
#include "compare/two_traces.hpp"

namespace tapir::harness {

trace::Comparison compare_as(JobKind kind, const ComparisonRequest& request,
                             reports::PageInput* page) {
    check_besides(request);
    if (!request.model.empty()) {
        return compare_by_model(request, page);
    }
    trace::Comparison result =
        kind == JobKind::why ? find_cause(request, page) : compare_two_traces(request, page);
    add_besides(kind, request, result);
    return result;
}

} // namespace tapir::harness
