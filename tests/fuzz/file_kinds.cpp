#include "file_kinds.hpp"

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <utility>

#include "bundle/snapshot_reader.hpp"
#include "compare/compare_as.hpp"
#include "compare/float_image.hpp"
#include "compare/model_check.hpp"
#include "compare/model_draft.hpp"
#include "compare/model_file.hpp"
#include "compare/tolerance_file.hpp"
#include "nanobragg/nanobragg_args.hpp"
#include "native_fit.hpp"
#include "scene/preset_source.hpp"
#include "scene/scene_source.hpp"
#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/engine/files/dump_file.hpp"
#include "tapir/engine/files/smv_image.hpp"
#include "tapir/engine/files/tables.hpp"
#include "tapir/engine/input_files.hpp"
#include "tapir/reports/archive/archive.hpp"
#include "tapir/reports/archive/manifest.hpp"
#include "tapir/reports/page/report_page.hpp"
#include "tapir/reports/text/printable.hpp"
#include "tapir/reports/verdict/verdict_json.hpp"
#include "tapir/reports/verdict/verdict_screen.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/format/plain_text.hpp"
#include "tapir/trace/format/read_trace.hpp"
#include "tapir/trace/verdict/import.hpp"
#include "tapir/trace/verdict/text_comparison.hpp"

