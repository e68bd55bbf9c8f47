#pragma once

#include <string>
#include <vector>

#include "kinds.hpp"

namespace tapir::test {

/// Where blanks and line ends stand; no program means anything by them.
enum class Layout : std::uint8_t {
    own,
    spread,      ///< each blank is two
    tabs,        ///< two or more blanks are a tab
    trailing,    ///< blanks at the end of lines
    indented,    ///< each line begins with two more blanks
    returns,     ///< lines end with CR LF
    blank_lines, ///< more empty lines
    marked,      ///< a byte order mark at the head
};

/// Another print of the same: nothing in it is a fault.
struct Variation {
    std::string name;
    Habit habit;
    Layout layout = Layout::own;
    bool printed_digits = false; ///< green only where the user accepts fewer digits
};

/// The lines a kind prints in a variation.
[[nodiscard]] std::vector<Line> printed(const Kind& kind, const Variation& variation);

/// What changes no meaning in a kind, each by itself and some together.
[[nodiscard]] std::vector<Variation> sound_variations(const Kind& kind, unsigned seed);

} // namespace tapir::test
