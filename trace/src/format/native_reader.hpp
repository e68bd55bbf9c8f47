#pragma once

#include <optional>
#include <string_view>

#include "tapir/trace/format/trace_file.hpp"

namespace tapir::trace {

/// What is wrong with a line of a native trace that ends with CR LF.
[[nodiscard]] std::string carriage_return_in(std::uint64_t line);

/// Whether the text starts like a native trace.
[[nodiscard]] bool is_native(std::string_view text);

/// Reads a native trace into `file`; problems and truncation are noted there.
void parse_native(std::string_view text, TraceFile& file);

inline constexpr std::string_view native_mark = "TAPIR_TRACE ";
inline constexpr std::string_view native_end_mark = "TAPIR_END ";

/// A record line in its parts: "key [unit] loop=n loop=n : number number".
struct NativeLine {
    std::string_view key, unit, loops, numbers;
};

/// @return nothing when the line is not of that form
[[nodiscard]] std::optional<NativeLine> split_native_line(std::string_view line);

/// A trace of one pixel, or (slow < 0) of the set-up alone, still without records.
[[nodiscard]] TraceFile empty_native(const std::string& name, const NativeHeader& header,
                                     const Pixel& pixel);

/// Reads the record lines of `text`, adding to `file`.
/// @param lines_before  lines of the file that stand before `text`
void parse_native_records(std::string_view text, int lines_before, TraceFile& file);

} // namespace tapir::trace
