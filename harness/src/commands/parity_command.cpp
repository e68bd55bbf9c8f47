#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>

#include <nlohmann/json.hpp>

#include "../native_trace.hpp"
#include "../parity_run.hpp"
#include "commands.hpp"
#include "tapir/reports/bundle_folder.hpp"
#include "tapir/trace/build_info.hpp"
#include "tapir/trace/error.hpp"
#include "tapir/trace/file_io.hpp"
#include "tapir/trace/number_text.hpp"

namespace tapir::harness {

namespace {

using engine::PixelIndex;

struct ParityOptions {
    SceneOptions scene;
    std::vector<std::string> devices{"cpu", "cuda"};
    ParityRequest request;
    bool brief = false;
    std::string json, bundle;
};

/// Name of the machine that computed, as far as it matters.
std::string machine_json(const std::vector<ParitySide>& sides) {
    nlohmann::ordered_json machine{
        {"program", program_name}, {"version", program_version}, {"compiler", __VERSION__}};
    for (const ParitySide& side : sides) {
        machine["sides"][side.name] = described(side.run);
    }
    const bool cuda = std::any_of(sides.begin(), sides.end(), [](const ParitySide& side) {
        return side.run.device == engine::Device::cuda;
    });
    if (cuda) {
        const engine::CudaDevice device = engine::cuda_device();
        machine["cuda_device"] = device.name;
        machine["compute_capability"] =
            fmt::format("{}.{}", device.capability_major, device.capability_minor);
        machine["cuda_driver"] = device.driver_version;
        machine["cuda_runtime"] = device.runtime_version;
    }
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    machine["utc"] = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                                 fmt::gmtime(std::chrono::system_clock::to_time_t(now)));
    constexpr int indent = 2;
    return machine.dump(indent) + "\n";
}

/// Command, tables, machine, and a trace of each side.
void write_bundle(const ParityOptions& options, const engine::Experiment& experiment,
                  const std::vector<ParitySide>& sides, const ParityOutcome& outcome,
                  const std::string& commands) {
    std::vector<reports::BundleFile> files{
        {"commands.txt", commands},
        {"parity.json", reports::parity_json(outcome.report)},
        {"parity.txt", reports::parity_text(outcome.report, false)},
        {"run_metadata.json", machine_json(sides)}};
    constexpr std::size_t most_traced = 16; // of --all-pixels
    const std::vector<PixelIndex> pixels(
        outcome.pixels.begin(), outcome.pixels.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                             most_traced, outcome.pixels.size())));
    for (const ParitySide& side : sides) {
        std::string name = side.name;
        std::replace(name.begin(), name.end(), ':', '_');
        std::replace(name.begin(), name.end(), '=', '_');
        files.push_back(
            {"trace_" + name + ".log", native_trace(options.scene, experiment, side.run, pixels)});
    }
    reports::write_folder(options.bundle, files);
}

ExitCode run_parity(const ParityOptions& options, const std::string& command_line) {
    engine::RunOptions common;
    common.phi_mode = options.scene.chosen_phi_mode();
    common.c_threads = options.scene.c_threads;
    const std::vector<ParitySide> sides = parity_sides(options.devices, common);
    if (options.request.all_pixels && !options.request.pixels.empty()) {
        throw InputError({.where = "--all-pixels",
                          .problem = "does not go with --pixel",
                          .reason = "one of them says which pixels are traced",
                          .remedy = "Give one of the two."});
    }
    if (!options.bundle.empty()) {
        reports::require_absent(options.bundle);
    }
    const engine::Experiment experiment = options.scene.load();
    ParityRequest request = options.request;
    request.scene = options.scene.description();
    const ParityOutcome outcome = compare_sides(request, experiment, sides);
    const ExitCode code = outcome.report.parity() ? ExitCode::success : ExitCode::divergence;
    if (!options.json.empty()) {
        write_file_atomically(options.json, reports::parity_json(outcome.report));
    }
    if (!options.bundle.empty()) {
        write_bundle(options, experiment, sides, outcome,
                     fmt::format("{}\nexit status {}\n", command_line, static_cast<int>(code)));
    }
    print(reports::parity_text(outcome.report, options.brief));
    return code;
}

} // namespace

void add_parity_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args,
                        const std::string& command_line) {
    auto options = std::make_shared<ParityOptions>();
    CLI::App* command =
        app.add_subcommand("parity", "Compute a scene in several ways and compare every bit of it");
    options->scene.declare_scene(*command, args);
    command
        ->add_option(
            "--devices", options->devices,
            "Sides to compare, parted by commas: cpu or cuda, each with what is particular "
            "after colons: scalar, baseline, avx2, avx512, threads=N, float64, mixed, "
            "float32, portable, reference; or matrix, for every instruction set of this CPU and "
            "three numbers of threads")
        ->delimiter(',')
        ->capture_default_str();
    command
        ->add_option("-p,--pixel", options->request.pixels,
                     "SLOW FAST to trace, may be given again [the brightest, first and last]")
        ->type_size(2)
        ->type_name("SLOW FAST");
    command->add_flag("--all-pixels", options->request.all_pixels, "Trace every pixel");
    command
        ->add_option("--rtol", options->request.rtol,
                     "Relative difference that passes [none: every bit must agree]")
        ->check([](const std::string& text) {
            const std::optional<double> value = trace::parse_number(text);
            constexpr double most = 0.1;
            return value && *value >= 1e-300 && *value <= most
                       ? std::string()
                       : "Give a number from 1e-300 to 0.1, not " + text;
        });
    command->add_flag("--brief", options->brief, "Only the keys that differ");
    command->add_option("--json", options->json, "The same as JSON");
    command->add_option("--bundle", options->bundle,
                        "New folder for command, tables and checksums");
    command->footer(
        "Examples:\n"
        "  tapir parity --config supervisor --devices cpu,cuda\n"
        "  tapir parity --config supervisor --devices cpu:reference,cpu,cpu:float32\n"
        "  tapir parity --args-file args.txt --devices matrix --brief\n"
        "A side is compared with the earlier one it differs least from: 'device' when\n"
        "only the machine differs, 'precision' the number type, 'port' the arithmetic.\n"
        "Exit code: 0 all bits agree, or what --rtol allows; 1 divergence; 2 bad input;\n"
        "           6 no such device");
    command->callback(
        [options, &exit_code, command_line] { exit_code = run_parity(*options, command_line); });
}

} // namespace tapir::harness
