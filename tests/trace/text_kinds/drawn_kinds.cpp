// Kinds whose looks are drawn by lot.
#include <algorithm>
#include <array>
#include <string>

#include "kinds.hpp"

namespace tapir::test {

namespace {

/// How one number of a kind is printed.
struct Format {
    int form = 0; ///< 0 to 2: decimals, 3: exponent, 4: whole
    int digits = 0;
    std::string unit;
};

/// The looks of a section of a kind, drawn once; the values are the page's.
class Looks {
  public:
    explicit Looks(unsigned number) : draw{number * 2654435761U + 17} {}

    std::string pick(std::initializer_list<const char*> list) {
        return *(list.begin() + draw.whole(0, static_cast<long>(list.size()) - 1));
    }

    std::string word() {
        std::string word;
        for (long syllables = draw.whole(1, 3); syllables >= 0; --syllables) {
            word += pick({"ka", "lo", "mir", "te", "sun", "ve", "dor", "pi", "gan", "rus"});
        }
        if (draw.whole(0, 4) == 0) {
            word.front() = static_cast<char>(word.front() - 'a' + 'A');
        }
        return word + pick({"", "", "", "_x", "2", " " /* two words */, "-max"}) +
               (word.size() > 5 ? "" : pick({"", "", "rate"}));
    }

    std::string name() { // words that end in a blank get another word
        std::string name = word();
        while (name.back() == ' ') {
            name += word();
        }
        return name;
    }

    Format format() {
        return {static_cast<int>(draw.whole(0, 4)), static_cast<int>(draw.whole(3, 9)),
                pick({"", "", "", "", " K", " m/s", "eV", "%", " kJ/mol", " [nm]"})};
    }

