#include "format/line_tools.hpp"

#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

bool LineReader::next(std::string_view& line) {
    if (position_ >= text_.size()) {
        return false;
    }
    const std::size_t end = text_.find('\n', position_);
    line = text_.substr(position_, end == std::string_view::npos ? end : end - position_);
    position_ = end == std::string_view::npos ? text_.size() : end + 1;
    if (!line.empty() && line.back() == '\r') {
        line.remove_suffix(1);
    }
    ++number_;
    return true;
}

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
    std::vector<std::string_view> pieces;
    for_each_piece(text, CharacterSet(separators),
                   [&pieces](std::string_view piece) { pieces.push_back(piece); });
    return pieces;
}

PrintedValue printed_value(std::string_view token) {
    PrintedValue value;
    const std::size_t label_end = token.find_last_of(":=");
    if (label_end != std::string_view::npos) {
        if (parse_number(token.substr(label_end + 1))) {
            value.label = token.substr(0, label_end);
            token = token.substr(label_end + 1);
        }
    }
    value.text = token;
    if (const auto number = parse_number(token)) {
        value.number = *number;
        value.numeric = true;
        value.half_quantum = is_hexadecimal(token) ? 0 : value.half_quantum;
    }
    return value;
}

bool set_site_index(Site& site, std::string_view name, int index, const Loops& loops) {
    const int loop = loops.find(name);
    if (loop < 0) {
        return false;
    }
    site[static_cast<std::size_t>(loop)] = index;
    return true;
}

namespace {

constexpr std::string_view hex_digits = "0123456789ABCDEF";

} // namespace

std::string as_word(std::string_view name) {
    std::string word;
    for (const char c : name) {
        const auto code = static_cast<unsigned char>(c);
        if (code > ' ' && code < 0x7f && c != ';' && c != '%') {
            word += c;
        } else {
            word += {'%', hex_digits[code >> 4U], hex_digits[code & 15U]};
        }
    }
    return word;
}

std::string from_word(std::string_view word) {
    std::string name;
    for (std::size_t i = 0; i < word.size(); ++i) {
        const bool coded = word[i] == '%' && i + 2 < word.size();
        const std::size_t high = coded ? hex_digits.find(word[i + 1]) : std::string::npos;
        const std::size_t low = coded ? hex_digits.find(word[i + 2]) : std::string::npos;
        if (high != std::string::npos && low != std::string::npos) {
            name += static_cast<char>(16 * high + low);
            i += 2;
        } else {
            name += word[i];
        }
    }
    return name;
}

std::string excerpt(std::string_view line) {
    constexpr std::size_t longest = 60;
    std::string text(line.substr(0, longest));
    for (char& c : text) {
        const auto code = static_cast<unsigned char>(c);
        constexpr unsigned char first_printable = 0x20;
        constexpr unsigned char first_not_ascii = 0x7f;
        if (code < first_printable || code >= first_not_ascii) {
            c = '?';
        }
    }
    return text + (line.size() > longest ? "..." : "");
}

} // namespace tapir::trace
