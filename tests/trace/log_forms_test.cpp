#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "format/log_lines.hpp"
#include "format/log_records.hpp"
#include "nest.hpp"
#include "tapir/trace/format/read_trace.hpp"

/// What the logs of programs and of ports of them look like, one row a form.
namespace {

using namespace tapir::trace;

/// "KIND/key=1,2" for each record, in order.
std::string shown(const TraceFile& file) {
    std::string text;
    for (const PrintedRecord& record : file.records) {
        text += (text.empty() ? "" : " ") + (record.kind.empty() ? "" : record.kind + "/") +
                record.key + "=";
        for (std::size_t i = 0; i < record.values.size(); ++i) {
            text += (i > 0 ? "," : "") + record.values[i].text;
        }
    }
    return text;
}

struct Row {
    const char* text;
    const char* records;
};

} // namespace

TEST_CASE("log forms: what stands before TRACE_ changes nothing") {
    for (const char* prefix : {"", "  ", "\t", "[0] ", "rank 3: ", "rank3: ", "INFO: ", "[DEBUG] ",
                               "INFO - ", "2026-01-05 10:00:00,123 - nanobragg.trace - INFO - ",
                               "nanobragg: ", "12: ", "<worker 2> ", "10:00:01.25 | "}) {
        CAPTURE(prefix);
        const TraceFile file = parse_trace(prefix + std::string("TRACE_C: p 3 4\n") + prefix +
                                               "TRACE_C_STEP mos=1 t=5\n",
                                           "log", "");
        CHECK(shown(file) == "p=3,4 STEP/t=5");
        CHECK(file.free_text_lines == 0);
        CHECK(file.problems.empty());
    }
    for (const char* prose : {"see TRACE_C: p 3", "the lines TRACE_C: p 3", "x=1 TRACE_C: p 3"}) {
        CAPTURE(prose);
        CHECK(parse_trace(prose + std::string("\nTRACE_C: q 1\n"), "log", "").free_text_lines == 1);
    }
}

