#pragma once

#include <ctime>
#include <string>
#include <vector>

#include "compare/parity_sides.hpp"

namespace tapir::harness {

/// The time that evidence bears: now, or that of SOURCE_DATE_EPOCH, so that the same run can give
/// the same bytes.
/// @throws InputError  SOURCE_DATE_EPOCH is no number of seconds
[[nodiscard]] std::time_t evidence_time();

/// @param format  of {fmt}, for example "{:%Y-%m-%dT%H:%M:%SZ}"
[[nodiscard]] std::string utc_text(std::time_t time, const char* format);

/// What ran where: time, command, program, git revision, compiler and flags, libraries, processor,
/// device and driver, threads. No environment, no names of users or machines. Where a side is PTX
/// on the host and none a CUDA device, no device is named: none had a part in it.
/// @param sides  of a comparison of sides
[[nodiscard]] std::string run_metadata_json(const std::string& command_line,
                                            const std::vector<ParitySide>& sides = {});

} // namespace tapir::harness
