#include <doctest/doctest.h>

#include <string>

#include "compared.hpp"
#include "corpus.hpp"

/// What `tapir attest` makes of traces as other people's tracers print them.
namespace {

using namespace tapir::test;

/// A case of tests/data/field, attested with its own options or without.
Outcome attest_case(const std::string& name, const std::string& file,
                    const std::string& more = "") {
    const std::filesystem::path folder = test_data() / "field" / name;
    const std::filesystem::path options = folder / "args.txt";
    const bool has_options = std::filesystem::exists(options);
    const std::string trace = (folder / file).string();
    const InFolder inputs(case_folder("phi_zero")); // its options name ../../inputs
    return run_program("attest " + trace + (has_options ? " --args-file " + options.string() : "") +
                       more);
}

Outcome attest_text(const std::string& text, const std::string& more = "") {
    const ScratchFolder scratch;
    return run_program("attest " + scratch.write("trace.log", text) + more);
}

std::string trace_of_case(const std::string& name, const std::string& file) {
    return text_of(test_data() / "field" / name / file);
}

} // namespace

TEST_CASE("attest: a port's trace whose position tells its pixel") {
    const Outcome attested = attest_case("log_port_trace_attest", "input.log");
    INFO(attested.output);
    CHECK(attested.exit_code == 0);
}

TEST_CASE("attest: --pixel says of which pixel a trace is") {
    std::string text = trace_of_case("log_port_trace_attest", "input.log");
    const std::string mark = "TRACE_PY: pixel_pos_meters";
    const std::size_t at = text.find(mark);
    REQUIRE(at != std::string::npos);
    text.erase(at, text.find('\n', at) + 1 - at);
    const std::string options =
        " --args-file " + (test_data() / "field" / "log_port_trace_attest" / "args.txt").string();
    const Outcome untold = attest_text(text, options);
    CHECK(untold.exit_code == 2);
    CHECK(untold.output.find("--pixel SLOW FAST") != std::string::npos);
    const Outcome told = attest_text(text, options + " --pixel 20 30");
    INFO(told.output);
    CHECK(told.exit_code == 0);
    CHECK(attest_text(text, options + " --pixel 30 20").exit_code == 4);
    const Outcome other = attest_text("TRACE_CONFIG: tracing pixel (spixel=20, fpixel=30)\n" + text,
                                      options + " --pixel 3 4");
    CHECK(other.exit_code == 2);
    CHECK(other.output.find("says that it is of another pixel") != std::string::npos);
}

TEST_CASE("attest: an older tracer prints no set-up block") {
    CHECK(attest_case("log_short_trace_attest", "input.log").exit_code == 0);
    // a record of the pixel that is not there is missing all the same
    std::string text = trace_of_case("log_short_trace_attest", "input.log");
    const std::string mark = "TRACE_C: cos_2theta";
    const std::size_t at = text.find(mark);
    REQUIRE(at != std::string::npos);
    text.erase(at, text.find('\n', at) + 1 - at);
    const std::string options =
        " --args-file " + (test_data() / "field" / "log_short_trace_attest" / "args.txt").string();
    CHECK(attest_text(text, options).exit_code == 4);
}

TEST_CASE("attest: another program's native trace holds what it chose") {
    const Outcome attested = attest_case("native_partial_attest", "input.trace");
    INFO(attested.output);
    CHECK(attested.exit_code == 0);
    CHECK(attested.output.find("never stand in") != std::string::npos);
}

TEST_CASE("attest: orientations that are printed once for each source") {
    CHECK(attest_case("nb_rot_each_source", "input.log").exit_code == 0);
    // one of them printed otherwise
    std::string text = trace_of_case("nb_rot_each_source", "input.log");
    const std::string mark = " ap_x=";
    const std::size_t at = text.rfind(mark);
    REQUIRE(at != std::string::npos);
    text.insert(at + mark.size(), "1");
    CHECK(attest_text(text).exit_code == 4);
}

TEST_CASE("attest: a key and its square are two keys") {
    const Outcome seen = attest_text("TRACE_PY: F_cell = 1.0e+02\nTRACE_PY: F_cell^2 = 1.0e+04\n");
    CHECK(seen.exit_code != 4);
    CHECK(seen.output.find("prints this record twice") == std::string::npos);
}

TEST_CASE("attest: terms that do not add up to their sum") {
    const std::string terms = "TRACE_PY:Fbeam_m=0.05\nTRACE_PY:Sbeam_m=0.05\n"
                              "TRACE_PY:distance_m=0.1\nTRACE_PY:term_fast=-0 -0 -0.05\n"
                              "TRACE_PY:term_slow=-0 0.05 -0\nTRACE_PY:term_beam=0.1 0 0\n";
    CHECK(attest_text(terms + "TRACE_PY:pix0_vector=0.1 0.05005 -0.05005\n").exit_code == 4);
    CHECK(attest_text(terms + "TRACE_PY:pix0_vector=0.1 0.05 -0.05\n").exit_code == 0);
}
