// Times the pixel loop against a given build of the C program, interleaved in one run, the least of
// several times each. scripts/bench builds and runs it.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <limits>

#include "cases.hpp"
#include "nanobragg/nanobragg_args.hpp"
#include "process.hpp"
#include "results.hpp"
#include "scene/scene_source.hpp"
#include "tapir/engine/input_files.hpp"
#include "tapir/engine/simulate.hpp"
#include "tapir/trace/base/digest.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"

namespace {

using namespace tapir;
using namespace tapir::speed;

struct Options {
    std::string reference, history, chart;
    std::vector<std::string> only;
    int repeats = 3;
    bool quick = false;
};

constexpr double not_yet = std::numeric_limits<double>::infinity();

void keep_least(double& least, double seconds) {
    least = std::min(least, seconds);
}

template <class Work>
double seconds_of_work(Work work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

std::vector<std::string> with(std::vector<std::string> args, const std::vector<std::string>& more) {
    args.insert(args.end(), more.begin(), more.end());
    return args;
}

/// What a run takes longer than another one that leaves something out.
struct Difference {
    double all_s = not_yet, without_s = not_yet;

    [[nodiscard]] double seconds() const { return all_s - without_s; }
};

CaseResult time_case(const Options& options, const WorkFolder& folder, const Case& one,
                     const std::vector<engine::InstructionSet>& sets) {
    const engine::Experiment experiment =
        harness::load_experiment(harness::scene_from_nanobragg_args(one.args));
    CaseResult result{one.name, one.what, one.steps, 0, {}};
    const std::vector<std::string> pixel = with(one.args, {"-roi", "0", "0", "0", "0"});
    Difference loop; // what a full image takes longer than one of a single pixel
    for (int round = 0; round < options.repeats; ++round) {
        if (!options.reference.empty()) {
            keep_least(loop.all_s, seconds_of(folder, options.reference, one.args, 1));
            keep_least(loop.without_s, seconds_of(folder, options.reference, pixel, 1));
            result.reference_s = loop.seconds();
        }
        for (const engine::InstructionSet set : sets) {
            engine::RunSpec run;
            run.threads = 1;
            run.instruction_set = set;
            double& least = result.tapir_s.try_emplace(name_of(set), not_yet).first->second;
            constexpr int tries = 3; // short ones meet a busy moment more easily
            for (int i = 0; i < tries; ++i) {
                keep_least(least, seconds_of_work([&] { (void)render(experiment, run); }));
            }
        }
    }
    return result;
}

/// The whole command with reflection text in and two images out, and the reading alone.
std::vector<OtherResult> time_others(const Options& options, const WorkFolder& folder,
                                     const Case& supervisor, const std::string& data) {
    const std::vector<std::string> c_args =
        with(supervisor.args, {"-floatfile", "f.bin", "-intfile", "i.img"});
    const std::string list = data + "/p1_synthetic.hkl";
    Difference listed;
    const std::vector<std::string> tiny{"-cell", "50", "50", "50",         "90", "90",
                                        "90",    "-N", "5",  "-detpixels", "1",  "-nonoise"};
    OtherResult one{"whole command, 1 thread", not_yet, not_yet};
    OtherResult two{"whole command, 2 threads", not_yet, not_yet};
    OtherResult reading{"reading a list of 30578 reflections", not_yet, not_yet};
    const auto render = [&](int threads) {
        std::vector<std::string> args{"render",      "--threads", std::to_string(threads),
                                      "--float-out", "f.bin",     "--smv-out",
                                      "i.img",       "--"};
        return seconds_of(folder, TAPIR_PROGRAM, with(args, supervisor.args), threads);
    };
    constexpr int short_runs = 10;
    for (int round = 0; round < options.repeats; ++round) {
        keep_least(one.reference_s, seconds_of(folder, options.reference, c_args, 1));
        keep_least(two.reference_s, seconds_of(folder, options.reference, c_args, 2));
        for (int i = 0; i < short_runs; ++i) {
            keep_least(one.tapir_s, render(1));
            keep_least(two.tapir_s, render(2));
            keep_least(listed.all_s,
                       seconds_of(folder, options.reference, with(tiny, {"-hkl", list}), 1));
            keep_least(listed.without_s,
                       seconds_of(folder, options.reference, with(tiny, {"-default_F", "1"}), 1));
            reading.reference_s = listed.seconds();
            keep_least(reading.tapir_s,
                       seconds_of_work([&] { (void)engine::read_reflection_list(list, 0); }));
        }
    }
    return {one, two, reading};
}

void append_history(const std::string& file, const nlohmann::json& entry) {
    nlohmann::json history = nlohmann::json::array();
    if (std::filesystem::exists(file)) {
        history = nlohmann::json::parse(read_file(file, "history of measurements"));
    }
    history.push_back(entry);
    write_file_atomically(file, history.dump(1) + "\n");
}

int run(const Options& options) {
    const std::string data = std::string(TAPIR_SOURCE_DIR) + "/configs/data";
    std::vector<engine::InstructionSet> sets = engine::available_instruction_sets();
    sets.erase(std::remove(sets.begin(), sets.end(), engine::InstructionSet::baseline), sets.end());
    const WorkFolder folder;
    Results results;
    for (const engine::InstructionSet set : sets) {
        results.sets.emplace_back(name_of(set));
    }
    const std::vector<Case> cases = speed_cases(data);
    for (const Case& one : cases) {
        if (options.only.empty() ||
            std::find(options.only.begin(), options.only.end(), one.name) != options.only.end()) {
            results.cases.push_back(time_case(options, folder, one, sets));
        }
    }
    if (!options.reference.empty() && !options.quick) {
        results.others = time_others(options, folder, cases.front(), data);
    }
    fmt::print("{}", table_of(results));
    if (!options.reference.empty() && !options.history.empty()) {
        append_history(options.history,
                       entry_of(results, sha256_hex(read_file(options.reference, "program"))));
    }
    if (!options.reference.empty() && !options.chart.empty()) {
        write_file_atomically(options.chart, chart_of(results));
    }
    const std::string lost = lost_vectorisation(results);
    if (!lost.empty()) {
        fmt::print(stderr, "speed: {}\n", lost);
        return 1;
    }
    return 0;
}

/// Declares the options.
void declare(CLI::App& app, Options& options) {
    app.add_option("--reference-binary", options.reference, "nanoBragg, built with gcc -O2")
        ->check(CLI::ExistingFile);
    app.add_option("--repeats", options.repeats, "Rounds; the least time of all counts")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    app.add_option("--case", options.only, "Only this one; may be given again")
        ->check(CLI::IsMember({"supervisor", "mosaic", "divergence", "single_step"}));
    app.add_option("--history", options.history, "JSON file that gets an entry");
    app.add_option("--chart", options.chart, "SVG file to write");
    app.add_flag("--quick", options.quick, "Pixel loops only");
}

/// @return exit code
int parse_and_run(int argc, char** argv) {
    Options options;
    CLI::App app("Times Tapir's pixel loop, and against a build of the C program.");
    declare(app, options);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    if (!options.reference.empty()) {
        options.reference = std::filesystem::absolute(options.reference).string();
    }
    return run(options);
}

} // namespace

int main(int argc, char** argv) {
    try {
        return parse_and_run(argc, argv);
    } catch (const InputError& error) {
        fmt::print(stderr, "speed: {}\n", error.what());
        return 2;
    } catch (const std::exception& error) {
        fmt::print(stderr, "speed: internal error: {}\n", error.what());
        return 5;
    }
}
