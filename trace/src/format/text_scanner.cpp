#include "format/text_scanner.hpp"

#include <algorithm>
#include <array>

#include "format/text_characters.hpp"
#include "format/text_ignorables.hpp"
#include "format/text_numbers.hpp"

namespace tapir::trace {

namespace {

/// A sign of more than one byte that is no part of a word.
struct SpecialSign {
    std::size_t size = 0; ///< 0: there is none
    enum class Meaning : std::uint8_t { word, soft, separator, elision } meaning = Meaning::soft;
};

SpecialSign special_sign(std::string_view text, std::size_t at) {
    using enum SpecialSign::Meaning;
    const auto rest = text.substr(at, 3);
    if (rest.starts_with("\xc2\xb1") || rest.starts_with("\xc3\x97")) { // plus-minus, times
        return {2, word};
    }
    if (rest.size() < 3 || rest[0] != '\xe2') {
        return {};
    }
    if (rest == "\xe2\x80\xa6") {
        return {3, elision};
    }
    if (rest == "\xe2\x80\x93" || rest == "\xe2\x80\x94") { // dashes
        return {3, word};
    }
    if (rest[1] == '\x94' || rest[1] == '\x95') { // lines of boxes
        const bool upright =
            rest == "\xe2\x94\x82" || rest == "\xe2\x94\x83" || rest == "\xe2\x95\x91";
        return {3, upright ? separator : soft};
    }
    return rest == "\xe2\x86\x92" ? SpecialSign{3, soft} : SpecialSign{};
}

class LineScanner {
  public:
    LineScanner(std::string_view text, std::size_t begin, std::size_t end,
                std::vector<TextToken>& tokens, LineShape& shape)
        : text_(text), begin_(begin), end_(end), at_(begin), first_(tokens.size()), tokens_(tokens),
          shape_(shape) {}

    void scan();

  private:
    std::string_view text_;
    std::size_t begin_, end_, at_, first_; ///< first token of this line
    std::vector<TextToken>& tokens_;
    LineShape& shape_;
    std::size_t words_ = 0;
    std::size_t silent_ = 0;   ///< brackets that are open and belong to a type of numbers
    bool next_silent_ = false; ///< the next bracket does
    bool rule_ = false;        ///< a stroke of dashes was passed over
    std::uint32_t commas_ = 0;
    char separator_ = 0;         ///< the last one, with no bracket since
    std::size_t cells_from_ = 0; ///< number of tokens when it came

