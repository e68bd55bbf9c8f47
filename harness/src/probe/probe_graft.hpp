#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "probe/probe_trace.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::harness {

/// A statement that did not compute what the reference's did, although all taps before it held the
/// reference's values.
struct GraftRoot {
    ProbeDifference first;   ///< the first time
    std::string text;        ///< of the source line
    std::uint64_t times = 0; ///< how many values of it differed
    double ulp = 0;          ///< the largest distance, in units of the last place of a double
    double relative = 0;     ///< the largest one, as a part of the larger value
};

/// What came of a run that went on with the reference's values.
struct GraftResult {
    std::vector<GraftRoot> roots;     ///< in the order of the run
    std::vector<GraftRoot> inherited; ///< what earlier iterations left otherwise
    std::uint64_t compared = 0, identical = 0, within = 0;
    std::vector<std::string> missing; ///< records that only the reference has
    std::vector<std::string> extra;   ///< that only the program has
    std::uint64_t not_grafted = 0;    ///< differences that could not be replaced
    bool last_alike = false; ///< at the end all taps held the reference's last values, bit for bit
    trace::Verdict verdict = trace::Verdict::not_comparable;
};

/// Sums up a graft. Each statement is one root, however often it ran.
[[nodiscard]] GraftResult graft_result(const ProbeRequest& request, const ProbeEvents& events,
                                       const GraftReference& reference);

/// The same as a comparison, for the pages and files that every verdict has: its roots are the
/// statements, its counts and the planted corruptions are those of the two traces.
/// @param candidate  what the run recorded
[[nodiscard]] trace::Comparison graft_comparison(const GraftResult& result,
                                                 const GraftReference& reference,
                                                 const trace::TraceFile& candidate,
                                                 const trace::Tolerance& tolerance);

/// The sentence that says what came of it.
[[nodiscard]] std::string graft_sentence(const GraftResult& result);

/// All of it for the screen.
[[nodiscard]] std::string graft_text(const GraftResult& result, const ProbeEvents& events,
                                     const GraftReference& reference);

} // namespace tapir::harness
