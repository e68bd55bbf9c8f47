#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "compared.hpp"
#include "tapir/trace/base/digest.hpp"

/// Logs as ports and older tracers print them, two at a time.
namespace {

using namespace tapir::test;
using tapir::sha256_hex;

std::string first_root(const Seen& seen) {
    const auto& roots = seen.verdict.at("root_causes");
    return roots.empty() ? "" : std::string(roots.at(0).at("key"));
}

} // namespace

TEST_CASE("real logs: what is printed in another form is compared") {
    struct Row {
        const char *reference, *candidate, *root;
    };
    const std::vector<Row> rows{
        {"TRACE_C: hkl_frac -0.03 0 0.97\nTRACE_C: I_pixel_final 7\n",
         "TRACE: hkl_frac -3e-06 0 9.7e-05\nTRACE: Final intensity = 7\n", "hkl_frac"},
        {"TRACE_C:twotheta_axis=0 0 -1\nTRACE_C:Fbeam_m=0.05\n",
         "GEOM_PY:twotheta_axis=[0 1 0]\nGEOM_PY:Fbeam_m=0.05\n", "twotheta_axis"},
        {"TRACE:   a_star = [0.01, 0, 0] |a_star| = 0.01\n",
         "TRACE_PY_LATTICE:   a_star = [0.4, 0, 0] |a_star| = 0.4\n", "a_star"},
        {"TRACE_C: steps 4\nTRACE_C: F_cell 10\n",
         "TRACE_PY: steps 2\nTRACE_PY_SOURCE 0: source_weight 1\n"
         "TRACE_PY_SOURCE 1: source_weight 0.5\nTRACE_PY: F_cell 10\n",
         "steps"},
        {"TRACE_C: omega_pixel_sr 1.386e-05\nTRACE_C: R_distance_meters 0.105\n",
         "Distance to pixel (R): 0.1050000000 m\nOmega (point-pixel): 1.454e-05 sr\n",
         "omega_pixel_sr"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.candidate);
        const Seen seen = compared(row.reference, row.candidate);
        CHECK(seen.exit_code == 1);
        CHECK(first_root(seen) == row.root);
    }
}

TEST_CASE("real logs: two runs that say that they were set up in two ways are no parity") {
    const std::string trace = "TRACE_C: hkl_frac 0.1 2.2 3.3\nTRACE_C: F_latt 4\n";
    const Seen dump =
        compared("re-reading mine.hkl\n" + trace, "reading Fs from Fdump.bin\n" + trace);
    CHECK(dump.exit_code == 3);
    CHECK(contains(dump.verdict.at("sentence"), "reflections from mine.hkl against Fdump.bin"));
    const Seen banner =
        compared("DETECTOR_FAST_AXIS 0 0 1\n  2x2 pixel oversample steps\n" + trace,
                 "DETECTOR_FAST_AXIS 1 0 0\n  3x3 pixel oversample steps\n" + trace);
    CHECK(banner.exit_code == 3);
    CHECK(contains(banner.verdict.at("sentence"), "fast axis of the detector 0 0 1 against 1 0 0"));
    CHECK(contains(banner.verdict.at("sentence"), "oversampling of a pixel 2x2 against 3x3"));
    // the same file, named in two ways
    const Seen path = compared("re-reading mine.hkl\n" + trace, "re-reading ./mine.hkl\n" + trace);
    CHECK(path.exit_code == 0);
    CHECK_FALSE(contains(path.verdict.at("sentence"), "reflections from"));
}

TEST_CASE("real logs: zeros decide nothing") {
    const auto trace = [](const char* dialect, const char* cell, const char* sum,
                          const char* photons) {
        std::string text;
        for (const std::string& line : std::vector<std::string>{
                 "F_latt 1", std::string("F_cell ") + cell, std::string("I_before_scaling ") + sum,
                 "r_e_sqr 7.9e-30", "fluence_photons_per_m2 1e+29", "steps 1", "capture_fraction 1",
                 "polar 1", "omega_pixel 1e-08", std::string("I_pixel_final ") + photons,
                 std::string("floatimage_accumulated ") + photons}) {
            text += std::string(dialect) + ": " + line + "\n";
        }
        return text;
    };
    const Seen seen =
        compared(trace("TRACE_C", "0", "0", "0"), trace("TRACE_PY", "100", "10000", "7.9e-05"));
    CHECK(seen.exit_code == 1);
    CHECK(first_root(seen) == "F_cell");
    CHECK_FALSE(contains(seen.verdict.dump(), "the print is wrong"));
}

