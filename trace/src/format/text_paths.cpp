#include "format/text_paths.hpp"

#include "format/text_characters.hpp"
#include "format/text_digits.hpp"

namespace tapir::trace {

std::string_view json_key(std::string_view text, const TextLine& line) {
    if (byte_at(text, line.begin) != '"') {
        return {};
    }
    std::size_t end = line.begin + 1;
    while (end < line.end && text[end] != '"') {
        end += text[end] == '\\' ? 2U : 1U;
    }
    std::size_t colon = end + 1;
    while (colon < text.size() && class_of(text[colon]) == ByteClass::blank) {
        ++colon;
    }
    return byte_at(text, colon) == ':' ? text.substr(line.begin + 1, end - line.begin - 1)
                                       : std::string_view{};
}

std::string json_path(const TextDocument& document, std::uint32_t at) {
    std::string path;
    while (at != no_line) {
        const TextLine& line = document.lines()[at];
        const std::string_view key = json_key(document.text(), line);
        if (!key.empty()) {
            path = std::string(key) + (path.empty() ? "" : ".") + path;
        }
        at = document.notation_of(line).parent;
    }
    return path;
}

} // namespace tapir::trace
