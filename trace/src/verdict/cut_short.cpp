#include "verdict/cut_short.hpp"

#include <algorithm>
#include <string>

namespace tapir::trace {

namespace {

/// The last line may have been cut within a number.
void drop_what_is_cut(TraceFile& file) {
    if (file.truncation.empty()) {
        return;
    }
    while (!file.records.empty()) {
        const int last = file.records.back().line;
        file.records.pop_back();
        if (file.records.empty() || file.records.back().line != last) {
            break;
        }
    }
    file.truncation.clear();
}

} // namespace

Comparison compare_complete_part(
    const Comparison& refused, TraceFile reference, TraceFile candidate,
    const std::function<Comparison(const TraceFile&, const TraceFile&)>& compare_parts) {
    drop_what_is_cut(reference);
    drop_what_is_cut(candidate);
    Comparison part = compare_parts(reference, candidate);
    if (part.compared == 0) {
        return refused;
    }
    part.missing.clear();
    part.extra.clear();
    part.roots.erase(std::remove_if(part.roots.begin(), part.roots.end(),
                                    [](const RootCause& root) { // of steps that are not there
                                        return root.reference.empty() && root.candidate.empty();
                                    }),
                     part.roots.end());
    part.verdict = refused.verdict;
    part.reason = refused.reason;
    part.sentence = refused.sentence + " As far as it goes, " + std::to_string(part.departing) +
                    " of " + std::to_string(part.compared) + " compared values depart.";
    return part;
}

} // namespace tapir::trace
