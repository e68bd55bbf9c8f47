#pragma once

#include "tapir/engine/numbers/lineage.hpp"
#include "tapir/trace/record/dual.hpp"

namespace tapir::engine {

using trace::Dual;

} // namespace tapir::engine
