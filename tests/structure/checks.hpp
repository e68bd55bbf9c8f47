#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "source_tree.hpp"

/// What must hold of the source tree; each check returns what breaks it.
namespace tapir::structure {

/// Includes that run against the order of `components`.
[[nodiscard]] std::vector<std::string> upward_includes(const std::vector<SourceFile>& files);

/// Circles of more than `most` modules that include one another, as "a:x a:y a:z".
[[nodiscard]] std::vector<std::string> circles(const std::vector<SourceFile>& files,
                                               std::size_t most);

/// A function that is declared in a header of one module and defined in a source of another.
struct Homeless {
    std::string function, declared_in, defined_in;
};

[[nodiscard]] std::vector<Homeless> homeless_functions(const std::vector<SourceFile>& files);

} // namespace tapir::structure
