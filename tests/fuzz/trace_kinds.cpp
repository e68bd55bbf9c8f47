#include <filesystem>
#include <stdexcept>

#include "compare/audit.hpp"
#include "compare/model_draft.hpp"
#include "compare/own_trace_check.hpp"
#include "kind_parts.hpp"
#include "native_fit.hpp"
#include "scene/scene_options.hpp"
#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/trace/format/read_trace.hpp"
#include "tapir/trace/verdict/import.hpp"
#include "tapir/trace/verdict/pixel_recovery.hpp"

namespace tapir::test {

namespace {

namespace fs = std::filesystem;

const fs::path data = TAPIR_TEST_DATA;
const fs::path source = TAPIR_SOURCE_DIR;

/// Everything that is done with a trace.
void use_trace(const std::string& broken, const std::string& sound) {
    const trace::ProgramModel& program = engine::nanobragg_model();
    const trace::TraceFile file = trace::read_trace(broken, program);
    try_step([&] {
        trace::TraceFile found = file;
        trace::TraceFile nothing;
        trace::recover_pixels(nothing, found, program, nullptr);
        static_cast<void>(trace::import_native(found, program));
    });
    try_step([&] { static_cast<void>(harness::draft_model(file, nullptr)); });
    try_step([&] { report(harness::audit_records(file), request_of(sound, broken), {}); });
    try_step([&] { compare(harness::JobKind::diff, sound, broken); });
    compare(harness::JobKind::diff, broken, sound);
}

/// The words of the small scene.
harness::NanobraggArgs scene_words() {
    std::istringstream words(small_scene.substr(small_scene.find("--") + 2));
    return {std::istream_iterator<std::string>(words), {}};
}

/// A trace that says it is this program's, against the computation.
void attest(const std::string& broken, const std::string& sound) {
    static const harness::NanobraggArgs words = scene_words();
    harness::SceneOptions scene;
    scene.nanobragg_args = &words;
    scene.quiet = true;
    const engine::Experiment experiment = scene.load();
    const trace::TraceFile file = trace::read_trace(broken, engine::nanobragg_model());
    report(harness::check_own_trace(file, experiment, scene, scene.run_spec()),
           request_of(sound, broken), {});
}

/// Traces of two pixels as this program writes them.
std::string own_trace(const ScratchFolder& scratch, const std::string& dialect) {
    const std::string name = dialect + "_two_pixels.log";
    return made_by(scratch, name,
                   "trace --pixel 1 1 --pixel 1 2 --dialect " + dialect + " --out " +
                       scratch.file(name) + small_scene);
}

std::vector<std::string> logs_of_programs(const ScratchFolder& scratch) {
    return {text_of(data / "reference/cases/phi_zero/cref/trace_26_25.log"),
            own_trace(scratch, "c"),
            made_by(scratch, "one.log",
                    "trace --pixel 1 1 --dialect py --emit-rot-stars --out " +
                        scratch.file("one.log") + small_scene),
            text_of(data / "field/log_port_trace_attest/input.log"),
            text_of(data / "field/nb_rot_each_source/input.log"),
            text_of(source / "configs/traces/heat_c.log"),
            "{\"pixel\": {\"slow\": 1, \"fast\": 2}, \"per_phi_entries\": [{\"phi_tic\": 0, "
            "\"k_frac\": -0.5, \"F_latt\": 1}]}",
            "real-space cell vectors (Angstrom):\n     a           b           c\n"
            "X: 58.78188678 -32.50088828 34.06700757\nY: 21.89409083 70.46170195  1.62254801\n"
            "Z: -31.06989820 19.46383362 83.28749206\nXtalrand hkl= 1 2 3\n"
            "hkl=  1.0  2.0  3.0  F_cell 10.0 F_latt 5.5 I = 25\n",
            "=== Pixel (1, 2) ===\nTRACE: Airpath (m) = 1.0e-1\n  rot_a: [1.0, 2.0, 3.0]\n"};
}

} // namespace

std::vector<FileKind> trace_kinds(const ScratchFolder& scratch) {
    const std::string native = own_trace(scratch, "native");
    const std::string binary = own_trace(scratch, "binary");
    if (binary_made_to_fit(binary) != binary) {
        throw std::logic_error("a sound binary trace is not what fits");
    }
    return {{"traces of programs", ".log", logs_of_programs(scratch), {}, use_trace},
            {"native traces",
             ".trace",
             {native, text_of(source / "configs/traces/heat_py.trace"),
              text_of(source / "configs/traces/nbody_py.trace"),
              text_of(data / "field/native_partial_attest/input.trace")},
             made_to_fit,
             use_trace},
            {"binary traces", ".bin", {binary}, binary_made_to_fit, use_trace},
            {"native traces to attest", ".trace", {native}, made_to_fit, attest},
            {"binary traces to attest", ".bin", {binary}, binary_made_to_fit, attest}};
}

} // namespace tapir::test
