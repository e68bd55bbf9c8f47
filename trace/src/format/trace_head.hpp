#pragma once

#include <string>
#include <string_view>

#include "tapir/trace/base/file_io.hpp"
#include "tapir/trace/format/native_format.hpp"

namespace tapir::trace {

/// The header line of a file that is written before its number of records is known.
class TraceHead {
  public:
    TraceHead(AtomicFile& file, std::string_view mark, NativeHeader header)
        : mark_(mark), header_(std::move(header)) {
        header_.records = 0;
        file.append(header_line(mark_, header_, count_width));
    }
    /// States the number. @return the line as it stands now
    std::string state(AtomicFile& file, std::uint64_t records) {
        header_.records = records;
        std::string line = header_line(mark_, header_, count_width);
        file.patch(0, line);
        return line;
    }

    [[nodiscard]] const NativeHeader& header() const { return header_; }

  private:
    static constexpr std::size_t count_width = 20;
    std::string mark_;
    NativeHeader header_;
};

} // namespace tapir::trace
