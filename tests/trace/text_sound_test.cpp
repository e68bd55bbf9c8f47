// Small pairs made by hand that say the same: green, or refused with a reason, never a divergence.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "text_kinds/trial.hpp"

namespace {

using tapir::trace::Verdict;

struct SoundPair {
    const char* what; ///< and why it changes no meaning
    const char* reference;
    const char* candidate;
};

/// None of the pairs is a divergence, either way round, and most are green: a comparer that refuses
/// everything proves nothing.
void none_red(const std::vector<SoundPair>& pairs) {
    int tried = 0, green = 0;
    for (const SoundPair& pair : pairs) {
        CAPTURE(std::string{pair.what});
        const std::string one = pair.reference, two = pair.candidate;
        for (const auto& [reference, candidate] : {std::pair{one, two}, std::pair{two, one}}) {
            const auto comparison = tapir::test::compared(reference, candidate);
            CAPTURE(comparison.sentence);
            CHECK(comparison.verdict != Verdict::divergence);
            CHECK(comparison.verdict != Verdict::not_attested);
            ++tried;
            green += comparison.verdict == Verdict::parity ? 1 : 0;
        }
    }
    CHECK(green * 10 >= tried * 8);
}

} // namespace

TEST_CASE("compare_texts: blanks, separators and rules say nothing") {
    none_red({
        {"blanks around =", "x=1.5\ny=2.5\n", "x = 1.5\ny  =  2.5\n"},
        {"= and :", "x = 1.5\ny = 2.5\n", "x: 1.5\ny: 2.5\n"},
        {"a comma between", "x 1.5 y 2.5\n", "x 1.5, y 2.5\n"},
        {"brackets around a vector", "v = 1.5 2.5 3.5\n", "v = [1.5, 2.5, 3.5]\n"},
        {"parentheses or braces", "v = (1.5, 2.5)\n", "v = {1.5, 2.5}\n"},
        {"rule lines", "a 1.5\n-----\nb 2.5\n", "a 1.5\n==========\nb 2.5\n"},
        {"no rule lines", "a 1.5\n-----\nb 2.5\n", "a 1.5\nb 2.5\n"},
        {"leader dots", "mass ........ 1.5\n", "mass ..... 1.5\n"},
        {"empty lines", "a 1.5\nb 2.5\n", "\na 1.5\n\n\nb 2.5\n\n"},
        {"no line feed at the end", "a 1.5\nb 2.5\n", "a 1.5\nb 2.5"},
        {"CR LF", "a 1.5\nb 2.5\n", "a 1.5\r\nb 2.5\r\n"},
        {"tabs", "a 1.5\nb 2.5\n", "a\t1.5\nb\t2.5\n"},
        {"a full stop", "done in 5 steps\nx 1\n", "done in 5 steps.\nx 1\n"},
        {"quotes", "name 'iron' 1.5\n", "name \"iron\" 1.5\n"},
        {"an arrow", "a -> 1.5\n", "a = 1.5\n"},
        {"box drawing", "a 1.5\n\u2500\u2500\u2500\u2500\nb 2\n", "a 1.5\n----\nb 2\n"},
        {"a no-break space", "a\u00a01.5\nb 2\n", "a 1.5\nb 2\n"},
        {"a Markdown table's widths", "| a | b |\n|---|---|\n| 1.5 | 2.5 |\n",
         "| a   | b   |\n|:----|----:|\n| 1.5 | 2.5 |\n"},
        {"JSON on one line", "{\"a\": 1.5, \"b\": [1, 2]}\n",
         "{\n  \"a\": 1.5,\n  \"b\": [\n    1,\n    2\n  ]\n}\n"},
        {"JSON keys in another order", "{\"a\": 1.5, \"b\": 2.5}\n", "{\"b\": 2.5, \"a\": 1.5}\n"},
        {"a wrapped array", "v = [1.5 2.5 3.5 4.5]\nx 1\n", "v = [1.5 2.5\n     3.5 4.5]\nx 1\n"},
        {"a wrapped list", "v = 1.5, 2.5, 3.5,\n 4.5, 5.5\nx 1\n",
         "v = 1.5, 2.5,\n 3.5, 4.5,\n 5.5\nx 1\n"},
        {"commas in CSV with blanks", "a,b\n1.5,2.5\n", "a, b\n1.5, 2.5\n"},
        {"a comment mark", "# a b\n1.5 2.5\n2.5 3.5\n", "a b\n1.5 2.5\n2.5 3.5\n"},
    });
}

