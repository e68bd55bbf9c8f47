#pragma once

#include <ctime>
#include <string>
#include <utility>
#include <vector>

namespace tapir::harness {

/// The time that evidence bears: now, or that of SOURCE_DATE_EPOCH, so that the same run can give
/// the same bytes.
/// @throws InputError  SOURCE_DATE_EPOCH is no number of seconds
[[nodiscard]] std::time_t evidence_time();

/// @param format  of {fmt}, for example "{:%Y-%m-%dT%H:%M:%SZ}"
[[nodiscard]] std::string utc_text(std::time_t time, const char* format);

/// What ran where: time, command, program, git revision, compiler and flags, libraries, processor,
/// device and driver, threads. No environment, no names of users or machines.
/// @param sides  of a comparison of sides: name and meaning
[[nodiscard]] std::string
run_metadata_json(const std::string& command_line,
                  const std::vector<std::pair<std::string, std::string>>& sides = {});

} // namespace tapir::harness
