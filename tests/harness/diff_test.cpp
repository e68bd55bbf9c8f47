#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "corpus.hpp"

/// `tapir diff` on real traces: the main job and every way of not being comparable.
namespace {

using namespace tapir::test;

std::string c_trace() {
    return std::string(TAPIR_SOURCE_DIR) + "/configs/traces/supervisor_685_1039_nanobragg.log";
}

std::string supervisor_trace(const ScratchFolder& scratch, const std::string& name,
                             const std::string& options) {
    std::string file = scratch.file(name);
    const Outcome outcome =
        run_program("trace --config supervisor --pixel 685 1039 " + options + " --out " + file);
    REQUIRE_MESSAGE(outcome.exit_code == 0, outcome.output);
    return file;
}

nlohmann::json verdict_of(const ScratchFolder& scratch, const std::string& arguments,
                          int expected_exit_code) {
    const Outcome outcome =
        run_program("diff " + arguments + " --json " + scratch.file("verdict.json"));
    CAPTURE(outcome.output);
    CHECK(outcome.exit_code == expected_exit_code);
    return nlohmann::json::parse(text_of(scratch.file("verdict.json")));
}

void check_not_comparable(const ScratchFolder& scratch, const std::string& candidate,
                          const std::string& reason, const std::string& part_of_sentence) {
    const auto verdict =
        verdict_of(scratch, c_trace() + " " + candidate + " --config supervisor", 3);
    CHECK(verdict.at("verdict") == "not_comparable");
    CHECK(verdict.at("reason") == reason);
    CHECK(contains(verdict.at("sentence").get<std::string>(), part_of_sentence));
}

} // namespace

TEST_CASE("diff: c-parity agrees with the C program in every dialect and says how many values") {
    const ScratchFolder scratch;
    for (const char* dialect : {"native", "c", "py"}) {
        CAPTURE(dialect);
        const std::string ours = supervisor_trace(
            scratch, dialect, std::string("--phi-mode c-parity --dialect ") + dialect);
        const auto verdict =
            verdict_of(scratch, c_trace() + " " + ours + " --config supervisor", 0);
        CHECK(verdict.at("verdict") == "parity");
        CHECK(verdict.at("compared").get<int>() >= 200);
        CHECK(verdict.at("self_test").at("planted").get<int>() > 0);
        CHECK(verdict.at("missing").empty());
        CHECK(verdict.at("extra").empty());
    }
}

TEST_CASE("diff: spec departs at one root, the vectors of phi_tic 0, stale by one scan") {
    const ScratchFolder scratch;
    for (const char* dialect : {"native", "c", "py --emit-rot-stars"}) {
        for (const char* scene : {" --config supervisor", ""}) {
            CAPTURE(dialect);
            CAPTURE(scene);
            const std::string ours = supervisor_trace(
                scratch, "spec", std::string("--phi-mode spec --dialect ") + dialect);
            const auto verdict = verdict_of(scratch, c_trace() + " " + ours + scene, 1);
            REQUIRE(verdict.at("root_causes").size() == 1);
            const auto& root = verdict.at("root_causes").front();
            CHECK(root == verdict.at("first_divergence"));
            CHECK(root.at("kind") == "ROT");
            CHECK(root.at("key").get<std::string>().substr(0, 3) == "ap_");
            CHECK(root.at("site").at("phi_tic") == 0);
            CHECK(root.at("class") == "stale");
            CHECK(root.at("side") == "reference");
            CHECK(contains(root.at("evidence").get<std::string>(), "stale by one scan"));
            CHECK(root.at("explains").get<int>() > 20);
        }
    }
}

TEST_CASE("diff: F_latt of the two modes is the published pair 1.38 and -2.38") {
    const ScratchFolder scratch;
    const std::string spec = text_of(supervisor_trace(scratch, "spec", "--dialect c"));
    const std::string parity =
        text_of(supervisor_trace(scratch, "parity", "--phi-mode c-parity --dialect c"));
    CHECK(contains(spec, "TRACE_C: F_latt 1.38"));
    CHECK(contains(parity, "TRACE_C: F_latt -2.38"));
}

TEST_CASE("diff: what cannot be compared exits 3, each case with its own sentence") {
    const ScratchFolder scratch;
    const std::string whole = text_of(c_trace());
    const std::string half = whole.substr(0, whole.size() / 2);
    check_not_comparable(scratch, scratch.write("half.log", half), "truncated", "is not whole");
    check_not_comparable(scratch, scratch.write("empty.log", ""), "empty", "no trace record");
    check_not_comparable(scratch, scratch.write("prose.log", "nothing to see\n"), "empty",
                         "no trace record");
    const std::string other_pixel = scratch.file("other_pixel.log");
    REQUIRE(
        run_program("trace --config supervisor --pixel 685 1040 --dialect c --out " + other_pixel)
            .exit_code == 0);
    check_not_comparable(scratch, other_pixel, "other_pixel", "different pixels");
    const std::string py_pixel = scratch.file("py_pixel.log");
    REQUIRE(run_program("trace --config supervisor --pixel 684 1039 --dialect py --out " + py_pixel)
                .exit_code == 0);
    check_not_comparable(scratch, py_pixel, "other_pixel", "positions on the detector");
    const std::string other_scene = scratch.file("other_scene.log");
    REQUIRE(run_program("trace --pixel 685 1039 --dialect c --out " + other_scene +
                        " -- -default_F 100 -cell 100 100 100 90 90 90 -N 5 -phisteps 10 -osc 1 "
                        "-detpixels 2000")
                .exit_code == 0);
    check_not_comparable(scratch, other_scene, "other_scene", "different scenes");
}

