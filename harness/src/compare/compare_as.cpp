#include "compare/compare_as.hpp"

#include "compare/find_cause.hpp"
#include "compare/two_traces.hpp"

namespace tapir::harness {

trace::Comparison compare_as(JobKind kind, const ComparisonRequest& request,
                             reports::PageInput* page) {
    return kind == JobKind::why ? find_cause(request, page) : compare_two_traces(request, page);
}

} // namespace tapir::harness
