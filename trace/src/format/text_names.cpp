#include "format/text_names.hpp"

#include <algorithm>

#include "format/line_tags.hpp"
#include "format/text_characters.hpp"
#include "format/text_digits.hpp"
#include "format/text_headings.hpp"
#include "format/text_paths.hpp"

namespace tapir::trace {

namespace {

using Tokens = std::vector<TextToken>;

/// Finds the words that name a token of a line.
class WordsBefore {
  public:
    WordsBefore(std::string_view text, const TextLine& line, const Tokens& tokens)
        : text_(text), line_(line), tokens_(tokens) {}

    /// The number that a number follows in a vector; `which` where it is the first of its own.
    [[nodiscard]] std::size_t previous_of_vector(std::size_t which) const {
        const std::size_t sign = which > 1 && is_sign(which - 1) ? 1 : 0;
        if (which <= sign) {
            return which;
        }
        const std::size_t before = which - 1 - sign;
        const bool follows =
            tokens_[before].is_slot() && !is_index(before) && !separated(before, which);
        return follows ? before : which;
    }
    /// The name of the vector that begins at token `at`; "" when no word stands before it.
    [[nodiscard]] std::string name_of(std::size_t at) const {
        if (at > 0 && is_index(at - 1)) {
            const std::string name = words(at - 1);
            const TextToken& index = tokens_[at - 1];
            return name + std::string(text_.substr(index.begin - 1, index.end - index.begin + 2));
        }
        return words(at);
    }

  private:
    std::string_view text_;
    const TextLine& line_;
    const Tokens& tokens_;

