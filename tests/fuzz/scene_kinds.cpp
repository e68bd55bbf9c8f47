#include <filesystem>
#include <utility>

#include <nlohmann/json.hpp>

#include "kind_parts.hpp"
#include "nanobragg/nanobragg_args.hpp"
#include "reflection_files.hpp"
#include "scene/effective_scene.hpp"
#include "scene/lint_notices.hpp"
#include "scene/preset_source.hpp"
#include "scene/preset_writer.hpp"
#include "scene/scene_listing.hpp"
#include "scene/scene_source.hpp"
#include "tapir/engine/files/dump_file.hpp"
#include "tapir/engine/files/smv_image.hpp"
#include "tapir/engine/files/tables.hpp"
#include "tapir/engine/input_files.hpp"

namespace tapir::test {

namespace {

namespace fs = std::filesystem;
using Use = std::function<void(const std::string&, const std::string&)>;

const fs::path inputs = fs::path(TAPIR_TEST_DATA) / "reference/inputs";
const fs::path presets = fs::path(TAPIR_SOURCE_DIR) / "configs/presets";

/// What is done with a scene besides rendering it.
void use_scene(const harness::SceneRequest& scene, const std::string& file) {
    try_step([&] {
        const fs::path folder = fs::path(file).parent_path();
        static_cast<void>(harness::preset_text(scene, {"broken", "A broken one."}, folder));
    });
    const engine::Experiment experiment = harness::load_experiment(scene);
    static_cast<void>(
        harness::effective_scene(experiment)
            .dump(0, ' ', false,
                  nlohmann::ordered_json::error_handler_t::replace)); // as a bundle does
    static_cast<void>(harness::scene_listing(scene, experiment));
    static_cast<void>(
        harness::lint_notices(scene.experiment, experiment, engine::PhiMode::c_parity));
}

void use_preset(const std::string& broken, const std::string& /*sound*/) {
    // as if it stood among the shipped ones, so that it finds its files
    use_scene(harness::scene_from_preset_text(text_of(broken), presets / "broken.json"), broken);
}

void use_args(const std::string& broken, const std::string& /*sound*/) {
    use_scene(harness::scene_from_nanobragg_args(harness::words_of_file(broken)), broken);
}

template <class Read>
Use use_of(Read read) {
    return [read](const std::string& broken, const std::string& /*sound*/) {
        static_cast<void>(read(broken));
    };
}

const std::string mmcif =
    "data_r\n_cell.length_a 40\n_cell.length_b 50\n_cell.length_c 60\n_cell.angle_alpha 90\n"
    "_cell.angle_beta 90\n_cell.angle_gamma 90\n_symmetry.space_group_name_H-M 'P 21 21 21'\n"
    "loop_\n_refln.index_h\n_refln.index_k\n_refln.index_l\n_refln.F_meas_au\n1 2 3 4.5\n"
    "0 0 2 10\n1 0 1 ?\n";

const std::string args =
    "-default_F 100 -cell 100 110 120 80 85 95 -N 5 -lambda 1 -distance 100 -detpixels 4 "
    "-pixel 0.5 -oversample 1 -phi 0 -osc 1 -phisteps 2 -mosaic 0.2 -Xbeam 3 -Ybeam 2 "
    "-convention XDS -twotheta 10 -misset 1 2 3 -hdivrange 0.1 -hdivsteps 2";

} // namespace

std::vector<FileKind> scene_kinds(const ScratchFolder& scratch) {
    const auto reflections = [](const std::string& file) {
        return engine::read_reflections(file, "", 1.0);
    };
    const auto cached = [](const std::string& file) { return engine::read_dump_file(file, 1.0); };
    const std::string cache =
        made_by(scratch, "dump.bin",
                "render --dump-out " + scratch.file("dump.bin") + " -- -hkl " +
                    (inputs / "small.hkl").string() + " -cell 30 40 50 90 90 90 -detpixels 8 -N 3");
    const std::string mtz_file = mtz({1, 2, 3, 100.5F, 2, 0, 0, 7}, {"H H", "K H", "L H", "FP F"},
                                     "P 21 21 21", 19, orthorhombic);
    const std::vector<std::string> shipped{text_of(presets / "simple_cubic.json"),
                                           text_of(presets / "phi_scan.json"),
                                           text_of(presets / "supervisor.json")};
    return {{"reflection lists", ".hkl", {text_of(inputs / "small.hkl")}, {}, use_of(reflections)},
            {"mmCIF", ".cif", {mmcif}, {}, use_of(reflections)},
            {"MTZ", ".mtz", {mtz_file}, {}, use_of(reflections)},
            {"caches", ".bin", {cache}, {}, use_of(cached)},
            {"matrices",
             ".mat",
             {text_of(inputs / "A_orient1.mat")},
             {},
             use_of(engine::read_a_matrix)},
            {"sources",
             ".txt",
             {text_of(inputs / "sources.txt")},
             {},
             use_of(engine::read_source_table)},
            {"stol", ".stol", {text_of(inputs / "bg.stol")}, {}, use_of(engine::check_stol_table)},
            {"masks", ".img", {text_of(inputs / "mask_64x48.img")}, {}, use_of(engine::read_smv)},
            {"presets", ".json", shipped, {}, use_preset},
            {"args files",
             ".txt",
             {args, text_of(fs::path(TAPIR_TEST_DATA) / "field/log_port_trace_attest/args.txt"),
              text_of(fs::path(TAPIR_TEST_DATA) / "combinations/cases/curved_xds_tt/args.txt")},
             {},
             use_args}};
}

} // namespace tapir::test
