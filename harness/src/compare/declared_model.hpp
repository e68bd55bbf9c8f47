#pragma once

#include <memory>

#include "tapir/trace/format/trace_file.hpp"
#include "tapir/trace/model/model.hpp"

namespace tapir::harness {

/// The model that two traces state themselves: the loops that their headers declare, their keys and
/// the units of the first that has a key. So a program that nobody described is compared by its own
/// words.
/// @return null where one of them is no native trace of version 2, is not whole, or states what no
///         model can (a key that is no word)
[[nodiscard]] std::shared_ptr<const trace::Model> declared_model(const trace::TraceFile& reference,
                                                                 const trace::TraceFile& candidate);

} // namespace tapir::harness
