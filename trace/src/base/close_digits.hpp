#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tapir::trace {

/// What two numbers are to each other, as far as their digits show.
struct DigitsTell {
    enum class What : std::uint8_t {
        nothing, ///< the digits do not tell: the numbers must be read
        same,    ///< the same text, of a finite number
        close,   ///< surely two doubles, within the part that is allowed of each other
    };
    What what = What::nothing;
    std::size_t one = 0, other = 0; ///< lengths of their texts, where the digits tell
};

/// Compares the numbers with which two texts begin, up to a blank or the end, without reading
/// them: most numbers of two noisy traces differ in their last few digits only.
/// @param relative  the part of the larger one by which they may differ
[[nodiscard]] DigitsTell digits_tell(std::string_view one, std::string_view other, double relative);

} // namespace tapir::trace
