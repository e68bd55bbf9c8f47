#include <doctest/doctest.h>

#include <fstream>

#include <nlohmann/json.hpp>

#include "corpus.hpp"
#include "scene/preset_source.hpp"

/// What the user says about how far values may lie apart.
namespace {

using namespace tapir;
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
          R"({"tolerances": [{"key": "polar", "relative": 1e-6, "reason": " \t"}]})",
          R"({"tolerances": [{"key": " ", "relative": 1e-6, "reason": "x"}]})",
          R"({"tolerances": [{"key": "polar", "reason": "x"}]})",
          R"({"tolerances": [{"key": "polar", "relative": 1e-6, "relative": 0.5, "reason": "x"}]})",
          R"({"tolerances": [{"key": "polar", "ulp": 1e16, "reason": "x"}]})",
          R"({"tolerances": [{"key": "polr", "relative": 1e-6, "reason": "x"}]})",
          R"({"tolerances": [{"key": "polar", "relative": 1e-6, "reason": "x"},
                             {"key": "polar", "relative": 1e-3, "reason": "y"}]})",
          R"({"tolerances": [{"key": "polar", "relative": 1e-6, "reason": "x"},
                             {"key": "polar_final", "relative": 1e-3, "reason": "y"}]})",
          R"({"tolerances": []})", R"({"tolerances": {}})", R"({})", R"([])", "polar 1e-6", ""}) {
        CAPTURE(text);
        CHECK(diff_with(scratch, candidate, text) == 2);
    }
}

TEST_CASE("tolerance: errors speak of the file of tolerances, and numbers are short") {
    const ScratchFolder scratch;
    const InFolder here(case_folder("phi_zero"));
    const std::string candidate = with_factor(scratch, "c.log", "polar", 1 + 1e-7);
    const auto said = [&](const std::string& text) {
        return run_program("diff cref/trace_26_25.log " + candidate + " --tolerances " +
                           scratch.write("t.json", text))
            .output;
    };
    const std::string unknown =
        said(R"({"tolerances": [{"key": "polar", "zzz": 1e-6, "reason": "x"}]})");
    CHECK(contains(unknown, "configs/tolerances.schema.json"));
    CHECK_FALSE(contains(unknown, "preset"));
    CHECK(contains(said(R"({"tolerances": [{"key": "polr", "relative": 1e-6, "reason": "x"}]})"),
                   "Did you mean 'polar'?"));
    CHECK(contains(said(R"({"tolerances": [{"key": "polar", "absolute": 1e301, "reason": "x"}]})"),
                   "below 1e+300, is 1e+301"));
    CHECK(contains(said(R"({"tolerances": [{"key": "polar", "absolute": 1e299, "reason": "x"}]})"),
                   "polar: absolute 1e+299 (x)"));
}

TEST_CASE("tolerance: a known key that no record bears is told, and so is one without meaning") {
    const ScratchFolder scratch;
    const InFolder here(case_folder("phi_zero"));
    const std::string candidate = with_factor(scratch, "c.log", "polar", 0.3);
    const Outcome green = run_program("diff cref/trace_26_25.log " + candidate + " --tolerances " +
                                      scratch.write("t.json", R"({"tolerances": [
                        {"key": "polar", "absolute": 1e9, "reason": "wide"},
                        {"key": "rot_a_star", "ulp": 1, "reason": "not there"}]})"));
    CAPTURE(green.output);
    CHECK(green.exit_code == 0);
    CHECK(contains(green.output, "the tolerances of rot_a_star apply to nothing"));
    CHECK(contains(green.output, "Of these 1 only within an absolute"));
    const Outcome general = run_program("diff cref/trace_26_25.log " + candidate + " --atol 1e9");
    CHECK(contains(general.output, "Of these 1 only within an absolute"));
    const std::string narrow = scratch.write(
        "n.json", R"({"tolerances": [{"key": "polar", "absolute": 0.9, "reason": "x"}]})");
    const Outcome meant =
        run_program("diff cref/trace_26_25.log " + candidate + " --tolerances " + narrow);
    CHECK(meant.exit_code == 0);
    CHECK_FALSE(contains(meant.output, "Of these"));
}

