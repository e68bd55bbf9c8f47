#include "variations.hpp"

namespace tapir::test {

namespace {

/// The text with each run of blanks replaced by what `shape` makes of its length.
template <class Shape>
std::string with_blanks(const std::string& text, Shape shape) {
    std::string other;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] != ' ') {
            other += text[at++];
            continue;
        }
        const std::size_t end = std::min(text.find_first_not_of(' ', at), text.size());
        other += shape(end - at);
        at = end;
    }
    return other;
}

void lay_out(Line& line, Layout layout) {
    switch (layout) {
    case Layout::spread:
        for (Piece& piece : line) {
            piece.text =
                with_blanks(piece.text, [](auto run) { return std::string(2 * run, ' '); });
        }
        break;
    case Layout::tabs:
        for (Piece& piece : line) {
            piece.text =
                with_blanks(piece.text, [](auto run) { return std::string(run > 1 ? "\t" : " "); });
        }
        break;
    case Layout::trailing:
        line.push_back({Is::words, "   ", {}});
        break;
    case Layout::indented:
        line.insert(line.begin(), {Is::words, "  ", {}});
        break;
    case Layout::returns:
        line.push_back({Is::words, "\r", {}});
        break;
    case Layout::own:
    case Layout::blank_lines:
    case Layout::marked:
        break;
    }
}

} // namespace

std::vector<Line> printed(const Kind& kind, const Variation& variation) {
    std::vector<Line> lines = kind.print(variation.habit).lines;
    for (Line& line : lines) {
        lay_out(line, variation.layout);
    }
    if (variation.layout == Layout::blank_lines) {
        lines.insert(lines.begin(), Line{});
        lines.insert(lines.begin() + 1, Line{});
        lines.emplace_back();
    }
    if (variation.layout == Layout::marked) {
        lines.front().insert(lines.front().begin(), {Is::words, "\xEF\xBB\xBF", {}});
    }
    return lines;
}

std::vector<Variation> sound_variations(const Kind& kind, unsigned seed) {
    const Habit own{.seed = seed};
    std::vector<Variation> all;
    const auto add = [&all, own](const char* name, auto change, Layout layout = Layout::own) {
        Variation variation{name, own, layout, false};
        change(variation.habit);
        all.push_back(variation);
    };
    const auto nothing = [](Habit& habit) { habit.run = 0; };
    const auto later = [](Habit& habit) { habit.run = 1; };
    add("itself", nothing);
    add("another run", later);
    add("blanks", nothing, Layout::spread);
    add("tabs", nothing, Layout::tabs);
    add("blanks at the end", nothing, Layout::trailing);
    add("indented", later, Layout::indented);
    add("CR LF", later, Layout::returns);
    add("empty lines", nothing, Layout::blank_lines);
    add("byte order mark", later, Layout::marked);
    if (kind.stands.style) {
        const auto style = [](Habit& habit) { habit.style = NumberStyle::other; };
        add("number style", style);
        add("number style and blanks", style, Layout::spread);
    }
    if (kind.stands.letter) {
        add("E", [](Habit& habit) { habit.style = NumberStyle::capital; });
        add("D", [](Habit& habit) { habit.style = NumberStyle::fortran; });
    }
    if (kind.stands.plus) {
        add("plus signs", [](Habit& habit) { habit.style = NumberStyle::plus; });
    }
    if (kind.stands.digits) {
        const auto fewer = [](Habit& habit) { habit.fewer_decimals = 2; };
        add("fewer digits", fewer);
        add("fewer digits and CR LF", fewer, Layout::returns);
    }
    if (kind.stands.order) {
        const auto shuffled = [](Habit& habit) { habit.shuffled = true; };
        add("order", shuffled);
        add("order and blanks", shuffled, Layout::spread);
    }
    if (kind.stands.tag) {
        const auto renamed = [](Habit& habit) { habit.renamed = true; };
        add("tag", renamed);
        add("tag and indent", renamed, Layout::indented);
    }
    if (kind.stands.wrapping) {
        const auto narrow = [](Habit& habit) { habit.narrow = true; };
        add("wrapping", narrow);
        add("wrapping and blanks", narrow, Layout::spread);
    }
    add(
        "all together",
        [&kind](Habit& habit) {
            habit.run = 2;
            habit.style = kind.stands.style ? NumberStyle::other : NumberStyle::own;
            habit.shuffled = kind.stands.order;
            habit.renamed = kind.stands.tag;
            habit.narrow = kind.stands.wrapping;
        },
        Layout::spread);
    add("accepted digits", [](Habit& habit) { habit.fewer_decimals = 2; });
    all.back().printed_digits = true;
    return all;
}

} // namespace tapir::test
