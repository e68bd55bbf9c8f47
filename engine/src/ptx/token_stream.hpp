#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ptx/syntax.hpp"
#include "ptx/tokens.hpp"

namespace tapir::engine::ptx {

/// Tokens, taken one after the other.
class TokenStream {
  public:
    explicit TokenStream(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

    [[nodiscard]] const Token& next() const { return tokens_[place_]; }
    [[nodiscard]] bool at_end() const { return next().kind == Token::Kind::end; }
    const Token& take();
    /// Takes the next token if it is this one.
    bool take_if(std::string_view what);
    void expect(std::string_view what);
    [[nodiscard]] const Token& expect(Token::Kind kind, std::string_view what);

    /// A number without a sign.
    std::uint64_t whole_number(std::uint64_t most);
    /// A number as an operand has it, with a sign or without.
    Operand number();
    /// What follows a name: "+ 8", "+-8", or nothing.
    std::int64_t offset();
    /// [count], or nothing, which is 1. Sizes that no kernel has are refused.
    std::size_t array_size();

    [[noreturn]] void refuse_next(const std::string& reason) const;

  private:
    std::vector<Token> tokens_;
    std::size_t place_ = 0;
};

} // namespace tapir::engine::ptx
