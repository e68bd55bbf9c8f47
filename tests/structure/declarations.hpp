#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tapir::structure {

/// A function that other files can see.
struct Function {
    std::string name; ///< "Class::method" or "free_function"
    bool defined = false;
};

/// The functions that a formatted source declares or defines outside functions, without those of
/// nameless namespaces. It is no parser of C++: it reads what clang-format leaves.
[[nodiscard]] std::vector<Function> functions_of(std::string_view source);

} // namespace tapir::structure
