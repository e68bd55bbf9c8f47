#include "format/text_scanner.hpp"

#include <algorithm>

#include "base/mixed.hpp"
#include "format/text_characters.hpp"
#include "format/text_dates.hpp"
#include "format/text_directories.hpp"
#include "format/text_ignorables.hpp"
#include "format/text_line_rules.hpp"
#include "format/text_marks.hpp"
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
    bool alone_ = false;         ///< the last bracket is a ( apart from words
    std::size_t alone_from_ = 0; ///< number of tokens when it came
    std::uint32_t alone_commas_ = 0;
    QuoteScanner quotes_;

    void word();
    void bracket(bool opening);
    void separator(char sign, std::size_t size);
    bool directory();
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
    const std::string_view whole = line_.text.substr(line_.begin, line_.end - line_.begin);
    if (may_be_drawn(whole)) {
        if (const std::uint64_t gaps = narrow_gaps(whole); gaps != 0) {
            add_mark(line_, gaps);
        }
        line_.at = is_rule_line(line_.text, line_.begin, line_.end) ? line_.end : line_.at;
    }
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
            if (!directory()) {
                scan_points(line_);
            }
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
            if (c == '"' || c == '\'') {
                quotes_.scan(line_, c);
            } else {
                scan_soft(line_, c, blank_before());
            }
            break;
        case ByteClass::hard:
            hard();
            break;
        }
    }
    std::size_t last = line_.end;
    while (last > line_.begin && class_of(line_.text[last - 1]) == ByteClass::blank) {
        --last;
    }
    const char ending = last > line_.begin ? line_.text[last - 1] : '\n';
    const bool empty_cell = ending == ',' && !line_.shape.open() && ends_with_empty_cell(whole);
    if (empty_cell) {
        line_.add(0, TextClass::empty_cell);
    }
    line_.shape.ends_with_comma = ending == ',' && !empty_cell;
    line_.shape.commas += commas_ - (line_.shape.ends_with_comma && commas_ > 0 ? 1U : 0U);
    line_.shape.continues = ending == '\\' || ending == '&';
}

void LineScanner::word() {
    TextToken token;
    const std::size_t end = std::max(line_.end_of_word(line_.at), line_.at + 1);
    const std::size_t to = quotes_.in_single() ? end : behind_primes(end);
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

/// Reads the directories of a path: /home/x/, ~/x/, ./, ../x/
bool LineScanner::directory() {
    if (names_a_file_here(line_)) {
        line_.at += 2; // ./result.dat is result.dat
        return true;
    }
    TextToken token;
    return !in_word(line_.before()) && line_.before() != '/' && line_.before() != '.' &&
           line_.add_if(read_directory(line_.context(), line_.at, token), token);
}

void LineScanner::hard() {
    const char c = line_.text[line_.at];
    if ((c == '/' || c == '~') && directory()) {
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
    const char previous = line_.before();
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
    const bool round = c == '(' || c == ')';
    if (opening) {
        line_.shape.kinds = line_.shape.kinds << 1U | (round ? 1U : 0U);
        alone_ = c == '(' && !in_word(previous) && previous != ')' && previous != ']';
        alone_from_ = line_.tokens.size();
        alone_commas_ = commas_;
    } else {
        const bool matches = (line_.shape.kinds & 1U) == (round ? 1U : 0U);
        if (line_.shape.open() && !matches) {
            add_mark(line_, round ? 1 : 2); // an interval: [0, 1)
        } else if (alone_ && line_.tokens.size() == alone_from_ + 1 && commas_ == alone_commas_ &&
                   line_.tokens.back().kind == TextClass::number) {
            add_mark(line_, 3); // (3.5)
        }
        line_.shape.kinds >>= 1U;
        alone_ = false;
    }
    int& open = round ? line_.shape.open_round : line_.shape.open_other;
    open += opening ? 1 : -1;
    const std::uint64_t place = line_.tokens.size() - line_.shape.number_types;
    line_.shape.brackets = mixed(line_.shape.brackets, 2 * place + (opening ? 1 : 0) + 1);
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
void LineScanner::separator(char sign, std::size_t size) {
    if (sign == ',' && line_.at < quotes_.cell_end()) {
        add_mark(line_, 4);
    }
    const bool first_cell = (sign == ',' || sign == ';') && line_.tokens.size() == line_.first &&
                            separator_ == 0 && blank_before();
    if ((separator_ == sign && line_.tokens.size() == cells_from_) || first_cell) {
        TextToken token;
        token.begin = token.end = static_cast<std::uint32_t>(line_.at);
        token.kind = TextClass::empty_cell;
        line_.tokens.push_back(token);
    }
    commas_ += sign == ',' ? 1U : 0U;
    separator_ = sign;
    line_.at += size;
    cells_from_ = line_.tokens.size();
}

} // namespace

void scan_line(std::string_view text, std::size_t begin, std::size_t end,
               std::vector<TextToken>& tokens, LineShape& shape) {
    LineScanner({text, begin, end, begin, tokens.size(), tokens, shape}).scan();
}

} // namespace tapir::trace
