#include "format/text_scanner.hpp"

#include <algorithm>
#include <span>
#include <string>

#include "format/text_characters.hpp"
#include "format/text_dates.hpp"
#include "format/text_ignorables.hpp"
#include "format/text_line_rules.hpp"
#include "format/text_number_scan.hpp"
#include "format/text_numbers.hpp"
#include "format/text_signs.hpp"

namespace tapir::trace {

namespace {

class LineScanner {
  public:
    explicit LineScanner(LineCursor line) : line_(line) {}

    void scan();

  private:
    LineCursor line_;
    std::size_t silent_ = 0;   ///< brackets that are open and belong to a type of numbers
    bool next_silent_ = false; ///< the next bracket does
    std::uint32_t commas_ = 0;
    char separator_ = 0;         ///< the last one, with no bracket since
    std::size_t cells_from_ = 0; ///< number of tokens when it came
    bool quoted_ = false;        ///< between two '
    std::string open_;           ///< the brackets of this line that are open

    void word();
    void bracket(bool opening);
    void separator(char mark, std::size_t size);
    void hard();
    void blank();
    void letter();
    /// Where the primes end that stand behind a word which ends at `end`: x', x''.
    [[nodiscard]] std::size_t behind_primes(std::size_t end) const {
        std::size_t to = end;
        while (line_.byte(to) == '\'') {
            ++to;
        }
        return in_word(line_.byte(to)) ? end : to;
    }
    [[nodiscard]] bool blank_before() const {
        return std::all_of(line_.text.begin() + static_cast<std::ptrdiff_t>(line_.begin),
                           line_.text.begin() + static_cast<std::ptrdiff_t>(line_.at),
                           [](char c) { return class_of(c) == ByteClass::blank; });
    }
};

void LineScanner::scan() {
    commas_ = line_.shape.ends_with_comma ? 1 : 0; // of the line before, which goes on
    while (line_.at < line_.end) {
        const char c = line_.text[line_.at];
        switch (class_of(c)) {
        case ByteClass::blank:
            blank();
            break;
        case ByteClass::digit:
            scan_number(line_);
            break;
        case ByteClass::point:
            scan_points(line_);
            break;
        case ByteClass::sign:
            scan_sign(line_);
            break;
        case ByteClass::letter:
            letter();
            break;
        case ByteClass::separator:
            separator(c, 1);
            break;
        case ByteClass::opening:
        case ByteClass::closing:
            bracket(class_of(c) == ByteClass::opening);
            break;
        case ByteClass::soft:
            if (c == '"' && line_.byte(line_.at + 1) == '"') {
                line_.add(2, TextClass::empty_cell);
            } else {
                const bool mark = c == '\'' && (quoted_ || !in_word(line_.before()));
                quoted_ = quoted_ != mark;
                ++line_.at;
            }
            break;
        case ByteClass::hard:
            hard();
            break;
        }
    }
    if (is_rule_line(line_.text, std::span(line_.tokens).subspan(line_.first), line_.rule)) {
        line_.tokens.resize(line_.first);
    }
    std::size_t last = line_.end;
    while (last > line_.begin && class_of(line_.text[last - 1]) == ByteClass::blank) {
        --last;
    }
    const char ending = last > line_.begin ? line_.text[last - 1] : '\n';
    line_.shape.ends_with_comma = ending == ',';
    line_.shape.commas += commas_ - (line_.shape.ends_with_comma && commas_ > 0 ? 1U : 0U);
    line_.shape.continues = ending == '\\' || ending == '&';
}

void LineScanner::word() {
    TextToken token;
    const std::size_t end = std::max(line_.end_of_word(line_.at), line_.at + 1);
    const std::size_t to = quoted_ ? end : behind_primes(end);
    const std::string_view text = line_.text.substr(line_.at, to - line_.at);
    const char first = lower(text.front());
    if ((first == 'i' || first == 'n') &&
        read_not_finite(line_.text.substr(0, line_.end), line_.at, token)) {
        // "NaN count: 0" speaks of it, "y = nan" is one
        std::size_t next = token.end;
        while (line_.byte(next) == ' ') {
            ++next;
        }
        const bool speaks = line_.tokens.size() == line_.first && is_ascii_letter(line_.byte(next));
        if (!speaks) {
            line_.add_if(true, token);
            return;
        }
    }
    if (is_ascii_letter(text.front())) {
        if (text.size() <= 9 && may_begin_date(text) &&
            line_.add_if(read_date(line_.context(), line_.at, token), token)) {
            return;
        }
        if (line_.byte(to) == '(' && is_number_type(text)) {
            line_.add(text.size(), TextClass::ignored);
            line_.tokens.back().rule = IgnoreKind::number_type;
            ++line_.shape.number_types;
            next_silent_ = true;
            return;
        }
    }
    if (line_.add_if(read_host(line_.context(), line_.at, token), token)) {
        return;
    }
    line_.add_word(to);
}

void LineScanner::letter() {
    const SpecialSign sign = special_sign(line_.text.substr(0, line_.end), line_.at);
    if (sign.size == 0) {
        word();
    } else if (sign.meaning == SpecialSign::Meaning::word) {
        line_.add(sign.size);
        ++line_.words;
    } else if (sign.meaning == SpecialSign::Meaning::elision) {
        line_.add(sign.size, TextClass::elision);
    } else if (sign.meaning == SpecialSign::Meaning::separator) {
        separator('|', sign.size);
    } else {
        line_.at += sign.size;
    }
}

void LineScanner::hard() {
    TextToken token;
    const char c = line_.text[line_.at];
    if ((c == '/' || c == '~') && !in_word(line_.before()) && line_.before() != '/' &&
        line_.add_if(read_directory(line_.context(), line_.at, token), token)) {
        return;
    }
    std::size_t size = 1;
    if (c == '*') {
        while (line_.byte(line_.at + size) == '*') {
            ++size;
        }
    } else if ((c == '<' || c == '>' || c == '!') && line_.byte(line_.at + 1) == '=') {
        size = 2;
    }
    line_.add(size);
    ++line_.words;
}

void LineScanner::bracket(bool opening) {
    const char c = line_.text[line_.at];
    if (opening) {
        open_ += c;
    } else if (!open_.empty()) {
        const char opened = open_.back();
        open_.pop_back();
        if ((opened == '(') != (c == ')') || (opened == '[') != (c == ']')) {
            line_.add(1); // it closes no bracket: the half-open interval [0, 1)
            ++line_.words;
            (opened == '(' ? line_.shape.open_round : line_.shape.open_other) -= 1;
            return;
        }
    }
    ++line_.at;
    separator_ = 0;
    if (opening && next_silent_) {
        next_silent_ = false;
        ++silent_;
        return;
    }
    if (!opening && c == ')' && silent_ > 0) {
        --silent_;
        return;
    }
    int& open = c == '(' || c == ')' ? line_.shape.open_round : line_.shape.open_other;
    open += opening ? 1 : -1;
    constexpr std::uint64_t prime = 0x9e3779b97f4a7c15ULL;
    line_.shape.brackets =
        (line_.shape.brackets ^
         (2 * (line_.tokens.size() - line_.shape.number_types) + (opening ? 1 : 0) + 1)) *
        prime;
    line_.shape.brackets ^= line_.shape.brackets >> 29U;
    line_.shape.has_brackets = true;
}

/// Two tabs in a line of cells between tabs have an empty cell between them.
void LineScanner::blank() {
    if (line_.text[line_.at] == '\t' && line_.byte(line_.at + 1) == '\t' &&
        has_tabbed_cells(line_.text, line_.begin, line_.end)) {
        std::size_t next = line_.at + 1;
        while (line_.byte(next) == '\t') {
            ++next;
        }
        const bool inside = line_.tokens.size() > line_.first && next < line_.end &&
                            class_of(line_.text[next]) != ByteClass::blank;
        for (std::size_t cells = next - line_.at - 1; inside && cells > 0; --cells) {
            line_.add(0, TextClass::empty_cell);
        }
        line_.at = next;
        return;
    }
    ++line_.at;
}

/// Nothing between two separators is an empty cell, which keeps those behind it in their places.
void LineScanner::separator(char mark, std::size_t size) {
    const bool first_cell =
        mark == ',' && line_.tokens.size() == line_.first && separator_ == 0 && blank_before();
    if ((separator_ == mark && line_.tokens.size() == cells_from_) || first_cell) {
        TextToken token;
        token.begin = token.end = static_cast<std::uint32_t>(line_.at);
        token.kind = TextClass::empty_cell;
        line_.tokens.push_back(token);
    }
    commas_ += mark == ',' ? 1U : 0U;
    separator_ = mark;
    line_.at += size;
    cells_from_ = line_.tokens.size();
}

} // namespace

void scan_line(std::string_view text, std::size_t begin, std::size_t end,
               std::vector<TextToken>& tokens, LineShape& shape) {
    LineScanner({text, begin, end, begin, tokens.size(), tokens, shape}).scan();
}

} // namespace tapir::trace
