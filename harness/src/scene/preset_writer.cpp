#include "scene/preset_writer.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include <nlohmann/json.hpp>

#include "scene/preset_fields.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::harness {

namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

/// The number in the preset's unit of which `convert` makes exactly `value`: the shortest one.
double in_unit_of_preset(const char* key, double value, PresetFields::Convert convert) {
    const double near = value / convert(1.0);
    constexpr int most_digits = 17;
    for (int digits = 1; digits <= most_digits; ++digits) {
        const std::optional<double> candidate = trace::parse_number(trace::general(near, digits));
        if (candidate && convert(*candidate) == value) {
            return *candidate;
        }
    }
    constexpr int neighbours = 8;
    double above = near;
    double below = near;
    for (int i = 0; i < neighbours; ++i) {
        above = std::nextafter(above, INFINITY);
        below = std::nextafter(below, -INFINITY);
        for (const double candidate : {above, below}) {
            if (convert(candidate) == value) {
                return candidate;
            }
        }
    }
    throw InputError(
        {.where = key,
         .problem = "no number in its unit gives exactly " + trace::shortest(value),
         .reason = "the preset would not give the same bits",
         .remedy = "Give the value itself as an option, not through an image header."});
}

/// Writes every field that a scene has; what was not given (NaN, no name) is left out.
class PresetWriter final : public PresetFields {
  public:
    explicit PresetWriter(fs::path folder) : folder_(std::move(folder)) {}

    void section(const char* key, Need /*need*/,
                 const std::function<void(PresetFields&)>& fields) override {
        PresetWriter inner(folder_);
        fields(inner);
        json_[key] = inner.json_.is_null() ? Json::object() : inner.json_;
    }
    void number(const char* key, double& field, Convert convert, Need /*need*/) override {
        if (!std::isnan(field)) {
            json_[key] = in_unit_of_preset(key, field, convert);
        }
    }
    void integer(const char* key, long& field, long least) override {
        if (field >= least && wanted(key)) {
            json_[key] = field;
        }
    }
    void flag(const char* key, bool& field) override { json_[key] = field; }
    void triple(const char* key, std::array<double, 3>& field, Convert convert) override {
        if (wanted(key)) {
            json_[key] = Json::array();
            for (const double value : field) {
                json_[key].push_back(in_unit_of_preset(key, value, convert));
            }
        }
    }
    void choice(const char* key, int& field, const Names& names, Need /*need*/) override {
        for (const auto& [name, value] : names) {
            if (value == field && wanted(key)) {
                json_[key] = name;
            }
        }
    }
    void text(const char* key, std::string& field) override {
        if (!field.empty()) {
            json_[key] = field;
        }
    }
    void file(const char* key, fs::path& field) override {
        if (!field.empty()) {
            const fs::path here = folder_.empty() ? fs::path(".") : folder_;
            json_[key] = fs::absolute(field)
                             .lexically_normal()
                             .lexically_relative(fs::absolute(here).lexically_normal())
                             .string();
        }
    }
    bool given(const char* key, bool field) override {
        if (!field) {
            not_given_.emplace_back(key);
        }
        return field;
    }

    [[nodiscard]] const Json& json() const { return json_; }

  private:
    [[nodiscard]] bool wanted(const std::string& key) const {
        return std::find(not_given_.begin(), not_given_.end(), key) == not_given_.end();
    }

    Json json_;
    fs::path folder_;
    std::vector<std::string> not_given_;
};

Json json_of(SceneRequest scene, const fs::path& folder) {
    PresetWriter writer(folder);
    visit_preset(writer, scene);
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
    return document.dump(indent) + "\n";
}

} // namespace tapir::harness
