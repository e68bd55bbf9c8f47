#pragma once

#include "probe/probe_events.hpp"
#include "probe/probe_plan.hpp"

namespace tapir::harness {

/// A feed of a model is read as a formula is: keys and loops have to be names of variables.
/// @throws InputError  one is not
void require_names_of_a_model(const ProbeFile& probes);

/// @throws InputError  two runs of a program did not compute the same bits in the same order
void require_same_records(const ProbeRequest& request, const ProbeEvents& one,
                          const ProbeEvents& other);

} // namespace tapir::harness
