#pragma once

#include <memory>
#include <string>
#include <vector>

#include "compare/comparison_request.hpp"
#include "compare/job_kind.hpp"
#include "compare/tolerance_options.hpp"
#include "compare/trace_diff.hpp"
#include "console/console.hpp"
#include "tapir/reports/page/report_page.hpp"

namespace tapir::harness {

struct ComparisonJob;

/// Keeps the evidence of a comparison. A bundle does.
class EvidenceKeeper {
  public:
    virtual ~EvidenceKeeper() = default;

    [[nodiscard]] virtual bool wanted() const = 0;
    /// @throws InputError  one of the files that a command writes besides would lie in the evidence
    virtual void require_outside(const std::vector<std::string>& files) const = 0;
    /// Compares from the copies that are kept, as whoever repeats the comparison will.
    /// @param page  filled with what a page shows besides
    /// @throws InputError  see the comparisons; the evidence cannot be written: there is none then
    [[nodiscard]] virtual trace::Comparison compare_and_keep(const ComparisonJob& job,
                                                             reports::PageInput& page) const = 0;
};

/// A comparison, and where its verdict goes.
struct ComparisonJob {
    JobKind kind = JobKind::diff; ///< or why
    std::string command_line;
    ComparisonRequest request;
    ToleranceOptions tolerance; ///< as given; the request's follows from it
    VerdictFiles files;
    std::shared_ptr<const EvidenceKeeper> evidence; ///< or null
};

/// Compares, prints the verdict, and writes what is asked for. Where evidence is kept, the
/// comparison is made from what is kept: what is replayed is what was run.
/// @throws InputError  see the comparisons and EvidenceKeeper
ExitCode run_comparison(ComparisonJob job);

} // namespace tapir::harness
