#pragma once

#include <string>
#include <vector>

#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::harness {

/// How wide a tolerance may be: up to where a value may be as wrong as it is large.
/// @param where  option, or file and key, that errors name; the member's name is added
/// @throws InputError  out of range
void check_tolerance(const std::string& where, const trace::KeyTolerance& tolerance);

/// The same of images. @throws InputError  not at least 0 and below 1
void check_image_rtol(const std::string& where, double rtol);

/// Whether `tapir parity` takes it: from 1e-300 to 0.1.
[[nodiscard]] bool is_parity_rtol(double rtol);

inline constexpr int most_repeats = 100; ///< of the reference, for its noise

/// Reads {"tolerances": [{"key": "F_latt", "relative": 1e-9, "reason": "..."}]}, the layout of
/// configs/tolerances.schema.json.
/// @throws InputError  it is not so: another key, a key twice, a key that speaks of the records of
///                     another one, no tolerance, no reason, a tolerance out of range
[[nodiscard]] std::vector<trace::KeyTolerance> read_tolerances(const std::string& file,
                                                               const trace::ProgramModel& program);

/// Accounts for the keys of a file of tolerances that no record of the traces bears.
/// @param result  gets a note of those that are known
/// @throws InputError  one that is not known at all: misspelt, it would silently allow nothing
void settle_tolerance_keys(const trace::Tolerance& tolerance, const trace::ProgramModel& program,
                           trace::Comparison& result);

} // namespace tapir::harness
