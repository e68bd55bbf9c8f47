#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>

namespace tapir::trace {

/// How a list that is cut short ends: "a, b, ..." or "a, b and 3 more".
enum class OtherWords : std::uint8_t { dots, count };

/// Words of which there may be many, as part of a sentence: "a, b, c".
/// @param most  so many are named
[[nodiscard]] std::string word_list(const std::set<std::string>& words, std::size_t most,
                                    OtherWords others);

} // namespace tapir::trace
