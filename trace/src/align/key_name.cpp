#include "align/key_name.hpp"

namespace tapir::trace {

std::string key_name(const PrintedRecord& record) {
    const bool placed = record.key.empty() || record.key.front() == '[';
    if (record.kind.empty() || record.kind == "native") {
        return record.key;
    }
    return placed ? record.kind : record.kind + "/" + record.key;
}

bool is_like(const std::string& text, const std::string& pattern) {
    std::size_t at = 0;
    std::size_t in_pattern = 0;
    std::size_t star = std::string::npos;
    std::size_t behind_star = 0;
    while (at < text.size()) {
        if (in_pattern < pattern.size() && pattern[in_pattern] == '*') {
            star = in_pattern++;
            behind_star = at;
        } else if (in_pattern < pattern.size() &&
                   (pattern[in_pattern] == '?' || pattern[in_pattern] == text[at])) {
            ++in_pattern;
            ++at;
        } else if (star != std::string::npos) {
            in_pattern = star + 1;
            at = ++behind_star;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', in_pattern) == std::string::npos;
}

} // namespace tapir::trace
