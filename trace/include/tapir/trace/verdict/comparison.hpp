#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tapir/trace/align/pair.hpp"
#include "tapir/trace/base/verdict_reason.hpp"
#include "tapir/trace/cause/root_cause.hpp"
#include "tapir/trace/stage/conditioning.hpp"
#include "tapir/trace/stage/sharpness.hpp"
#include "tapir/trace/verdict/account.hpp"
#include "tapir/trace/verdict/arbiter.hpp"
#include "tapir/trace/verdict/details.hpp"
#include "tapir/trace/verdict/one_sided_keys.hpp"

namespace tapir::trace {

/// `not_attested`: the computations agree and a print is wrong.
enum class Verdict : std::uint8_t { parity, divergence, not_attested, not_comparable };

/// One factor of the final value on both sides.
struct FactorPair {
    std::string name, unit;
    double reference = 0, candidate = 0;
    bool in_reference = false, in_candidate = false;
};

/// What in a native trace is not as its header or the format promises.
struct Doubts {
    std::uint64_t values = 0;             ///< of pixels, where the header says float32
    std::uint64_t not_single = 0;         ///< those of them that no float32 is equal to
    std::uint64_t out_of_order = 0;       ///< records of pixels that stand after one computed later
    std::uint64_t setup_out_of_order = 0; ///< the same of the set-up

    Doubts& operator+=(const Doubts& other) {
        values += other.values;
        not_single += other.not_single;
        out_of_order += other.out_of_order;
        // every pixel is looked at with the one set-up
        setup_out_of_order = std::max(setup_out_of_order, other.setup_out_of_order);
        return *this;
    }
};

struct Comparison : Counts {
    Verdict verdict = Verdict::not_comparable;
    Loops loops; ///< by whose numbers the sites in it are stated
    VerdictReason reason = VerdictReason::none;
    std::string sentence; ///< one sentence for people
    /// The one change of the scene that gives all that departs on one side, as a sentence; or "".
    std::string counterfactual;
    Counts of_setup;                         ///< those of them that belong to no pixel
    std::vector<std::string> missing, extra; ///< records one side lacks though in its scope
    std::vector<RootCause> roots;            ///< best first
    /// Where both sides agree, and the scene gives something else or both prints are wrong. Another
    /// scene made the traces, or both have the same fault; the verdict's sentence says so.
    std::vector<SharedDeparture> shared;
    std::vector<FactorPair> factors; ///< see ProgramModel::factors
    std::vector<Note> notes;         ///< label corrections used, free text, threads, ...
    std::string tolerance_text;
    std::set<std::string> keys_met; ///< of Tolerance::keys, those that a record bears
    Doubts of_reference, of_candidate;
    std::vector<Sharpness> sharpness; ///< tap by tap, where the tolerance is from the computation
    std::vector<SignedErrors> errors; ///< where the computation is at hand
    int planted = 0, caught = 0;      ///< self-test of a green verdict
    Account account;                  ///< what became of every token of both files
    /// Whether two texts were compared whose programs nobody described: they have no set-up, no
    /// pixels and no taps but their own words.
    bool of_texts = false;
    Account account_of_setup;      ///< of those of them that belong to no pixel
    OneSidedKeys keys;             ///< what only one side prints, by name
    std::uint64_t unexplained = 0; ///< departing values that are no root and follow from none
    bool lineage_used = false;
    Details details;                              ///< where they were asked for
    std::optional<Arbiter> arbiter;               ///< where it was asked for
    std::vector<RecordConditioning> conditioning; ///< of roots, where it was asked for
};

} // namespace tapir::trace
