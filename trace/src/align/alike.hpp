#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tapir::trace {

/// A key of one side and what is printed under it, in the order of the file.
struct PrintedKey {
    std::string name;
    bool known = false;    ///< the program model knows it
    std::size_t width = 0; ///< numbers of its first record
    std::size_t records = 0;
    std::vector<double> values; ///< the first few; none where they are no finite numbers
};

/// Whether two names are one but for a letter in four, one at least: exchanged, left out, put in or
/// another one, capital or small.
[[nodiscard]] bool alike_in_name(std::string_view one, std::string_view other);

/// Whether two keys may be one under two names: alike in name, of the same shape with a word in
/// common, or with the same values, or nearly, that are not only small whole numbers.
[[nodiscard]] bool are_alike(const PrintedKey& one, const PrintedKey& other);

} // namespace tapir::trace
