#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "align/alignment.hpp"

namespace tapir::trace {

template <class Place>
using Places = std::set<Place>;

/// Names that stand at some places of their like, with how many there are.
class FoundInPart {
  public:
    void add(const std::string& name, std::size_t printed, std::size_t expected);
    /// "polar (3 of 4)", in the order of the file.
    [[nodiscard]] std::vector<std::string> in_order_of(const TraceFile& file) const;

  private:
    std::map<std::string, std::string> found_;
};

/// Tables whose records state their places, "[0,3,2]": all rows are as long as the others.
void find_in_tables(const TraceFile& file, FoundInPart& findings);

/// Set-up lines that a file prints once, in a stretch of lines that it prints twice.
void find_printed_once(const Side& side, const ProgramModel& program, FoundInPart& findings);

} // namespace tapir::trace
