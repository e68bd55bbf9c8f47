#include <doctest/doctest.h>

#include <fstream>

#include <nlohmann/json.hpp>

#include "corpus.hpp"

/// What the user says about how far values may lie apart.
namespace {

using namespace tapir::test;

/// The trace with the value of a key's first line multiplied.
std::string with_factor(const ScratchFolder& scratch, const std::string& name,
                        const std::string& key, double factor) {
    const std::string text = text_of("cref/trace_26_25.log");
    const std::size_t at = text.find("TRACE_C: " + key + " ");
    REQUIRE(at != std::string::npos);
    const std::size_t begin = text.find(' ', at + 9) + 1;
    const std::size_t end = text.find('\n', begin);
    std::array<char, 40> number{};
    std::snprintf(number.data(), number.size(), "%.15g",
                  std::stod(text.substr(begin, end - begin)) * factor);
    return scratch.write(name, text.substr(0, begin) + number.data() + text.substr(end));
}

int diff_with(const ScratchFolder& scratch, const std::string& candidate,
              const std::string& tolerances) {
    const std::string file = scratch.write("t.json", tolerances);
    return run_program("diff cref/trace_26_25.log " + candidate + " --tolerances " + file)
        .exit_code;
}

} // namespace

TEST_CASE("tolerance: of one key, with its reason, instead of what holds for all") {
    const ScratchFolder scratch;
    const InFolder here(case_folder("phi_zero"));
    const std::string candidate = with_factor(scratch, "c.log", "polar", 1 + 1e-7);
    CHECK(run_program("diff cref/trace_26_25.log " + candidate).exit_code == 1);
    const std::string wide =
        R"({"tolerances": [{"key": "polar", "relative": 1e-6, "reason": "the port tabulates it"}]})";
    CHECK(diff_with(scratch, candidate, wide) == 0);
    const Outcome said =
        run_program("diff cref/trace_26_25.log " + candidate + " --tolerances " +
                    scratch.write("w.json", wide) + " --json " + scratch.file("v.json"));
    CHECK(said.exit_code == 0);
    const auto verdict = nlohmann::json::parse(text_of(scratch.file("v.json")));
    CHECK(verdict.at("tolerance").get<std::string>().find("the port tabulates it") !=
          std::string::npos);
    CHECK(verdict.at("within_tolerance").get<int>() >= 1);

    // narrower than what holds for the others
    const std::string narrow = scratch.write(
        "n.json", R"({"tolerances": [{"key": "polar", "relative": 1e-9, "reason": "exact"}]})");
    CHECK(run_program("diff cref/trace_26_25.log " + candidate + " --rtol 1e-3 --tolerances " +
                      narrow)
              .exit_code == 1);
    CHECK(run_program("diff cref/trace_26_25.log " + candidate + " --rtol 1e-3").exit_code == 0);
}

TEST_CASE("tolerance: a file that is not as it should be is refused") {
    const ScratchFolder scratch;
    const InFolder here(case_folder("phi_zero"));
    const std::string candidate = with_factor(scratch, "c.log", "polar", 1 + 1e-7);
    for (const std::string text :
         {R"({"tolerances": [{"key": "polar", "relative": 1e-6}]})",
          R"({"tolerances": [{"relative": 1e-6, "reason": "x"}]})",
          R"({"tolerances": [{"key": "polar", "relativ": 1e-6, "reason": "x"}]})",
          R"({"tolerances": [{"key": "polar", "relative": 1, "reason": "x"}]})",
          R"({"tolerances": [{"key": "polar", "relative": "1e-6", "reason": "x"}]})",
          R"({"tolerances": {}})", R"({})", R"([])", "polar 1e-6", ""}) {
        CAPTURE(text);
        CHECK(diff_with(scratch, candidate, text) == 2);
    }
}

TEST_CASE("repeat: what differs from run to run is noise, what does not is not") {
    const ScratchFolder scratch;
    const InFolder here(case_folder("phi_zero"));
    const std::string noisy = with_factor(scratch, "noisy.log", "polar", 1 + 1e-12);
    const std::string wrong = with_factor(scratch, "wrong.log", "polar", 1 + 1e-9);
    const std::string other = with_factor(scratch, "other.log", "omega_pixel", 1 + 1e-12);
    const std::string command = " --repeat 3 --repeat-command 'test $OMP_NUM_THREADS = 2 && cat " +
                                noisy + " || cat cref/trace_26_25.log'";
    const auto diff = [&](const std::string& candidate, const std::string& options) {
        return run_program("diff cref/trace_26_25.log " + candidate + options);
    };
    CHECK(diff(noisy, "").exit_code == 1);
    const Outcome green = diff(noisy, command);
    CAPTURE(green.output);
    CHECK(green.exit_code == 0);
    CHECK(green.output.find("taps differ)") != std::string::npos);
    CHECK(diff(wrong, command).exit_code == 1);
    CHECK(diff(other, command).exit_code == 1);
}

TEST_CASE("repeat: a command that gives something else, or nothing, makes no tolerance") {
    const ScratchFolder scratch;
    const InFolder here(case_folder("phi_zero"));
    const std::string candidate = with_factor(scratch, "c.log", "polar", 1 + 1e-7);
    const auto diff = [&](const std::string& command) {
        return run_program("diff cref/trace_26_25.log " + candidate + " --repeat 2 " + command)
            .exit_code;
    };
    CHECK(diff("--repeat-command 'cat " + candidate + "'") == 3);
    CHECK(diff("--repeat-command 'cat spec/trace_26_25.log'") == 3);
    CHECK(diff("--repeat-command true") == 3);
    CHECK(diff("--repeat-command 'head -c 5000 cref/trace_26_25.log'") == 3);
    CHECK(diff("--repeat-command false") == 2);
    CHECK(diff("") == 2);
    CHECK(run_program("diff cref/trace_26_25.log " + candidate + " --repeat-command true")
              .exit_code == 2);
}
