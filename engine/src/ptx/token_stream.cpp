#include "ptx/token_stream.hpp"

#include <charconv>

namespace tapir::engine::ptx {

namespace {

/// @param base  10 or 16
std::uint64_t digits(const Token& token, std::string_view text, int base) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc{} || end != text.data() + text.size()) {
        refuse(token.line, "the number '" + std::string(token.text) + "'",
               "known are decimal and hexadecimal integers of 64 bits, 0f and 0d");
    }
    return value;
}

bool begins(std::string_view text, std::string_view small, std::string_view capital) {
    return text.substr(0, 2) == small || text.substr(0, 2) == capital;
}

std::uint64_t integer_of(const Token& token) {
    std::string_view text = token.text;
    if (text.size() > 1 && text.back() == 'U') {
        text.remove_suffix(1);
    }
    return begins(text, "0x", "0X") ? digits(token, text.substr(2), 16) : digits(token, text, 10);
}

} // namespace

const Token& TokenStream::take() {
    const Token& token = tokens_[place_];
    if (token.kind != Token::Kind::end) {
        ++place_;
    }
    return token;
}

bool TokenStream::take_if(std::string_view what) {
    if (!next().is(what)) {
        return false;
    }
    take();
    return true;
}

void TokenStream::expect(std::string_view what) {
    if (!take_if(what)) {
        refuse_next("'" + std::string(what) + "' has to stand here");
    }
}

const Token& TokenStream::expect(Token::Kind kind, std::string_view what) {
    if (next().kind != kind) {
        refuse_next(std::string(what) + " has to stand here");
    }
    return take();
}

std::uint64_t TokenStream::whole_number(std::uint64_t most) {
    const Token& token = expect(Token::Kind::number, "a number");
    const std::uint64_t value = integer_of(token);
    if (value > most) {
        refuse(token.line, "the number " + std::string(token.text),
               "here it can be " + std::to_string(most) + " at most");
    }
    return value;
}

Operand TokenStream::number() {
    const bool negative = take_if("-");
    const Token& token = expect(Token::Kind::number, "a number");
    Operand operand;
    const bool narrow = begins(token.text, "0f", "0F");
    const bool wide = begins(token.text, "0d", "0D");
    if (narrow || wide) {
        if (negative || token.text.size() != (narrow ? 10U : 18U)) {
            refuse(token.line, "the number '" + std::string(token.text) + "'",
                   "0f has 8 digits behind it and 0d has 16, and neither a sign");
        }
        operand.number = narrow ? Operand::Number::f32 : Operand::Number::f64;
        operand.bits = digits(token, token.text.substr(2), 16);
        return operand;
    }
    operand.bits = integer_of(token);
    if (negative) {
        operand.number = Operand::Number::negative_integer;
        if (operand.bits > std::uint64_t{1} << 63U) {
            refuse(token.line, "the number -" + std::string(token.text), "it has over 64 bits");
        }
        operand.bits = ~operand.bits + 1;
    }
    return operand;
}

std::int64_t TokenStream::offset() {
    if (!next().is("+") && !next().is("-")) {
        return 0;
    }
    (void)take_if("+");
    const int line = next().line;
    const Operand found = number();
    constexpr std::int64_t most = std::int64_t{1} << 40U;
    const auto value = static_cast<std::int64_t>(found.bits);
    const bool integer = found.number == Operand::Number::integer ||
                         found.number == Operand::Number::negative_integer;
    if (!integer || value > most || value < -most) {
        refuse(line, "an offset that is no integer of 40 bits", "no variable is so large");
    }
    return value;
}

std::size_t TokenStream::array_size() {
    if (!take_if("[")) {
        return 1;
    }
    constexpr std::uint64_t most = std::uint64_t{1} << 30U;
    const std::uint64_t count = whole_number(most);
    expect("]");
    if (next().is("[") || count == 0) {
        refuse_next("only arrays of one dimension with elements are known");
    }
    return count;
}

void TokenStream::refuse_next(const std::string& reason) const {
    refuse(next().line,
           next().kind == Token::Kind::end ? "the text ends"
                                           : "'" + std::string(next().text) + "' is not known here",
           reason);
}

} // namespace tapir::engine::ptx
