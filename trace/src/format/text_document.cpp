#include "format/text_document.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "format/text_columns.hpp"
#include "format/text_document_builder.hpp"
#include "format/text_scanner.hpp"
#include "format/text_signs.hpp"

namespace tapir::trace {

int TextDocument::line_number(std::size_t at) const {
    const auto behind = std::upper_bound(starts_.begin(), starts_.end(), at);
    if (behind == starts_.begin()) {
        return 0;
    }
    const auto from = static_cast<std::ptrdiff_t>(*(behind - 1));
    const auto to = static_cast<std::ptrdiff_t>(std::min(at, text_.size()));
    const std::ptrdiff_t feeds = std::count(text_.begin() + from, text_.begin() + to, '\n');
    // a line feed at the end of the text begins no line
    const bool behind_all = at >= text_.size() && text_.back() == '\n';
    return static_cast<int>((behind - starts_.begin() - 1) * std::ptrdiff_t{lines_a_start} + feeds +
                            (behind_all ? 0 : 1));
}

std::uint64_t TextDocument::tokens() const {
    std::uint64_t count = 0;
    for (const TextForm& form : forms_) {
        count += std::uint64_t{form.tokens()} * form.lines;
    }
    const auto has_types = [](const LineNotation& one) { return one.number_types > 0; };
    if (std::any_of(notations_.begin(), notations_.end(), has_types)) {
        for (const TextLine& line : lines_) {
            count += notation_of(line).number_types;
        }
    }
    return count;
}

TextDocument::TextDocument(std::string_view text, bool as_json) : text_(text), json_(as_json) {
    TextDocumentBuilder(*this).build();
}

std::string_view compared_word(std::string_view text, const std::vector<TextToken>& tokens,
                               std::size_t which) {
    const TextToken& token = tokens[which];
    const bool behind_number = which > 0 && tokens[which - 1].kind == TextClass::number &&
                               tokens[which - 1].end == token.begin;
    return plain_word(token.text(text), behind_number);
}

namespace {

/// Calls `use` with the pieces of the form of tokens, one behind the other, until it says false.
/// @return whether it never did
template <class Use>
bool each_piece(std::string_view text, const std::vector<TextToken>& tokens, const Use& use) {
    static constexpr char end_of_word = FormMark::end_of_word, slot = FormMark::slot,
                          empty_cell = FormMark::empty_cell, elision = FormMark::elision;
    const auto mark = [&use](const char& one) { return use(std::string_view(&one, 1)); };
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        bool goes_on = true;
        switch (tokens[i].kind) {
        case TextClass::word:
            goes_on = use(compared_word(text, tokens, i)) && mark(end_of_word);
            break;
        case TextClass::number:
        case TextClass::not_finite:
            goes_on = mark(slot);
            break;
        case TextClass::empty_cell:
            goes_on = mark(empty_cell);
            break;
        case TextClass::elision:
            goes_on = mark(elision);
            break;
        case TextClass::ignored:
            if (tokens[i].rule != IgnoreKind::number_type) { // the number says the same without it
                const std::array<char, 2> rule{
                    FormMark::ignored, static_cast<char>('a' + static_cast<int>(tokens[i].rule))};
                goes_on = use(std::string_view(rule.data(), rule.size()));
            }
            break;
        }
        if (!goes_on) {
            return false;
        }
    }
    return true;
}

} // namespace

void form_text(std::string_view text, const std::vector<TextToken>& tokens, std::string& form) {
    form.clear();
    each_piece(text, tokens, [&form](std::string_view piece) {
        form += piece;
        return true;
    });
}

bool has_form(std::string_view text, const std::vector<TextToken>& tokens, std::string_view form) {
    const bool begins = each_piece(text, tokens, [&form](std::string_view piece) {
        const bool same = form.starts_with(piece);
        form.remove_prefix(same ? piece.size() : 0);
        return same;
    });
    return begins && form.empty();
}

std::size_t end_of_piece(std::string_view form, std::size_t at) {
    if (form[at] == FormMark::ignored) {
        return std::min(at + 2, form.size());
    }
    if (is_form_mark(form[at])) {
        return at + 1;
    }
    const std::size_t end = form.find(FormMark::end_of_word, at);
    return end == std::string_view::npos ? form.size() : end + 1;
}

std::vector<TextToken> tokens_of(std::string_view text, std::size_t begin, std::size_t end,
                                 LineShape& shape) {
    std::vector<TextToken> tokens;
    while (begin < end) {
        const std::size_t feed = text.substr(begin, end - begin).find('\n');
        const std::size_t line_end = feed == std::string_view::npos ? end : begin + feed;
        scan_line(text, begin, line_end, tokens, shape);
        begin = line_end + 1;
    }
    return tokens;
}

std::vector<TextToken> tokens_of(const TextDocument& document, const TextLine& line) {
    LineShape shape;
    std::vector<TextToken> tokens = tokens_of(document.text(), line.begin, line.end, shape);
    std::erase_if(tokens, [](const TextToken& token) {
        return token.kind == TextClass::ignored && token.rule == IgnoreKind::number_type;
    });
    insert_blank_cells(document.notation_of(line).blank_cells, tokens);
    return tokens;
}

} // namespace tapir::trace
