#include <doctest/doctest.h>

#include <bit>
#include <random>

#include "toy.hpp"

namespace {

using namespace tapir::test;

const PrintedRecord& record(const TraceFile& file, const std::string& kind,
                            const std::string& key) {
    for (const PrintedRecord& candidate : file.records) {
        if (candidate.kind == kind && candidate.key == key) {
            return candidate;
        }
    }
    throw std::runtime_error("no record " + kind + "." + key);
}

std::vector<double> numbers(const PrintedRecord& r) {
    std::vector<double> result;
    for (const PrintedValue& value : r.values) {
        result.push_back(value.number);
    }
    return result;
}

using Numbers = std::vector<double>;

} // namespace

TEST_CASE("native: what is written is read back, bit for bit") {
    std::mt19937_64 random(3);
    NativeSink sink;
    std::vector<std::uint64_t> bits;
    for (int i = 0; i < 500; ++i) {
        std::uint64_t pattern = random();
        if (std::isnan(std::bit_cast<double>(pattern))) {
            pattern = 0;
        }
        bits.push_back(pattern);
        sink.record(tap_step, toy_site(i), std::array{std::bit_cast<double>(pattern)});
    }
    NativeHeader header;
    header.program = "toy";
    header.scene = "sha256:x";
    header.c_threads = 3;
    header.pixels = {{1, 2}, {30, 40}};
    const TraceFile file = parsed(sink.finish(header));
    CHECK(file.truncation.empty());
    CHECK(file.problems.empty());
    CHECK(file.dialect == Dialect::native);
    CHECK(file.header->records == 500);
    CHECK(file.header->c_threads == 3);
    CHECK(file.pixels == header.pixels);
    REQUIRE(file.records.size() == bits.size());
    for (std::size_t i = 0; i < bits.size(); ++i) {
        CHECK(std::bit_cast<std::uint64_t>(file.records[i].values.front().number) == bits[i]);
        CHECK(file.records[i].site == toy_site(static_cast<int>(i)));
    }
}

TEST_CASE("native: a file cut at any byte is known to be cut") {
    const std::string whole = toy_native_trace(Toy());
    for (std::size_t length = 0; length + 1 < whole.size(); ++length) {
        CAPTURE(length);
        CHECK(compared(whole, whole.substr(0, length)).verdict == Verdict::not_comparable);
    }
    CHECK(compared(whole, whole).verdict == Verdict::parity);
}

TEST_CASE("native: any changed byte of the records is caught by the digest") {
    const std::string whole = toy_native_trace(Toy());
    const std::size_t begin = whole.find('\n') + 1;
    const std::size_t end = whole.find("TAPIR_END");
    for (std::size_t i = begin; i < end; ++i) {
        CAPTURE(i);
        std::string changed = whole;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        CHECK(compared(whole, changed).verdict == Verdict::not_comparable);
    }
}

TEST_CASE("native: an unknown version is a problem, not a guess") {
    std::string other = toy_native_trace(Toy());
    other.replace(other.find("format=1"), 8, "format=3");
    CHECK_FALSE(parsed(other).problems.empty());
}

TEST_CASE("text dialects: every form of a record is read") {
    const TraceFile file =
        parsed("free text\n"
               "TRACE_C:initial=0.5 -0 1e-3\n"
               "TRACE_C:angles=rotx:0.1 roty:-2\n"
               "TRACE_C:R=[1 2 3; 4 5 6; 7 8 9]\n"
               "TRACE_C:convention=CUSTOM\r\n"
               "TRACE_CONFIG: tracing pixel (spixel=3, fpixel=4)\n"
               "TRACE_C: vec 1 2 3\n"
               "TRACE_C: hkl h=3 k=-4\n"
               "TRACE_C_STEP thick=0 sub_s=1 sub_f=2 source=3 phi_tic=4 mos=5 a=1 b=x\n"
               "TRACE_C_SOURCE2: F_cell 7\n"
               "TRACE_C_PHI phi_tic=2 k=0.25\n"
               "% done\n"
               "TRACE_C: final 1\n");
    CHECK(file.problems.empty());
    CHECK(file.free_text_lines == 2);
    CHECK(file.pixels == std::vector<Pixel>{{3, 4}});
    CHECK(numbers(record(file, "", "initial")) == Numbers{0.5, -0.0, 1e-3});
    CHECK(numbers(record(file, "", "angles")) == Numbers{0.1, -2});
    CHECK(record(file, "", "angles").values[1].label == "roty");
    CHECK(numbers(record(file, "", "R")) == Numbers{1, 2, 3, 4, 5, 6, 7, 8, 9});
    CHECK(record(file, "", "convention").values.front().text == "CUSTOM");
    CHECK_FALSE(record(file, "", "convention").values.front().numeric);
    CHECK(record(file, "", "vec").site == Site(Place{.slow = 3, .fast = 4}));
    CHECK(numbers(record(file, "", "hkl")) == Numbers{3, -4});
    CHECK(record(file, "STEP", "a").site == Site(Place{3, 4, 0, 1, 2, 3, 4, 5}));
    CHECK(record(file, "STEP", "b").values.front().text == "x");
    CHECK(numbers(record(file, "SOURCE2", "F_cell")) == Numbers{7});
    CHECK(record(file, "PHI", "k").site[nest::phi_tic] == 2);
}

TEST_CASE("text dialects: the Python port's own forms") {
    const TraceFile file = parsed("TRACE_PY: v 1\n"
                                  "TRACE_PY_TRICUBIC_GRID_START\n"
                                  "TRACE_PY_TRICUBIC: [0,1,2]=3.5\n"
                                  "TRACE_PY_TRICUBIC_GRID_END\n"
                                  "TRACE_PY_TRICUBIC_H_COORDS: [-8.0, -7.0, -6.0, -5.0]\n"
                                  "TRACE_PY_ROTSTAR phi_tic=1 ap_y=-21.8\n"
                                  "TRACE_PY: final 1\n");
    CHECK(file.dialect == Dialect::py);
    CHECK(file.problems.empty());
    CHECK(numbers(record(file, "TRICUBIC", "[0,1,2]")) == Numbers{3.5});
    CHECK(numbers(record(file, "TRICUBIC_H_COORDS", "")) == Numbers{-8, -7, -6, -5});
    CHECK(numbers(record(file, "ROTSTAR", "ap_y")) == Numbers{-21.8});
}

TEST_CASE("text dialects: what looks like a record and is none is listed, not dropped") {
    for (const std::string line :
         {"TRACE_C_STEP garbage", "TRACE_C:", "TRACE_C: ", "TRACE_C: key",
          "TRACE_CONFIG: tracing nothing", "TRACE_C_PHI phi_tic=1", "TRACE_C", "TRACE_C: key="}) {
        CAPTURE(line);
        const TraceFile file = parsed(std::string("TRACE_C: final 1\n") + line + "\n");
        CHECK_FALSE(file.problems.empty());
    }
}

TEST_CASE("text dialects: hostile input costs no more than its size") {
    const std::string huge(1 << 20, '[');
    for (const std::string& text :
         {huge, "TRACE_C: key " + huge, "TRACE_C:" + huge + "=", "TRACE_" + huge,
          std::string("TRACE_C: a \0 b\x1b[31m\n", 20), std::string(1, '\0'),
          "TRACE_PY_TRICUBIC: [" + huge, std::string("\xff\xfe TRACE_C")}) {
        const TraceFile file = parsed(text);
        CHECK(file.records.size() <= 1);
        for (const std::string& problem : file.problems) {
            CHECK(problem.size() < 200);
            CHECK(problem.find('\x1b') == std::string::npos);
        }
    }
}
