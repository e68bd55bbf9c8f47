#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace tapir::trace {

/// The text of C's "%.15g", the number style of the `c` and `py` dialects.
[[nodiscard]] std::string general15(double value);

/// The text of C's "%.<digits>g".
[[nodiscard]] std::string general(double value, int digits);

/// The shortest text that reads back as the same bits, the number style of `native`.
[[nodiscard]] std::string shortest(double value);

inline constexpr std::size_t number_room = 40; ///< characters enough for any number below

/// The same, written where there is that much room. @return the end of the text
[[nodiscard]] char* write_general15(char* to, double value);
[[nodiscard]] char* write_shortest(char* to, double value);

/// Reads one whole token as a number, including inf, nan, -0 and, with its exponent, C's %a
/// (0x1.8p+1). Empty when it is not one.
[[nodiscard]] std::optional<double> parse_number(std::string_view token);

/// Reads one whole token as an integer. Empty when it is not one or does not fit.
[[nodiscard]] std::optional<int> parse_integer(std::string_view token);

/// Whether it is a number in hexadecimal digits, which are all there are: nothing was rounded.
[[nodiscard]] bool is_hexadecimal(std::string_view token);

/// Significant decimal digits a number token shows ("0.0120" has 3, "-7" has 1); 17, which any
/// double needs, for one in hexadecimal digits.
[[nodiscard]] int significant_digits(std::string_view token);

/// Whether two numbers are one, however they were written ("1.0", "1"); 0 and -0 are two.
[[nodiscard]] bool same_number(double a, double b);

/// |a - b| / max(|a|, |b|): 0 for equal numbers, infinite where one is not finite.
[[nodiscard]] double relative_difference(double a, double b);

/// Distance in units in the last place, counted through zero; the largest value for NaN.
[[nodiscard]] double ulp_distance(double a, double b);

} // namespace tapir::trace
