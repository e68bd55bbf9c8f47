#include "compare/model_advice.hpp"

#include <algorithm>
#include <set>

#include "tapir/trace/align/canonical.hpp"
#include "tapir/trace/base/word_list.hpp"

namespace tapir::harness {

namespace {

constexpr std::size_t most_named = 5; ///< keys, or loops, in a sentence

std::string named(const std::set<std::string>& words) {
    return trace::word_list(words, most_named, trace::OtherWords::dots);
}

} // namespace

std::string what_a_model_adds(const trace::TraceFile& reference, const trace::TraceFile& candidate,
                              const trace::ProgramModel& program) {
    std::set<std::string> unknown;
    std::size_t all = 0;
    std::size_t records = 0;
    for (const trace::TraceFile* file : {&reference, &candidate}) {
        for (const trace::CanonicalValue& value : trace::canonicalise(*file, program)) {
            ++all;
            if (!value.known) {
                ++records;
                unknown.insert(value.record->key);
            }
        }
    }
    if (2 * records <= all) {
        return "";
    }
    return "nobody described " + named(unknown) +
           ": each key is compared with the same key, number by number. A model (--model FILE; "
           "`tapir model draft REFERENCE CANDIDATE` writes a first one) would add units that are "
           "converted, names that differ between the sides, and what is computed from what, so "
           "that a root is told from what follows from it";
}

std::string what_a_model_adds_to_declared(const trace::ProgramModel& program) {
    std::set<std::string> keys;
    for (const trace::TapSpec* tap : program.taps) {
        keys.insert(tap->key);
    }
    std::set<std::string> loops;
    for (std::size_t loop = trace::Loops::column + 1; loop < program.loops.size(); ++loop) {
        loops.insert(program.loops[loop].name);
    }
    return "the keys " + named(keys) + (loops.empty() ? "" : " and the loops " + named(loops)) +
           " are the traces' own words, which no model describes; their units are taken as stated. "
           "A model (--model FILE; `tapir model draft REFERENCE CANDIDATE` writes a first one) "
           "would add names that differ between the sides, and what is computed from what, so that "
           "a root is told from what follows from it";
}

std::string how_to_allow_rounding(const trace::Comparison& comparison) {
    const bool only_digits =
        comparison.verdict == trace::Verdict::divergence && !comparison.roots.empty() &&
        comparison.missing.empty() && comparison.extra.empty() &&
        std::all_of(comparison.roots.begin(), comparison.roots.end(), [](const auto& root) {
            return root.cause_class == trace::CauseClass::precision;
        });
    return only_digits ? "all that departs are last digits. Whether they are rounding, the scene "
                         "tells: with --args-file, --config or a preset the tolerance follows from "
                         "the computation. Without it --rtol allows them, or --tolerances FILE key "
                         "by key"
                       : "";
}

} // namespace tapir::harness