    Values draw;
};

void print_number(Page& page, const std::string& key, const Format& format, int width = 0) {
    const double number = page.values.between(-50, 50);
    if (format.form == 4) {
        page.count(key, 100 + static_cast<long>(10 * number), width);
    } else if (format.form == 3) {
        page.power(key, number, format.digits, width);
    } else {
        page.value(key, number, format.digits, width);
    }
}

/// name = value unit, and more of them on the line.
void named_values(Page& page, Looks looks, long lines) {
    const std::string prefix =
        looks.pick({"", "", "  ", "INFO: ", "[solver] ", "* ", "> ", "main| ", "// "});
    const std::string is = looks.pick({" = ", ": ", "=", " ", " -> ", " := ", " is ", "\t", " : "});
    const std::string next = looks.pick({", ", "; ", "   ", " | ", " and "});
    const long in_a_line = looks.draw.whole(1, 3);
    for (long line = 0; line < lines; ++line) {
        page.words(prefix);
        for (long i = 0; i < in_a_line; ++i) {
            const std::string name = looks.name();
            const Format format = looks.format();
            page.words((i > 0 ? next : "") + name + is);
            print_number(page, "", format);
            page.words(format.unit);
        }
        page.end();
    }
}

/// The same words in each line, behind a counter.
void counted_values(Page& page, Looks looks, long lines) {
    const std::array<std::string, 2> around =
        looks.draw.whole(0, 1) == 0
            ? std::array<std::string, 2>{looks.pick({"step ", "iter=", "#", "cycle ", "[", "("}),
                                         looks.pick({": ", "] ", ") ", "/20 "})}
            : std::array<std::string, 2>{looks.pick({"", " ", "    "}),
                                         looks.pick({": ", ") ", " "})};
    const std::string one = looks.name(), two = looks.name();
    const std::string is = looks.pick({" = ", ": ", "=", " "});
    const Format first = looks.format(), second = looks.format();
    const long start = looks.draw.whole(0, 1),
               stride = looks.pick({"1", "1", "1", "10", "25"})[0] == '1' ? 1 : 5;
    for (long line = 0; line < lines; ++line) {
        page.words(around[0]).index(start + stride * line).words(around[1] + one + is);
        print_number(page, "", first);
        page.words(first.unit + "  " + two + is);
        print_number(page, "", second);
        page.words(second.unit).end();
    }
}

void blocks(Page& page, const Looks& looks) {
    Looks head = looks;
    const std::string before =
        head.pick({"step ", "--- frame ", "Time step: ", "[cycle ", "layer "});
    const std::string behind = head.pick({"", " ---", ":", "]"});
    for (long block = 1; block <= 4; ++block) {
        page.words(before).index(block).words(behind).end();
        named_values(page, head, 3);
    }
}

void table(Page& page, Looks looks, long rows) {
    const long columns = looks.draw.whole(2, 4);
    const std::string between = looks.pick({"  ", ",", " | ", "\t", " & ", ";"});
    const std::string edge = between == " | " ? "| " : "", end = between == " | " ? " |" : "";
    const bool named = looks.draw.whole(0, 1) == 0;
    std::vector<Format> formats;
    page.words(edge + (named ? "row" : ""));
    for (long column = 0; column < columns; ++column) {
        formats.push_back(looks.format());
        page.words((named || column > 0 ? between : "") + looks.name());
    }
    page.words(end).end();
    for (long row = 0; row < rows; ++row) {
        page.words(edge);
        if (named) {
            page.words(looks.name() + std::to_string(row) + "a");
        }
        for (long column = 0; column < columns; ++column) {
            page.words(named || column > 0 ? between : "");
            print_number(page, "", formats[static_cast<std::size_t>(column)]);
        }
        page.words(end).end();
    }
}

void vectors(Page& page, Looks looks) {
    const std::string open = looks.pick({"[", "(", "{", "<", "", "vec3(", "array(["});
    const std::string close = open == "["         ? "]"
                              : open == "{"       ? "}"
                              : open == "<"       ? ">"
                              : open == "array([" ? "])"
                              : open.empty()      ? ""
                                                  : ")";
    const std::string between = looks.pick({", ", " ", "; ", ","}),
                      is = looks.pick({" = ", ": ", " "});
    const Format format = looks.format();
    for (int vector = 0; vector < 5; ++vector) {
        page.words(looks.name() + is + open);
        for (int i = 0; i < 4; ++i) {
            page.words(i > 0 ? between : "");
            print_number(page, "", format);
        }
        page.words(close).end();
    }
}

void prose(Page& page, Looks looks) {
    for (int line = 0; line < 3; ++line) {
        page.words(looks.pick({"Reading ", "Found ", "WARNING: only ", "Using "}));
        page.count("", page.values.whole(2, 90))
            .words(" " + looks.name() + " of the " + looks.name());
        page.words(looks.pick({".", "", " (default)", "!"})).end();
    }
    page.words("Finished in ").duration(2, " s").words(" at ").clock().end();
}

Page drawn_page(unsigned number, const Habit& habit) {
    Page page{habit};
    Looks looks{number};
    for (long sections = looks.draw.whole(2, 4); sections > 0; --sections) {
        const Looks own{static_cast<unsigned>(looks.draw.whole(1, 1000000))};
        const long lines = looks.draw.whole(4, 12);
        switch (looks.draw.whole(0, 6)) {
        case 0:
            named_values(page, own, lines);
            break;
        case 1:
        case 2:
            counted_values(page, own, lines);
            break;
        case 3:
            blocks(page, own);
            break;
        case 4:
            table(page, own, lines);
            break;
        case 5:
            vectors(page, own);
            break;
        default:
            prose(page, own);
            break;
        }
        page.line(looks.pick({"", "", "-----------", "=== done ===", "end of section"}));
    }
    return page;
}

} // namespace

Kind drawn_kind(unsigned number) {
    return {"drawn kind " + std::to_string(number),
            [number](const Habit& habit) { return drawn_page(number, habit); },
            {.style = true, .letter = true}};
}

} // namespace tapir::test
