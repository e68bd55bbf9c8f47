#pragma once

#include <memory>
#include <optional>
#include <string>

#include "stage/stage_comparison.hpp"

namespace tapir::trace {

/// A behaviour that both sides have the other way than the scene given.
struct SharedBehaviour {
    std::string id;
    std::unique_ptr<Oracle> computation; ///< with the behaviour switched over
    int values = 0;                      ///< of a side that departed, and follow from it

    [[nodiscard]] std::string note() const;
};

/// The behaviour that, switched over, explains most of what departs from the scene on either side,
/// something on both, and spoils nothing that followed. The sides need not print the same records.
[[nodiscard]] std::optional<SharedBehaviour>
shared_behaviour(const StageComparison& stages, const Side& reference, const Side& candidate,
                 const ProgramModel& program, const std::vector<Pixel>& pixels,
                 const Oracle& what_if);

/// The change, of a behaviour or an option, with which everything that departs on one side follows
/// from the scene, and nothing that followed is spoiled, as a sentence; "" where there is none, or
/// where both sides depart.
[[nodiscard]] std::string one_change(const StageComparison& stages, const Side& reference,
                                     const Side& candidate, const ProgramModel& program,
                                     const std::vector<Pixel>& pixels, const Oracle& what_if);

} // namespace tapir::trace