TEST_CASE("compare_texts: another way to write the same number is no divergence") {
    none_red({
        {"an exponent", "x = 0.00125\ny = 2\n", "x = 1.25e-03\ny = 2\n"},
        {"letters of the exponent", "x = 1.25e-03\ny = 2\n", "x = 1.25D-03\ny = 2\n"},
        {"E", "x = 1.25e-03\ny = 2\n", "x = 1.25E-3\ny = 2\n"},
        {"a plus sign", "x = 1.5\ny = 2\n", "x = +1.5\ny = 2\n"},
        {"zeros at the end", "x = 1.5\ny = 2\n", "x = 1.500\ny = 2\n"},
        {"a point at the end", "x = 2\ny = 2.5\n", "x = 2.0\ny = 2.5\n"},
        {"no zero before the point", "x = 0.5\ny = 2\n", "x = .5\ny = 2\n"},
        {"minus of Unicode", "x = -1.5\ny = 2\n", "x = \u22121.5\ny = 2\n"},
        {"shortest and 17 digits", "x = 0.1\ny = 2\n", "x = 0.10000000000000001\ny = 2\n"},
        {"truth", "ok = true\ny = 2\n", "ok = True\ny = 2\n"},
        {"truth of Fortran", "ok = true\ny = 2\n", "ok = .true.\ny = 2\n"},
        {"an exponent without its letter", "x = 1.0E-100\ny = 2\n", "x = 1.0-100\ny = 2\n"},
        {"thousands in words", "used 1,048,576 cells\ny 2\n", "used 1048576 cells\ny 2\n"},
        {"negative zero", "x = 0.0\ny = 2\n", "x = -0.0\ny = 2\n"},
        {"plus or minus", "m = 1.5 +/- 0.2\n", "m = 1.5 +/- 0.20\n"},
        {"numpy scalar", "{'a': 1.5, 'b': 2}\n", "{'a': np.float64(1.5), 'b': 2}\n"},
        {"fewer digits, proven by many",
         "a 1.23456789\na 2.34567891\na 3.45678912\na 4.56789123\na 5.67891234\na 6.78912345\n",
         "a 1.23457\na 2.34568\na 3.45679\na 4.56789\na 5.67891\na 6.78912\n"},
    });
}

TEST_CASE("compare_texts: what differs from run to run is no divergence") {
    none_red({
        {"a clock at the head", "10:20:30 x = 1.5\n10:20:31 x = 2.5\n",
         "23:59:59 x = 1.5\n00:00:01 x = 2.5\n"},
        {"a clock in brackets", "[10:20:30] x = 1.5\nz 1\n", "[11:21:31] x = 1.5\nz 1\n"},
        {"a date", "Date: 2026-01-05\nx = 1.5\n", "Date: 2026-02-06\nx = 1.5\n"},
        {"date and clock", "started 2026-01-05 10:20:30\nx = 1.5\n",
         "started 2026-03-05 11:20:30\nx = 1.5\n"},
        {"ISO time with a zone", "2026-01-05T10:20:30Z x = 1.5\nz 1\n",
         "2026-01-06T11:20:30Z x = 1.5\nz 1\n"},
        {"ISO time with a fraction", "2026-01-05T10:20:30.123 x = 1.5\nz 1\n",
         "2026-01-06T11:20:30.456 x = 1.5\nz 1\n"},
        {"month by name", "run on Jan 5 2026\nx = 1.5\n", "run on Feb 6 2026\nx = 1.5\n"},
        {"a wall time", "elapsed 12.5 s\nx = 1.5\n", "elapsed 13.5 s\nx = 1.5\n"},
        {"a wall time in ms", "took 125 ms\nx = 1.5\n", "took 98 ms\nx = 1.5\n"},
        {"CPU", "x = 1.5\n 1.25s CPU 1.30s WALL\n", "x = 1.5\n 1.35s CPU 1.50s WALL\n"},
        {"ExecutionTime", "x = 1.5\nExecutionTime = 0.5 s  ClockTime = 1 s\n",
         "x = 1.5\nExecutionTime = 0.7 s  ClockTime = 2 s\n"},
        {"a process", "pid 4711\nx = 1.5\n", "pid 4712\nx = 1.5\n"},
        {"a host", "running on host alpha\nx = 1.5\n", "running on host beta\nx = 1.5\n"},
        {"a folder", "reading /home/a/in.dat\nx = 1.5\n", "reading /scratch/b/in.dat\nx = 1.5\n"},
        {"an address", "buffer at 0x7ffe12345678\nx = 1.5\n",
         "buffer at 0x7ffd00005678\nx = 1.5\n"},
        {"a test's time", "1/1 Test #1: a ..... Passed 0.12 sec\nx 1\n",
         "1/1 Test #1: a ..... Passed 0.22 sec\nx 1\n"},
        {"the time of bash", "x = 1.5\nreal 0m1.234s\nuser 0m1.000s\n",
         "x = 1.5\nreal 0m2.345s\nuser 0m2.000s\n"},
    });
}

