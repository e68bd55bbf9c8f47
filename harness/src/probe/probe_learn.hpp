#pragma once

#include <functional>
#include <string>

#include "probe/probe_lineage.hpp"
#include "probe/probe_plan.hpp"

namespace tapir::harness {

/// How far values are moved, as a part of themselves.
inline constexpr double far_move = 1e-6;

/// Learns which tap of a program is computed from which: each tap is moved in runs of its own, in
/// which all others are held at the values of a first run, so that only what is computed from it
/// without a third tap in between can react.
///
/// @param request  what is probed, in mode record
/// @param say      is told, before the first run with a move, how many there will be and their time
/// @throws InputError  two runs of the program do not compute the same values; a tap cannot be
///                     named in a model
[[nodiscard]] LearntLineage learn_lineage(ProbeRequest request,
                                          const std::function<void(const std::string&)>& say);

} // namespace tapir::harness
