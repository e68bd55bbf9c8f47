#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "format/text_document.hpp"

namespace tapir::trace {

/// What a number of a text is called, for people and for rules that name it.
struct SlotName {
    std::string kind;  ///< of a record: "PAIR" of "TRACE_C_PAIR r2=1.5"; or ""
    std::string key;   ///< "r2", "rho[6]", "Press", "electrons.particle_momentum_y"
    int component = 0; ///< of a vector: 0 for its first number
};

/// The names of a line's tokens. What belongs to the line as a whole is looked up once, so that
/// naming all numbers of a long line takes as long as reading it.
class LineNames {
  public:
    /// Keeps a reference to the document.
    LineNames(const TextDocument& document, std::uint32_t line);

    /// The name of a token: its path in JSON; its column's heading; the words before it; those of
    /// the line before; those behind it.
    /// @param which  of the line's tokens, from 0
    [[nodiscard]] SlotName of_token(std::size_t which) const;
    /// The same of a number.
    /// @param which  of the line's numbers, from 0
    [[nodiscard]] SlotName of_slot(std::size_t which) const;

    [[nodiscard]] std::uint32_t line() const { return at_; }
    [[nodiscard]] const std::vector<TextToken>& tokens() const { return tokens_; }

  private:
    const TextDocument& document_;
    std::uint32_t at_, heading_;
    std::vector<TextToken> tokens_;
    std::vector<std::size_t> slots_;     ///< the tokens that are numbers
    std::vector<std::size_t> run_begin_; ///< of each token: where its vector begins
    std::vector<int> component_;         ///< of each token: which of its vector it is
    std::string kind_;

    [[nodiscard]] SlotName in_json(std::size_t which) const;
};

/// The name of one number of a line.
/// @param which  of the line's numbers, from 0
[[nodiscard]] SlotName slot_name(const TextDocument& document, std::uint32_t line,
                                 std::size_t which);

} // namespace tapir::trace
