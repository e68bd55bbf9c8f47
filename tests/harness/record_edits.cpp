#include "record_edits.hpp"

#include <algorithm>
#include <string_view>

#include "tapir/trace/base/number_text.hpp"

namespace tapir::test {

namespace {

/// A part of a line.
struct Part {
    std::size_t begin, end;
};

bool ends_token(char c) {
    return std::string_view(" =,;[]():").find(c) != std::string_view::npos;
}

/// Where the values of a line begin: behind "TRACE_C_STEP", "TRACE_C: key", "key [unit] ... :".
std::size_t values_begin(const std::string& line, bool native) {
    if (native) {
        return line.find(" :") + 2;
    }
    const std::size_t mark = line.find_first_of(": ");
    if (line[mark] == ' ') {
        return mark;
    }
    const std::size_t key = line.find_first_not_of(' ', mark + 1);
    const std::size_t end = line.find_first_of(" =", key);
    return line[key] == '[' ? line.find(']', key) + 1 : end;
}

/// The numbers of a line that are values, not loop indices.
std::vector<Part> numbers_in(const std::string& line, bool native) {
    static const std::vector<std::string> loops{
        "thick=", "sub_s=", "sub_f=", "source=", "mos=", "phi_tic="};
    std::vector<Part> numbers;
    std::size_t at = values_begin(line, native);
    while (at < line.size()) {
        while (at < line.size() && ends_token(line[at])) {
            ++at;
        }
        std::size_t end = at;
        while (end < line.size() && !ends_token(line[end])) {
            ++end;
        }
        const std::size_t word = line.rfind(' ', at) + 1;
        const bool index = std::any_of(loops.begin(), loops.end(), [&](const std::string& loop) {
            return line.compare(word, loop.size(), loop) == 0;
        });
        if (end > at && !index && trace::parse_number(line.substr(at, end - at))) {
            numbers.push_back({at, end});
        }
        at = end;
    }
    return numbers;
}

std::vector<double> values_of(const std::string& line, bool native) {
    std::vector<double> values;
    for (const Part& part : numbers_in(line, native)) {
        values.push_back(*trace::parse_number(line.substr(part.begin, part.end - part.begin)));
    }
    return values;
}

/// The indices of loops in a line, a pixel's not among them.
std::vector<Part> indices_in(const std::string& line) {
    std::vector<Part> indices;
    for (const char* loop : {" thick=", " sub_s=", " sub_f=", " source=", " phi_tic=", " mos="}) {
        const std::size_t at = line.find(loop);
        if (at != std::string::npos) {
            const std::size_t begin = at + std::string_view(loop).size();
            indices.push_back({begin, std::min(line.find(' ', begin), line.size())});
        }
    }
    return indices;
}

/// Where the name of a key stands: one of them, of an indexed line.
Part key_in(const std::string& line, bool native, std::mt19937& random) {
    if (native) {
        return {0, line.find(" [")};
    }
    const std::size_t mark = line.find_first_of(": ");
    if (line[mark] == ':') {
        const std::size_t begin = line.find_first_not_of(' ', mark + 1);
        return {begin, line.find_first_of(" =", begin)};
    }
    std::vector<Part> keys;
    for (const Part& number : numbers_in(line, native)) {
        keys.push_back({line.rfind(' ', number.begin) + 1, number.begin - 1});
    }
    return keys[random() % keys.size()];
}

std::string kind_of(const std::string& line) {
    const std::string mark = line.substr(0, line.find_first_of(": "));
    const std::size_t underscore = mark.find('_', mark.find('_') + 1);
    return underscore == std::string::npos ? "" : mark.substr(underscore + 1);
}

/// As verdicts name it.
std::string name_of(const std::string& line, const Part& key, bool native) {
    const std::string name = line.substr(key.begin, key.end - key.begin);
    const std::string kind = native ? "" : kind_of(line);
    const bool placed = name.empty() || name.front() == '[';
    return kind.empty() ? name : (placed ? kind : kind + "/" + name);
}

std::string number_text(const std::string& line, const Part& part, double factor, double plus) {
    const double number = *trace::parse_number(line.substr(part.begin, part.end - part.begin));
    return trace::general15(number * factor + plus);
}

void put(std::string& line, const Part& part, const std::string& text) {
    line.replace(part.begin, part.end - part.begin, text);
}

/// The key to which a value of an indexed line belongs; of other lines their only one.
Part key_of_value(const std::string& line, const Part& value, const Part& key) {
    const bool indexed = line[value.begin - 1] == '=' && line.find_first_of(": ") < value.begin &&
                         line[line.find_first_of(": ")] == ' ';
    return indexed ? Part{line.rfind(' ', value.begin) + 1, value.begin - 1} : key;
}

/// Edits of a line itself. @return false where there is nothing to edit
bool edit_line(std::string& line, Part& key, bool native, Edit edit, std::mt19937& random) {
    const std::string before = line;
    std::vector<Part> numbers = numbers_in(line, native);
    const std::vector<Part> indices = indices_in(line);
    const Part drawn = numbers.empty() ? Part{0, 0} : numbers[random() % numbers.size()];
    switch (edit) {
    case Edit::value:
        key = key_of_value(line, drawn, key);
        put(line, drawn, number_text(line, drawn, 1.37, 1));
        break;
    case Edit::sign:
        key = key_of_value(line, drawn, key);
        put(line, drawn, number_text(line, drawn, -1, 0));
        break;
    case Edit::exchange: {
        const Part other = numbers[random() % numbers.size()];
        const Part& first = drawn.begin < other.begin ? drawn : other;
        const Part& second = drawn.begin < other.begin ? other : drawn;
        key = key_of_value(line, first, key);
        const std::string one = line.substr(first.begin, first.end - first.begin);
        put(line, first, line.substr(second.begin, second.end - second.begin));
        const Part moved{line.size() - (before.size() - second.begin),
                         line.size() - (before.size() - second.end)};
        put(line, moved, one);
        break;
    }
    case Edit::key: {
        const std::size_t at = key.begin + random() % std::max<std::size_t>(1, key.end - key.begin);
        line[at] = line[at] == 'x' ? 'y' : 'x';
        break;
    }
    case Edit::loop: {
        if (indices.empty()) {
            return false;
        }
        const Part& index = indices[random() % indices.size()];
        put(line, index, number_text(line, index, 1, 1));
        break;
    }
    case Edit::unit:
        if (native) {
            line.insert(line.find(" [") + 2, "m");
            break;
        }
        key = key_of_value(line, numbers.front(), key);
        for (auto number = numbers.rbegin(); number != numbers.rend(); ++number) {
            put(line, *number, number_text(line, *number, 1000, 0));
        }
        break;
    case Edit::extra:
        line += native || line[line.find_first_of(": ")] == ':' ? " 0.123" : " more=0.123";
        break;
    case Edit::fewer:
        key = key_of_value(line, numbers.back(), key);
        line.resize(line.find_last_of(" =", numbers.back().begin));
        if (kind_of(before) != "" && line.find_last_of('=') == std::string::npos) {
            return false;
        }
        break;
    default:
        return false;
    }
    return line != before;
}

bool is_record(const std::string& line, bool native) {
    return native || (line.rfind("TRACE_", 0) == 0 && line.find("CONFIG") == std::string::npos &&
                      line.find_first_of(": ") != std::string::npos);
}

} // namespace

std::optional<Edited> edited(const std::vector<std::string>& lines, bool native, Edit edit,
                             std::mt19937& random) {
    const std::size_t place = random() % lines.size();
    Edited result{edit, lines, lines[place], false, ""};
    const auto at = result.lines.begin() + static_cast<std::ptrdiff_t>(place);
    if (!is_record(*at, native) || numbers_in(*at, native).empty()) {
        return std::nullopt;
    }
    Part key = key_in(*at, native, random);
    if (edit == Edit::drop) {
        result.lines.erase(at);
    } else if (edit == Edit::twice) {
        result.lines.insert(at, result.line);
    } else if (edit == Edit::cut) {
        result.lines.erase(at, result.lines.end());
    } else if (!edit_line(*at, key, native, edit, random)) {
        return std::nullopt;
    }
    result.zeros_alone = (edit == Edit::sign || edit == Edit::exchange) &&
                         values_of(*at, native) == values_of(result.line, native);
    result.key = name_of(result.line, key, native);
    return result;
}

std::string text_of_lines(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) {
        text += line + "\n";
    }
    return text;
}

} // namespace tapir::test
