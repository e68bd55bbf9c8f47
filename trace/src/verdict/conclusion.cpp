#include "verdict/conclusion.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "verdict/record_account.hpp"

namespace tapir::trace {

namespace {

/// Whether a root can come of another experiment: rounding, even of single precision, does not make
/// one, nor does what its own side contradicts.
bool may_be_of_another_scene(const RootCause& root) {
    constexpr double more_than_rounding = 1e-5;
    return root.relative > more_than_rounding && !root.contradicts_itself;
}

/// Parts of the experiment in which roots lie.
std::set<std::string_view> parts_of(const std::vector<RootCause>& roots,
                                    const ProgramModel& program) {
    std::set<std::string_view> parts;
    for (const RootCause& root : roots) {
        const TapSpec* tap = program.find_tap(root.tap);
        if (tap != nullptr && *tap->part != '\0' && may_be_of_another_scene(root)) {
            parts.insert(tap->part);
        }
    }
    return parts;
}

/// What a user gives, such as angles and distances, departs in so many records.
std::size_t departing_inputs(const std::vector<RootCause>& roots) {
    return static_cast<std::size_t>(
        std::count_if(roots.begin(), roots.end(), [](const RootCause& root) {
            return root.is_input && may_be_of_another_scene(root);
        }));
}

/// The first few roots by name.
std::string names_of(const std::vector<RootCause>& roots) {
    constexpr std::size_t most = 5;
    std::string names;
    for (std::size_t i = 0; i < std::min(most, roots.size()); ++i) {
        names += (i > 0 ? ", " : "") + roots[i].key + " " + roots[i].reference + " against " +
                 roots[i].candidate;
    }
    return names + (roots.size() > most ? ", ..." : "");
}

/// All that departs is what tracers printed.
bool only_prints_are_wrong(const Comparison& result) {
    return !result.roots.empty() && result.missing.empty() && result.extra.empty() &&
           std::all_of(result.roots.begin(), result.roots.end(), [](const RootCause& root) {
               return root.cause_class == CauseClass::tracer;
           });
}

/// What both sides agree on and the scene does not give; "" when there is nothing.
std::string shared_text(const Comparison& result) {
    if (result.shared.empty()) {
        return "";
    }
    std::uint64_t values = 0;
    for (const SharedDeparture& tap : result.shared) {
        values += static_cast<std::uint64_t>(tap.values);
    }
    return " But " + std::to_string(values) +
           " of them, on both sides alike, do not follow from the scene given; the first is " +
           result.shared.front().key + ", " + result.shared.front().value + ".";
}

/// One side shows the last of the factors, the pixel's value, and the other does not.
bool lacks_final_value(const Comparison& result) {
    return !result.factors.empty() &&
           result.factors.back().in_reference != result.factors.back().in_candidate;
}

/// A tolerance that says nothing must be seen at once.
std::string swamped_text(const Comparison& result) {
    return result.swamped == 0 ? ""
                               : " Of these " + std::to_string(result.swamped) +
                                     " only within an absolute tolerance as large as both values.";
}

/// Rounding may do it, and yet they are two values.
std::string zeros_text(const Comparison& result) {
    return result.zeros == 0
               ? ""
               : " Zeros of two signs among these: " + std::to_string(result.zeros) + ".";
}

/// "R_distance_meters of the reference and R_distanze_meters of the candidate, ..."
std::string alike_text(const OneSidedKeys& keys) {
    constexpr std::size_t most = 6;
    std::string text;
    for (std::size_t i = 0; i < std::min(most, keys.alike.size()); ++i) {
        const auto& [one, other] = keys.alike[i];
        text += (i > 0 ? ", " : "") + one + " of the reference and " + other + " of the candidate";
    }
    return text + (keys.alike.size() > most
                       ? " and " + std::to_string(keys.alike.size() - most) + " more"
                       : "");
}

/// Keys that may be one are said beside any verdict; "" when there are none.
std::string also_alike(const Comparison& result) {
    return result.keys.alike.empty()
               ? ""
               : " Not compared, though they may be one key: " + alike_text(result.keys) + ".";
}

/// What departs and is neither a root nor follows from one.
std::string unexplained_text(const Comparison& result) {
    return result.unexplained == 0 || result.roots.empty()
               ? ""
               : " Of those that depart, " + std::to_string(result.unexplained) +
                     " are no root and follow from none.";
}

/// Lines that hold no record and were held against nothing; "" when there are none.
std::string lines_text(const Account& account) {
    for (const IgnoredTokens& rule : account.ignored) {
        if (rule.rule == lines_in_words) {
            return "; " + std::to_string(rule.tokens) +
                   " lines in words that hold no record were not compared";
        }
    }
    return "";
}

/// All that was compared agrees; whether that is parity.
void conclude_agreement(const ComparedScope& scope, Comparison& result) {
    const std::string agree = std::to_string(result.compared) + " compared values agree (" +
                              std::to_string(result.identical) + " identical)" +
                              to_text(result.keys) + lines_text(result.account) + ".";
    if (!result.keys.alike.empty()) {
        const auto& [one, other] = result.keys.alike.front();
        result.verdict = Verdict::not_comparable;
        result.reason = VerdictReason::names_resemble;
        result.sentence = "Keys that may be one were not compared: " + alike_text(result.keys) +
                          ". If they are, say so with --map " + one + "=" + other +
                          "; if not, leave one out with --ignore. The " + agree;
        return;
    }
    if (scope.complete && result.keys.any()) {
        result.verdict = Verdict::not_comparable;
        result.reason = VerdictReason::one_sided;
        result.sentence =
            "The traces do not print the same, and all was to be compared (--complete). The " +
            agree;
        return;
    }
    result.verdict = Verdict::parity;
    result.sentence =
        "All " + agree +
        (lacks_final_value(result) ? " The pixel's final value is not among them." : "") +
        swamped_text(result) + zeros_text(result) + shared_text(result);
}

} // namespace

void conclude(const ProgramModel& program, const ComparedScope& scope, Comparison& result,
              std::uint64_t unexplained) {
    constexpr std::size_t too_many_parts = 3;
    if (result.compared == 0) {
        result.verdict = Verdict::not_comparable;
        result.reason = VerdictReason::nothing_in_common;
        result.sentence = "The traces have no record in common, so nothing was compared" +
                          to_text(result.keys) + ".";
    } else if (result.counterfactual.empty() && // else it is known what is different
               (parts_of(result.roots, program).size() >= too_many_parts ||
                departing_inputs(result.roots) >= too_many_parts)) {
        result.verdict = Verdict::not_comparable;
        result.reason = VerdictReason::other_scene;
        result.sentence = "The traces are of different scenes: " + std::string(program.parts_text) +
                          " depart independently: " + names_of(result.roots) + ".";
    } else if (unexplained == 0 && only_prints_are_wrong(result)) {
        result.verdict = Verdict::not_attested;
        result.reason = VerdictReason::tracer;
        result.sentence =
            "The computations agree, but a print is wrong: " + result.roots.front().key +
            " of the " + to_text(result.roots.front().side) + " is not the value it goes on with.";
    } else if (result.departing > 0 || !result.missing.empty() || !result.extra.empty() ||
               !result.roots.empty()) {
        result.verdict = Verdict::divergence;
        result.reason = result.departing > 0 || (result.missing.empty() && result.extra.empty())
                            ? VerdictReason::values_depart
                        : !result.missing.empty() ? VerdictReason::missing_records
                                                  : VerdictReason::extra_records;
        result.sentence = std::to_string(result.departing) + " of " +
                          std::to_string(result.compared) + " compared values depart, " +
                          std::to_string(result.missing.size()) + " record(s) are missing, " +
                          std::to_string(result.extra.size()) + " are extra." +
                          (result.counterfactual.empty() ? "" : " " + result.counterfactual) +
                          unexplained_text(result) + also_alike(result);
    } else {
        conclude_agreement(scope, result);
    }
}

} // namespace tapir::trace