namespace tapir::test {

namespace {

namespace fs = std::filesystem;
using Use = std::function<void(const std::string&, const std::string&)>;

const fs::path data = TAPIR_TEST_DATA;
const fs::path source = TAPIR_SOURCE_DIR;

std::string made_by(const ScratchFolder& scratch, const std::string& name,
                    const std::string& command) {
    const Outcome made = run_program(command);
    if (made.exit_code != 0) {
        throw std::runtime_error(command + ": " + made.output);
    }
    return fs::is_regular_file(scratch.file(name)) ? text_of(scratch.file(name)) : "";
}

const std::string scene = " -- -default_F 100 -cell 100 110 120 80 85 95 -N 5 -lambda 1 "
                          "-distance 100 -detpixels 4 -pixel 0.5 -oversample 1 -phi 0 -osc 1 "
                          "-phisteps 2 -dispersion 1 -dispsteps 2";

void require_safe(const std::string& text) {
    if (reports::safe_lines(text) != text) {
        throw std::logic_error("a byte that a terminal must not be sent");
    }
}

/// A verdict in the forms that hold what the files said.
void report(const trace::Comparison& comparison, const harness::ComparisonRequest& request,
            const reports::PageInput& page) {
    require_safe(reports::verdict_screen(comparison, request.subject(), false));
    static_cast<void>(reports::verdict_json(comparison, request.subject()));
    require_safe(reports::report_page(comparison, request.subject(), page));
}

harness::ComparisonRequest request_of(const std::string& one, const std::string& other) {
    static const harness::NanobraggArgs none;
    harness::ComparisonRequest request;
    request.reference = one;
    request.candidate = other;
    request.scene.nanobragg_args = &none;
    request.scene.quiet = true;
    return request;
}

void compare(harness::JobKind kind, const std::string& one, const std::string& other,
             const std::string& model = "") {
    harness::ComparisonRequest request = request_of(one, other);
    request.model = model;
    reports::PageInput page;
    report(harness::compare_as(kind, request, &page), request, page);
}

/// Everything that is done with a trace.
void use_trace(const std::string& broken, const std::string& sound) {
    const trace::ProgramModel& program = engine::nanobragg_model();
    const trace::TraceFile file = trace::read_trace(broken, program);
    const auto tried = [](const auto& step) {
        try {
            step();
        } catch (const InputError&) { // refused with a message; the next step may go
        }
    };
    tried([&] { static_cast<void>(trace::import_native(file, program)); });
    tried([&] { static_cast<void>(harness::draft_model(file, nullptr)); });
    tried([&] { compare(harness::JobKind::diff, sound, broken); });
    compare(harness::JobKind::diff, broken, sound);
}

std::vector<FileKind> traces(const ScratchFolder& scratch) {
    const auto made = [&scratch](const std::string& dialect, const std::string& name) {
        return made_by(scratch, name,
                       "trace --pixel 1 1 --pixel 1 2 --dialect " + dialect + " --out " +
                           scratch.file(name) + scene);
    };
    const std::string one_pixel = made_by(scratch, "one.log",
                                          "trace --pixel 1 1 --dialect py --emit-rot-stars --out " +
                                              scratch.file("one.log") + scene);
    const std::string binary = made("binary", "b.bin");
    if (binary_made_to_fit(binary) != binary) {
        throw std::logic_error("a sound binary trace is not what fits");
    }
    const std::vector<std::string> of_programs{
        text_of(data / "reference/cases/phi_zero/cref/trace_26_25.log"),
        made("c", "c.log"),
        one_pixel,
        text_of(source / "configs/traces/heat_c.log"),
        "{\"pixel\": {\"slow\": 1, \"fast\": 2}, \"per_phi_entries\": [{\"phi_tic\": 0, "
        "\"k_frac\": -0.5, \"F_latt\": 1}]}",
        "real-space cell vectors (Angstrom):\n     a           b           c\n"
        "X: 58.78188678 -32.50088828 34.06700757\nY: 21.89409083 70.46170195  1.62254801\n"
        "Z: -31.06989820 19.46383362 83.28749206\nXtalrand hkl= 1 2 3\n"
        "hkl=  1.0  2.0  3.0  F_cell 10.0 F_latt 5.5 I = 25\n"};
    return {{"traces of programs", ".log", of_programs, {}, use_trace},
            {"native traces",
             ".trace",
             {made("native", "n.trace"), text_of(source / "configs/traces/heat_py.trace"),
              text_of(source / "configs/traces/nbody_py.trace")},
             made_to_fit,
             use_trace},
            {"binary traces", ".bin", {binary}, binary_made_to_fit, use_trace}};
}

FileKind models() {
    const Use use = [](const std::string& broken, const std::string& /*sound*/) {
        const auto model = harness::read_model(broken);
        static_cast<void>(harness::check_model(*model));
        const fs::path folder = source / "configs/traces";
        for (const auto& [one, other] : {std::pair{"heat_py.trace", "heat_py_neighbour.trace"},
                                         {"nbody_py.trace", "nbody_py_softening.trace"}}) {
            static_cast<void>(
                harness::check_trace(*model, trace::read_trace(folder / one, model->program())));
            compare(harness::JobKind::diff, (folder / one).string(), (folder / other).string(),
                    broken);
        }
    };
    return {"models",
            ".json",
            {text_of(source / "configs/models/heat_equation.json"),
             text_of(source / "configs/models/nbody.json")},
            {},
            use};
}

FileKind tolerances() {
    const Use use = [](const std::string& broken, const std::string& /*sound*/) {
        static_cast<void>(harness::read_tolerances(broken, engine::nanobragg_model()));
    };
    return {"tolerances",
            ".json",
            {"{\"tolerances\": [{\"key\": \"F_latt\", \"relative\": 1e-9, \"absolute\": 0.5, "
             "\"reason\": \"printed with nine digits\"}, {\"key\": \"omega_pixel\", \"ulp\": 4, "
             "\"reason\": \"another libm\"}]}"},
            {},
            use};
}

/// A scene's files, and scenes themselves.
std::vector<FileKind> scenes(const ScratchFolder& scratch) {
    const fs::path inputs = data / "reference/inputs";
    const std::string cif =
        "data_r\n_cell.length_a 40\n_cell.length_b 50\n_cell.length_c 60\n_cell.angle_alpha 90\n"
        "_cell.angle_beta 90\n_cell.angle_gamma 90\n_symmetry.space_group_name_H-M 'P 21 21 21'\n"
        "loop_\n_refln.index_h\n_refln.index_k\n_refln.index_l\n_refln.F_meas_au\n1 2 3 4.5\n"
        "0 0 2 10\n1 0 1 ?\n";
    const auto reads = [](auto read) {
        return [read](const std::string& broken, const std::string& /*sound*/) {
            static_cast<void>(read(broken));
        };
    };
    const auto reflections = [](const std::string& file) {
        return engine::read_reflections(file, "", 1.0);
    };
    const std::string dump =
        made_by(scratch, "dump.bin",
                "render --dump-out " + scratch.file("dump.bin") + " -- -hkl " +
                    (inputs / "small.hkl").string() + " -cell 30 40 50 90 90 90 -detpixels 8 -N 3");
    const Use preset = [](const std::string& broken, const std::string& /*sound*/) {
        static_cast<void>(harness::scene_from_preset_text(text_of(broken), broken));
    };
    const Use args = [](const std::string& broken, const std::string& /*sound*/) {
        static_cast<void>(harness::scene_from_nanobragg_args(harness::words_of_file(broken)));
    };
    return {
        {"reflection lists", ".hkl", {text_of(inputs / "small.hkl")}, {}, reads(reflections)},
        {"mmCIF", ".cif", {cif}, {}, reads(reflections)},
        {"caches", ".bin", {dump}, {}, reads([](const std::string& file) {
             return engine::read_dump_file(file, 1.0);
         })},
        {"matrices", ".mat", {text_of(inputs / "A_orient1.mat")}, {}, reads(engine::read_a_matrix)},
        {"sources",
         ".txt",
         {text_of(inputs / "sources.txt")},
         {},
         reads(engine::read_source_table)},
        {"stol", ".stol", {text_of(inputs / "bg.stol")}, {}, reads(engine::check_stol_table)},
        {"masks", ".img", {text_of(inputs / "mask_64x48.img")}, {}, reads(engine::read_smv)},
        {"presets",
         ".json",
         {text_of(source / "configs/presets/simple_cubic.json"),
          text_of(source / "configs/presets/phi_scan.json")},
         {},
         preset},
        {"args files",
         ".txt",
         {"-default_F 100 -cell 100 110 120 80 85 95 -N 5 -lambda 1 -distance 100 -detpixels 4 "
          "-pixel 0.5 -oversample 1 -phi 0 -osc 1 -phisteps 2 -mosaic 0.2 -Xbeam 3 -Ybeam 2 "
          "-convention XDS -twotheta 10 -misset 1 2 3 -hdivrange 0.1 -hdivsteps 2"},
         {},
         args}};
}

std::vector<FileKind> images(const ScratchFolder& scratch) {
    const auto made = [&scratch](const std::string& option, const std::string& name) {
        return made_by(scratch, name,
                       "render " + option + " " + scratch.file(name) +
                           " -- -default_F 100 -cell "
                           "100 110 120 80 85 95 -N 5 -detpixels 16 -oversample 1");
    };
    std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
    header.resize(117, ' ');
    const std::string npy = std::string("\x93NUMPY\x01\0", 8) + static_cast<char>(118) +
                            std::string(1, '\0') + header + "\n" + std::string(24, '\x01');
    const Use use = [](const std::string& broken, const std::string& sound) {
        static_cast<void>(harness::read_float_image(broken, std::nullopt));
        compare(harness::JobKind::why, sound, broken);
    };
    return {{"SMV images", ".img", {made("--smv-out", "a.img")}, {}, use},
            {"NumPy arrays", ".npy", {npy}, {}, use},
            {"raw images", ".f32", {made("--float-out", "a.f32")}, {}, use}};
}

std::vector<FileKind> bundles(const ScratchFolder& scratch) {
    const std::string folder = scratch.file("bundle");
    const std::string archive = scratch.file("bundle.tar.zst");
    static_cast<void>(
        made_by(scratch, "bundle/comparison.json", "trace --pixel 1 1 --bundle " + folder + scene));
    static_cast<void>(made_by(scratch, "bundle.tar.zst", "bundle pack " + folder + " " + archive));
    const Use unpack = [](const std::string& broken, const std::string& /*sound*/) {
        const std::string target = broken + ".unpacked";
        fs::remove_all(target);
        constexpr std::uint64_t most = 16U << 20U;
        reports::unpack_archive(broken, target, {100, most});
    };
    const Use manifest = [](const std::string& broken, const std::string& /*sound*/) {
        static_cast<void>(reports::parse_manifest(text_of(broken), broken));
    };
    const Use snapshot = [](const std::string& broken, const std::string& /*sound*/) {
        static_cast<void>(harness::parse_snapshot(text_of(broken), broken));
    };
    std::vector<std::string> snapshots;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".json") {
            snapshots.push_back(text_of(entry.path()));
        }
    }
    return {{"archives", ".tar.zst", {text_of(archive)}, {}, unpack},
            {"manifests", ".txt", {text_of(fs::path(folder) / "sha256.txt")}, {}, manifest},
            {"snapshots", ".json", std::move(snapshots), {}, snapshot}};
}

