#include <doctest/doctest.h>

#include "nest.hpp"
#include "tapir/trace/format/read_trace.hpp"

/// Files that are no traces but hold the numbers of one.
using namespace tapir::trace;

TEST_CASE("parse_trace: the C program's printout of a pixel, fast before slow") {
    const std::string text = "volume = 1e+06 A^3\n  30   31 : stol = 1.39657e+08 or 0.0139657\n"
                             "at 0.1 0.001925 -0.002025\n"
                             "hkl= -0.039008 1.924249 -2.024210  hkl0= 0 2 -2\n"
                             " F_cell=100  F_latt=90.5053   I = 3.4243e+08\n"
                             "I/steps     85607428.78\npolar      0.9995900239\n"
                             "omega    9.98770324e-07\ncapfrac               1\n"
                             "pixel   6.786765283e-08\npixel 9\n";
    const TraceFile file = parse_trace(text, "c.out", "");
    REQUIRE(file.pixels == std::vector<Pixel>{{31, 30}});
    CHECK(file.problems.empty());
    REQUIRE(file.records.size() == 12);
    CHECK(file.records[2].key == "hkl");
    CHECK(file.records[2].values.size() == 3);
    CHECK(file.records[6].key == "I");
    CHECK(file.records[6].values.front().number == 3.4243e8);
    CHECK(file.records.back().key == "pixel");
    CHECK(file.records.back().values.front().half_quantum == doctest::Approx(5e-18));
}

TEST_CASE("parse_trace: per-phi JSON, its numbers as records of their phi step") {
    const TraceFile file = parse_trace(
        R"({"pixel": {"slow": 685, "fast": 1039}, "per_phi_entries": [
            {"phi_tic": 0, "phi_deg": 0.0, "k_frac": -0.589139352775903},
            {"phi_tic": 1, "k_frac": -0.5, "note": "x"}, 7]})",
        "b.json", "");
    CHECK(file.pixels == std::vector<Pixel>{{685, 1039}});
    REQUIRE(file.records.size() == 3);
    CHECK(file.records[1].kind == "PHI");
    CHECK(file.records[0].key == "k_frac"); // JSON has no order
    CHECK(file.records[2].site[nest::phi_tic] == 1);
    CHECK(file.problems.size() == 1); // the 7
}

TEST_CASE("parse_trace: numbers among words, with the digits each is printed with") {
    const TraceFile file = parse_trace("=== Trace for Pixel (513, 446) ===\nDetector:\n"
                                       "  pixel_coords[513,446]: [0.1, -9.9e-05, -0.0066]\n"
                                       "TRACE: Airpath (m) = 1.048976644163e-01\n"
                                       "  R: 0.100218 m\nall well\n",
                                       "script.log", "");
    CHECK(file.pixels == std::vector<Pixel>{{513, 446}});
    REQUIRE(file.records.size() == 3);
    CHECK(file.records[0].key == "pixel_coords");
    CHECK(file.records[0].values.size() == 3);
    CHECK(file.records[1].key == "Airpath (m)");
    CHECK(file.records[1].values.front().half_quantum == doctest::Approx(5e-14));
    CHECK(file.records[2].values.front().half_quantum == doctest::Approx(5e-7));
}

TEST_CASE(
    "parse_trace: of any text each number is a value of a record, under the words before it") {
    const TraceFile file = parse_trace("step 3\n"
                                       "energy = 1.5 force = [1, -2.5, 3]\n"
                                       "Temp Press\n300.5 1.25\n301.5 1.5\n"
                                       "[rank 2] INFO: steps 17\n"
                                       "Fortran prints 0.25D+03 here\n"
                                       "nothing in this line\n",
                                       "run.log", "");
    CHECK(file.pixels.empty());
    CHECK(file.free_text_lines == 2);
    std::size_t values = 0;
    const auto numbers_of = [&](const std::string& key) {
        std::vector<double> numbers;
        for (const PrintedRecord& record : file.records) {
            CHECK(record.kind == "TEXT");
            for (const PrintedValue& value : record.values) {
                if (record.key == key) {
                    numbers.push_back(value.number);
                    ++values;
                }
            }
        }
        return numbers;
    };
    CHECK(numbers_of("step") == std::vector<double>{3});
    CHECK(numbers_of("energy") == std::vector<double>{1.5});
    CHECK(numbers_of("force") == std::vector<double>{1, -2.5, 3});
    CHECK(numbers_of("Temp") == std::vector<double>{300.5, 301.5});
    CHECK(numbers_of("Press") == std::vector<double>{1.25, 1.5});
    CHECK(numbers_of("steps") == std::vector<double>{17});
    CHECK(numbers_of("Fortran prints") == std::vector<double>{250});
    CHECK(values == 11);
    CHECK(file.records.front().line == 1);
    CHECK(file.records.back().line == 7);
}

TEST_CASE("parse_trace: JSON of any program, by its paths") {
    const TraceFile file =
        parse_trace(R"({"run": {"energy": 1.5, "x": [1, 2]}, "steps": 4})", "run.json", "");
    REQUIRE(file.records.size() == 3);
    CHECK(file.records[0].key == "run.energy");
    CHECK(file.records[1].key == "run.x");
    CHECK(file.records[1].values.size() == 2);
    CHECK(file.records[2].key == "steps");
}

TEST_CASE("parse_trace: a bracket that is never closed, and 20,000 named numbers behind it") {
    constexpr int count = 20'000;
    std::string text = "x = 1\n[\n";
    for (int i = 0; i < count; ++i) {
        text += "flux cell=" + std::to_string(i) + " : " + std::to_string(i) + ".5\n";
    }
    const TraceFile file = parse_trace(text, "open.out", "");
    std::size_t values = 0;
    for (const PrintedRecord& record : file.records) {
        values += record.values.size();
    }
    CHECK(values > count);
}
