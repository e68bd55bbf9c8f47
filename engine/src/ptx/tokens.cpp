#include "ptx/tokens.hpp"

#include <algorithm>

#include "tapir/trace/base/error.hpp"

namespace tapir::engine::ptx {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || c == '%';
}

/// What stands in names and opcodes behind their first letter.
bool goes_on(char c) {
    return is_letter(c) || is_digit(c);
}

class Reader {
  public:
    explicit Reader(std::string_view text) : text_(text) {}

    std::vector<Token> read() {
        while (skip_blanks()) {
            tokens_.push_back(next());
        }
        tokens_.push_back({.kind = Token::Kind::end, .text = {}, .line = line_});
        return std::move(tokens_);
    }

  private:
    [[nodiscard]] char at(std::size_t i) const { return i < text_.size() ? text_[i] : '\0'; }

    /// @return something is left
    bool skip_blanks() {
        while (place_ < text_.size()) {
            const char c = text_[place_];
            if (c == '\n') {
                ++line_;
                ++place_;
            } else if (c == ' ' || c == '\t' || c == '\r') {
                ++place_;
            } else if (c == '/' && at(place_ + 1) == '/') {
                place_ = std::min(text_.find('\n', place_), text_.size());
            } else if (c == '/' && at(place_ + 1) == '*') {
                skip_comment();
            } else {
                return true;
            }
        }
        return false;
    }

    void skip_comment() {
        const std::size_t end = text_.find("*/", place_ + 2);
        if (end == std::string_view::npos) {
            refuse(line_, "a comment has no end", "the rest of the text would be left out");
        }
        line_ +=
            static_cast<int>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(place_),
                                        text_.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
        place_ = end + 2;
    }

    /// @param end  of the piece that begins here
    Token piece(Token::Kind kind, std::size_t end) {
        const Token token{.kind = kind, .text = text_.substr(place_, end - place_), .line = line_};
        place_ = end;
        return token;
    }

    Token next() {
        const char c = text_[place_];
        if (c == '"') {
            return quotation();
        }
        if (is_digit(c)) {
            return number();
        }
        if (c == '.' && goes_on(at(place_ + 1))) {
            return dotted(Token::Kind::directive);
        }
        if (is_letter(c)) {
            return dotted(Token::Kind::word);
        }
        constexpr std::string_view marks = "{}()[]<>,;:=+-@!|";
        if (marks.find(c) == std::string_view::npos) {
            refuse(line_, "a character of code " + std::to_string(static_cast<unsigned char>(c)),
                   "it stands in no PTX outside comments");
        }
        return piece(Token::Kind::mark, place_ + 1);
    }

    Token quotation() {
        const std::size_t end = text_.find_first_of("\"\n", place_ + 1);
        if (at(end) != '"') {
            refuse(line_, "a quotation has no end on its line", "its words are not known");
        }
        ++place_;
        const Token token = piece(Token::Kind::quoted, end);
        ++place_;
        return token;
    }

    Token number() {
        std::size_t end = place_;
        while (goes_on(at(end)) || (at(end) == '.' && is_digit(at(end + 1)))) {
            ++end;
        }
        return piece(Token::Kind::number, end);
    }

    /// A name with its parts behind dots: add.rn.f64, ld.global.L1::evict_last.
    Token dotted(Token::Kind kind) {
        std::size_t end = place_ + 1;
        while (goes_on(at(end)) || (at(end) == '.' && goes_on(at(end + 1))) ||
               (at(end) == ':' && at(end + 1) == ':' && goes_on(at(end + 2))) ||
               (at(end) == ':' && at(end - 1) == ':')) {
            ++end;
        }
        return piece(kind, end);
    }

    std::string_view text_;
    std::size_t place_ = 0;
    int line_ = 1;
    std::vector<Token> tokens_;
};

} // namespace

std::vector<Token> tokens_of(std::string_view ptx) {
    return Reader(ptx).read();
}

void refuse(int line, const std::string& problem, const std::string& reason) {
    throw InputError({.where = line > 0 ? "PTX, line " + std::to_string(line) : "PTX",
                      .problem = problem,
                      .reason = reason,
                      .remedy = "Compile the kernel with an nvcc that writes what is known here, "
                                "or add it to engine/src/ptx with a test."});
}

} // namespace tapir::engine::ptx
