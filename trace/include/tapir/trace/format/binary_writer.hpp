#pragma once

#include <filesystem>
#include <memory>

#include "tapir/trace/format/native_format.hpp"
#include "tapir/trace/format/trace_writer.hpp"

namespace tapir::trace {

/// Opens a file for a trace in the binary form.
/// @param header  `records` is filled in at the end
/// @throws InputError  the file cannot be written; there and while recording
[[nodiscard]] std::unique_ptr<TraceWriter> write_binary(const std::filesystem::path& path,
                                                        const NativeHeader& header);

} // namespace tapir::trace
