#include "commands/parity_command.hpp"

#include <memory>

#include "bundle/parity_bundle.hpp"
#include "commands/option_checks.hpp"
#include "commands/option_groups.hpp"
#include "compare/parity_run.hpp"
#include "console/output_file.hpp"
#include "tapir/reports/archive/folder_draft.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"

namespace tapir::harness {

namespace {

struct ParityOptions {
    SceneOptions scene;
    std::vector<std::string> devices{"cpu", "cuda"};
    ParityRequest request;
    bool brief = false;
    std::string json;
    BundleOption bundle;
};

ExitCode run_parity(const ParityOptions& options) {
    engine::RunSpec common;
    common.phi_mode = options.scene.chosen_phi_mode();
    common.c_threads = options.scene.c_threads;
    const std::vector<ParitySide> sides = parity_sides(options.devices, common);
    if (options.request.all_pixels && !options.request.pixels.empty()) {
        throw InputError({.where = "--all-pixels",
                          .problem = "does not go with --pixel",
                          .reason = "one of them says which pixels are traced",
                          .remedy = "Give one of the two."});
    }
    options.bundle.require_outside({options.json});
    if (!options.bundle.folder.empty()) {
        reports::require_absent(options.bundle.folder); // before anything is computed
    }
    const LoadedScene scene = options.scene.loaded();
    ParityRequest request = options.request;
    request.scene = options.scene.description();
    reports::PageInput page;
    const ParityOutcome outcome =
        compare_sides(request, scene.experiment, sides, options.bundle.wanted() ? &page : nullptr);
    const ExitCode code = outcome.report.parity() ? ExitCode::success : ExitCode::divergence;
    if (!options.json.empty()) {
        write_output(options.json, reports::parity_json(outcome.report));
    }
    if (options.bundle.wanted()) {
        write_parity_bundle({options.scene, options.request, scene, sides, outcome}, options.bundle,
                            std::move(page), code);
    }
    print_beside(reports::parity_text(outcome.report, options.brief), {options.json});
    return code;
}

} // namespace

void add_parity_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args,
                        const std::string& command_line) {
    auto options = std::make_shared<ParityOptions>();
    CLI::App* command =
        app.add_subcommand("parity", "Compute a scene in several ways and compare every bit of it");
    add_scene_options(*command, options->scene, args);
    command
        ->add_option(
            "--devices", options->devices,
            "Sides to compare, parted by commas: cpu, cuda or ptx (the CUDA kernels' PTX on the "
            "host, no evidence of a device), each with what is particular "
            "after colons: scalar, baseline, avx2, avx512, threads=N, float64, mixed, "
            "float32, portable, reference; or matrix, for every instruction set of this CPU and "
            "three numbers of threads")
        ->delimiter(',')
        ->capture_default_str();
    add_pixel_option(*command, options->request.pixels,
                     "SLOW FAST to trace, may be given again [the brightest, first and last]");
    command->add_flag("--all-pixels", options->request.all_pixels, "Trace every pixel");
    command
        ->add_option("--rtol", options->request.rtol,
                     "Relative difference that passes [none: every bit must agree]")
        ->check(parity_tolerance());
    command->add_flag("--brief", options->brief, "Only the keys that differ");
    command->add_option("--json", options->json, "The same as JSON");
    add_bundle_options(*command, options->bundle, command_line);
    command->footer(
        "Examples:\n"
        "  tapir parity --config supervisor --devices cpu,cuda\n"
        "  tapir parity --config supervisor --devices cpu,ptx\n"
        "  tapir parity --config supervisor --devices cpu:reference,cpu,cpu:float32\n"
        "  tapir parity --args-file args.txt --devices matrix --brief\n"
        "A side is compared with the earlier one it differs least from: 'device' when\n"
        "only the machine differs, 'ptx' when one side is PTX on the host, 'precision' the\n"
        "number type, 'port' the arithmetic.\n"
        "Exit code: 0 all bits agree, or what --rtol allows; 1 divergence; 2 bad input;\n"
        "           6 no such device");
    command->callback([options, &exit_code] { exit_code = run_parity(*options); });
}

} // namespace tapir::harness
