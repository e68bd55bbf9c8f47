#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "tapir/trace/align/pair.hpp"
#include "tapir/trace/format/trace_file.hpp"

namespace tapir::trace {

/// One side of a comparison: the trace and what its values mean.
struct Side {
    const TraceFile* file = nullptr;
    std::vector<CanonicalValue> values;
};

struct Alignment {
    const Side* reference = nullptr; ///< what the pairs are of
    std::vector<Pair> pairs;
    std::vector<const CanonicalValue*> missing; ///< in the candidate's scope, but not there
    std::vector<const CanonicalValue*> extra;   ///< in the reference's scope, but not there
    std::vector<const CanonicalValue*> outside_candidate; ///< not in the candidate's scope
    std::vector<const CanonicalValue*> outside_reference; ///< not in the reference's scope
};

/// As printed, or in the tap's unit where the print is in another.
[[nodiscard]] std::string shown(const CanonicalValue& value);

/// Pairs values of equal meaning: by printed name and site in the same dialect, else by tap,
/// component and site. Order in the files does not matter.
[[nodiscard]] Alignment align(const Side& reference, const Side& candidate,
                              const Dictionary& dictionary);

/// Decides whether two values agree under a tolerance and the digits both sides print.
class Agreement {
  public:
    Agreement(const TraceFile& reference, const TraceFile& candidate, const Tolerance& tolerance);

    /// Fills `identical`, `agrees` and `permission` of a pair. NaN and infinities never agree, not
    /// even with themselves.
    void judge(Pair& pair) const;
    /// Keys of the user's tolerances that a record of either side bears.
    [[nodiscard]] std::set<std::string> keys_met(const Alignment& alignment) const;
    /// The user's own tolerance of a pair's key; or null.
    [[nodiscard]] const KeyTolerance* own_tolerance(const Pair& pair) const;
    [[nodiscard]] std::string text() const; ///< where the tolerance comes from

  private:
    [[nodiscard]] bool within_printed_digits(const Pair& pair) const;
    void permit(Pair& pair) const;

    Tolerance tolerance_;
    int reference_digits_, candidate_digits_;
    bool same_dialect_;
};

} // namespace tapir::trace
