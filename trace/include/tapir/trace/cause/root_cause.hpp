#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tapir/trace/base/which_side.hpp"
#include "tapir/trace/record/cause_class.hpp"
#include "tapir/trace/record/site.hpp"
#include "tapir/trace/stage/finding.hpp"

namespace tapir::trace {

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
    std::string reference, candidate;           ///< printed values
    int reference_line = 0, candidate_line = 0; ///< of the files, from 1; 0: none is known
    double relative = 0, ulp = 0;
    double strength = 0; ///< the departure in its own stage, in units of what rounding allows; or 0
    CauseClass cause_class = CauseClass::unknown;
    Evidence evidence;
    WhichSide side = WhichSide::neither; ///< the odd one
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

} // namespace tapir::trace
