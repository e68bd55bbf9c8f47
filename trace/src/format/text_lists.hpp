#pragma once

#include "format/text_document.hpp"

namespace tapir::trace {

/// Joins lists of numbers that two programs break into lines of other lengths: rows without words
/// and brackets, of which all but the last have one number of numbers, and at least one side's last
/// row is shorter. Where both sides are full rectangles the lengths of rows say something, and
/// nothing is joined.
void join_wrapped_lists(TextDocument& one, TextDocument& other);

} // namespace tapir::trace
