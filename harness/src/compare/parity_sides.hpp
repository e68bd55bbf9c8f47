#pragma once

#include <string>
#include <vector>

#include "tapir/engine/run_spec.hpp"

namespace tapir::harness {

/// One way to compute an experiment.
struct ParitySide {
    std::string name; ///< as typed
    engine::RunSpec run;
};

/// Sides from a list of names: a device with what is particular, parted by colons.
///
///     cpu                    portable arithmetic, float64, the instruction set of this machine
///     cpu:scalar, cpu:avx2   another instruction set
///     cpu:reference          the C program's operations
///     cpu:threads=2          so many threads
///     cuda, cuda:float32     a CUDA device, another precision
///     ptx, ptx:mixed         PTX on the host, which is no evidence of a device
///     matrix                 every instruction set of this machine, and three thread counts
///
/// @param common  what all sides share
/// @throws InputError         an unknown word, fewer than two sides, two that are the same
/// @throws DeviceUnavailable  a side needs a device, or PTX, that is not there
[[nodiscard]] std::vector<ParitySide> parity_sides(const std::vector<std::string>& names,
                                                   const engine::RunSpec& common);

/// What the sides are no evidence of, in sentences; nothing where none is PTX on the host.
[[nodiscard]] std::vector<std::string> limits_of(const std::vector<ParitySide>& sides);

/// The earlier side from which a side differs least; the first one when there are several.
[[nodiscard]] std::size_t partner_of(const std::vector<ParitySide>& sides, std::size_t side);

/// Whether a pixel traced on two sides goes through the very same code: on the CPU instruction sets
/// and threads belong to frames only.
[[nodiscard]] bool same_trace(const engine::RunSpec& a, const engine::RunSpec& b);

/// Everything a side is, in words.
[[nodiscard]] std::string described(const engine::RunSpec& run);

/// The name of a side that is the same on every machine that has what it takes: with nothing left
/// to be chosen.
[[nodiscard]] std::string spelled_out(const engine::RunSpec& run);

/// What two sides differ in: "device" (device, instruction set, threads), "ptx" (one of them is PTX
/// on the host, so that nothing is said of a device), "precision" (number type), "port" (reference
/// or portable arithmetic), joined by "+".
[[nodiscard]] std::string difference_kind(const engine::RunSpec& a, const engine::RunSpec& b);

} // namespace tapir::harness
