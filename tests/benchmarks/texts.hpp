#pragma once

#include <string>

namespace tapir::speed {

/// Writes two outputs of a program that nobody described: lines of `name = value` under a step's
/// number, 17 names with one or three values of 16 to 17 digits. In the candidate one value in
/// fifty has another last digit. Same size, same bytes.
/// @param megabytes  of each of the two files
void write_texts(const std::string& reference, const std::string& candidate, double megabytes);

} // namespace tapir::speed
