#include <doctest/doctest.h>

#include "tapir/trace/align/canonical.hpp"
#include "tapir/trace/format/read_trace.hpp"
#include "tapir/trace/verdict/compare.hpp"
#include "toy.hpp"

/// What a printed value means: FORMAT.md, "Where a line belongs", and every field of an entry.
namespace {

using namespace tapir::test;

constexpr TapSpec ray{"ray", 1, "1", scope::ray, "one a line of sight"};
constexpr TapSpec pair_tap{"pair", 2, "m", scope::setup, "two components"};
constexpr TapSpec turn{"turn", 1, "1", scope::step, "one a step"};
constexpr std::array<const TapSpec*, 3> taps{&ray, &pair_tap, &turn};

std::vector<CanonicalValue> meanings(const TraceFile& file, std::span<const TapPrint> entries) {
    return canonicalise(file, nest::model_of(taps, entries));
}

const std::string pixel = "TRACE_CONFIG: tracing pixel (spixel=5, fpixel=6)\n";

/// Subpixels (row, column) of the first value of each record `ray` prints.
std::vector<std::pair<int, int>> subpixels(const std::string& text) {
    const std::array entries{TapPrint{Dialect::c, "", "ray", 0, 1, "ray", 0}};
    const TraceFile file = parse_trace(pixel + text, "file", "");
    std::vector<std::pair<int, int>> result;
    for (const CanonicalValue& value : meanings(file, entries)) {
        if (value.known) {
            CHECK(value.node.site[Loops::row] == 5);
            CHECK(value.node.site[Loops::column] == 6);
            result.emplace_back(value.node.site[nest::sub_s], value.node.site[nest::sub_f]);
        }
    }
    return result;
}

using Subpixels = std::vector<std::pair<int, int>>;

} // namespace

TEST_CASE("canonicalise: a repeated plain key starts the next block") {
    CHECK(subpixels("TRACE_C: ray 1\nTRACE_C: other 1\n") == Subpixels{{0, 0}});
    CHECK(subpixels("TRACE_C: ray 1\nTRACE_C: o 1\nTRACE_C: ray 2\nTRACE_C: o 1\n"
                    "TRACE_C: ray 3\nTRACE_C: o 1\nTRACE_C: ray 4\n") ==
          Subpixels{{0, 0}, {0, 1}, {1, 0}, {1, 1}});
    CHECK(subpixels("TRACE_C: ray 1\nTRACE_C: ray 2\nTRACE_C: ray 3\n") ==
          Subpixels{{0, 0}, {0, 1}, {0, 2}});
}

TEST_CASE("canonicalise: the indices a line states hold for its whole block") {
    CHECK(subpixels("TRACE_C: ray 1\nTRACE_C_STEP thick=0 sub_s=4 sub_f=7 a=1\n"
                    "TRACE_C: ray 2\nTRACE_C_STEP thick=0 sub_s=5 sub_f=8 a=1\n") ==
          Subpixels{{4, 7}, {5, 8}});
}

TEST_CASE("canonicalise: part, component, unit and label of an entry are obeyed") {
    const std::array entries{TapPrint{Dialect::c, "", "p", 1, 1, "pair", 1, 1000},
                             TapPrint{Dialect::c, "", "p", 0, 1, "pair", 0, 1, 4},
                             TapPrint{.dialect = Dialect::c,
                                      .kind = "",
                                      .key = "q",
                                      .part = 0,
                                      .count = 2,
                                      .tap = "pair",
                                      .component = 1,
                                      .label = "right"}};
    const TraceFile file =
        parse_trace("TRACE_C: p 3 5000\nTRACE_C: q left=1 right=2\n", "file", "");
    const auto values = meanings(file, entries);
    REQUIRE(values.size() == 4);
    CHECK(values[0].node == NodeKey{"pair", 0, {}});
    CHECK(values[0].value == 12); // printed = tap value / 4
    CHECK(values[1].node == NodeKey{"pair", 1, {}});
    CHECK(values[1].value == 5); // printed = tap value * 1000
    CHECK_FALSE(values[2].known);
    CHECK(values[3].known);
}

TEST_CASE("canonicalise: a key printed twice is told apart by its occurrence") {
    const std::array entries{TapPrint{.dialect = Dialect::c,
                                      .kind = "",
                                      .key = "p",
                                      .part = 0,
                                      .count = 1,
                                      .tap = "pair",
                                      .component = 0,
                                      .occurrence = 0},
                             TapPrint{.dialect = Dialect::c,
                                      .kind = "",
                                      .key = "p",
                                      .part = 0,
                                      .count = 1,
                                      .tap = "pair",
                                      .component = 1,
                                      .occurrence = 1}};
    const auto values =
        meanings(parse_trace("TRACE_C: p 3\nTRACE_C: p 4\nTRACE_C: p 5\n", "file", ""), entries);
    REQUIRE(values.size() == 3);
    CHECK(values[0].node.component == 0);
    CHECK(values[1].node.component == 1);
    CHECK_FALSE(values[2].known);
}

