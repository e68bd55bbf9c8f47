#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tapir/trace/canonical.hpp"
#include "tapir/trace/details.hpp"
#include "tapir/trace/what_if.hpp"

namespace tapir::trace {

/// What the user allows one key, instead of what holds for all.
struct KeyTolerance {
    std::string key; ///< of the tap, or as one of the sides prints it
    double relative = 0, absolute = 0, ulp = 0;
    std::string reason;
};

/// How far two values may lie apart. Zero members do not apply; the printed digits always do.
struct Tolerance {
    double relative = 0;
    double absolute = 0;
    double ulp = 0;
    bool exact = false; ///< no tolerance from the computation either
    std::vector<KeyTolerance> keys{};
    /// How far a tap's values lie apart when the reference is run again [in the tap's unit]:
    /// nothing below that is a difference.
    std::map<std::string, double> noise{};
    int repeats = 0; ///< how often it was run for that
};

/// `not_attested`: the computations agree and a print is wrong.
enum class Verdict : std::uint8_t { parity, divergence, not_attested, not_comparable };

/// Whether two values agree only because the user allows it: to all values, or to this key.
enum class Permission : std::uint8_t { none, to_all, to_key };

/// Two values that were compared.
struct Pair {
    const CanonicalValue* reference = nullptr;
    const CanonicalValue* candidate = nullptr;
    bool identical = false;
    bool comparable = true; ///< two numbers of the same quantity
    bool agrees = false;
    double tolerance = 0; ///< from the computation, in the tap's unit; 0: none was found
    Permission permission = Permission::none;
    bool swamped = false; ///< agrees only within an absolute tolerance as large as both values
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
    std::string cause_class, evidence;
    std::string side;                ///< "reference", "candidate"; "" when nobody can tell
    bool is_input = false;           ///< of the set-up, and computed from nothing that is recorded
    bool contradicts_itself = false; ///< its side's other records give another value
    int sites = 1;                   ///< how many sites depart in the same tap
    std::uint64_t explains = 0;      ///< departing values computed from it
    std::vector<Consequence> propagated; ///< the same, one a tap, in order of computation
};

/// A tap on whose values both sides agree, and which the scene gives otherwise.
struct SharedDeparture {
    std::string key, value; ///< of the first, as printed
    int values = 0;         ///< how many
};

/// How well a tap's values could be compared: the smallest fault that shows, relative, where its
/// stage is conditioned best and worst.
struct Sharpness {
    std::string tap;
    double sharpest = 0, bluntest = 0;
    double bluntest_absolute = 0; ///< the same change where it is bluntest [unit of the tap]
};

/// The errors that both sides make in a stage itself, on their own inputs, candidate less reference
/// and relative to the value, over all records of a tap.
struct SignedErrors {
    std::string tap;
    std::uint64_t records = 0, positive = 0, negative = 0;
    double sum = 0, sum_of_squares = 0;

    [[nodiscard]] double mean() const { return sum / static_cast<double>(records); }
    /// Errors of one sign, more than chance gives: a bias, however small.
    [[nodiscard]] bool one_sided() const;
};

/// One factor of the final value on both sides.
struct FactorPair {
    std::string name, unit;
    double reference = 0, candidate = 0;
    bool in_reference = false, in_candidate = false;
};

/// How many values were compared, and how.
struct Counts {
    std::uint64_t compared = 0, identical = 0, within_tolerance = 0, departing = 0;
    std::uint64_t not_compared = 0; ///< outside the other side's declared scope
    std::uint64_t swamped = 0;      ///< see Pair; some of those within tolerance
    std::uint64_t zeros = 0;        ///< those that agree and are zeros of two signs

    [[nodiscard]] static Counts of(const Pair& pair);
    Counts& operator+=(const Counts& other);
    Counts& operator-=(const Counts& other);
};

/// What in a native trace is not as its header or the format promises.
struct Doubts {
    std::uint64_t values = 0;             ///< of pixels, where the header says float32
    std::uint64_t not_single = 0;         ///< those of them that no float32 is equal to
    std::uint64_t out_of_order = 0;       ///< records of pixels that stand after one computed later
    std::uint64_t setup_out_of_order = 0; ///< the same of the set-up

    Doubts& operator+=(const Doubts& other);
};

struct Comparison : Counts {
    Verdict verdict = Verdict::not_comparable;
    std::string reason;   ///< short code: "", "truncated", "empty", "other_pixel", ...
    std::string sentence; ///< one sentence for people
    /// The one change of the scene that gives all that departs on one side, as a sentence; or "".
    std::string counterfactual;
    Counts of_setup;                         ///< those of them that belong to no pixel
    std::vector<std::string> missing, extra; ///< records one side lacks though in its scope
    std::vector<RootCause> roots;            ///< best first
    /// Where both sides agree, and the scene gives something else or both prints are wrong. Another
    /// scene made the traces, or both have the same fault; the verdict's sentence says so.
    std::vector<SharedDeparture> shared;
    std::vector<FactorPair> factors; ///< see Dictionary::factors
    std::vector<std::string> notes;  ///< label corrections used, free text, threads, ...
    std::string tolerance_text;
    std::set<std::string> keys_met; ///< of Tolerance::keys, those that a record bears
    Doubts of_reference, of_candidate;
    std::vector<Sharpness> sharpness; ///< tap by tap, where the tolerance is from the computation
    std::vector<SignedErrors> errors; ///< where the computation is at hand
    int planted = 0, caught = 0;      ///< self-test of a green verdict
    bool lineage_used = false;
    Details details; ///< where they were asked for
};

/// Gives traces that do not state their pixel the one they lie in, or the other side's.
/// @param what_if  asked for the edge of a pixel when the traces do not state it; may be null
void recover_pixels(TraceFile& reference, TraceFile& candidate, const Dictionary& dictionary,
                    const WhatIf* what_if);

/// Says first among the notes what is doubtful in the files; to be done once, at the end.
void note_doubts(const std::string& reference, const std::string& candidate, Comparison& result);

/// Aligns two traces by (tap, component, site), compares them and finds the roots.
///
/// @param graph  lineage of the traced pixels; may be empty, then roots follow file order and
///               the evidence says so
/// @param what_if  the computation that stands on the reference's side; asked for causes
/// @param stages  where there is no `what_if`: the computation of any scene with the traces' loops,
///                asked only for what follows from their records; may be null
/// @param most_details  how many values to describe one by one, those that depart first; 0: none
/// Fail closed: every way in which the two cannot be compared has its own reason and sentence.
/// @throws InternalError  a green verdict whose planted corruptions were not all caught
[[nodiscard]] Comparison compare(const TraceFile& reference, const TraceFile& candidate,
                                 const Dictionary& dictionary, const LineageGraph& graph,
                                 const Tolerance& tolerance, const WhatIf* what_if = nullptr,
                                 std::size_t most_details = 0, const WhatIf* stages = nullptr);

} // namespace tapir::trace
