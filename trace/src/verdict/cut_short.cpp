#include "verdict/cut_short.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "align/key_name.hpp"

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

namespace {

/// The taps of a pixel's final value.
std::set<std::string_view> final_taps(const ProgramModel& program) {
    std::set<std::string_view> taps;
    const std::string_view last_key =
        program.terminal_keys.substr(0, program.terminal_keys.find_first_of(" |"));
    for (const TapPrint& entry : program.entries) {
        if (!last_key.empty() && last_key == entry.key && *entry.kind == '\0') {
            taps.insert(entry.tap);
        }
    }
    if (!program.factors.empty()) {
        taps.insert(program.factors.back().second);
    }
    return taps;
}

bool has_any(const Side& side, const std::set<std::string_view>& taps) {
    return std::any_of(
        side.values.begin(), side.values.end(),
        [&taps](const CanonicalValue& value) { return taps.count(value.node.tap) > 0; });
}

/// Whether a file has lines that stand once in a pixel, and nothing that says where they end.
bool may_stop_anywhere(const Side& side) {
    return !side.file->header && side.file->dialect != Dialect::native &&
           std::any_of(side.values.begin(), side.values.end(), [](const CanonicalValue& value) {
               return value.known && value.record->kind.empty();
           });
}

} // namespace

void refuse_early_end(const Side& reference, const Side& candidate, const ProgramModel& program,
                      Comparison& result) {
    const std::set<std::string_view> taps = final_taps(program);
    for (const auto& [own, other] :
         {std::pair{&reference, &candidate}, std::pair{&candidate, &reference}}) {
        if (!may_stop_anywhere(*own) || has_any(*own, taps) || !has_any(*other, taps)) {
            continue;
        }
        const PrintedRecord& last = own->file->records.back();
        result.verdict = Verdict::not_comparable;
        result.reason = VerdictReason::truncated;
        result.sentence = own->file->name + " is not whole: it ends with " + key_name(last) +
                          (last.line > 0 ? " (line " + std::to_string(last.line) + ")" : "") +
                          ", and has no final value of the pixel, as the other side has. If its "
                          "program prints none, leave the final value out with --ignore. " +
                          result.sentence;
        return;
    }
}

} // namespace tapir::trace
