#include "nanobragg/option.hpp"

#include <algorithm>

namespace tapir::harness {

bool Option::is_named(std::string_view token) const {
    return token == pattern || std::find(names.begin(), names.end(), token) != names.end();
}

} // namespace tapir::harness