TEST_CASE("canonicalise: an entry for another kind or company does not speak") {
    const std::array entries{TapPrint{.dialect = Dialect::c,
                                      .kind = "",
                                      .key = "p",
                                      .part = 0,
                                      .count = 1,
                                      .tap = "pair",
                                      .component = 0,
                                      .only_with = "company"}};
    const auto known = [&entries](const std::string& text) {
        return meanings(parse_trace(text, "file", ""), entries).front().known;
    };
    CHECK(known("TRACE_C: p 1\nTRACE_C: company 1\n"));
    CHECK_FALSE(known("TRACE_C: p 1\n"));
    // a port may print the C program's lines in its own dialect
    CHECK(known("TRACE_PY: p 1\nTRACE_PY: company 1\n"));
    CHECK_FALSE(known("TRACE_C_PHI p=1\nTRACE_C: company 1\n"));
}

TEST_CASE("canonicalise: unknown keys keep their printed names") {
    const auto values = meanings(parse_trace("TRACE_C_PHI phi_tic=2 k=1\n", "file", ""), {});
    REQUIRE(values.size() == 1);
    CHECK_FALSE(values.front().known);
    CHECK(values.front().node.tap == "PHI.k");
    CHECK(values.front().node.site[nest::phi_tic] == 2);
}

TEST_CASE("PrintedScope: holds what the dialect prints, less later passes and absent kinds") {
    const std::array entries{TapPrint{.dialect = Dialect::c,
                                      .kind = "",
                                      .key = "p",
                                      .part = 0,
                                      .count = 1,
                                      .tap = "pair",
                                      .component = 1},
                             TapPrint{.dialect = Dialect::c,
                                      .kind = "STEP",
                                      .key = "t",
                                      .part = 0,
                                      .count = 1,
                                      .tap = "turn",
                                      .component = 0,
                                      .only_first = loop_bit(nest::mos)}};
    const ProgramModel program = nest::model_of(taps, entries);
    const PrintedScope both(parse_trace("TRACE_C: p 1\nTRACE_C_STEP mos=0 t=1\n", "file", ""),
                            program);
    CHECK(both.holds({"pair", 1, {}}));
    CHECK_FALSE(both.holds({"pair", 0, {}}));
    CHECK_FALSE(both.holds({"ray", 0, {}}));
    CHECK(both.holds({"turn", 0, Place{.phi_tic = 9, .mos = 0}}));
    CHECK_FALSE(both.holds({"turn", 0, Place{.phi_tic = 9, .mos = 1}}));
    const PrintedScope plain(parse_trace("TRACE_C: p 1\n", "file", ""), program);
    CHECK_FALSE(plain.holds({"turn", 0, Place{.mos = 0}}));
    const PrintedScope native(parse_trace(toy_native_trace(Toy()), "file", ""), program);
    CHECK(native.holds({"turn", 0, Place{.mos = 7}}));
    CHECK_FALSE(native.holds({"nobody's", 0, {}}));
}

TEST_CASE("compare: a kind of line is not missed where a tap is exactly zero") {
    const auto result = [](const char* total, const char* silent_tap) {
        ProgramModel program = toy_model();
        program.silent_where_zero = {"", silent_tap};
        NativeSink sink;
        for (const TapSpec* tap : {&tap_total, &tap_final}) {
            sink.record(*tap, Place{.slow = 1, .fast = 2}, std::array{0.0});
        }
        NativeHeader header;
        header.pixels = {{1, 2}};
        return compare(parsed(sink.finish(header)),
                       parsed("TRACE_CONFIG: tracing pixel (spixel=1, fpixel=2)\n" +
                              std::string(total) + "TRACE_C: final 0\n"),
                       program, {}, {});
    };
    CHECK(result("", "total").verdict == Verdict::parity);
    CHECK(result("", "total").not_compared == 1);
    CHECK(result("", "").reason == VerdictReason::missing_records);
    CHECK(result("TRACE_C: total 0\n", "").verdict == Verdict::parity);
}

TEST_CASE("compare: traces that state no pixel are placed on the detector by their records") {
    ProgramModel program = toy_model();
    program.locate = [](const TraceFile& file) {
        const double metres = file.records.front().values.front().number;
        return std::optional(std::pair(metres, 0.0));
    };
    const auto reason = [&program](const char* metres) {
        const auto trace = [](const std::string& x) {
            return parsed("TRACE_PY: x_angstrom " + x + " 0 0\nTRACE_PY: final 1\n");
        };
        return compare(trace("0.05"), trace(metres), program, {}, {}).reason;
    };
    CHECK(reason("0.05") == VerdictReason::none);
    CHECK(reason("0.050005") == VerdictReason::values_depart);
    CHECK(reason("0.0502") == VerdictReason::other_pixel);
}
