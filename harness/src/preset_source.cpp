#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "scene_source.hpp"
#include "strict_object.hpp"
#include "tapir/trace/error.hpp"
#include "tapir/trace/file_io.hpp"
#include "units.hpp"

namespace tapir::harness {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

void read_beam(StrictObject beam, engine::ExperimentRequest& request) {
    request.wavelength_m = angstrom(beam.required_number("wavelength_angstrom"));
    const bool fluence = beam.has("fluence_photons_per_m2");
    if (fluence == beam.has("flux_photons_per_s")) {
        beam.fail(
            "", "needs either a fluence or a flux with exposure and beam size",
            "Give fluence_photons_per_m2, or flux_photons_per_s, exposure_s and beam_size_mm.");
    }
    if (fluence) {
        beam.number("fluence_photons_per_m2", request.fluence_per_m2);
    } else {
        request.flux_per_s = beam.required_number("flux_photons_per_s");
        request.exposure_s = beam.required_number("exposure_s");
        request.beam_size_m = millimetre(beam.required_number("beam_size_mm"));
    }
    beam.vector("direction", request.beam_direction);
    beam.vector("polarization_axis", request.polarization_axis);
    beam.number("polarization_factor", request.polarization_factor);
    beam.reject_unknown_keys();
}

engine::Convention convention_of(const StrictObject& detector, const std::string& name) {
    using engine::Convention;
    for (const auto& [convention, text] : {std::pair{Convention::custom, "custom"},
                                           {Convention::adxv, "adxv"},
                                           {Convention::mosflm, "mosflm"},
                                           {Convention::xds, "xds"},
                                           {Convention::dials, "dials"},
                                           {Convention::denzo, "denzo"}}) {
        if (name == text) {
            return convention;
        }
    }
    detector.fail("convention", "'" + name + "' is not a convention",
                  "Give mosflm, adxv, denzo, xds, dials or custom.");
}

void read_detector(StrictObject detector, engine::ExperimentRequest& request) {
    std::string convention;
    detector.text("convention", convention);
    request.convention = convention_of(detector, convention);
    std::string pivot = "beam";
    detector.text("pivot", pivot);
    if (pivot != "beam" && pivot != "sample") {
        detector.fail("pivot", "'" + pivot + "' is not a pivot", "Give beam or sample.");
    }
    request.pivot = pivot == "sample" ? engine::Pivot::sample : engine::Pivot::beam;
    detector.integer("pixels_slow", request.pixels_slow, 1);
    detector.integer("pixels_fast", request.pixels_fast, 1);
    request.pixel_size_m = millimetre(detector.required_number("pixel_size_mm"));
    request.distance_m = millimetre(detector.required_number("distance_mm"));
    detector.number("beam_center_x_mm", request.beam_x_m, millimetre);
    detector.number("beam_center_y_mm", request.beam_y_m, millimetre);
    detector.vector("fast_axis", request.fast_axis);
    detector.vector("slow_axis", request.slow_axis);
    detector.vector("normal_axis", request.normal_axis);
    detector.vector("twotheta_axis", request.twotheta_axis);
    detector.vector("rotation_deg", request.detector_rotation_rad, degree);
    detector.number("twotheta_deg", request.detector_twotheta_rad, degree);
    detector.reject_unknown_keys();
}

void read_crystal(StrictObject crystal, const fs::path& folder, SceneRequest& scene) {
    engine::ExperimentRequest& request = scene.experiment;
    std::string matrix;
    crystal.text("matrix_file", matrix);
    request.cell_given = crystal.has("cell_edges_angstrom");
    if (request.cell_given == !matrix.empty()) {
        crystal.fail("", "needs either a matrix file or a cell",
                     "Give matrix_file, or cell_edges_angstrom and cell_angles_deg.");
    }
    if (!matrix.empty()) {
        scene.matrix_file = folder / matrix;
    }
    crystal.triple("cell_edges_angstrom", request.cell_edges_angstrom);
    crystal.triple("cell_angles_deg", request.cell_angles_rad, degree);
    request.misset_given = crystal.has("misset_deg");
    crystal.vector("misset_deg", request.misset_rad, degree);
    crystal.triple("cell_counts", request.cell_counts);
    for (const double count : request.cell_counts) {
        if (!(count >= 1) || count != std::floor(count)) {
            crystal.fail("cell_counts", "must be whole numbers of at least 1",
                         "Give the unit cells along a, b, c, for example [36, 47, 29].");
        }
    }
    crystal.number("mosaic_spread_deg", request.mosaic_spread_rad, degree);
    crystal.integer("mosaic_domains", request.mosaic_domains, 1);
    crystal.integer("mosaic_seed", request.mosaic_seed, 1);
    crystal.reject_unknown_keys();
}

void read_structure_factors(StrictObject factors, const fs::path& folder, SceneRequest& scene) {
    std::string file;
    factors.text("file", file);
    if (!file.empty()) {
        scene.reflection_file = folder / file;
    }
    factors.number("default_electrons", scene.experiment.default_structure_factor_electrons);
    std::string interpolation = "nearest";
    factors.text("interpolation", interpolation);
    if (interpolation != "nearest") {
        factors.fail("interpolation", "'" + interpolation + "' is not in this version",
                     "Give nearest.");
    }
    factors.reject_unknown_keys();
}

void read_scan(StrictObject scan, engine::ExperimentRequest& request) {
    scan.vector("spindle_axis", request.spindle_axis);
    request.phi_start_rad = degree(scan.required_number("phi_start_deg"));
    request.oscillation_rad = degree(scan.required_number("oscillation_deg"));
    scan.integer("phi_steps", request.phi_steps, 1);
    scan.number("phi_step_deg", request.phi_step_rad, degree);
    scan.reject_unknown_keys();
}

json parse_json(const fs::path& file) {
    const std::string text = read_file(file, "preset");
    try {
        return json::parse(text);
    } catch (const json::parse_error& error) {
        const auto position = std::min(error.byte, text.size());
        const auto line =
            1 +
            std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(position), '\n');
        throw InputError({.where = file.string() + ":" + std::to_string(line),
                          .problem = "is not valid JSON",
                          .reason = "the parser stopped at byte " + std::to_string(error.byte),
                          .remedy = "Look for a missing comma, quote or bracket there."});
    }
}

} // namespace

