#include "format/text_signs.hpp"

#include "format/text_characters.hpp"

namespace tapir::trace {

SpecialSign special_sign(std::string_view text, std::size_t at) {
    using enum SpecialSign::Meaning;
    if (at >= text.size() || (text[at] & '\x80') == 0) {
        return {};
    }
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

namespace {

constexpr bool is_control(char byte) {
    return static_cast<unsigned char>(byte) < ' ' || byte == '\x7f';
}

/// ^A for the byte 1: no word is written so, and none has a byte that is a mark of a form.
std::string_view shown_control(char byte) {
    static constexpr std::string_view all =
        "^@^A^B^C^D^E^F^G^H^I^J^K^L^M^N^O^P^Q^R^S^T^U^V^W^X^Y^Z^[^\\^]^^^_^?";
    const std::size_t which = byte == '\x7f' ? 32 : static_cast<std::size_t>(byte);
    return all.substr(2 * which, 2);
}

} // namespace

std::string_view plain_word(std::string_view word, bool behind_number) {
    if (behind_number && word == "j") {
        return "i";
    }
    if (word.size() == 1 && is_control(word.front())) {
        return shown_control(word.front());
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

} // namespace tapir::trace
