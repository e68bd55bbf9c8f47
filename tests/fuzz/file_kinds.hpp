#pragma once

#include <functional>
#include <string>
#include <vector>

#include "program.hpp"

namespace tapir::test {

/// A kind of file that somebody else may have written, and what this program does with one.
struct FileKind {
    std::string name;
    std::string ending; ///< of the file's name, which some readers look at
    std::vector<std::string> seeds;
    std::function<std::string(const std::string&)> fit; ///< makes counts and digests fit; or none
    /// Reads the broken file and goes on with what was read as a user would.
    /// @param sound  a file that is not broken, as the other side of a comparison
    std::function<void(const std::string& broken, const std::string& sound)> use;
};

/// Every kind of file that is read. @param scratch  where files are made
[[nodiscard]] std::vector<FileKind> file_kinds(const ScratchFolder& scratch);

} // namespace tapir::test