SceneRequest scene_from_preset(const std::string& name_or_path) {
    const fs::path file = preset_file(name_or_path);
    const json document = parse_json(file);
    StrictObject root(document, file.string(), "");
    std::string format;
    root.text("format", format);
    int version = 0;
    root.integer("version", version, 1);
    if (format != "tapir-preset" || version != 1) {
        root.fail("format", "is not a tapir-preset of version 1",
                  R"(Start the file with "format": "tapir-preset", "version": 1.)");
    }
    std::string ignored;
    root.text("name", ignored);
    root.text("purpose", ignored);
    SceneRequest scene;
    const fs::path folder = file.parent_path();
    read_beam(root.object("beam"), scene.experiment);
    read_detector(root.object("detector"), scene.experiment);
    read_crystal(root.object("crystal"), folder, scene);
    read_structure_factors(root.object("structure_factors"), folder, scene);
    read_scan(root.object("scan"), scene.experiment);
    StrictObject sampling = root.object("sampling");
    sampling.integer("oversample", scene.experiment.oversample, 1);
    sampling.reject_unknown_keys();
    root.reject_unknown_keys();
    return scene;
}

fs::path configs_folder() {
    const char* chosen = std::getenv("TAPIR_CONFIGS");
    if (chosen != nullptr && *chosen != '\0') {
        return chosen;
    }
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    const fs::path installed = program.parent_path().parent_path() / "share/tapir/configs";
    return !error && fs::is_directory(installed) ? installed : fs::path(TAPIR_SOURCE_CONFIGS);
}

std::vector<std::string> preset_names() {
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(configs_folder() / "presets", error)) {
        if (entry.path().extension() == ".json") {
            names.push_back(entry.path().stem().string());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

fs::path preset_file(const std::string& name_or_path) {
    if (fs::path(name_or_path).extension() == ".json") {
        return name_or_path;
    }
    fs::path file = configs_folder() / "presets" / (name_or_path + ".json");
    const std::vector<std::string> names = preset_names();
    if (std::find(names.begin(), names.end(), name_or_path) == names.end()) {
        const std::string near = nearest_word(name_or_path, names);
        throw InputError({.where = "--config " + name_or_path,
                          .problem = "is not a shipped preset",
                          .reason = "presets stand in " + (configs_folder() / "presets").string(),
                          .remedy = near.empty() ? "`tapir presets list` names them; a path must "
                                                   "end in .json."
                                                 : "Did you mean '" + near + "'?"});
    }
    return file;
}

} // namespace tapir::harness
