#pragma once

#include <map>
#include <string_view>
#include <utility>

#include "tapir/trace/format/trace_file.hpp"
#include "tapir/trace/record/program_model.hpp"

namespace tapir::trace {

/// How many numbers the records of a file have, by what the program model says of their keys.
class RecordShapes {
  public:
    RecordShapes(const TraceFile& file, const ProgramModel& program);

    /// Whether a record has as many numbers as its key; of an unknown key any number will do.
    [[nodiscard]] bool fits(const PrintedRecord& record) const;

  private:
    const ProgramModel* program_;
    bool native_;
    std::map<std::pair<std::string_view, std::string_view>, std::size_t> counts_;
};

} // namespace tapir::trace
