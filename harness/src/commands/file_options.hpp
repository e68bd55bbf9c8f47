#pragma once

#include <CLI/CLI.hpp>

#include "console/file_roles.hpp"

namespace tapir::harness {

/// Gathers the files that a command line names, by the one table of options that name files.
///
/// @param app  the program, after its command line was read and before a command runs
/// @throws InputError  an output is an input as well, or named for two outputs
void gather_files(const CLI::App& app, FileRoles& files);

} // namespace tapir::harness
