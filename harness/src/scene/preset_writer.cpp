#include "scene/preset_writer.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include <nlohmann/json.hpp>

#include "scene/scene_files.hpp"
#include "scene/scene_source.hpp"
#include "tapir/engine/scene_fields.hpp"
#include "tapir/reports/text/printable.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::harness {

namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;
using engine::SceneField;

/// The number in the preset's unit of which exactly `value` is made: the shortest one.
double in_unit_of_preset(const SceneField& field, double value) {
    const std::optional<double> written = engine::units::written_in(*field.unit, value);
    if (!written) {
        throw InputError(
            {.where = field.key,
             .problem = "no number in its unit gives exactly " + trace::shortest(value),
             .reason = "the preset would not give the same bits",
             .remedy = "Give the value itself as an option, not through an image header."});
    }
    return *written;
}

/// JSON is Unicode, and a name of a file is any bytes.
void require_unicode(const char* key, const std::string& name) {
    if (!reports::is_unicode(name)) {
        throw InputError({.where = "'" + name + "'",
                          .problem = "is a name that is no Unicode text",
                          .reason = "a preset is JSON and could not name it as " + std::string(key),
                          .remedy = "Give the file a name in UTF-8, or a link to it."});
    }
}

/// Writes every field that a scene has; what was not given (NaN, no name) is left out.
class PresetWriter final : public engine::SceneVisitor {
  public:
    PresetWriter(fs::path folder, SceneRequest& request)
        : folder_(std::move(folder)), request_(&request) {}

    void section(const char* key, engine::Need /*need*/, const Fields& fields) override {
        PresetWriter inner(folder_, *request_);
        fields(inner);
        json_[key] = inner.json_.is_null() ? Json::object() : inner.json_;
    }
    void number(const SceneField& field, double& value) override {
        if (!std::isnan(value)) {
            json_[field.key] = in_unit_of_preset(field, value);
        }
    }
    void integer(const SceneField& field, long& value) override {
        if (value >= field.least && wanted(field.key)) {
            json_[field.key] = value;
        }
    }
    void flag(const SceneField& field, bool& value) override { json_[field.key] = value; }
    void triple(const SceneField& field, std::array<double, 3>& values) override {
        if (wanted(field.key)) {
            json_[field.key] = Json::array();
            for (const double value : values) {
                json_[field.key].push_back(in_unit_of_preset(field, value));
            }
        }
    }
    void choice(const SceneField& field, int& value, const engine::FieldWords& words) override {
        for (const auto& [word, meaning] : words) {
            if (meaning == value && wanted(field.key)) {
                json_[field.key] = word;
            }
        }
    }
    void file(const SceneField& field, engine::SceneFile which) override {
        if (which == engine::SceneFile::column) {
            if (!request_->reflection_column.empty()) {
                json_[field.key] = request_->reflection_column;
            }
            return;
        }
        const fs::path& file = file_of(*request_, which);
        if (!file.empty()) {
            const fs::path here = folder_.empty() ? fs::path(".") : folder_;
            const std::string name = fs::absolute(file)
                                         .lexically_normal()
                                         .lexically_relative(fs::absolute(here).lexically_normal())
                                         .string();
            require_unicode(field.key, name);
            json_[field.key] = name;
        }
    }
    void given(const SceneField& field, bool& value) override {
        if (!value) {
            not_given_.emplace_back(field.key);
        }
    }

    [[nodiscard]] const Json& json() const { return json_; }

  private:
    [[nodiscard]] bool wanted(const std::string& key) const {
        return std::find(not_given_.begin(), not_given_.end(), key) == not_given_.end();
    }

    Json json_;
    fs::path folder_;
    SceneRequest* request_;
    std::vector<std::string> not_given_;
};

Json json_of(SceneRequest scene, const fs::path& folder) {
    PresetWriter writer(folder, scene);
    engine::visit_scene(writer, scene.experiment);
    return writer.json();
}

/// Leaves out every key whose value is the default.
Json without_defaults(const Json& chosen, const Json& usual) {
    static const std::vector<std::string> always{
        "wavelength_angstrom", "convention",    "pixel_size_mm", "distance_mm",
        "phi_start_deg",       "interpolation", "cell_counts"};
    Json result = Json::object();
    for (const auto& [key, value] : chosen.items()) {
        const bool keep = std::find(always.begin(), always.end(), key) != always.end();
        if (value.is_object()) {
            Json inner = without_defaults(value, usual.value(key, Json::object()));
            if (!inner.empty()) {
                result[key] = std::move(inner);
            }
        } else if (keep || !usual.contains(key) || usual.at(key) != value) {
            result[key] = value;
        }
    }
    return result;
}

/// What the convention or another value replaces anyway is not written.
void drop_replaced(engine::ExperimentRequest& e) {
    const engine::ExperimentRequest usual;
    if (e.convention != engine::Convention::custom) {
        const engine::GivenAxes& own = e.given_axes;
        const auto drop = [](bool given, auto& field, const auto& value) {
            field = given ? field : value;
        };
        drop(own.beam, e.beam_direction, usual.beam_direction);
        drop(own.polarization, e.polarization_axis, usual.polarization_axis);
        drop(own.fast, e.fast_axis, usual.fast_axis);
        drop(own.slow, e.slow_axis, usual.slow_axis);
        drop(own.normal, e.normal_axis, usual.normal_axis);
        drop(own.twotheta, e.twotheta_axis, usual.twotheta_axis);
        drop(own.spindle, e.spindle_axis, usual.spindle_axis);
    }
    for (double& count : e.cell_counts) {
        count = count <= 1 ? 1 : count;
    }
    if (e.misset_random) {
        e.misset_given = false;
    }
}

} // namespace

std::string preset_text(const SceneRequest& scene, const PresetTitle& title,
                        const fs::path& folder) {
    SceneRequest copy = scene;
    engine::ExperimentRequest& e = copy.experiment;
    drop_replaced(e);
    require_unicode("name", title.name);
    const Json fields = json_of(copy, folder);
    SceneRequest usual;
    Json body = without_defaults(fields, json_of(usual, folder));
    // strength of the beam: one of the two ways, whatever the defaults
    const bool by_flux = e.flux_per_s != 0 && e.exposure_s > 0 && e.beam_size_m >= 0;
    Json& beam = body["beam"];
    if (by_flux) {
        beam.erase("fluence_photons_per_m2");
        beam["exposure_s"] = fields.at("beam").at("exposure_s");
        beam["beam_size_mm"] = fields.at("beam").at("beam_size_mm");
    } else {
        beam.erase("flux_photons_per_s");
        beam["fluence_photons_per_m2"] = fields.at("beam").at("fluence_photons_per_m2");
    }
    for (const char* section : {"scan", "sampling", "crystal", "structure_factors"}) {
        if (!body.contains(section)) {
            body[section] = Json::object();
        }
    }
    Json document{{"format", "tapir-preset"},
                  {"version", 1},
                  {"name", title.name},
                  {"purpose", title.purpose}};
    document.update(body);
    constexpr int indent = 2;
    // what is said for people only, its purpose, may quote any name
    return reports::safe_json(document.dump(indent, ' ', false, Json::error_handler_t::replace)) +
           "\n";
}

} // namespace tapir::harness
