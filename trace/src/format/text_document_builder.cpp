#include "format/text_document_builder.hpp"

#include <algorithm>
#include <cstring>

#include "base/xxhash.hpp"
#include "format/text_characters.hpp"
#include "format/text_json.hpp"
#include "format/text_scanner.hpp"

namespace tapir::trace {

namespace {

/// Whether the tokens from `first` on are numbers, with at most a few words that close an array
/// behind them ("], dtype=float32)") or, in open brackets, stand for some of the numbers.
bool is_data(const std::vector<TextToken>& tokens, std::size_t first, bool closed,
             std::string_view line, bool in_brackets) {
    constexpr std::size_t most_words = 4;
    std::size_t words = 0;
    bool slots_end = false, in_between = false;
    for (std::size_t i = first; i < tokens.size(); ++i) {
        if (tokens[i].kind == TextClass::word) {
            ++words;
            slots_end = true;
        } else {
            in_between = in_between || slots_end;
        }
    }
    if (in_between) {
        const std::size_t numbers = tokens.size() - first - words;
        return in_brackets && words <= numbers &&
               line.find_first_of("=:\"'") == std::string_view::npos;
    }
    return words == 0 || (closed && words <= most_words);
}

} // namespace

std::size_t TextDocumentBuilder::Digest::operator()(std::string_view text) const {
    return XXH3_64bits(text.data(), text.size());
}

void TextDocumentBuilder::build() {
    if (to_.json_) {
        cut_json_members();
    } else {
        cut_lines();
    }
    if (all_commented_) { // then the mark tells no line from another
        for (LineNotation& notation : to_.notations_) {
            notation.commented = false;
        }
    }
}

std::size_t TextDocumentBuilder::end_of_line(std::size_t number, std::size_t begin) {
    if (number % TextDocument::lines_a_start == 0) {
        to_.starts_.push_back(static_cast<std::uint32_t>(begin));
    }
    const void* end = std::memchr(text_.data() + begin, '\n', text_.size() - begin);
    return end == nullptr ? text_.size()
                          : static_cast<std::size_t>(static_cast<const char*>(end) - text_.data());
}

/// Makes room for a text that goes on as it began, so that nothing large is copied while it grows.
/// @param read  bytes of the text so far
void TextDocumentBuilder::make_room(std::size_t read) {
    constexpr double more = 1.05;
    const double times = more * static_cast<double>(text_.size()) / static_cast<double>(read);
    const auto room_for = [times](std::size_t count) {
        return static_cast<std::size_t>(times * static_cast<double>(count)) + 1;
    };
    to_.lines_.reserve(room_for(to_.lines_.size()));
    to_.slots_.reserve(room_for(to_.slots_.size()));
}

void TextDocumentBuilder::cut_json_members() {
    std::vector<JsonMember> members;
    to_.json_ = cut_json(text_, members);
    if (!to_.json_) {
        cut_lines();
        return;
    }
    std::size_t number = 0;
    for (std::size_t begin = 0; begin < text_.size();) {
        begin = end_of_line(number++, begin) + 1;
    }
    to_.lines_.reserve(members.size());
    std::vector<std::uint32_t> line_of_member(members.size(), no_line);
    for (std::size_t i = 0; i < members.size(); ++i) {
        tokens_.clear();
        shape_ = {};
        begin_ = members[i].begin;
        end_ = members[i].end;
        tokens_ = tokens_of(text_, begin_, end_, shape_);
        const std::size_t before = to_.lines_.size();
        finish_line();
        if (to_.lines_.size() == before) {
            continue;
        }
        line_of_member[i] = static_cast<std::uint32_t>(before);
        TextLine& line = to_.lines_.back();
        line.heading = no_line;
        LineNotation notation = to_.notation_of(line);
        notation.brackets = members[i].shape | 1U;
        notation.path = members[i].path;
        notation.kin = members[i].kin;
        notation.parent =
            members[i].parent == no_line ? no_line : line_of_member[members[i].parent];
        line.notation = number_of(notation, line.form);
    }
}

void TextDocumentBuilder::cut_lines() {
    constexpr std::size_t front = std::size_t{1} << 16U;
    bool pending = false, room = false;
    std::size_t number = 0;
    for (std::size_t begin = 0, end = 0; begin < text_.size(); begin = end + 1) {
        end = end_of_line(number++, begin);
        if (!room && begin >= front) {
            make_room(begin);
            room = true;
        }
        if (pending && may_go_on() && take_continuation(begin, end)) {
            continue;
        }
        if (pending) {
            finish_line();
        }
        tokens_.clear();
        shape_ = {};
        begin_ = begin;
        end_ = end;
        scan_line(text_, begin, end, tokens_, shape_);
        pending = !tokens_.empty() || shape_.has_brackets;
    }
    if (pending) {
        finish_line();
    }
}

/// Whether the line that was read is not at its end: a bracket is open, or a comma ends it.
bool TextDocumentBuilder::may_go_on() const {
    if (shape_.open()) {
        return true;
    }
    const bool named = !tokens_.empty() && tokens_.front().kind == TextClass::word;
    return named && tokens_.back().is_slot() && (shape_.ends_with_comma || shape_.continues);
}

bool TextDocumentBuilder::take_continuation(std::size_t begin, std::size_t end) {
    const std::size_t before = tokens_.size();
    const LineShape shape = shape_;
    scan_line(text_, begin, end, tokens_, shape_);
    const bool brackets = shape_.brackets != shape.brackets;
    const bool blank = tokens_.size() == before && !brackets;
    if (blank ? shape.open_other > 0
              : is_data(tokens_, before, !shape_.open(), text_.substr(begin, end - begin),
                        shape.open())) {
        end_ = blank ? end_ : end;
        return true;
    }
    tokens_.resize(before);
    shape_ = shape;
    return false;
}

std::uint32_t TextDocumentBuilder::form_of_tokens() {
    // programs print in rounds: what came behind a form comes again
    const std::uint32_t guess = previous_form_ == no_form ? no_form : next_form_[previous_form_];
    std::uint32_t number = guess;
    if (guess == no_form || !has_form(text_, tokens_, to_.forms_[guess].text)) {
        form_text(text_, tokens_, form_);
        const auto found = known_.find(form_);
        number = found != known_.end() ? found->second : new_form();
        if (previous_form_ != no_form) {
            next_form_[previous_form_] = number;
        }
    }
    previous_form_ = number;
    return number;
}

/// The form of the tokens, whose text is in `form_`.
std::uint32_t TextDocumentBuilder::new_form() {
    const auto number = static_cast<std::uint32_t>(to_.forms_.size());
    TextForm& form = to_.forms_.emplace_back();
    form.text = form_;
    form.first_line = static_cast<std::uint32_t>(to_.lines_.size());
    for (const TextToken& token : tokens_) {
        if (token.is_slot()) {
            ++form.slots;
        } else if (token.kind == TextClass::ignored) {
            if (token.rule == IgnoreKind::number_type) {
                continue;
            }
            ++form.ignored[static_cast<std::size_t>(token.rule)];
            ++form.all_ignored;
        } else {
            ++form.words;
        }
    }
    known_.emplace(form.text, number);
    next_form_.push_back(no_form);
    last_notation_.push_back(0);
    return number;
}

/// The number of what a line says by its notation, one for lines of a form that say the same.
std::uint32_t TextDocumentBuilder::number_of(const LineNotation& notation, std::uint32_t form) {
    std::uint32_t& last = last_notation_[form];
    if (last >= to_.notations_.size() || to_.notations_[last] != notation) {
        last = static_cast<std::uint32_t>(to_.notations_.size());
        to_.notations_.push_back(notation);
    }
    return last;
}

void TextDocumentBuilder::finish_line() {
    const int depth = to_.open_brackets_;
    to_.open_brackets_ += shape_.open_round + shape_.open_other;
    if (tokens_.empty()) {
        to_.has_bracket_lines_ = to_.has_bracket_lines_ || shape_.has_brackets;
        return;
    }
    TextLine line;
    LineNotation notation;
    notation.depth = depth;
    notation.commas = shape_.commas;
    if (!to_.json_) {
        notation.blank_cells = columns_.blank_cells(text_, begin_, end_, tokens_);
        insert_blank_cells(notation.blank_cells, tokens_);
    }
    line.form = form_of_tokens();
    TextForm& form = to_.forms_[line.form];
    ++form.lines;
    line.begin = static_cast<std::uint32_t>(begin_);
    line.end = static_cast<std::uint32_t>(end_);
    line.first_slot = static_cast<std::uint32_t>(to_.slots_.size());
    notation.marks = shape_.marks;
    notation.commented = shape_.commented && (form.slots > 0 || shape_.assigns);
    all_commented_ = all_commented_ && shape_.commented;
    notation.brackets = shape_.has_brackets ? shape_.brackets | 1U : 0;
    for (const TextToken& token : tokens_) {
        if (token.is_slot()) {
            to_.slots_.push_back(token);
        } else if (token.kind == TextClass::ignored && token.rule == IgnoreKind::number_type) {
            ++notation.number_types;
        }
    }
    place_below_heading(line, form);
    line.notation = number_of(notation, line.form);
    to_.lines_.push_back(line);
}

/// Rows of numbers stand under the last line of words. A line between rows, such as a warning,
/// takes its place only when it has as many cells as the rows.
void TextDocumentBuilder::place_below_heading(TextLine& line, const TextForm& form) {
    if (form.words > 0 && form.slots == 0) {
        heading_ = static_cast<std::uint32_t>(to_.lines_.size());
    } else if (form.words == 0 && form.slots > 0) {
        if (heading_ != no_line) {
            const TextLine& heading = to_.lines_[heading_];
            const bool fits = to_.forms_[heading.form].words == form.slots ||
                              heading_cells(to_.text_of(heading)) == form.slots;
            if (active_ == no_line || active_slots_ != form.slots || fits) {
                active_ = heading_;
                active_slots_ = form.slots;
            }
            heading_ = no_line;
        }
        line.heading = active_;
    }
}

} // namespace tapir::trace
