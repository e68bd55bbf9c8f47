#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tapir::harness {

/// Whether one of the files that a command writes is "-", standard output.
[[nodiscard]] bool any_is_standard_output(const std::vector<std::string>& files);

/// Before anything is computed. @throws InputError  two results would go to standard output
void require_one_standard_output(const std::vector<std::string>& files);

/// Writes a result: to a file, which is whole or not there; "-" is standard output.
/// @throws InputError  it cannot be written
void write_output(const std::string& file, std::string_view bytes);

/// Prints text for people: to standard output, or to standard error where one of the `files` that
/// the same command writes goes to standard output, so that it holds that result alone.
void print_beside(std::string_view text, const std::vector<std::string>& files);

} // namespace tapir::harness
