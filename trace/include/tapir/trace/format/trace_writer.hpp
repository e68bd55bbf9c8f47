#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tapir/trace/base/file_io.hpp"
#include "tapir/trace/format/native_format.hpp"

namespace tapir::trace {

/// A sink that writes a trace to a file as it comes, in bounded memory. FORMAT.md gives both forms.
class TraceWriter : public Sink {
  public:
    /// Writes the end; the file appears. @throws InputError  the disk refuses
    virtual void finish() = 0;
    [[nodiscard]] virtual std::uint64_t records() const = 0;
};

/// @param header  `records` is filled in at the end
/// @throws InputError  the file cannot be written; there and while recording
[[nodiscard]] std::unique_ptr<TraceWriter> write_native(const std::filesystem::path& path,
                                                        const NativeHeader& header);
[[nodiscard]] std::unique_ptr<TraceWriter> write_binary(const std::filesystem::path& path,
                                                        const NativeHeader& header);

} // namespace tapir::trace
