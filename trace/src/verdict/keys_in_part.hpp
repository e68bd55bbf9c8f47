#pragma once

#include <string>
#include <vector>

#include "align/alignment.hpp"

namespace tapir::trace {

/// Keys that a side prints at most places of their like and not at all of them. What a program
/// prints in a loop it prints in each pass; where the other side prints nothing that the value
/// would be compared with, or another print of it, only the side itself tells that one is lacking.
///
/// The like of a key are, in a native trace, the taps of the same loops; in a text trace, for plain
/// lines the keys of its blocks, for lines of a kind all passes of the loops that they state. Where
/// three keys or more are left out together, or one stands where the other does not, there is a
/// reason in the computation.
/// @return "polar (3 of 4)", in the order of the file
[[nodiscard]] std::vector<std::string> keys_in_part(const Side& side, const ProgramModel& program);

} // namespace tapir::trace