    [[nodiscard]] std::string_view between(std::size_t one, std::size_t other) const {
        return text_.substr(tokens_[one].end, tokens_[other].begin - tokens_[one].end);
    }
    /// Whether token `which` is the number in rho[6].
    [[nodiscard]] bool is_index(std::size_t which) const {
        const TextToken& token = tokens_[which];
        const char behind = byte_at(text_, token.end);
        return which > 0 && token.integer && tokens_[which - 1].kind == TextClass::word &&
               tokens_[which - 1].end + 1 == token.begin && (behind == ']' || behind == ')') &&
               class_of(text_[token.begin - 1]) == ByteClass::opening;
    }
    /// Whether it is a sign between two numbers: 1.5 +/- 0.2.
    [[nodiscard]] bool is_sign(std::size_t which) const {
        const std::string_view word = tokens_[which].text(text_);
        return tokens_[which].kind == TextClass::word && !word.empty() &&
               class_of(word.front()) != ByteClass::letter &&
               class_of(word.front()) != ByteClass::digit && word.front() != '.';
    }
    [[nodiscard]] bool separated(std::size_t one, std::size_t other) const {
        const std::string_view gap = between(one, other);
        return gap.find('|') != std::string_view::npos;
    }
    /// Whether a word is a unit or such, in brackets of its own.
    [[nodiscard]] bool bracketed(std::size_t which) const {
        const TextToken& token = tokens_[which];
        return token.begin > line_.begin &&
               class_of(text_[token.begin - 1]) == ByteClass::opening &&
               class_of(byte_at(text_, token.end)) == ByteClass::closing &&
               (token.begin - 1 == line_.begin ||
                class_of(text_[token.begin - 2]) == ByteClass::blank);
    }
    /// Whether a word is a function's name before its number: tensor(1.5).
    [[nodiscard]] bool is_function(std::size_t which) const {
        return class_of(byte_at(text_, tokens_[which].end)) == ByteClass::opening &&
               which + 1 < tokens_.size() && tokens_[which + 1].is_slot();
    }
    /// Whether the name begins behind token `which`, which a word follows.
    [[nodiscard]] bool ends_before(std::size_t which) const {
        const std::string_view gap = between(which, which + 1);
        return gap.find_first_of(";|") != std::string_view::npos ||
               gap.find("  ") != std::string_view::npos ||
               gap.find(": ") != std::string_view::npos ||
               gap.find(", ") != std::string_view::npos || gap.find('\t') != std::string_view::npos;
    }
    /// Where a name of the form f(a, b) begins whose last words are [begin, end); else `begin`.
    [[nodiscard]] std::size_t begin_of_call(std::size_t begin, std::size_t end) const {
        if (byte_at(text_, end) != ')') {
            return begin;
        }
        for (std::size_t at = begin; at > line_.begin && text_[at] != '='; --at) {
            if (text_[at - 1] != '(' || at - 1 == line_.begin || !in_word(text_[at - 2])) {
                continue;
            }
            std::size_t name = at - 1;
            while (name > line_.begin && in_word(text_[name - 1])) {
                --name;
            }
            return name;
        }
        return begin;
    }
    /// Whether "=" stands between token `which` and the word before it.
    [[nodiscard]] bool names_number(std::size_t which) const {
        return which > 0 && which < tokens_.size() &&
               between(which - 1, which).find('=') != std::string_view::npos;
    }
    [[nodiscard]] std::string words(std::size_t behind) const {
        constexpr std::size_t most = 4;
        std::vector<std::size_t> found;
        std::size_t spare = tokens_.size(); ///< a word that names if no other does
        for (std::size_t at = behind; at-- > 0 && found.size() < most;) {
            if (tokens_[at].kind != TextClass::word) {
                break;
            }
            if (at + 1 < behind && !found.empty() && ends_before(at)) {
                break;
            }
            const std::string_view word = tokens_[at].text(text_);
            const bool sign = is_sign(at);
            const bool unit =
                at > 0 && tokens_[at - 1].is_slot() && tokens_[at - 1].end == tokens_[at].begin;
            if (at == 0 && !found.empty() && (is_level(word) || is_tag(word))) {
                break;
            }
            if (unit && !found.empty()) {
                break; // it belongs to the number before it
            }
            if (bracketed(at) || (found.empty() && (is_function(at) || sign || unit))) {
                spare = spare == tokens_.size() ? at : spare;
                continue;
            }
            if (!found.empty() && between(at, at + 1).find('=') != std::string_view::npos) {
                if (names_number(behind)) {
                    found.resize(std::max<std::size_t>(found.size(), 2) - 1);
                    break; // "solver=jacobi tol=1e-10" is tol
                }
                found.clear(); // "x = about 1.5" is x
            }
            found.push_back(at);
        }
        if (found.empty() && spare < tokens_.size()) {
            found.push_back(spare);
        }
        if (found.empty()) {
            return {};
        }
        const TextToken& last = tokens_[found.front()];
        const std::size_t begin = begin_of_call(tokens_[found.back()].begin, last.end);
        std::string name(text_.substr(begin, last.end - begin));
        const auto count = [&name](char c) { return std::count(name.begin(), name.end(), c); };
        for (const auto& [open, close] : {std::pair{'(', ')'}, std::pair{'[', ']'}}) {
            if (count(open) > count(close)) {
                name += close;
            }
        }
        return name;
    }
};

/// The words of the nearest line before that has any.
std::string name_from_lines_before(const TextDocument& document, std::uint32_t line) {
    constexpr std::uint32_t farthest = 100000;
    for (std::uint32_t at = line, steps = 0; at-- > 0 && steps < farthest; ++steps) {
        const TextForm& form = document.form_of(document.lines()[at]);
        if (form.words > 0) {
            const std::vector<TextToken> tokens = tokens_of(document, document.lines()[at]);
            if (form.slots > 1 && tokens.back().is_slot() &&
                document.text_of(document.lines()[at]).find('=') != std::string_view::npos) {
                return LineNames(document, at).of_token(tokens.size() - 1).key; // it goes on here
            }
            std::string text(document.text_of(document.lines()[at]));
            const std::size_t end = text.find_last_not_of(" \t:=");
            text.resize(end == std::string::npos ? 0 : end + 1);
            const std::size_t begin = text.find_first_not_of(" \t#-=*");
            constexpr std::size_t longest = 40;
            return begin == std::string::npos ? std::string{} : text.substr(begin, longest);
        }
    }
    return {};
}

std::string words_behind(std::string_view text, const Tokens& tokens, std::size_t which) {
    std::string name;
    constexpr std::size_t most = 3;
    for (std::size_t at = which + 1, words = 0; at < tokens.size() && words < most; ++at, ++words) {
        if (tokens[at].kind != TextClass::word) {
            break;
        }
        name += (name.empty() ? "" : " ") + std::string(tokens[at].text(text));
    }
    return name;
}

} // namespace

LineNames::LineNames(const TextDocument& document, std::uint32_t line)
    : document_(document), at_(line), heading_(document.lines()[line].heading),
      tokens_(tokens_of(document, document.lines()[line])) {
    if (heading_ == no_line && !document.is_json()) {
        heading_ = heading_over(document, line);
    }
    const WordsBefore words(document.text(), document.lines()[line], tokens_);
    for (std::size_t at = 0; at < tokens_.size(); ++at) {
        if (tokens_[at].is_slot()) {
            slots_.push_back(at);
        }
        const std::size_t before = words.previous_of_vector(at);
        run_begin_.push_back(before == at ? at : run_begin_[before]);
        component_.push_back(before == at ? 0 : component_[before] + 1);
    }
    const auto first_word =
        std::find_if(tokens_.begin(), tokens_.end(),
                     [](const TextToken& token) { return token.kind == TextClass::word; });
    if (first_word != tokens_.end()) {
        kind_ = kind_of_tag(first_word->text(document.text()));
    }
}

SlotName LineNames::in_json(std::size_t which) const {
    SlotName name{kind_, json_path(document_, at_)};
    const std::string_view own = json_key(document_.text(), document_.lines()[at_]);
    if (own.empty() || own.find_first_of("0123456789") == std::string_view::npos) {
        name.component = static_cast<int>(std::lower_bound(slots_.begin(), slots_.end(), which) -
                                          slots_.begin());
    } // else they are numbers of the key itself
    return name;
}

SlotName LineNames::of_token(std::size_t which) const {
    if (tokens_.empty()) {
        return {};
    }
    which = std::min(which, tokens_.size() - 1);
    if (document_.is_json()) {
        return in_json(which);
    }
    const TextLine& line = document_.lines()[at_];
    SlotName name{kind_, {}};
    if (heading_ != no_line) {
        name.key = column_name(document_, document_.lines()[heading_], line, tokens_, which);
    }
    if (name.key.empty()) {
        name.key = WordsBefore(document_.text(), line, tokens_).name_of(run_begin_[which]);
        name.component = component_[which];
    }
    const bool array = class_of(document_.text()[line.begin]) == ByteClass::opening;
    if (name.key.empty() && (array || document_.form_of(line).words == 0)) {
        name.key = name_from_lines_before(document_, at_);
    }
    if (name.key.empty()) {
        name.key = words_behind(document_.text(), tokens_, which);
    }
    return name;
}

SlotName LineNames::of_slot(std::size_t which) const {
    return which < slots_.size() ? of_token(slots_[which]) : SlotName{};
}

SlotName slot_name(const TextDocument& document, std::uint32_t line, std::size_t which) {
    return LineNames(document, line).of_slot(which);
}

} // namespace tapir::trace
