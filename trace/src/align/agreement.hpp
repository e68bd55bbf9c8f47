#pragma once

#include <set>
#include <string>

#include "align/alignment.hpp"

namespace tapir::trace {

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
