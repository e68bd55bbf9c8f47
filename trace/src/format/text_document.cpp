#include "format/text_document.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "format/text_columns.hpp"
#include "format/text_document_builder.hpp"
#include "format/text_scanner.hpp"
#include "format/text_signs.hpp"

namespace tapir::trace {

std::uint32_t TextForm::all_ignored() const {
    return std::accumulate(ignored.begin(), ignored.end(), 0U);
}

int TextDocument::line_number(std::size_t at) const {
    const auto behind = std::upper_bound(starts_.begin(), starts_.end(), at);
    return static_cast<int>(behind - starts_.begin());
}

std::uint64_t TextDocument::tokens() const {
    std::uint64_t count = 0;
    for (const TextForm& form : forms_) {
        count += std::uint64_t{form.tokens()} * form.lines;
    }
    for (const TextLine& line : lines_) {
        count += line.number_types;
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

void form_text(std::string_view text, const std::vector<TextToken>& tokens, std::string& form) {
    form.clear();
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        switch (tokens[i].kind) {
        case TextClass::word:
            form += compared_word(text, tokens, i);
            form += FormMark::end_of_word;
            break;
        case TextClass::number:
        case TextClass::not_finite:
            form += FormMark::slot;
            break;
        case TextClass::empty_cell:
            form += FormMark::empty_cell;
            break;
        case TextClass::elision:
            form += FormMark::elision;
            break;
        case TextClass::ignored:
            if (tokens[i].rule == IgnoreKind::number_type) {
                break; // the number says the same without it
            }
            form += FormMark::ignored;
            form += static_cast<char>('a' + static_cast<int>(tokens[i].rule));
            break;
        }
    }
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

std::vector<TextToken> tokens_of(std::string_view text, const TextLine& line) {
    LineShape shape;
    std::vector<TextToken> tokens = tokens_of(text, line.begin, line.end, shape);
    std::erase_if(tokens, [](const TextToken& token) {
        return token.kind == TextClass::ignored && token.rule == IgnoreKind::number_type;
    });
    insert_blank_cells(line.blank_cells, tokens);
    return tokens;
}

} // namespace tapir::trace
