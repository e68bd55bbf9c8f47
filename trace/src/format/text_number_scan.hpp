#pragma once

#include "format/text_cursor.hpp"

namespace tapir::trace {

// Each takes what begins at the cursor and moves on; at a digit, at + or -, at a point.

/// A number, a date, a time, an address; or a word that begins with digits.
void scan_number(LineCursor& line);
/// The sign of a number, a sign by itself, an arrow, a stroke of dashes.
void scan_sign(LineCursor& line);
/// A number, a full stop, leader dots, an elision, a word such as .true., a path.
void scan_points(LineCursor& line);

} // namespace tapir::trace
