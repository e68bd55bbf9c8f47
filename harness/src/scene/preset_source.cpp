#include "scene/preset_source.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "scene/scene_files.hpp"
#include "scene/strict_object.hpp"
#include "tapir/engine/scene_fields.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"

namespace tapir::harness {

namespace {

namespace fs = std::filesystem;
using engine::SceneField;
using nlohmann::json;

/// Reads fields from the objects of a preset.
class PresetReader final : public engine::SceneVisitor {
  public:
    PresetReader(StrictObject object, fs::path folder, SceneRequest& request)
        : object_(std::move(object)), folder_(std::move(folder)), request_(&request) {}

    void section(const char* key, engine::Need need, const Fields& fields) override {
        if (object_.has(key) || need == engine::Need::required) {
            PresetReader inner(object_.object(key), folder_, *request_);
            fields(inner);
            inner.object_.reject_unknown_keys();
        }
    }
    void number(const SceneField& field, double& value) override {
        if (field.need == engine::Need::required) {
            (void)object_.required_number(field.key);
        }
        object_.number(field.key, value, field.unit->to_engine);
    }
    void integer(const SceneField& field, long& value) override {
        object_.integer(field.key, value, static_cast<double>(field.least));
    }
    void flag(const SceneField& field, bool& value) override { object_.flag(field.key, value); }
    void triple(const SceneField& field, std::array<double, 3>& values) override {
        object_.triple(field.key, values, field.unit->to_engine);
    }
    void choice(const SceneField& field, int& value, const engine::FieldWords& words) override {
        if (!object_.has(field.key) && field.need == engine::Need::optional) {
            return;
        }
        std::string text;
        object_.text(field.key, text);
        std::string known;
        for (const auto& [word, meaning] : words) {
            if (text == word) {
                value = meaning;
                return;
            }
            known += (known.empty() ? "" : ", ") + std::string(word);
        }
        object_.fail(field.key, "'" + text + "' is not a value of it",
                     "Give one of " + known + ".");
    }
    void file(const SceneField& field, engine::SceneFile which) override {
        if (which == engine::SceneFile::column) {
            object_.text(field.key, request_->reflection_column);
            return;
        }
        std::string name;
        object_.text(field.key, name);
        file_of(*request_, which) = name.empty() ? fs::path() : folder_ / name;
    }
    void given(const SceneField& field, bool& value) override { value = object_.has(field.key); }

    [[nodiscard]] StrictObject& object() { return object_; }

  private:
    StrictObject object_;
    fs::path folder_;
    SceneRequest* request_;
};

/// What the fields alone cannot say: values that need each other.
void check_beam(StrictObject beam) {
    const bool fluence = beam.has("fluence_photons_per_m2");
    const bool flux = beam.has("flux_photons_per_s");
    if (fluence == flux || (flux && !(beam.has("exposure_s") && beam.has("beam_size_mm")))) {
        beam.fail(
            "", "needs either a fluence or a flux with exposure and beam size",
            "Give fluence_photons_per_m2, or flux_photons_per_s, exposure_s and beam_size_mm.");
    }
}

void check_crystal(StrictObject crystal, const engine::ExperimentRequest& request) {
    if (!crystal.has("cell_edges_angstrom") && !crystal.has("matrix_file")) {
        crystal.fail("", "needs a matrix file or a cell",
                     "Give matrix_file, or cell_edges_angstrom and cell_angles_deg.");
    }
    for (const double count : request.cell_counts) {
        if (!(count >= 1) || count != std::floor(count)) {
            crystal.fail("cell_counts", "must be whole numbers of at least 1",
                         "Give the unit cells along a, b, c, for example [36, 47, 29].");
        }
    }
}

/// A named convention brings its own axes; what would be overwritten is not accepted.
void check_axes(StrictObject& root, const engine::ExperimentRequest& request) {
    if (request.convention == engine::Convention::custom) {
        return;
    }
    const engine::GivenAxes& own = request.given_axes;
    const auto check = [&root](const char* section, const char* key, bool is_own,
                               const char* name) {
        StrictObject object = root.object(section);
        if (object.has(key) && !is_own) {
            object.fail(key, "would be replaced by the convention's",
                        std::string("Leave it out, choose the custom convention, or set ") +
                            "/detector/own_axes/" + name + " to true.");
        }
    };
    check("beam", "direction", own.beam, "beam");
    check("beam", "polarization_axis", own.polarization, "polarization");
    check("detector", "fast_axis", own.fast, "fast");
    check("detector", "slow_axis", own.slow, "slow");
    check("detector", "normal_axis", own.normal, "normal");
    check("detector", "twotheta_axis", own.twotheta, "twotheta");
    check("scan", "spindle_axis", own.spindle, "spindle");
}

} // namespace

SceneRequest scene_from_preset(const std::string& name_or_path) {
    const fs::path file = preset_file(name_or_path);
    return scene_from_preset_text(read_file(file, "preset"), file);
}

SceneRequest scene_from_preset_text(const std::string& text, const fs::path& file) {
    const json document = parse_json(text, file);
    SceneRequest scene;
    scene.preset = file.string();
    scene.experiment.interpolation = engine::Interpolation::off;
    PresetReader reader(StrictObject(document, file.string(), ""), file.parent_path(), scene);
    StrictObject& root = reader.object();
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
    engine::visit_scene(reader, scene.experiment);
    root.reject_unknown_keys();
    check_beam(root.object("beam"));
    check_crystal(root.object("crystal"), scene.experiment);
    check_axes(root, scene.experiment);
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
        std::string known;
        for (const std::string& name : names) {
            known += (known.empty() ? "" : ", ") + name;
        }
        throw InputError({.where = "--config " + name_or_path,
                          .problem = "is not a shipped preset",
                          .reason = "presets stand in configs/presets: " + known,
                          .remedy = near.empty() ? "`tapir presets list` names them; a path must "
                                                   "end in .json."
                                                 : "Did you mean '" + near + "'?"});
    }
    return file;
}

} // namespace tapir::harness
