#include "scene_options.hpp"

#include "console.hpp"
#include "tapir/trace/error.hpp"

namespace tapir::harness {

void SceneOptions::declare(CLI::App& command, const NanobraggArgs& args) {
    nanobragg_args = &args;
    command
        .add_option("-c,--config", config, "Preset: a name (`tapir presets list`) or a .json file")
        ->group("Scene");
    command.add_option("-a,--args-file", args_file, "File with nanoBragg's own options")
        ->group("Scene");
    command
        .add_option("--phi-mode", phi_mode,
                    "A phi step at exactly 0: fresh (spec) or carried over (c-parity)")
        ->check(CLI::IsMember({"spec", "c-parity"}))
        ->capture_default_str()
        ->group("Scene");
    command
        .add_option("--c-threads", c_threads,
                    "Threads of the C program whose carry-over is emulated")
        ->check(CLI::Range(1, 1 << 20))
        ->capture_default_str()
        ->group("Scene");
    command
        .add_option("--arithmetic", arithmetic,
                    "reference: the C program's operations; portable: no libm")
        ->check(CLI::IsMember({"reference", "portable"}))
        ->capture_default_str()
        ->group("Scene");
    command.add_option("-d,--device", device, "Where the pixels are computed")
        ->check(CLI::IsMember({"cpu", "cuda"}))
        ->capture_default_str()
        ->group("Scene");
    command.add_option("--dtype", dtype, "Number type of the pixel loop")
        ->check(CLI::IsMember({"float64", "float32"}))
        ->capture_default_str()
        ->group("Scene");
}

bool SceneOptions::given() const {
    return !config.empty() || !args_file.empty() || !nanobragg_args->empty();
}

std::string SceneOptions::description() const {
    if (!config.empty()) {
        return "preset " + config;
    }
    if (!args_file.empty()) {
        return "args file " + args_file;
    }
    return nanobragg_args->empty() ? "" : "nanoBragg options";
}

engine::Experiment SceneOptions::load() const {
    const int sources =
        (config.empty() ? 0 : 1) + (args_file.empty() ? 0 : 1) + (nanobragg_args->empty() ? 0 : 1);
    if (sources != 1) {
        throw InputError({.where = "command line",
                          .problem = sources == 0 ? "there is no scene" : "there are two scenes",
                          .reason = "exactly one says what is computed",
                          .remedy = "Give one of --config PRESET, --args-file FILE, or nanoBragg's "
                                    "own options after --."});
    }
    if (!config.empty()) {
        return load_experiment(scene_from_preset(config));
    }
    if (!args_file.empty()) {
        return load_experiment(scene_from_args_file(args_file));
    }
    return load_experiment(scene_from_nanobragg_args(*nanobragg_args));
}

engine::RunOptions SceneOptions::run_options() const {
    if (device == "cuda") {
        throw DeviceUnavailable("--device cuda: this build has no CUDA backend, so nothing was "
                                "computed. Use --device cpu.");
    }
    if (dtype == "float32") {
        throw InputError({.where = "--dtype float32",
                          .problem = "is not in this version",
                          .reason = "only the double-precision kernel has known error bounds",
                          .remedy = "Use --dtype float64."});
    }
    engine::RunOptions options;
    options.phi_mode = phi_mode == "c-parity" ? engine::PhiMode::c_parity : engine::PhiMode::spec;
    options.arithmetic = arithmetic == "portable" ? engine::ArithmeticPolicy::portable
                                                  : engine::ArithmeticPolicy::reference;
    options.c_threads = c_threads;
    return options;
}

void print_notices(const engine::Experiment& experiment) {
    for (const std::string& notice : experiment.notices) {
        complain("notice: " + notice);
    }
}

} // namespace tapir::harness