TEST_CASE("compare_texts: another order of what bears its index is no divergence") {
    none_red({
        {"elements", "a[0] = 1.5\na[1] = 2.5\na[2] = 3.5\na[3] = 4.5\n",
         "a[3] = 4.5\na[1] = 2.5\na[0] = 1.5\na[2] = 3.5\n"},
        {"ranks", "rank 0: x 1.5\nrank 1: x 2.5\nrank 2: x 3.5\n",
         "rank 2: x 3.5\nrank 0: x 1.5\nrank 1: x 2.5\n"},
        {"ranks in brackets", "[0] x 1.5\n[1] x 2.5\n[2] x 3.5\n",
         "[1] x 2.5\n[2] x 3.5\n[0] x 1.5\n"},
        {"ranks, several lines each",
         "[0] x 1.5\n[0] y 1\n[1] x 2.5\n[1] y 2\n[2] x 3.5\n[2] y 3\n",
         "[1] x 2.5\n[1] y 2\n[0] x 1.5\n[2] x 3.5\n[0] y 1\n[2] y 3\n"},
        {"a tag of each side", "TAG_A: x 1.5\nTAG_A: y 2.5\nTAG_A: z 3.5\n",
         "TAG_B: x 1.5\nTAG_B: y 2.5\nTAG_B: z 3.5\n"},
    });
}

// All that the hunts over faults leave out, rule by rule; each rule stands in the code of the
// edits.
TEST_CASE("compare_texts: single edits that change no meaning") {
    none_red({
        {"sign of zero: both are the same number", "x = 0.0\ny = 2\n", "x = -0.0\ny = 2\n"},
        {"exponent of zero: still zero", "x = 0.0e+00\ny = 2\n", "x = 0.0e+01\ny = 2\n"},
        {"zeros cut off a fraction: the same number", "x = 1.500\ny = 2\n", "x = 1.5\ny = 2\n"},
        {"a rule line dropped: it has no letter and no digit", "x = 1.5\n-----\ny = 2\n",
         "x = 1.5\ny = 2\n"},
        {"an empty line doubled: blanks say nothing", "x = 1.5\n\ny = 2\n", "x = 1.5\n\n\ny = 2\n"},
        {"a digit of a clock: it differs from run to run", "[10:20:30] x = 1.5\nz 1\n",
         "[10:20:31] x = 1.5\nz 1\n"},
        {"a folder's name: where a program runs is no result", "reading /home/a/in.dat\nx = 1.5\n",
         "reading /home/b/in.dat\nx = 1.5\n"},
        {"rows exchanged with the index they bear: the index says which they are",
         "a[0] = 1.5\na[1] = 2.5\na[2] = 3.5\n", "a[1] = 2.5\na[0] = 1.5\na[2] = 3.5\n"},
        {"i for j: two habits for the imaginary unit", "z = 1.5+2.5j\nx = 1\n",
         "z = 1.5+2.5i\nx = 1\n"},
    });
}
