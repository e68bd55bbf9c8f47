#pragma once

#include <cstddef>
#include <string_view>

#include "format/text_token.hpp"

namespace tapir::trace {

/// Reads the number that begins at `at`: [sign] digits [. digits] [exponent], where the exponent is
/// e, E, d, D, q or Q with digits, or a sign with three digits behind a fraction (1.0-100, as
/// Fortran prints what has no room), or hexadecimal with p (0x1.8p+1).
/// @param at         of the sign or the first digit
/// @param thousands  whether commas may stand between groups of three digits
/// @param token      what was read; its kind is `number`
/// @return whether there is a number; a word that begins with digits (1.2.3, 4e5f6d) is none
[[nodiscard]] bool read_number(std::string_view text, std::size_t at, bool thousands,
                               TextToken& token);

/// Reads inf, infinity or nan with or without sign, in any case.
/// @return whether there is one, and no letter behind it
[[nodiscard]] bool read_not_finite(std::string_view text, std::size_t at, TextToken& token);

/// Whether two numbers are the same digits at the same places, however they were written.
[[nodiscard]] bool same_decimal(const TextToken& a, const TextToken& b);

} // namespace tapir::trace
