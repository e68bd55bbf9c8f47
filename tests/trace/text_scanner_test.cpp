#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "format/text_document.hpp"
#include "format/text_ignorables.hpp"
#include "format/text_numbers.hpp"
#include "format/text_scanner.hpp"

namespace {

using namespace tapir::trace;

/// The tokens of a line in words: numbers as #, what is ignored as <rule>, empty cells as _.
std::string read(const std::string& line) {
    std::vector<TextToken> tokens;
    LineShape shape;
    scan_line(line, 0, line.size(), tokens, shape);
    std::string text;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        text += i > 0 ? " " : "";
        switch (tokens[i].kind) {
        case TextClass::word:
            text += compared_word(line, tokens, i);
            break;
        case TextClass::number:
        case TextClass::not_finite:
            text += "#" + std::string(tokens[i].text(line));
            break;
        case TextClass::empty_cell:
            text += "_";
            break;
        case TextClass::elision:
            text += "...";
            break;
        case TextClass::ignored:
            text += std::string("<") + name_of_rule(tokens[i].rule) + ">";
            break;
        }
    }
    return text;
}

struct Line {
    const char* text;
    const char* tokens;
};

void reads_as(const std::vector<Line>& lines) {
    for (const Line& line : lines) {
        const std::string text = line.text;
        CAPTURE(text);
        CHECK(read(text) == line.tokens);
    }
}

} // namespace

TEST_CASE("scan_line: notation is passed over, signs that mean something are not") {
    reads_as({{"x = 1.5", "x #1.5"},
              {"  LJ: 1.0; Real = 2", "LJ #1.0 Real #2"},
              {"v = {1.0, -2}", "v #1.0 #-2"},
              {"a -> 1", "a #1"},
              {"# a | b", "a b"},
              {"mass ........ 1.5", "mass #1.5"},
              {"a <= 5", "a <= #5"},
              {"p < 0.05", "p < #0.05"},
              {"beta 1.5 **", "beta #1.5 **"},
              {"x 1.5 +/- 0.2", "x #1.5 +/- #0.2"},
              {"x 1.5 \xc2\xb1 0.2", "x #1.5 +/- #0.2"},
              {"done.", "done"},
              {"[1 2 ... 9]", "#1 #2 ... #9"},
              {"----------", ""},
              {"|---|:--:|", ""},
              {"x = ******", "x ******"}});
}

TEST_CASE("scan_line: numbers in every notation, and words that look like some") {
    reads_as({{"1.0-100", "#1.0-100"},
              {"-0.2718D+01", "#-0.2718D+01"},
              {"+1.5E+00 .5 1.", "#+1.5E+00 #.5 #1."},
              {"2.0-0.5i", "#2.0 #-0.5 i"},
              {"1.5+2.5j", "#1.5 #+2.5 i"},
              {"1.5-2.5", "#1.5 #-2.5"},
              {"3-5", "#3 - #5"},
              {"a-5", "a - #5"},
              {"1.5Pa 10%", "#1.5 Pa #10 %"},
              {"2x2", "#2 x #2"},
              {"2theta = 1", "#2 theta #1"},
              {"1.2.3 10.0.0.1", "1.2.3 10.0.0.1"},
              {"4e5f6d deadbe01 k00", "4e5f6d deadbe01 k00"},
              {"0x1.8p+1 0xff10", "#0x1.8p+1 0xff10"},
              {"x = Infinity -inf nan", "x #Infinity #-inf #nan"},
              {"NaN count: 0", "NaN count #0"},
              {"used 1,048,576 cells", "used #1,048,576 cells"},
              {"12,345", "#12 #345"},
              {"[100,200]", "#100 #200"},
              {"ok = .TRUE. True", "ok true true"}});
}

TEST_CASE("scan_line: empty cells keep their place") {
    reads_as({{"1,,2", "#1 _ #2"},
              {"1,2,", "#1 #2 _"},
              {"1, 2,", "#1 #2"},
              {"x = 1,2,", "x #1 #2"},
              {"; b = 2", "_ b #2"},
              {",1,2", "_ #1 #2"},
              {"| a |  | b |", "a _ b"},
              {"a;;1", "a _ #1"},
              {"4 . 10", "#4 . #10"},
              {"1.0  ---  2.0", "#1.0 --- #2.0"}});
}

