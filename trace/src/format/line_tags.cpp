#include "format/line_tags.hpp"

#include "format/text_characters.hpp"

namespace tapir::trace {

bool is_level(std::string_view word) {
    for (const std::string_view level : {"debug", "info", "notice", "warning", "warn", "error"}) {
        if (same_but_for_case(word, level)) {
            return true;
        }
    }
    return false;
}

bool is_tag(std::string_view word) {
    return word.find('_') != std::string_view::npos &&
           word.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
               std::string_view::npos &&
           word.front() >= 'A' && word.front() <= 'Z';
}

std::string kind_of_tag(std::string_view tag) {
    for (const std::string_view stem : {"TRACE_C_", "TRACE_PY_"}) {
        if (tag.starts_with(stem)) {
            return std::string(tag.substr(stem.size()));
        }
    }
    return {};
}

} // namespace tapir::trace
