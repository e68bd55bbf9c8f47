#pragma once

#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "scenes.hpp"
#include "tapir/engine/scene_fields.hpp"

/// One field of a scene changed at a time.
namespace tapir::test {

/// What is known of a field without looking at its value.
struct NamedField {
    std::string pointer;
    engine::SceneField field;
    bool is_number = false;    ///< or three numbers
    bool may_be_unset = false; ///< it is NaN until it is given
    bool is_file = false;
};

/// Visits the fields in order and gives each an index; a flag that says whether a field was given
/// goes with the field.
class IndexedFields : public engine::SceneVisitor {
  public:
    void number(const engine::SceneField& field, double& value) final {
        const bool unset = std::isnan(value);
        if (meet(field)) {
            change(value);
        }
        named_.back().is_number = true;
        named_.back().may_be_unset = unset;
    }
    void integer(const engine::SceneField& field, long& value) final {
        if (meet(field)) {
            change(value);
        }
    }
    void flag(const engine::SceneField& field, bool& value) final {
        if (meet(field)) {
            value = !value;
        }
    }
    void triple(const engine::SceneField& field, std::array<double, 3>& values) final {
        if (meet(field)) {
            change(values, field);
        }
        named_.back().is_number = true;
    }
    void choice(const engine::SceneField& field, int& value,
                const engine::FieldWords& words) final {
        if (meet(field)) {
            const int before = value;
            for (const auto& [word, meaning] : words) {
                value = meaning != before ? meaning : value;
            }
        }
    }
    void given(const engine::SceneField& /*field*/, bool& value) final {
        value = value || static_cast<int>(named_.size()) == wanted_;
    }
    void file(const engine::SceneField& field, engine::SceneFile which) final {
        if (meet(field)) {
            change_file(which);
        }
        named_.back().is_file = true;
    }

    [[nodiscard]] const std::vector<NamedField>& fields() const { return named_; }

  protected:
    /// @param wanted  index of the field to change; -1: none
    explicit IndexedFields(int wanted) : wanted_(wanted) {}

    virtual void change(double& value) = 0;
    virtual void change(long& value) = 0;
    virtual void change(std::array<double, 3>& values, const engine::SceneField& field) = 0;
    virtual void change_file(engine::SceneFile /*which*/) {}

  private:
    bool meet(const engine::SceneField& field) {
        named_.push_back({pointer(field), field});
        return static_cast<int>(named_.size()) - 1 == wanted_;
    }

    int wanted_;
    std::vector<NamedField> named_;
};

/// Another value that makes sense as well.
class FlippedField : public IndexedFields {
  public:
    explicit FlippedField(int wanted) : IndexedFields(wanted) {}

  protected:
    void change(double& value) override {
        value = std::isnan(value) ? 1.0 / 64 : (value == 0 ? 1.0 / 4 : value * 3 / 2);
    }
    void change(long& value) override { value = value <= 0 ? 3 : value + 1; }
    void change(std::array<double, 3>& values, const engine::SceneField& field) override {
        const bool counts = std::string(field.key) == "cell_counts";
        values[0] += counts ? 1 : 1.0 / 8;
    }
};

/// No number at all.
class NanField final : public IndexedFields {
  public:
    NanField(int wanted, std::size_t component) : IndexedFields(wanted), component_(component) {}

  protected:
    void change(double& value) override { value = std::numeric_limits<double>::quiet_NaN(); }
    void change(long& /*value*/) override {}
    void change(std::array<double, 3>& values, const engine::SceneField& /*field*/) override {
        values.at(component_) = std::numeric_limits<double>::quiet_NaN();
    }

  private:
    std::size_t component_;
};

/// The fields of a scene, in order.
inline std::vector<NamedField> fields_of_a_scene() {
    FlippedField nothing(-1);
    engine::ExperimentRequest request;
    engine::visit_scene(nothing, request);
    return nothing.fields();
}

/// Scenes that together use every field: one in which all is said in full, and others that leave
/// out what replaces the rest.
inline std::vector<engine::ExperimentRequest> scenes_of_all_fields() {
    engine::ExperimentRequest full = small_request();
    full.pixels_slow = 6;
    full.dispersion = {.range = 0.02, .step = -1, .count = 3};
    full.divergence_horizontal = {.range = 0.002, .step = 0.001, .count = 3};
    full.divergence_vertical = {.range = 0.002, .step = 0.001, .count = 3};
    full.sensor_thickness_m = 1e-4;
    full.sensor_attenuation_per_m = 1e4;
    full.sensor_layers = 3;
    full.mosaic_spread_rad = 0.01;
    full.mosaic_domains = 3;
    full.shape = engine::LatticeShape::gauss;
    full.phi_step_rad = 0.01;

    engine::ExperimentRequest named = full; // a convention, which brings axes
    named.convention = engine::Convention::mosflm;
    named.beam_direction = {1, 0.1, 0};
    named.polarization_axis = {0, 0.1, 1};
    named.fast_axis = {0, 0.1, 1};
    named.slow_axis = {0, -1, 0.1};
    named.normal_axis = {1, 0.1, 0};
    named.twotheta_axis = {0, 1, 0.1};
    named.spindle_axis = {0, 0.1, 1};
    named.detector_twotheta_rad = 0.1;

    engine::ExperimentRequest derived = full; // what is found from other fields
    derived.pixels_slow = derived.pixels_fast = 0;
    derived.detector_size_slow_m = 12e-3;
    derived.detector_size_fast_m = 10e-3;
    derived.flux_per_s = 1e12;
    derived.phi_steps = -1;
    derived.oscillation_rad = 0.05;

    engine::ExperimentRequest about_sample = full; // an origin in pixels counts
    about_sample.convention = engine::Convention::xds;
    return {full, named, derived, about_sample};
}

} // namespace tapir::test
