#pragma once

#include <cstdint>

#include "tapir/trace/record/sink.hpp"

namespace tapir::trace {

/// A sink that writes a trace to a file as it comes, in bounded memory. FORMAT.md gives both forms.
class TraceWriter : public Sink {
  public:
    /// Writes the end; the file appears. @throws InputError  the disk refuses
    virtual void finish() = 0;
    [[nodiscard]] virtual std::uint64_t records() const = 0;
};

} // namespace tapir::trace
