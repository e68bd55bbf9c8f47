#pragma once

#include <string>
#include <vector>

#include "tapir/trace/record/loop.hpp"
#include "tapir/trace/record/replay.hpp"

namespace tapir::trace {

/// By how much a record changes with one value it depends on.
struct ConditioningTerm {
    NodeKey of;
    double value = 0;    ///< of what it depends on
    double slope = 0;    ///< derivative of the record by it
    double relative = 0; ///< relative change of the record per relative change of it
};

/// By how much a record changes with what it is computed from.
struct RecordConditioning {
    NodeKey node;
    double value = 0;
    std::vector<ConditioningTerm> inputs;     ///< recorded values its stage reads, largest first
    std::vector<ConditioningTerm> parameters; ///< set-up numbers that are given, largest first
    std::string sentence;                     ///< of a difference, in words; or ""
};

/// Conditioning of the records of one run.
///
/// Parameters are reached by the chain rule through all stages between. A whole number that was
/// decided on, and an entry of a table, do not move with what they were chosen by.
class Conditioning {
  public:
    /// @param run  must outlive it; nothing was put in: parents have the slopes of every stage
    explicit Conditioning(const Replay& run) : run_(&run) {}

    /// @param node  index of a record's component
    [[nodiscard]] RecordConditioning of(int node) const;

  private:
    const Replay* run_;
};

/// "1e-09 here is what a relative 3.1e-16 (2 ulp) of wavelength makes, or ...": the parameters
/// that need the smallest change for a difference.
/// @param relative  difference of the record, above 0 and finite
/// @return "" where the record depends on no parameter
[[nodiscard]] std::string conditioning_sentence(const RecordConditioning& record, double relative,
                                                const Loops& loops);

} // namespace tapir::trace