TEST_CASE("log forms: lines of TRACE_") {
    const std::vector<Row> rows{
        {"TRACE_PY: F_cell = 100\nTRACE_PY: F_cell^2 = 10000\n", "F_cell=100 F_cell^2=10000"},
        {"TRACE_PY_LATTICE:   a_star = [0.4, 0, 0] |a_star| = 0.4\n",
         "LATTICE/a_star=0.4,0,0 LATTICE/|a_star|=0.4"},
        {"TRACE_PY: After conversion: a = [1, 2, 3]\n", "After conversion: a=1,2,3"},
        {"TRACE_PY: V_cell = 1e6, V_star = 1e-6\n", "V_cell=1e6 V_star=1e-6"},
        {"TRACE_C:beam_center_m=X:0.05 Y:0.06 pixel_mm:0.1\n", "beam_center_m=0.05,0.06,0.1"},
        {"TRACE_C:convention_mapping=Fbeam<-Y(+0.5px),beam_vec=[1 0 0]\n",
         "convention_mapping=Fbeam<-Y,+0.5px,beam_vec=,1,0,0"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const TraceFile file = parse_trace(row.text, "log", "");
        CHECK(shown(file) == row.records);
        CHECK(file.problems.empty());
    }
}

TEST_CASE("log forms: a numbered line is of that pass of its loop") {
    const TraceFile file = parse_trace("TRACE_PY_MOS 1: weight 0.5\nTRACE_PY_BATCH 2: size 7\n",
                                       "log", "", nest::loops());
    REQUIRE(file.records.size() == 2);
    CHECK(file.records[0].kind == "MOS");
    CHECK(file.records[0].site[nest::mos] == 1);
    CHECK(file.records[1].kind == "BATCH2"); // no loop is called so
    CHECK(file.records[1].values.front().number == 7);
}

TEST_CASE("log forms: numbers among words") {
    const std::vector<Row> rows{
        {"TRACE: hkl_frac -3e-06 0 9.7e-05\n", "TEXT/hkl_frac=-3e-06,0,9.7e-05"},
        {"[DEBUG] hkl_frac 1 2 3\n", "TEXT/hkl_frac=1,2,3"},
        {"GEOM_PY:twotheta_axis=[0 1 0]\n", "TEXT/twotheta_axis=0,1,0"},
        {"TRACE:   a_star = [0.1, 0, 0] |a_star| = 0.1\n", "TEXT/a_star=0.1,0,0 TEXT/|a_star|=0.1"},
        {"TRACE:   After: a_star = [0.2, 0, 0]\n", "TEXT/After: a_star=0.2,0,0"},
        {"Omega (point-pixel): 1.454e-05 sr\n", "TEXT/Omega (point-pixel)=1.454e-05"},
        {"pix0_vector (m): tensor([ 0.1000,  0.0258], dtype=torch.float64)\n",
         "TEXT/pix0_vector (m)=0.1000,0.0258"},
        {"pos_mm row=71 col=47  100.0 -1.3\n", "TEXT/pos_mm=100.0,-1.3"},
        {"all is well\nR: 0.1 m\n", "TEXT/R=0.1"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(shown(parse_trace(row.text, "log", "")) == row.records);
    }
    // a sentence with a number in it states nothing
    CHECK(log_records("took 3 s for 5 pixels", 1).empty());
}

TEST_CASE("log forms: the pixel in words") {
    struct PixelRow {
        const char* line;
        int slow, fast;
    };
    const std::vector<PixelRow> rows{
        {"# Tracing pixel (slow=12, fast=34)", 12, 34},
        {"=== TRACE: Pixel (3, 7) [slow, fast] ===", 3, 7},
        {"=== Trace of pixel (7, 3) (fast, slow)", 3, 7},
        {"Pixel fast=34 slow=12", 12, 34},
        {"  Pixel: slow = 12, fast = 34", 12, 34},
        {"pixel [12, 34]", 12, 34},
    };
    for (const PixelRow& row : rows) {
        CAPTURE(row.line);
        CHECK(pixel_in_words(row.line) == std::optional(Pixel{row.slow, row.fast}));
    }
    for (const char* line : {"Max intensity: 2500 at pixel (64, 64)", "pixel size (0.1, 0.1)",
                             "60 x 48 pixels", "brightest pixel (3, 4) of the frame"}) {
        CAPTURE(line);
        CHECK_FALSE(pixel_in_words(line).has_value());
    }
    const TraceFile file =
        parse_trace("# Tracing pixel (slow=12, fast=34)\nTRACE_PY: F_latt 2\n", "log", "");
    CHECK(file.pixels == std::vector<Pixel>{{12, 34}});
    CHECK(file.records.front().site.pixel() == Pixel{12, 34});
}

TEST_CASE("log forms: a known key behind another prefix, where no TRACE_ line prints it") {
    const TapPrint p{Dialect::py, "", "p", 0, 1, "p", 0};
    const std::vector<TapPrint> entries{p};
    ProgramModel program;
    program.entries = entries;
    const auto records = [&program](const std::string& text) {
        return shown(parse_trace(text, "log", "", version_1_loops(), &program));
    };
    CHECK(records("TRACE_PY: q 1\n[DEBUG] p 3\n[DEBUG] r 3\n") == "q=1 p=3");
    CHECK(records("TRACE_PY: p 1\n[DEBUG] p 3\n") == "p=1");
}

TEST_CASE("log forms: what tells that something went wrong") {
    for (const char* line : {"ERROR: out of memory", "  [ERROR] no such file", "Error: bad cell",
                             "Traceback (most recent call last):", "Segmentation fault"}) {
        CAPTURE(line);
        CHECK(alarm_in(line) == Alarm::error);
    }
    CHECK(alarm_in("WARNING: auto-generating odet_vector") == Alarm::warning);
    for (const char* line : {"error = 1e-5", "Errors: 0 of 5", "no ERROR here", ""}) {
        CAPTURE(line);
        CHECK(alarm_in(line) == Alarm::none);
    }
}

TEST_CASE("log forms: a printout is of the last step, where the log says how many there are") {
    const std::string counts = "  sensor is 0 m thick in 1 layers with mu= -1\n  2 sources\n"
                               "  3 mosaic domains over mosaic spread of 0.5 degrees\n"
                               "  4 phi steps from 5 to 6 degrees\n  2x2 pixel oversample steps\n";
    const std::string block = "  30   31 : stol = 1e+08 or 0.01\nat 0.1 0.2 0.3\n"
                              "hkl= 0.1 1.9 -2.0  hkl0= 0 2 -2\n F_cell=100  F_latt=9   I = 96\n"
                              "I/steps     1\npolar      0.9\npixel   6e-08\n"
                              "real-space cell vectors (Angstrom):\n"
                              "     a           b           c         \n"
                              "X: 56.04452335 -39.79023961 33.87719424\n"
                              "Y: 28.05429820 66.58346960  5.20828076\n"
                              "Z: -31.17639741 19.58005128 83.21784377\n";
    const TraceFile other = parse_trace(counts + block, "c.out", "", Loops());
    CHECK(other.records.front().kind == "PRINTOUT_STEP"); // that program has no such loops
    const TraceFile known = parse_trace(counts + block, "c.out", "");
    REQUIRE(known.records.size() == 13);
    for (const PrintedRecord& record : known.records) {
        CHECK(record.kind == "PRINTOUT");
    }
    CHECK(known.records.front().site.pixel() == Pixel{31, 30});
    CHECK(to_text(known.records.front().site, known.loops) ==
          "slow=31 fast=30 thick=0 sub_s=1 sub_f=1 source=1 phi_tic=3 mos=2");
    CHECK(known.records[7].key == "I/steps");
    CHECK(known.records[7].values.front().number == 96); // 2 sources, 3 domains, 4 phis, 2 x 2
    CHECK(known.records[10].key == "a");
    CHECK(known.records[10].values[1].number == 28.05429820);
    const TraceFile unknown = parse_trace(block, "c.out", "");
    CHECK(unknown.records.front().kind == "PRINTOUT_STEP");
}

TEST_CASE(
    "alarm_in: a line of brackets and blanks alone is no alarm, and nothing behind it is read") {
    for (const std::string line : {"", " ", "[", " \t[<*", "ERRO", "[ERROR"}) {
        CAPTURE(line);
        const std::vector<char> bytes(line.begin(), line.end()); // ends where the line does
        const Alarm expected = line == "[ERROR" ? Alarm::error : Alarm::none;
        CHECK(alarm_in({bytes.data(), bytes.size()}) == expected);
    }
}
