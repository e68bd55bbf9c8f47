#include "tolerance_options.hpp"

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <filesystem>

#include <nlohmann/json.hpp>

#include "strict_object.hpp"
#include "tapir/engine/dialects/dictionary.hpp"
#include "tapir/trace/error.hpp"
#include "tapir/trace/file_io.hpp"
#include "tapir/trace/noise.hpp"

namespace tapir::harness {

namespace {

void check(const std::string& where, double value, double below) {
    if (!(value >= 0 && value < below)) {
        throw InputError({.where = where,
                          .problem = "must be at least 0 and below " + std::to_string(below),
                          .reason = "anything would agree with anything",
                          .remedy = "Give a small number, for example 1e-12."});
    }
}

void check_three(const std::string& relative, const std::string& absolute, const std::string& ulp,
                 const trace::KeyTolerance& tolerance) {
    constexpr double most_absolute = 1e300;
    constexpr double most_ulp = 9007199254740992.0;
    check(relative, tolerance.relative, 1);
    check(absolute, tolerance.absolute, most_absolute);
    check(ulp, tolerance.ulp, most_ulp);
}

/// {"tolerances": [{"key": "F_latt", "relative": 1e-9, "reason": "..."}]}
std::vector<trace::KeyTolerance> read_keys(const std::string& file) {
    nlohmann::json json;
    try {
        json = nlohmann::json::parse(read_file(file, "file of tolerances"));
    } catch (const nlohmann::json::exception& error) {
        throw InputError({.where = file,
                          .problem = "is no JSON: " + std::string(error.what()),
                          .reason = "it is needed as the file of tolerances",
                          .remedy = R"(Write {"tolerances": [{"key": "F_latt", "relative": 1e-9, )"
                                    R"("reason": "why"}]}.)"});
    }
    std::vector<trace::KeyTolerance> keys;
    StrictObject document(json, file, "");
    if (!document.has("tolerances") || !json.at("tolerances").is_array()) {
        document.fail("tolerances", "must be a list", "Write it as [ {...}, {...} ].");
    }
    document.reject_unknown_keys();
    for (const nlohmann::json& entry : json.at("tolerances")) {
        StrictObject one(entry, file, "/tolerances/" + std::to_string(keys.size()));
        trace::KeyTolerance key;
        one.text("key", key.key);
        one.text("reason", key.reason);
        one.number("relative", key.relative);
        one.number("absolute", key.absolute);
        one.number("ulp", key.ulp);
        one.reject_unknown_keys();
        if (key.key.empty() || key.reason.empty()) {
            one.fail(key.key.empty() ? "key" : "reason", "is missing",
                     "Name the key and say why it may differ.");
        }
        const std::string where = file + ": " + key.key + ": ";
        check_three(where + "relative", where + "absolute", where + "ulp", key);
        keys.push_back(std::move(key));
    }
    return keys;
}

/// What a command writes to standard output, on so many threads.
std::string output_of(const std::string& command, int threads) {
    const std::string whole =
        "OMP_NUM_THREADS=" + std::to_string(threads) + "; export OMP_NUM_THREADS; " + command;
    std::FILE* pipe = ::popen(whole.c_str(), "r");
    std::string text;
    if (pipe != nullptr) {
        std::array<char, 65536> buffer{};
        std::size_t count = 0;
        while ((count = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0) {
            text.append(buffer.data(), count);
        }
    }
    const int status = pipe == nullptr ? -1 : ::pclose(pipe);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        throw InputError(
            {.where = "--repeat-command",
             .problem = "failed on " + std::to_string(threads) + " thread(s): " + command,
             .reason = "the reference cannot be run again",
             .remedy = "Give a shell command that writes the reference's trace to "
                       "standard output and exits with 0."});
    }
    return text;
}

} // namespace

void ToleranceOptions::declare(CLI::App& command_line) {
    command_line.add_option("--rtol", given.relative, "Allowed relative difference");
    command_line.add_option("--atol", given.absolute, "Allowed absolute difference");
    command_line.add_option("--ulp", given.ulp, "Allowed units in the last place");
    command_line.add_flag("--exact", given.exact,
                          "Allow nothing for rounding: the printed numbers must be the same");
    command_line.add_option("--tolerances", keys_file,
                            "JSON file of tolerances for single keys, each with its reason");
    CLI::Option* again = command_line.add_option(
        "--repeat-command", command,
        "A shell command that writes the reference's trace once more to standard output");
    command_line
        .add_option("--repeat", repeat,
                    "Run it so often, on 1, 2, ... threads: what differs then is noise")
        ->check(CLI::Range(2, 100))
        ->needs(again);
    again->needs("--repeat");
}

trace::Tolerance ToleranceOptions::load() const {
    check_three("--rtol", "--atol", "--ulp", {"", given.relative, given.absolute, given.ulp, ""});
    trace::Tolerance tolerance = given;
    if (!keys_file.empty()) {
        tolerance.keys = read_keys(keys_file);
    }
    return tolerance;
}

std::optional<trace::Comparison>
ToleranceOptions::measure_noise(const std::string& reference, trace::Tolerance& tolerance) const {
    if (repeat == 0) {
        return std::nullopt;
    }
    const trace::Dictionary& dictionary = engine::nanobragg_dictionary();
    std::vector<trace::TraceFile> runs;
    for (int threads = 1; threads <= repeat; ++threads) {
        runs.push_back(trace::parse_trace(output_of(command, threads),
                                          "run " + std::to_string(threads),
                                          dictionary.terminal_keys));
    }
    trace::Noise noise =
        trace::noise_of(trace::read_trace(reference, dictionary.terminal_keys), runs, dictionary);
    if (!noise.broken.empty()) {
        trace::Comparison refused;
        refused.reason = "no_repetition";
        refused.sentence = "The reference does not repeat itself: " + noise.broken +
                           ". The runs were on 1 to " + std::to_string(repeat) + " threads.";
        return refused;
    }
    tolerance.noise = std::move(noise.of_taps);
    tolerance.repeats = repeat;
    return std::nullopt;
}

} // namespace tapir::harness
