#pragma once

#include "tapir/trace/record/cause_class.hpp"
#include "tapir/trace/stage/finding.hpp"

namespace tapir::trace {

/// What kind of departure a root is, and how one can tell.
struct Classification {
    CauseClass cause_class;
    Evidence evidence;
    WhichSide side = WhichSide::neither; ///< the odd one
    bool conclusive = true; ///< false: the values alone tell too little, the computation may know
};

} // namespace tapir::trace
