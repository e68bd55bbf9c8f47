#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tapir/trace/canonical.hpp"
#include "tapir/trace/details.hpp"
#include "tapir/trace/what_if.hpp"

namespace tapir::trace {

/// How far two values may lie apart. Zero members do not apply; the printed digits always do.
struct Tolerance {
    double relative = 0;
    double absolute = 0;
    double ulp = 0;
    bool exact = false; ///< no tolerance from the computation either
};

/// `not_attested`: the computations agree and a print is wrong.
enum class Verdict : std::uint8_t { parity, divergence, not_attested, not_comparable };

/// Two values that were compared.
struct Pair {
    const CanonicalValue* reference = nullptr;
    const CanonicalValue* candidate = nullptr;
    bool identical = false;
    bool comparable = true; ///< two numbers of the same quantity
    bool agrees = false;
    double tolerance = 0; ///< from the computation, in the tap's unit; 0: none was found
};

/// The first departing value of a tap that follows from a root.
struct Consequence {
    std::string tap;
    std::string reference, candidate; ///< in the tap's unit
};

/// A record that departs although everything it was computed from agrees.
struct RootCause {
    std::string kind, key; ///< as printed in the reference
    Site site;
    std::string tap, unit;
    std::string reference, candidate; ///< printed values
    double relative = 0, ulp = 0;
    double strength = 0; ///< the departure in its own stage, in units of what rounding allows; or 0
    std::string cause_class, evidence, side;
    bool is_input = false;      ///< of the set-up, and computed from nothing that is recorded
    int sites = 1;              ///< how many sites depart in the same tap
    std::uint64_t explains = 0; ///< departing values computed from it
    std::vector<Consequence> propagated; ///< the same, one a tap, in order of computation
};

/// How well a tap's values could be compared: the smallest fault that shows, relative, where its
/// stage is conditioned best and worst.
struct Sharpness {
    std::string tap;
    double sharpest = 0, bluntest = 0;
};

/// One factor of the final value on both sides.
struct FactorPair {
    std::string name, unit;
    double reference = 0, candidate = 0;
    bool in_reference = false, in_candidate = false;
};

struct Comparison {
    Verdict verdict = Verdict::not_comparable;
    std::string reason;   ///< short code: "", "truncated", "empty", "other_pixel", ...
    std::string sentence; ///< one sentence for people
    std::uint64_t compared = 0, identical = 0, within_tolerance = 0, departing = 0;
    std::vector<std::string> missing, extra; ///< records one side lacks though in its scope
    std::uint64_t not_compared = 0;          ///< outside the other side's declared scope
    std::vector<RootCause> roots;            ///< best first
    std::vector<FactorPair> factors;         ///< see Dictionary::factors
    std::vector<std::string> notes;          ///< label corrections used, free text, threads, ...
    std::string tolerance_text;
    std::vector<Sharpness> sharpness; ///< tap by tap, where the tolerance is from the computation
    int planted = 0, caught = 0;      ///< self-test of a green verdict
    bool lineage_used = false;
    Details details; ///< where they were asked for
};

/// Gives traces that do not state their pixel the one they lie in, or the other side's.
/// @param what_if  asked for the edge of a pixel when the traces do not state it; may be null
void recover_pixels(TraceFile& reference, TraceFile& candidate, const Dictionary& dictionary,
                    const WhatIf* what_if);

/// Aligns two traces by (tap, component, site), compares them and finds the roots.
///
/// @param graph  lineage of the traced pixels; may be empty, then roots follow file order and
///               the evidence says so
/// @param what_if  the computation that stands on the reference's side; asked for causes
/// @param most_details  how many values to describe one by one, those that depart first; 0: none
/// Fail closed: every way in which the two cannot be compared has its own reason and sentence.
/// @throws InternalError  a green verdict whose planted corruptions were not all caught
[[nodiscard]] Comparison compare(const TraceFile& reference, const TraceFile& candidate,
                                 const Dictionary& dictionary, const LineageGraph& graph,
                                 const Tolerance& tolerance, const WhatIf* what_if = nullptr,
                                 std::size_t most_details = 0);

} // namespace tapir::trace
