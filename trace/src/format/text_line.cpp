#include "format/text_line.hpp"

#include <algorithm>

#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

bool is_word(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// TRACE_PY_TRICUBIC_GRID_START and its like: they hold nothing.
bool is_bare_mark(std::string_view kind) {
    const auto ends_with = [kind](std::string_view tail) {
        return kind.size() > tail.size() && kind.substr(kind.size() - tail.size()) == tail;
    };
    return ends_with("_START") || ends_with("_END");
}

/// "key v v", "key=v v", "key k=v k=v", "[i,j,k]=v"
void split_keyed(std::string_view rest, TextLine& line) {
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    std::size_t key_end = rest.find_first_of(" =:");
    if (!rest.empty() && rest.front() == '[') {
        key_end = std::min(rest.find(']'), rest.size() - 1) + 1;
        if (key_end >= rest.size() || rest[key_end] != '=') {
            key_end = 0; // a plain list, such as the coordinates of a grid
        }
    }
    if (key_end == std::string_view::npos) {
        return;
    }
    line.key = rest.substr(0, key_end);
    line.rest = key_end == 0 ? rest : rest.substr(key_end + 1);
    const bool any = std::any_of(line.rest.begin(), line.rest.end(),
                                 [](char c) { return !value_separators.has(c); });
    line.form = any ? TextLine::Form::keyed : TextLine::Form::unreadable;
}

} // namespace

TextLine read_text_line(std::string_view text) {
    TextLine line;
    constexpr std::string_view mark = "TRACE_";
    if (text.substr(0, mark.size()) != mark) {
        line.form = TextLine::Form::free_text;
        return line;
    }
    text.remove_prefix(mark.size());
    const auto word_end = static_cast<std::size_t>(
        std::find_if_not(text.begin(), text.end(), is_word) - text.begin());
    const std::string_view word = text.substr(0, word_end);
    const std::size_t underscore = word.find('_');
    const std::string_view program = word.substr(0, underscore);
    line.kind = underscore == std::string_view::npos ? "" : word.substr(underscore + 1);
    line.py = program == "PY";
    const std::string_view rest = text.substr(word_end);
    const bool colon = !rest.empty() && rest.front() == ':';
    if (program == "CONFIG" || (line.kind == "CONFIG" && colon)) {
        line.form = TextLine::Form::config;
        line.rest = rest;
    } else if (colon) {
        split_keyed(rest.substr(1), line);
    } else if (!line.kind.empty() && !rest.empty() && rest.front() == ' ') {
        line.form = TextLine::Form::indexed;
        line.rest = rest;
    } else if (rest.empty() && is_bare_mark(line.kind)) {
        line.form = TextLine::Form::mark;
    }
    return line;
}

std::optional<Pixel> config_pixel(std::string_view rest) {
    std::vector<int> numbers;
    bool good = true;
    for_each_piece(rest, value_separators, [&](std::string_view word) {
        const PrintedValue value = printed_value(word);
        const auto index = parse_integer(value.text);
        good = good && (index.has_value() || !value.numeric);
        if (index) {
            numbers.push_back(*index);
        }
    });
    return good && numbers.size() == 2 ? std::optional(Pixel{numbers[0], numbers[1]})
                                       : std::nullopt;
}

IndexedPair read_indexed_pair(std::string_view word, Site& site, const Loops& loops) {
    IndexedPair pair;
    const std::size_t equals = word.find('=');
    if (equals == std::string_view::npos) {
        return pair;
    }
    pair.name = word.substr(0, equals);
    pair.value = word.substr(equals + 1);
    const auto index = parse_integer(pair.value);
    Site probe;
    if (!index && set_site_index(probe, pair.name, 0, loops)) {
        pair.meaning = IndexedPair::Meaning::broken_index;
    } else if (index && set_site_index(site, pair.name, *index, loops)) {
        pair.meaning = IndexedPair::Meaning::index;
    } else {
        pair.meaning = IndexedPair::Meaning::record;
    }
    return pair;
}

} // namespace tapir::trace
