#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tapir::trace {

/// A two-dimensional array of a NumPy file.
struct NpyImage {
    int slow = 0, fast = 0;
    std::vector<double> values; ///< [slow][fast]
};

/// Whether bytes begin as a NumPy file does.
[[nodiscard]] bool is_npy(std::string_view bytes);

/// Reads a .npy file of floats or doubles, little-endian, in C order, of two dimensions.
/// @throws InputError  another kind of array, or a file that is cut short
[[nodiscard]] NpyImage parse_npy(std::string_view bytes, const std::string& name);

} // namespace tapir::trace