TEST_CASE("scan_line: what differs from run to run is ignored by rule, and nothing else") {
    reads_as({{"12:30:01 x = 1", "<times of day> x #1"},
              {"ratio 10:20:30", "ratio #10 #20 #30"},
              {"2026-01-05 10:00:00 [DEBUG] x", "<dates> <times of day> DEBUG x"},
              {"2026-13-05 x", "#2026 - #13 - #05 x"},
              {"2026-01-05,1.5", "#2026 - #01 - #05 #1.5"},
              {"Started Mon Jan  5 10:20:30 2026", "Started <dates>"},
              {"prog version 5 Jan 2026", "prog version #5 Jan #2026"},
              {"LAMMPS (2 Aug 2023)", "LAMMPS #2 Aug #2023"},
              {"elapsed 3.2 s", "elapsed <durations> s"},
              {"decays in 5 s", "decays in #5 s"},
              {"time = 0.5", "time #0.5"},
              {"real 0m1.234s", "real <durations>"},
              {"ExecutionTime = 0.5 s", "ExecutionTime <durations> s"},
              {"pid 4711", "pid <process ids>"},
              {"on host node-7.cluster", "on host <host names>"},
              {"host memory 5", "host memory #5"},
              {"read /home/ann/run/in.dat", "read <directories> in.dat"},
              {"1 /2 /3", "#1 / #2 / #3"},
              {"J /kg/K", "J / kg / K"},
              {"buffer at 0x7ffe12345678", "buffer at <addresses>"},
              {"np.float64(1.5)", "<types of numbers> #1.5"}});
}

TEST_CASE("read_number: values, digits and places") {
    struct Number {
        const char* text;
        double value;
        int decimals, digits, last_place;
    };
    for (const Number& one :
         {Number{"0.0120", 0.012, 4, 3, -4}, Number{"-1.5E+03", -1500, 1, 2, 2},
          Number{"1.0-100", 1e-100, 1, 2, -101}, Number{"12.5D0", 12.5, 1, 3, -1},
          Number{"1q2", 100, 0, 1, 2}, Number{"007", 7, 0, 1, 0}}) {
        const std::string text = one.text;
        CAPTURE(text);
        TextToken token;
        REQUIRE(read_number(text, 0, false, token));
        CHECK(token.value == one.value);
        CHECK(token.decimals == one.decimals);
        CHECK(token.digits == one.digits);
        CHECK(token.last_place == one.last_place);
        CHECK(token.end == text.size());
    }
    TextToken token;
    REQUIRE(read_number("1e400", 0, false, token));
    CHECK(token.out_of_range);
    REQUIRE(read_number("1e-400", 0, false, token));
    CHECK(token.out_of_range);
    CHECK_FALSE(read_number("1.2.3", 0, false, token));
    CHECK_FALSE(read_number("abc", 0, false, token));
}

TEST_CASE("same_decimal: digits and places, not doubles") {
    const auto same = [](const std::string& a, const std::string& b) {
        TextToken one, other;
        REQUIRE(read_number(a, 0, false, one));
        REQUIRE(read_number(b, 0, false, other));
        return same_decimal(one, other);
    };
    CHECK(same("1.50", "1.5"));
    CHECK(same("15E-1", "1.5"));
    CHECK(same("1500", "1.5e3"));
    CHECK(same("0", "0.00"));
    CHECK_FALSE(same("9007199254740993", "9007199254740992"));
    CHECK_FALSE(same("0.1", "0.10000000000000001"));
    CHECK_FALSE(same("123456789012345678901", "123456789012345678902"));
}

TEST_CASE("TextDocument: an array over lines is one line, and rows know their heading") {
    const TextDocument array("v = [1.0 2.0\n 3.0\n\n 4.0]\nx 1\n");
    REQUIRE(array.lines().size() == 2);
    CHECK(array.form_of(array.lines()[0]).slots == 4);
    CHECK(array.line_number(array.lines()[1].begin) == 5);
    const TextDocument list("a = 1, 2,\n 3, 4\nb = 5\n");
    CHECK(list.lines().size() == 2);
    const TextDocument csv("a,1,\nb,2,\n");
    CHECK(csv.lines().size() == 2);
    const TextDocument table("Step Temp\n1 2.5\nWARNING of one kind\n2 3.5\n");
    REQUIRE(table.lines().size() == 4);
    CHECK(table.lines()[1].heading == 0);
    CHECK(table.lines()[3].heading == 0);
    CHECK(table.tokens() == 2 + 2 + 4 + 2);
}

TEST_CASE("TextDocument: JSON is cut into members, but for one that a map would lose") {
    const TextDocument members(R"({"a": {"x": 1.5, "v": [1, [2, 3]]}, "b": [{"y": 2}]})", true);
    CHECK(members.is_json());
    CHECK(members.lines().size() == 5); // a, x, v, b, y
    CHECK_FALSE(TextDocument(R"({"a": 1, "a": 2})", true).is_json());
    CHECK_FALSE(TextDocument("{\"a\": 1\n", true).is_json());
    CHECK(TextDocument("{\"a\": 1}\n{\"a\": 2}\n", true).is_json()); // two objects
}