TEST_CASE("tolerance: the schema and the reader know the same keys") {
    const auto schema =
        nlohmann::json::parse(text_of(harness::configs_folder() / "tolerances.schema.json"));
    const auto& entry = schema.at("properties").at("tolerances").at("items");
    CHECK(schema.at("additionalProperties") == false);
    CHECK(entry.at("additionalProperties") == false);
    const ScratchFolder scratch;
    const InFolder here(case_folder("phi_zero"));
    nlohmann::json whole{{"key", "polar"}, {"reason", "why"}};
    for (const auto& item : entry.at("properties").items()) {
        if (!whole.contains(item.key())) {
            whole[item.key()] = 1e-9;
        }
    }
    CHECK(whole.size() == 5);
    const std::string candidate = with_factor(scratch, "c.log", "polar", 1 + 1e-12);
    CHECK(diff_with(scratch, candidate,
                    nlohmann::json{{"tolerances", nlohmann::json::array({whole})}}.dump()) == 0);
}

TEST_CASE("exact: other tolerances contradict it, another way to write a number does not") {
    const ScratchFolder scratch;
    const InFolder here(case_folder("phi_zero"));
    const std::string text = text_of("cref/trace_26_25.log");
    const std::size_t end = text.find('\n', text.find("TRACE_C: polar "));
    const std::string same =
        scratch.write("same.log", text.substr(0, end) + "0" + text.substr(end));
    const std::string diff = "diff cref/trace_26_25.log " + same + " --exact";
    const Outcome green = run_program(diff);
    CAPTURE(green.output);
    CHECK(green.exit_code == 0);
    CHECK(contains(green.output, " 0 within tolerance"));
    CHECK(contains(green.output, "tolerance: identical numbers\n"));
    const std::string keys = scratch.write(
        "t.json", R"({"tolerances": [{"key": "polar", "relative": 1e-6, "reason": "x"}]})");
    for (const std::string& other :
         {std::string("--rtol 1e-3"), std::string("--atol 1e-3"), std::string("--ulp 4"),
          "--tolerances " + keys, std::string("--repeat 2 --repeat-command true")}) {
        CAPTURE(other);
        const Outcome refused = run_program(diff + " " + other);
        CHECK(refused.exit_code == 2);
        CHECK(contains(refused.output, "contradicts"));
    }
}

TEST_CASE("tolerance: lets the sides differ, not a record from its own computation") {
    const ScratchFolder scratch;
    const InFolder here(case_folder("phi_zero"));
    const std::string lie = with_factor(scratch, "c.log", "polar", 1 + 1e-3);
    const auto diff = [&](const std::string& options) {
        return run_program("diff cref/trace_26_25.log " + lie +
                           " --args-file args.txt --phi-mode c-parity " + options);
    };
    CHECK(diff("").exit_code == 4);
    CHECK(diff("--rtol 0.1").exit_code == 4);
    CHECK(diff("--atol 10").exit_code == 4);
    CHECK(diff("--ulp 1e15").exit_code == 4);
    const auto of_key = [&](const std::string& key) {
        return diff("--tolerances " +
                    scratch.write("t.json", R"({"tolerances": [{"key": ")" + key +
                                                R"(", "relative": 0.1, "reason": "x"}]})"));
    };
    CHECK(of_key("F_latt").exit_code == 4);
    const Outcome allowed = of_key("polar");
    CAPTURE(allowed.output);
    CHECK(allowed.exit_code == 0);
    CHECK(contains(allowed.output, "without its own tolerance polar would not attest"));
    // a wide tolerance is no reason to withdraw a green: the self-test plants what it does not
    // allow
    std::filesystem::copy_file("cref/trace_26_25.log", scratch.file("same.log"));
    CHECK(run_program("diff cref/trace_26_25.log " + scratch.file("same.log") +
                      " --args-file args.txt --phi-mode c-parity --rtol 0.1")
              .exit_code == 0);
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
    CHECK(contains(
        run_program("diff cref/trace_26_25.log " + candidate + " --repeat 3 --repeat-command true")
            .output,
        "run 1 printed no trace record"));
    CHECK(diff("--repeat-command 'head -c 5000 cref/trace_26_25.log'") == 3);
    CHECK(diff("--repeat-command false") == 2);
    CHECK(diff("") == 2);
    CHECK(run_program("diff cref/trace_26_25.log " + candidate + " --repeat-command true")
              .exit_code == 2);
}
