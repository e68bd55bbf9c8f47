#pragma once

#include <cstddef>
#include <string>

#include "tapir/trace/record/oracle.hpp"
#include "tapir/trace/verdict/comparison.hpp"
#include "tapir/trace/verdict/pixel_recovery.hpp"

namespace tapir::trace {

/// Aligns two traces by (tap, component, site), compares them and finds the roots.
///
/// @param graph  lineage of the traced pixels; may be empty, then roots follow file order and
///               the evidence says so
/// @param what_if  the computation that stands on the reference's side; asked for causes
/// @param stages  where there is no `what_if`: the computation of any scene with the traces' loops,
///                asked only for what follows from their records; may be null
/// @param stages_of_candidate  the same as the candidate's records show its habits; null: as
///                             `stages`
/// @param most_details  how many values to describe one by one, those that depart first; 0: none
/// Fail closed: every way in which the two cannot be compared has its own reason and sentence.
/// @throws InternalError  a green verdict whose planted corruptions were not all caught
[[nodiscard]] Comparison compare(const TraceFile& reference, const TraceFile& candidate,
                                 const ProgramModel& program, const LineageGraph& graph,
                                 const Tolerance& tolerance, const Oracle* what_if = nullptr,
                                 std::size_t most_details = 0, const Oracle* stages = nullptr,
                                 const Oracle* stages_of_candidate = nullptr);

} // namespace tapir::trace
