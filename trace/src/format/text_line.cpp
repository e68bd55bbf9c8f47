#include "format/text_line.hpp"

#include <algorithm>

#include "format/log_prefix.hpp"
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

/// Where " = " stands outside of brackets; npos where it does not.
std::size_t sign_apart(std::string_view text) {
    int depth = 0;
    for (std::size_t i = 0; i + 2 < text.size(); ++i) {
        depth += text[i] == '[' || text[i] == '(' ? 1 : text[i] == ']' || text[i] == ')' ? -1 : 0;
        if (depth == 0 && text[i] == ' ' && text[i + 1] == '=' && text[i + 2] == ' ') {
            return i;
        }
    }
    return std::string_view::npos;
}

bool has_number(std::string_view text) {
    bool any = false;
    for_each_piece(text, value_separators,
                   [&any](std::string_view piece) { any = any || printed_value(piece).numeric; });
    return any;
}

/// Where the key ends: at the first blank or sign, but "After conversion: a = [1, 2, 3]" has a key
/// of several words.
std::size_t end_of_key(std::string_view rest) {
    std::size_t key_end = rest.find_first_of(" =:");
    if (!rest.empty() && rest.front() == '[') {
        key_end = std::min(rest.find(']'), rest.size() - 1) + 1;
        return key_end < rest.size() && rest[key_end] == '=' ? key_end : 0; // 0: a plain list
    }
    const std::size_t sign = sign_apart(rest);
    if (sign != std::string_view::npos && sign > key_end &&
        !has_number(rest.substr(key_end, sign - key_end))) {
        return sign;
    }
    return key_end;
}

/// Cuts off what begins another record: a name and a sign behind numbers.
void cut_tail(TraceLine& line) {
    const std::size_t sign = sign_apart(line.rest);
    if (sign == std::string_view::npos) {
        return;
    }
    const std::string_view before = line.rest.substr(0, sign);
    const std::size_t blank = before.find_last_of(" ,;");
    const std::string_view name = before.substr(blank == std::string_view::npos ? 0 : blank + 1);
    if (!name.empty() && !has_number(name) && has_number(before)) {
        line.tail = line.rest.substr(sign - name.size());
        line.rest = line.rest.substr(0, sign - name.size());
    }
}

/// "key v v", "key=v v", "key = v v", "key k=v k=v", "[i,j,k]=v"
void split_keyed(std::string_view rest, TraceLine& line) {
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    const std::size_t key_end = end_of_key(rest);
    if (key_end == std::string_view::npos) {
        return;
    }
    line.key = rest.substr(0, key_end);
    line.rest = key_end == 0 ? rest : rest.substr(key_end + 1);
    if (line.rest.substr(0, 2) == "= ") { // it stands apart from the key
        line.rest.remove_prefix(2);
    }
    cut_tail(line);
    const bool any = std::any_of(line.rest.begin(), line.rest.end(),
                                 [](char c) { return !value_separators.has(c); });
    line.form = any ? TraceLine::Form::keyed : TraceLine::Form::unreadable;
}

/// The number of " 2: key v"; "" where there is none.
std::string_view number_in_front(std::string_view rest) {
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    const std::string_view number = rest.substr(0, rest.find_first_not_of("0123456789"));
    return number.size() < rest.size() && rest[number.size()] == ':' ? number : std::string_view();
}

} // namespace

TraceLine read_text_line(std::string_view text) {
    TraceLine line;
    constexpr std::string_view mark = "TRACE_";
    text = from_mark(text, mark);
    if (text.empty()) {
        line.form = TraceLine::Form::free_text;
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
        line.form = TraceLine::Form::config;
        line.rest = rest;
    } else if (colon) {
        split_keyed(rest.substr(1), line);
    } else if (!line.kind.empty() && !rest.empty() && rest.front() == ' ') {
        line.number = number_in_front(rest);
        line.form = TraceLine::Form::indexed;
        line.rest = rest;
        if (!line.number.empty()) {
            line.form = TraceLine::Form::unreadable;
            split_keyed(rest.substr(rest.find(':') + 1), line);
        }
    } else if (rest.empty() && is_bare_mark(line.kind)) {
        line.form = TraceLine::Form::mark;
    }
    return line;
}

TraceLine read_tail(const TraceLine& line) {
    TraceLine next = line;
    next.key = next.rest = next.tail = {};
    next.form = TraceLine::Form::unreadable;
    split_keyed(line.tail, next);
    return next;
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
