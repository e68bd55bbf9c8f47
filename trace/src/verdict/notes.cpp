#include "verdict/notes.hpp"

#include <algorithm>
#include <set>

namespace tapir::trace {

namespace {

/// Whether a file is one of the program that a table describes: it knows half of what that prints.
bool is_of_program(const TraceFile& file, const ProgramModel& program) {
    const std::vector<CanonicalValue> values = canonicalise(file, program);
    const auto known = std::count_if(values.begin(), values.end(),
                                     [](const CanonicalValue& value) { return value.known; });
    return 2 * static_cast<std::size_t>(known) >= values.size() && known > 0;
}

/// A kind of lines that a dialect knows but one file has none of is outside that file's scope; a
/// reader should know.
void note_lacking_kinds(const TraceFile& file, const ProgramModel& program, Comparison& result) {
    if (file.dialect == Dialect::native) {
        return;
    }
    std::set<std::string> lacking;
    for (const TapPrint& entry : program.entries) {
        if (entry.dialect == file.dialect && *entry.kind != '\0') {
            lacking.insert(entry.kind);
        }
    }
    for (const PrintedRecord& record : file.records) {
        lacking.erase(record.kind);
    }
    std::string kinds;
    for (const std::string& kind : lacking) {
        kinds += (kinds.empty() ? "" : ", ") + kind;
    }
    if (!kinds.empty()) {
        result.notes.push_back(file.name + " has no lines of kind " + kinds +
                               "; what they would show was not compared");
    }
}

/// Keys one file prints of which the other never does: outside its scope, but a reader should know.
void note_lacking_keys(const TraceFile& file, const TraceFile& other, const ProgramModel& program,
                       Comparison& result) {
    if (file.dialect != Dialect::py || other.dialect != Dialect::c) {
        return;
    }
    std::set<std::string> shown; // taps, under whatever key
    for (const CanonicalValue& value : canonicalise(file, program)) {
        shown.insert(value.known ? value.node.tap : "");
    }
    std::set<std::string> keys;
    for (const CanonicalValue& value : canonicalise(other, program)) {
        if (value.known && value.record->kind.empty() && shown.count(value.node.tap) == 0) {
            keys.insert(value.record->key);
        }
    }
    for (const PrintedRecord& record : file.records) {
        keys.erase(record.key);
    }
    std::string names;
    for (const std::string& key : keys) {
        names += (names.empty() ? "" : ", ") + key;
    }
    if (!keys.empty()) {
        result.notes.push_back(std::to_string(keys.size()) + " key(s) that " + other.name +
                               " prints never stand in " + file.name + ": " + names);
    }
}

} // namespace

void add_factors(const Side& reference, const Side& candidate, const ProgramModel& program,
                 Comparison& result) {
    const auto value_of = [](const Side& side, std::string_view tap, bool& found) {
        for (const CanonicalValue& value : side.values) {
            if (value.node.tap == tap) {
                found = true;
                return value.value;
            }
        }
        return 0.0;
    };
    for (const auto& [name, key] : program.factors) {
        const TapSpec* tap = program.find_tap(key);
        FactorPair factor;
        factor.name = name;
        factor.unit = tap == nullptr ? "" : tap->unit;
        factor.reference = value_of(reference, key, factor.in_reference);
        factor.candidate = value_of(candidate, key, factor.in_candidate);
        result.factors.push_back(std::move(factor));
    }
}

void add_notes(const TraceFile& reference, const TraceFile& candidate, const Alignment& alignment,
               const ProgramModel& program, Comparison& result) {
    if (reference.dialect != candidate.dialect &&
        (is_of_program(reference, program) || is_of_program(candidate, program))) {
        note_lacking_kinds(reference, program, result);
        note_lacking_kinds(candidate, program, result);
    }
    note_lacking_keys(reference, candidate, program, result);
    note_lacking_keys(candidate, reference, program, result);
    std::set<std::string> labels;
    for (const Pair& pair : alignment.pairs) {
        for (const CanonicalValue* value : {pair.reference, pair.candidate}) {
            if (value->entry != nullptr && *value->entry->note != '\0' && !pair.agrees) {
                labels.insert(std::string(value->entry->key) + ": " + value->entry->note);
            }
        }
    }
    for (const Pair& pair : alignment.pairs) {
        const TapPrint* one = pair.reference->entry;
        const TapPrint* other = pair.candidate->entry;
        if (one != nullptr && other != nullptr && std::string_view(one->key) == other->key &&
            std::string_view(one->kind) == other->kind &&
            one->divide * other->multiply != other->divide * one->multiply) {
            labels.insert(std::string(one->key) +
                          ": the two sides print it in two units, as their other lengths show");
        }
    }
    result.notes.insert(result.notes.end(), labels.begin(), labels.end());
}

namespace {

/// "cand.log prints pos_mm, R_mm, ... (5 keys; 3 lines of it were not read)"
std::string what_was_read(const TraceFile& file) {
    constexpr std::size_t most = 6;
    std::vector<std::string> keys;
    for (const PrintedRecord& record : file.records) {
        if (std::find(keys.begin(), keys.end(), record.key) == keys.end()) {
            keys.push_back(record.key);
        }
    }
    std::string names;
    for (std::size_t i = 0; i < std::min(most, keys.size()); ++i) {
        names += (i > 0 ? ", " : "") + keys[i];
    }
    return file.name + " prints " + (keys.empty() ? "nothing that was read" : names) +
           (keys.size() > most ? ", ... (" + std::to_string(keys.size()) + " keys)" : "") +
           (file.free_text_lines > 0
                ? "; " + std::to_string(file.free_text_lines) + " line(s) of it were not read"
                : "");
}

} // namespace

void name_what_was_read(const TraceFile& reference, const TraceFile& candidate,
                        Comparison& result) {
    if (result.reason == VerdictReason::nothing_in_common) {
        result.sentence += " " + what_was_read(reference) + ". " + what_was_read(candidate) + ".";
    }
}

void add_facts(const std::vector<std::string>& facts, Comparison& result) {
    if (facts.empty()) {
        return;
    }
    std::string text = "the run logs say: ";
    for (std::size_t i = 0; i < facts.size(); ++i) {
        text += (i > 0 ? ", " : "") + facts[i];
    }
    result.notes.insert(result.notes.begin(), text);
    if (result.verdict == Verdict::parity) {
        result.verdict = Verdict::not_comparable;
        result.reason = VerdictReason::other_scene;
        result.sentence = "The runs were not made alike: " + text + ". " + result.sentence;
    } else {
        result.sentence += " The" + text.substr(3) + ".";
    }
}

} // namespace tapir::trace