/// Texts of programs that nobody described.
FileKind texts() {
    const Use use = [](const std::string& broken, const std::string& sound) {
        constexpr std::size_t largest = std::size_t{64} << 20U;
        const std::string one = trace::plain_text_of(text_of(sound), sound, largest);
        const std::string other = trace::plain_text_of(text_of(broken), broken, largest);
        for (const auto& [a, b] : {std::pair{&one, &other}, {&other, &one}, {&other, &other}}) {
            const trace::Comparison result =
                trace::compare_texts({"reference", *a}, {"candidate", *b}, {});
            if (result.verdict == trace::Verdict::parity && *a != *b && a != b &&
                result.planted == 0) {
                throw std::logic_error("a green verdict with nothing planted");
            }
            report(result, request_of(sound, broken), {});
        }
    };
    return {
        "texts",
        ".out",
        {"Step Temp E_pair E_mol TotEng Press\n0 1.44 -6.7733 0 -4.6134 -5.0196\n"
         "50 0.75 -5.7431 0 -4.6104 0.4618\n100 0.74 -5.7365 0 -4.6201 0.51\n"
         "Loop time of 0.5 on 4 procs for 100 steps with 4000 atoms\n",
         "iter=1 energy = -1.5D+02 Ry\niter=2 energy = -1.75D+02 Ry\nconverged: .true.\n"
         "force [eV/A]: (0.5, -0.25) 1.5+2.5j np.float64(0.125)\n",
         "{\"step\": 1, \"loss\": 0.25, \"grad\": [0.5, -0.125, NaN]}\n"
         "{\"step\": 2, \"loss\": 0.125, \"grad\": [0.25, 1e-300, null]}\n",
         "tensor([[1.0000, 2.5000],\n        [3.2500, 4.1250]], dtype=torch.float64)\n"
         "rho =\n  1.0 2.0 3.0\n  4.0 5.0 6.0\n\xce\x94 = 0.5 \xc3\x85\n",
         "# x,y,z\n0,1.5,2.5\n1,1.25,2.25\n2,1.125,2.125\n[INFO] 2026-01-05 10:20:30 done in 5 s\n"
         "| a | b |\n|---|---|\n| 1 | 2.5 |\n"},
        {},
        use};
}

} // namespace

std::vector<FileKind> file_kinds(const ScratchFolder& scratch) {
    std::vector<FileKind> all{models(), tolerances(), texts()};
    for (std::vector<FileKind>& some :
         std::vector{traces(scratch), scenes(scratch), images(scratch), bundles(scratch)}) {
        std::move(some.begin(), some.end(), std::back_inserter(all));
    }
    return all;
}

} // namespace tapir::test