    [[nodiscard]] char byte(std::size_t at) const { return at < end_ ? text_[at] : '\n'; }
    [[nodiscard]] char before() const { return at_ > begin_ ? text_[at_ - 1] : '\n'; }
    [[nodiscard]] LineContext context() const {
        return {text_.substr(0, end_), begin_, end_, std::span(tokens_).subspan(first_)};
    }
    void add(std::size_t size, TextClass kind = TextClass::word) {
        TextToken token;
        token.begin = static_cast<std::uint32_t>(at_);
        token.end = static_cast<std::uint32_t>(at_ + size);
        token.kind = kind;
        tokens_.push_back(token);
        at_ += size;
    }
    bool add_if(bool found, const TextToken& token) {
        if (found) {
            tokens_.push_back(token);
            at_ = token.end;
        }
        return found;
    }
    void number();
    bool number_at(std::size_t at);
    void sign();
    [[nodiscard]] bool sign_belongs_to_number() const;
    void points();
    void word();
    void plain_word_at(std::size_t end);
    [[nodiscard]] std::size_t end_of_word(std::size_t at) const;
    void bracket(bool opening);
    void separator(char mark, std::size_t size);
    void hard();
    void blank();
    void special();
    void drop_rules();
    [[nodiscard]] bool has_tabbed_cells() const;
    [[nodiscard]] bool blank_before() const {
        return std::all_of(text_.begin() + static_cast<std::ptrdiff_t>(begin_),
                           text_.begin() + static_cast<std::ptrdiff_t>(at_),
                           [](char c) { return class_of(c) == ByteClass::blank; });
    }
};

void LineScanner::scan() {
    commas_ = shape_.ends_with_comma ? 1 : 0; // of the line before, which goes on
    while (at_ < end_) {
        const char c = text_[at_];
        switch (class_of(c)) {
        case ByteClass::blank:
            blank();
            break;
        case ByteClass::digit:
            number();
            break;
        case ByteClass::point:
            points();
            break;
        case ByteClass::sign:
            sign();
            break;
        case ByteClass::letter:
            special();
            break;
        case ByteClass::separator:
            separator(c, 1);
            break;
        case ByteClass::opening:
        case ByteClass::closing:
            bracket(class_of(c) == ByteClass::opening);
            break;
        case ByteClass::soft:
            if (c == '"' && byte(at_ + 1) == '"') {
                add(2, TextClass::empty_cell);
            } else {
                ++at_;
            }
            break;
        case ByteClass::hard:
            hard();
            break;
        }
    }
    drop_rules();
    std::size_t last = end_;
    while (last > begin_ && class_of(text_[last - 1]) == ByteClass::blank) {
        --last;
    }
    const char ending = last > begin_ ? text_[last - 1] : '\n';
    shape_.ends_with_comma = ending == ',';
    shape_.commas += commas_ - (shape_.ends_with_comma && commas_ > 0 ? 1U : 0U);
    shape_.continues = ending == '\\' || ending == '&';
}

/// A line of nothing but dashes and such is a rule, which says nothing.
void LineScanner::drop_rules() {
    const auto is_stroke = [this](const TextToken& token) {
        const std::string_view text = token.text(text_);
        return token.kind == TextClass::empty_cell ||
               (token.kind == TextClass::word &&
                text.find_first_not_of("-_~+") == std::string_view::npos);
    };
    const auto line = tokens_.begin() + static_cast<std::ptrdiff_t>(first_);
    if (line == tokens_.end() || !std::all_of(line, tokens_.end(), is_stroke)) {
        return;
    }
    constexpr std::ptrdiff_t many = 5;
    const bool stroke = std::any_of(line, tokens_.end(), [this](const TextToken& token) {
        return token.kind == TextClass::word && token.end - token.begin > 1 &&
               token.text(text_).front() != '.';
    });
    const bool empty = std::all_of(line, tokens_.end(), [](const TextToken& token) {
        return token.kind == TextClass::empty_cell;
    });
    if (rule_ || stroke || (!empty && tokens_.end() - line >= many)) {
        tokens_.resize(first_);
    }
}

bool LineScanner::number_at(std::size_t at) {
    const char previous = before();
    const bool thousands = words_ > 0 && !shape_.open() && previous != ',' && previous != ';';
    TextToken token;
    if (!read_number(text_.substr(0, end_), at, thousands, token)) {
        return false;
    }
    const std::size_t behind = token.end;
    std::size_t to = behind;
    bool digits = false;
    while (to < end_ && in_word(text_[to])) {
        digits = digits || is_digit(text_[to]);
        ++to;
    }
    const bool times = (byte(behind) == 'x' || byte(behind) == 'X') && is_digit(byte(behind + 1));
    const bool special = special_sign(text_.substr(0, end_), behind).size > 0;
    TextToken ignored;
    if (to - behind > 0 && is_duration(context(), token, ignored)) {
        return add_if(true, ignored);
    }
    if (digits && !times && !special) {
        return false;
    }
    if (expects_process_id(context())) {
        ignored = token;
        ignored.kind = TextClass::ignored;
        ignored.rule = IgnoreKind::process_id;
        return add_if(true, ignored);
    }
    if (is_duration(context(), token, ignored)) {
        return add_if(true, ignored);
    }
    tokens_.push_back(token);
    at_ = token.end;
    if (times) {
        add(1);
        ++words_;
    }
    return true;
}

void LineScanner::number() {
    TextToken token;
    const char second = byte(at_ + 1), third = byte(at_ + 2), fifth = byte(at_ + 4);
    if ((second == ':' || third == ':') && add_if(read_clock(context(), at_, token), token)) {
        return;
    }
    const bool dashed = (fifth == '-' || fifth == '/') && is_digit(third);
    const bool worded =
        is_digit(second) ? (third == ' ' || third == '-') : (second == ' ' || second == '-');
    if ((dashed || (worded && is_ascii_letter(byte(at_ + (is_digit(second) ? 3 : 2))))) &&
        add_if(read_date(context(), at_, token), token)) {
        return;
    }
    if (text_[at_] == '0' && byte(at_ + 1) == 'x' &&
        add_if(read_address(context(), at_, token), token)) {
        return;
    }
    if (add_if(read_host(context(), at_, token), token) || number_at(at_)) {
        return;
    }
    std::size_t to = at_; // 1.2.3, 4e5f6d
    while (to < end_ && (in_word(text_[to]) || (text_[to] == '.' && in_word(byte(to + 1))))) {
        ++to;
    }
    plain_word_at(std::max(to, at_ + 1));
}

bool LineScanner::sign_belongs_to_number() const {
    const char previous = before();
    if (is_digit(previous) || previous == '.') {
        TextToken next;
        if (tokens_.size() == first_ || tokens_.back().kind != TextClass::number ||
            tokens_.back().end != at_ || !read_number(text_.substr(0, end_), at_, false, next)) {
            return false;
        }
        const char behind = byte(next.end);
        const bool imaginary = (behind == 'i' || behind == 'j') && !in_word(byte(next.end + 1));
        return imaginary || (!tokens_.back().integer && !next.integer);
    }
    switch (class_of(previous)) {
    case ByteClass::blank:
    case ByteClass::separator:
    case ByteClass::opening:
    case ByteClass::soft:
        return true;
    default:
        return at_ == begin_ || previous == '<' || previous == '>' || previous == '/' ||
               previous == '\n' || (previous & '\x80') != 0;
    }
}

void LineScanner::sign() {
    const std::string_view rest = text_.substr(at_, end_ - at_);
    if (rest.starts_with("+/-")) {
        add(3);
        ++words_;
        return;
    }
    std::size_t dashes = 0;
    while (byte(at_ + dashes) == '-') {
        ++dashes;
    }
    constexpr std::size_t rule = 4;
    if (dashes > 0 && byte(at_ + dashes) == '>') {
        at_ += dashes + 1; // an arrow
        return;
    }
    rule_ = rule_ || dashes > 2;
    if (dashes >= rule) {
        at_ += dashes;
        return;
    }
    if (dashes > 1) {
        add(dashes);
        ++words_;
        return;
    }
    const char next = byte(at_ + 1);
    if (is_digit(next) || (next == '.' && is_digit(byte(at_ + 2)))) {
        if (sign_belongs_to_number() && number_at(at_)) {
            return;
        }
    } else if (lower(next) == 'i' || lower(next) == 'n') {
        TextToken token;
        if (sign_belongs_to_number() &&
            add_if(read_not_finite(text_.substr(0, end_), at_, token), token)) {
            return;
        }
    }
    add(1);
    ++words_;
}

void LineScanner::points() {
    std::size_t points = 0;
    while (byte(at_ + points) == '.') {
        ++points;
    }
    constexpr std::size_t elision = 3;
    TextToken token;
    if (points > elision) {
        at_ += points;
    } else if (points == elision) {
        add(points, TextClass::elision);
    } else if (byte(at_ + points) == '/' && !in_word(before())) {
        if (!add_if(read_directory(context(), at_, token), token)) {
            add(points);
            ++words_;
        }
    } else if (points == 2) {
        add(2);
        ++words_;
    } else if (is_digit(byte(at_ + 1)) && !in_word(before())) {
        if (!number_at(at_)) {
            plain_word_at(end_of_word(at_ + 1));
        }
    } else if (is_ascii_letter(byte(at_ + 1))) {
        std::size_t to = end_of_word(at_ + 1);
        to += byte(to) == '.' && plain_word(text_.substr(at_, to + 1 - at_), false) !=
                                     text_.substr(at_, to + 1 - at_)
                  ? 1U
                  : 0U; // .true.
        plain_word_at(to);
    } else {
        if (before() == ' ' && at_ > begin_) {
            add(1); // a point between blanks stands for a missing value
            ++words_;
        } else {
            ++at_; // a full stop
        }
    }
}

std::size_t LineScanner::end_of_word(std::size_t at) const {
    while (at < end_) {
        const char c = text_[at];
        if (in_word(c)) {
            if ((c == '\xe2' || c == '\xc2' || c == '\xc3') &&
                special_sign(text_.substr(0, end_), at).size > 0) {
                break;
            }
            ++at;
        } else if (c == '.' && in_word(byte(at + 1))) {
            ++at;
        } else {
            break;
        }
    }
    return at;
}

void LineScanner::plain_word_at(std::size_t end) {
    add(end - at_);
    ++words_;
}

void LineScanner::word() {
    TextToken token;
    const std::size_t to = std::max(end_of_word(at_), at_ + 1);
    const std::string_view text = text_.substr(at_, to - at_);
    const char first = lower(text.front());
    if ((first == 'i' || first == 'n') && read_not_finite(text_.substr(0, end_), at_, token)) {
        // "NaN count: 0" speaks of it, "y = nan" is one
        std::size_t next = token.end;
        while (byte(next) == ' ') {
            ++next;
        }
        const bool speaks = tokens_.size() == first_ && is_ascii_letter(byte(next));
        if (!speaks) {
            add_if(true, token);
            return;
        }
    }
    if (is_ascii_letter(text.front())) {
        if (text.size() <= 9 && may_begin_date(text) &&
            add_if(read_date(context(), at_, token), token)) {
            return;
        }
        if (byte(to) == '(' && is_number_type(text)) {
            add(text.size(), TextClass::ignored);
            tokens_.back().rule = IgnoreKind::number_type;
            ++shape_.number_types;
            next_silent_ = true;
            return;
        }
    }
    if (add_if(read_host(context(), at_, token), token)) {
        return;
    }
    plain_word_at(to);
}

void LineScanner::special() {
    const SpecialSign sign = special_sign(text_.substr(0, end_), at_);
    if (sign.size == 0) {
        word();
    } else if (sign.meaning == SpecialSign::Meaning::word) {
        add(sign.size);
        ++words_;
    } else if (sign.meaning == SpecialSign::Meaning::elision) {
        add(sign.size, TextClass::elision);
    } else if (sign.meaning == SpecialSign::Meaning::separator) {
        separator('|', sign.size);
    } else {
        at_ += sign.size;
    }
}

void LineScanner::hard() {
    TextToken token;
    const char c = text_[at_];
    if ((c == '/' || c == '~') && !in_word(before()) && before() != '/' &&
        add_if(read_directory(context(), at_, token), token)) {
        return;
    }
    std::size_t size = 1;
    if (c == '*') {
        while (byte(at_ + size) == '*') {
            ++size;
        }
    } else if ((c == '<' || c == '>' || c == '!') && byte(at_ + 1) == '=') {
        size = 2;
    }
    add(size);
    ++words_;
}

void LineScanner::bracket(bool opening) {
    const char c = text_[at_];
    ++at_;
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
    int& open = c == '(' || c == ')' ? shape_.open_round : shape_.open_other;
    open += opening ? 1 : -1;
    constexpr std::uint64_t prime = 0x9e3779b97f4a7c15ULL;
    shape_.brackets =
        (shape_.brackets ^ (2 * (tokens_.size() - shape_.number_types) + (opening ? 1 : 0) + 1)) *
        prime;
    shape_.brackets ^= shape_.brackets >> 29U;
    shape_.has_brackets = true;
}

/// Two tabs in a line of cells between tabs have an empty cell between them.
void LineScanner::blank() {
    if (text_[at_] == '\t' && byte(at_ + 1) == '\t' && has_tabbed_cells()) {
        std::size_t next = at_ + 1;
        while (byte(next) == '\t') {
            ++next;
        }
        const bool inside =
            tokens_.size() > first_ && next < end_ && class_of(text_[next]) != ByteClass::blank;
        for (std::size_t cells = next - at_ - 1; inside && cells > 0; --cells) {
            add(0, TextClass::empty_cell);
        }
        at_ = next;
        return;
    }
    ++at_;
}

/// Whether the tabs of a line stand between cells, rather than set words apart: a line shortly
/// before has as many tabs, and none of its cells is empty.
bool LineScanner::has_tabbed_cells() const {
    constexpr int farthest = 20;
    const auto tabs = [this](std::size_t from, std::size_t to) {
        return std::count(text_.begin() + static_cast<std::ptrdiff_t>(from),
                          text_.begin() + static_cast<std::ptrdiff_t>(to), '\t');
    };
    const auto own = tabs(begin_, end_);
    std::size_t line_end = begin_;
    for (int lines = 0; lines < farthest && line_end > 0; ++lines) {
        --line_end;
        const std::size_t feed =
            line_end == 0 ? std::string_view::npos : text_.rfind('\n', line_end - 1);
        const std::size_t from = feed == std::string_view::npos ? 0 : feed + 1;
        const std::string_view line = text_.substr(from, line_end - from);
        if (tabs(from, line_end) != own) {
            return false;
        }
        if (line.find("\t\t") == std::string_view::npos && line.front() != '\t' &&
            line.back() != '\t') {
            return true;
        }
        line_end = from;
    }
    return false;
}

/// Nothing between two separators is an empty cell, which keeps those behind it in their places.
void LineScanner::separator(char mark, std::size_t size) {
    const bool first_cell =
        mark == ',' && tokens_.size() == first_ && separator_ == 0 && blank_before();
    if ((separator_ == mark && tokens_.size() == cells_from_) || first_cell) {
        TextToken token;
        token.begin = token.end = static_cast<std::uint32_t>(at_);
        token.kind = TextClass::empty_cell;
        tokens_.push_back(token);
    }
    commas_ += mark == ',' ? 1U : 0U;
    separator_ = mark;
    at_ += size;
    cells_from_ = tokens_.size();
}

} // namespace

std::string_view plain_word(std::string_view word, bool behind_number) {
    if (behind_number && word == "j") {
        return "i";
    }
    if (word == "\xc2\xb1") {
        return "+/-";
    }
    const char first = word.front() == '.' && word.size() > 1 ? word[1] : word.front();
    if ((first == 't' || first == 'T') && word.size() >= 4) {
        return same_but_for_case(word, "true") || same_but_for_case(word, ".true.") ? "true" : word;
    }
    if ((first == 'f' || first == 'F') && word.size() >= 5) {
        return same_but_for_case(word, "false") || same_but_for_case(word, ".false.") ? "false"
                                                                                      : word;
    }
    return word;
}

void scan_line(std::string_view text, std::size_t begin, std::size_t end,
               std::vector<TextToken>& tokens, LineShape& shape) {
    LineScanner(text, begin, end, tokens, shape).scan();
}

} // namespace tapir::trace
