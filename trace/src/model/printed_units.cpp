#include "model/printed_units.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

#include "tapir/trace/model/units.hpp"

namespace tapir::trace {

namespace {

/// Where a word stands in a part of a text that no letter goes before or behind; `end`: nowhere.
std::size_t place_of_word(const std::string& text, const std::string& word, std::size_t begin,
                          std::size_t end) {
    const auto is_letter = [&text](std::size_t at) {
        return std::isalpha(static_cast<unsigned char>(text[at])) != 0;
    };
    for (std::size_t at = text.find(word, begin); at < end; at = text.find(word, at + 1)) {
        const std::size_t behind = at + word.size();
        if ((at == begin || !is_letter(at - 1)) && (behind >= end || !is_letter(behind))) {
            return at;
        }
    }
    return end;
}

} // namespace

std::string printed_unit(const PrintedRecord& record, Dialect dialect, const TapSpec& tap) {
    if (dialect == Dialect::native || record.unit.empty()) {
        return record.unit;
    }
    const bool known = parse_unit(record.unit).has_value();
    const std::optional<Unit> own = parse_unit(tap.unit);
    const bool fits = known && conversion(record.unit, tap.unit);
    const bool must_fit = known && record.unit.size() > 1 && own && own->has_dimension();
    return fits || must_fit ? record.unit : "";
}

void blank_units(const std::vector<std::pair<int, std::string>>& units, std::string& text) {
    std::size_t begin = 0;
    int line = 1;
    for (const auto& [of_line, unit] : units) {
        for (; line < of_line && begin < text.size(); ++line) {
            begin = std::min(text.find('\n', begin), text.size() - 1) + 1;
        }
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::size_t at = place_of_word(text, unit, begin, end);
        if (line == of_line && at < end) {
            text.replace(at, unit.size(), unit.size(), ' ');
        }
    }
}

} // namespace tapir::trace
