#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "format/text_document.hpp"

namespace tapir::trace {

/// The words and marks of a form, one by one; see `form_text`.
[[nodiscard]] std::vector<std::string_view> pieces_of(std::string_view form);

/// The same pieces with the numbers of a line in the places of their marks.
[[nodiscard]] std::vector<std::string_view> with_numbers(std::vector<std::string_view> pieces,
                                                         const TextDocument& document,
                                                         std::uint32_t line);

inline constexpr std::uint32_t no_token = 0xffffffffU;

/// Two tokens of two lines that stand for each other, or one that nothing stands for.
struct TokenPair {
    std::uint32_t reference = no_token, candidate = no_token;
};

/// Aligns the tokens of two lines of different forms, numbers as they are written: equal ends, then
/// by least cost; as lines are aligned where there are very many. Every token is in one pair.
[[nodiscard]] std::vector<TokenPair> align_tokens(const std::vector<std::string_view>& reference,
                                                  const std::vector<std::string_view>& candidate);

} // namespace tapir::trace
