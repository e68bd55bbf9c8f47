#include "verdict/cut_short.hpp"

#include <algorithm>
#include <string>

namespace tapir::trace {

namespace {

/// Whether the last number of a file may be the front of a longer one.
bool ends_within_number(const TraceFile& file, const TraceFile& other) {
    const PrintedRecord& last = file.records.back();
    if (last.values.empty()) {
        return true;
    }
    const std::string& text = last.values.back().text;
    return std::none_of(other.records.begin(), other.records.end(), [&](const PrintedRecord& one) {
        return one.key == last.key && one.kind == last.kind &&
               one.values.size() == last.values.size() &&
               (one.values.back().text.size() <= text.size() ||
                one.values.back().text.compare(0, text.size(), text) != 0);
    });
}

/// The last line may have been cut within a number.
void drop_what_is_cut(TraceFile& file, const TraceFile& other) {
    const bool line_is_open = file.truncation == "its last record has no line end";
    file.truncation.clear();
    if (!line_is_open || file.records.empty() || !ends_within_number(file, other)) {
        return;
    }
    while (!file.records.empty()) {
        const int last = file.records.back().line;
        file.records.pop_back();
        if (file.records.empty() || file.records.back().line != last) {
            break;
        }
    }
}

} // namespace

Comparison compare_complete_part(
    const Comparison& refused, TraceFile reference, TraceFile candidate,
    const std::function<Comparison(const TraceFile&, const TraceFile&)>& compare_parts) {
    const TraceFile as_read = reference;
    drop_what_is_cut(reference, candidate);
    drop_what_is_cut(candidate, as_read);
    Comparison part = compare_parts(reference, candidate);
    if (part.reason == VerdictReason::other_pixel) {
        part.sentence += " Also, " + refused.sentence;
        return part;
    }
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