TEST_CASE("diff: a native trace cut or changed anywhere is not comparable") {
    const ScratchFolder scratch;
    const std::string whole =
        text_of(supervisor_trace(scratch, "native.trace", "--phi-mode c-parity"));
    for (const double share : {0.1, 0.5, 0.9, 0.999}) {
        const auto length = static_cast<std::size_t>(share * static_cast<double>(whole.size()));
        check_not_comparable(scratch, scratch.write("cut.trace", whole.substr(0, length)),
                             "truncated", "is not whole");
    }
    std::string changed = whole;
    changed[changed.find("airpath") + 80] ^= 1;
    const auto verdict =
        verdict_of(scratch, c_trace() + " " + scratch.write("changed.trace", changed), 3);
    CHECK(verdict.at("verdict") == "not_comparable");
}

TEST_CASE("diff: native traces of two scenes differ by their digests") {
    const ScratchFolder scratch;
    const std::string one = supervisor_trace(scratch, "one.trace", "");
    const std::string two = scratch.file("two.trace");
    REQUIRE(run_program("trace --config phi_scan --pixel 20 30 --out " + two).exit_code == 0);
    CHECK(verdict_of(scratch, one + " " + two, 3).at("reason") == "other_pixel");
    const std::string here = scratch.file("here.trace");
    REQUIRE(run_program("trace --config simple_cubic --pixel 20 30 --out " + here).exit_code == 0);
    CHECK(verdict_of(scratch, here + " " + two, 3).at("reason") == "other_scene");
    const std::string copy = scratch.write("copy.trace", text_of(two));
    CHECK(verdict_of(scratch, two + " " + copy + " --config supervisor", 3).at("reason") ==
          "other_scene");
}

TEST_CASE("diff: one changed digit of the C trace is found where it stands") {
    const ScratchFolder scratch;
    std::string changed = text_of(c_trace());
    const std::string before = "TRACE_C: polar 0.91463969894451";
    REQUIRE(contains(changed, before));
    changed.replace(changed.find(before), before.size(), "TRACE_C: polar 0.91463969894452");
    const auto verdict = verdict_of(
        scratch, c_trace() + " " + scratch.write("changed.log", changed) + " --config supervisor",
        1);
    CHECK(verdict.at("departing") == 1);
    CHECK(verdict.at("first_divergence").at("key") == "polar");
    CHECK(verdict.at("first_divergence").at("kind") == "");
}

TEST_CASE("diff: a line less or a line more is never parity") {
    const ScratchFolder scratch;
    const std::string whole = text_of(c_trace());
    const std::size_t begin = whole.find("TRACE_C: obliquity_factor");
    const std::size_t end = whole.find('\n', begin) + 1;
    const std::string less = whole.substr(0, begin) + whole.substr(end);
    const std::string more = whole + "TRACE_C: obliquity_factor 1\n";
    auto verdict = verdict_of(scratch, c_trace() + " " + scratch.write("less.log", less), 1);
    CHECK(verdict.at("reason") == "missing_records");
    CHECK(contains(verdict.at("missing").front().get<std::string>(), "obliquity_factor"));
    verdict = verdict_of(scratch, c_trace() + " " + scratch.write("more.log", more), 1);
    CHECK(verdict.at("reason") == "extra_records");
}

TEST_CASE("diff: the records of a missing phi step are named") {
    const ScratchFolder scratch;
    std::istringstream lines(text_of(c_trace()));
    std::string line;
    std::string without;
    while (std::getline(lines, line)) {
        without += contains(line, "phi_tic=4") ? "" : line + "\n";
    }
    const auto verdict =
        verdict_of(scratch, c_trace() + " " + scratch.write("without.log", without), 1);
    CHECK(verdict.at("first_divergence").at("key") == "phi_tic");
    CHECK(verdict.at("first_divergence").at("site").at("phi_tic") == 4);
}

TEST_CASE("diff: a tolerance that lets everything pass is refused") {
    for (const char* tolerance : {"--rtol 1", "--rtol -1", "--rtol nan", "--atol inf"}) {
        CAPTURE(tolerance);
        CHECK(run_program("diff " + c_trace() + " " + c_trace() + " " + tolerance).exit_code == 2);
    }
}
