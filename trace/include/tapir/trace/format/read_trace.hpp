#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "tapir/trace/format/trace_file.hpp"
#include "tapir/trace/record/program_model.hpp"

namespace tapir::trace {

/// What the first bytes of a file say it is; `packed` is a file of gzip or zstd.
enum class FileForm : std::uint8_t { native, binary, packed, text };
[[nodiscard]] FileForm form_of(std::string_view bytes);

/// Reads a text of one of the known dialects: a native trace, lines of TRACE_, per-phi JSON, a
/// block of -printout. See `parse_trace` for the arguments.
/// @return nothing for any other text
[[nodiscard]] std::optional<TraceFile> parse_dialect(std::string_view text, std::string name,
                                                     std::string_view terminal_keys,
                                                     const Loops& loops = version_1_loops(),
                                                     const ProgramModel* known = nullptr);

/// Reads a trace of any known dialect. Never throws on content; see `problems`, `truncation`.
/// `terminal_keys` are the last records of a pixel in the text dialects, separated by blanks, last
/// one first ("" when there are none): a text trace with pixel records but without the first of
/// them, or in the py dialect without any, was cut short. After a '|' follow keys that only a
/// pixel has: a py trace with none of them holds a set-up alone. Loop indices are read by the names
/// of `loops`; a native trace of version 2 states its own. Lines behind other prefixes than TRACE_
/// are read where they state a plain key of `known` that no TRACE_ line prints.
[[nodiscard]] TraceFile parse_trace(std::string_view text, std::string name,
                                    std::string_view terminal_keys,
                                    const Loops& loops = version_1_loops(),
                                    const ProgramModel* known = nullptr);

/// Reads a trace of any known dialect, or of the binary form, into memory.
/// @throws InputError  the file cannot be read, or is larger than can be held
[[nodiscard]] TraceFile read_trace(const std::filesystem::path& path, const ProgramModel& program);

} // namespace tapir::trace
