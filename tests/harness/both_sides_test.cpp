#include <doctest/doctest.h>

#include <functional>

#include <nlohmann/json.hpp>

#include "corpus.hpp"

/// Traces that agree with each other and not with the scene: no green without a word.
namespace {

using namespace tapir::test;

const std::string one_scene = " --config supervisor";
const std::string shared = "on both sides alike, do not follow from the scene given";

std::string supervisor_trace(const ScratchFolder& scratch, const std::string& options) {
    const std::string file = scratch.file("made.log");
    REQUIRE(run_program("trace --pixel 685 1039 --dialect c --out " + file + one_scene + options)
                .exit_code == 0);
    return text_of(file);
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
    REQUIRE(contains(text, from));
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
        text.replace(at, from.size(), to);
    }
}

struct BothSeen {
    int exit_code;
    nlohmann::json verdict;
};

/// Two files of the same text.
BothSeen both(const ScratchFolder& scratch, const std::string& text, const std::string& options) {
    const std::string one = scratch.write("one.log", text);
    const std::string other = scratch.write("other.log", text);
    const Outcome outcome =
        run_program("diff " + one + " " + other + options + " --json " + scratch.file("v"));
    CAPTURE(outcome.output);
    return {outcome.exit_code, nlohmann::json::parse(text_of(scratch.file("v")))};
}

} // namespace

TEST_CASE("both sides: the same wrong value twice is said in the verdict's sentence") {
    const ScratchFolder scratch;
    std::string text = supervisor_trace(scratch, "");
    CHECK_FALSE(contains(both(scratch, text, one_scene).verdict.at("sentence"), shared));
    // one loop pass, under both of its keys
    replace_all(text, "F_latt=1.09860741704307", "F_latt=7.25");
    const BothSeen seen = both(scratch, text, one_scene);
    CHECK(seen.exit_code == 0); // the sides do not part
    CHECK(contains(seen.verdict.at("sentence"), shared));
    CHECK(contains(seen.verdict.at("sentence"), "the first is F_latt, 7.25"));
    CHECK(contains(seen.verdict.at("notes").dump(), "the scene gives 1.098607417043"));
    // nothing to hold them against
    CHECK_FALSE(contains(both(scratch, text, "").verdict.at("sentence"), shared));
}

TEST_CASE("both sides: the same wrong print twice is said too") {
    const ScratchFolder scratch;
    std::string text = supervisor_trace(scratch, "");
    replace_all(text, "TRACE_C: F_latt 1.3820825271655", "TRACE_C: F_latt 7.25");
    const BothSeen seen = both(scratch, text, one_scene);
    CHECK(seen.exit_code == 0);
    CHECK(contains(seen.verdict.at("sentence"), shared));
    CHECK(contains(seen.verdict.at("notes").dump(), "both sides agree on a wrong print"));
}

TEST_CASE("both sides: a behaviour of the other kind is named, and the values held against it") {
    const ScratchFolder scratch;
    std::string text = supervisor_trace(scratch, " --phi-mode c-parity");
    const BothSeen green = both(scratch, text, one_scene);
    CHECK_FALSE(contains(green.verdict.at("sentence"), shared));
    CHECK(contains(green.verdict.at("notes").dump(), "phi0_carryover"));
    CHECK_FALSE(contains(both(scratch, text, one_scene + " --phi-mode c-parity").verdict.dump(),
                         "phi0_carryover"));
    replace_all(text, "F_latt_b=-0.385020463934971", "F_latt_b=-0.385020463934");
    CHECK(contains(both(scratch, text, one_scene).verdict.at("sentence"), shared));
}

TEST_CASE("both sides: traces of another scene than the one given") {
    const ScratchFolder scratch;
    const InFolder here(case_folder("phi_zero"));
    const std::string text = text_of("cref/trace_26_25.log");
    CHECK_FALSE(
        contains(both(scratch, text, " --args-file args.txt").verdict.at("sentence"), shared));
    for (const std::string other :
         {" -distance 99", " -lambda 1.5", " -cell 26 30 35 80 95 105", " -N 7"}) {
        CAPTURE(other);
        const std::string args = scratch.write("args.txt", text_of("args.txt") + other + "\n");
        const BothSeen seen = both(scratch, text, " --args-file " + args);
        CHECK(seen.exit_code == 0);
        CHECK(contains(seen.verdict.at("sentence"), shared));
    }
}