TEST_CASE("real logs: a label's unit is that of its own side") {
    const std::string c =
        "TRACE_C:beam_center_m=X:5e-05 Y:5e-05 pixel_mm:0.1\nTRACE_C:Fbeam_m=0.05005\n";
    CHECK(
        compared(c, "TRACE_PY:beam_center_m=X:0.05 Y:0.05 pixel_mm:0.1\nTRACE_PY:Fbeam_m=0.05005\n")
            .exit_code == 0);
    // a port that took over the habit of the C program
    CHECK(compared(
              c, "TRACE_PY:beam_center_m=X:5e-05 Y:5e-05 pixel_mm:0.1\nTRACE_PY:Fbeam_m=0.05005\n")
              .exit_code == 0);
    CHECK(
        compared(c, "TRACE_PY:beam_center_m=X:0.06 Y:0.05 pixel_mm:0.1\nTRACE_PY:Fbeam_m=0.05005\n")
            .exit_code == 1);
}

TEST_CASE("real logs: axes printed as before two-theta that are those after it") {
    const auto block = [](const std::string& angle, const std::string& slow) {
        return "TRACE_C:angles_rad=rotx:0 roty:0 rotz:0 twotheta:" + angle +
               "\nTRACE_C:fdet_after_rotz=0 0 1\nTRACE_C:sdet_after_rotz=" + slow +
               "\nTRACE_C:twotheta_axis=0 0 -1\nTRACE_C:fdet_after_twotheta=0 0 1\n"
               "TRACE_C:sdet_after_twotheta=" +
               slow + "\n";
    };
    const Seen seen =
        compared(block("0", "0 -1 0"),
                 block("0.0872664625997165", "-0.0871557427476582 -0.996194698091746 0"));
    CHECK(seen.exit_code == 1);
    CHECK(first_root(seen) == "angles_rad");
}

TEST_CASE("real logs: a position tells another pixel than the other side states") {
    const std::string c =
        "TRACE_C:beam_center_m=X:5e-05 Y:5e-05 pixel_mm:0.1\nTRACE_C:fdet_after_twotheta=0 0 1\n"
        "TRACE_C:sdet_after_twotheta=0 -1 0\nTRACE_C:pix0_vector=0.1 0.05005 -0.05005\n"
        "TRACE_C: pixel_pos_meters 0.1 0.0493 -0.0497\nTRACE_C: R_distance_meters 0.122121\n";
    const Seen seen = compared(c, "=== TRACE: Pixel (3, 7) [slow, fast] ===\n"
                                  "TRACE_PY: pixel_pos_meters 0.1 0.0497 -0.0493\n"
                                  "TRACE_PY: R_distance_meters 0.122121\n");
    CHECK(seen.exit_code == 3);
    CHECK(seen.verdict.at("reason") == "other_pixel");
    CHECK(contains(seen.verdict.at("sentence"), "7,3"));
}

TEST_CASE("real logs: what is no number on both sides hides nothing") {
    const Seen seen =
        compared("TRACE_C: gap_ratio nan\nTRACE_C: twotheta_rad 0\nTRACE_C: term 1\n",
                 "TRACE_PY: gap_ratio nan\nTRACE_PY: twotheta_rad 0.26\nTRACE_PY: term 2\n");
    CHECK(seen.exit_code == 1);
    CHECK(first_root(seen) == "twotheta_rad");
    CHECK(seen.verdict.at("root_causes").size() == 3);
}

TEST_CASE("real logs: a declared unit is converted, or refused") {
    const auto native = [](const std::string& unit, const std::string& value) {
        return "airpath [" + unit + "] slow=1 fast=2 thick=0 sub_s=0 sub_f=0 : " + value + "\n";
    };
    const ScratchFolder scratch;
    const auto trace = [&scratch](const std::string& name, const std::string& record) {
        return scratch.write(name, "TAPIR_TRACE format=1 program=port pixels=1,2 records=1\n" +
                                       record + "TAPIR_END records=1 sha256=" + sha256_hex(record) +
                                       "\n");
    };
    const std::string reference = trace("reference", native("m", "0.1"));
    CHECK(run_program("diff " + reference + " " + trace("mm", native("mm", "100"))).exit_code == 0);
    const Outcome wrong =
        run_program("diff " + reference + " " + trace("same", native("mm", "0.1")));
    CHECK(wrong.exit_code == 1);
    CHECK(contains(wrong.output, "declared in another unit"));
    const Outcome refused =
        run_program("diff " + reference + " " + trace("kelvin", native("K", "0.1")));
    CHECK(refused.exit_code == 3);
    CHECK(contains(refused.output, "measures"));
    const Outcome imported = run_program("trace import " + trace("cm", native("cm", "10")));
    CHECK(imported.exit_code == 0);
    CHECK(contains(imported.output, "airpath [m] slow=1 fast=2 thick=0 sub_s=0 sub_f=0 : 0.1\n"));
    CHECK(run_program("trace import " + trace("again", native("K", "0.1"))).exit_code == 2);
}
