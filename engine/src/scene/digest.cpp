#include "tapir/trace/base/digest.hpp"

#include "scene/resolve.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::engine {

namespace {

/// Collects numbers as text; the digest is of that text.
class DigestText {
  public:
    void add(double value) { text_ += trace::shortest(value) + " "; }
    void add(const Vec3<double>& v) {
        add(v.x);
        add(v.y);
        add(v.z);
    }
    void add(const Mat3<double>& m) {
        add(Vec3<double>{m.xx, m.xy, m.xz});
        add(Vec3<double>{m.yx, m.yy, m.yz});
        add(Vec3<double>{m.zx, m.zy, m.zz});
    }
    void add(const SampledRange& sampled) {
        add(sampled.range);
        add(sampled.step);
        add(sampled.count);
    }
    void add(const std::array<double, 3>& triple) {
        add(Vec3<double>{triple[0], triple[1], triple[2]});
    }
    template <class... Values>
    void add_all(const Values&... values) {
        (add(values), ...);
    }
    void add_text(const std::string& text) { text_ += text; }
    [[nodiscard]] std::string sha256() const { return "sha256:" + sha256_hex(text_); }

  private:
    std::string text_;
};

void add_beam(const ExperimentRequest& e, DigestText& text) {
    text.add_all(e.wavelength_m, e.fluence_per_m2, e.polarization_factor, e.no_polarization,
                 e.beam_direction, e.polarization_axis, e.dispersion, e.divergence_horizontal,
                 e.divergence_vertical, e.round_divergence);
    for (const SourceEntry& source : e.sources) {
        text.add_all(source.position, source.weight, source.wavelength_m);
    }
}

void add_detector(const Experiment& experiment, DigestText& text) {
    const ExperimentRequest& e = experiment.input;
    text.add_all(static_cast<double>(e.pivot), e.pixels_fast, e.pixels_slow, e.pixel_size_m,
                 e.distance_m, e.close_distance_m, experiment.beam_fast_m, experiment.beam_slow_m,
                 experiment.near_fast_m, experiment.near_slow_m, e.detector_twotheta_rad,
                 e.point_pixel, e.curved_detector, e.origin_given, e.detector_origin_m, e.fast_axis,
                 e.slow_axis, e.normal_axis, e.twotheta_axis, e.detector_rotation_rad,
                 e.sensor_thickness_m, e.sensor_attenuation_per_m, e.sensor_layers,
                 experiment.layers_in_thickness, e.region.fast_min, e.region.fast_max,
                 e.region.slow_min, e.region.slow_max);
    if (e.mask != nullptr) {
        const std::string_view bytes(reinterpret_cast<const char*>(e.mask->data()),
                                     e.mask->size() * sizeof(std::uint16_t));
        text.add_text(sha256_hex(bytes));
    }
}

void add_crystal(const ExperimentRequest& e, DigestText& text) {
    text.add_all(e.cell_given, e.matrix_given, e.misset_given, e.misset_rad,
                 e.misset_random ? static_cast<double>(e.misset_seed) : 0.0, e.a_matrix,
                 e.cell_edges_angstrom, e.cell_angles_rad, e.cell_counts, e.sample_size_m,
                 static_cast<double>(e.shape), e.shape_fudge, e.mosaic_spread_rad, e.mosaic_domains,
                 static_cast<double>(e.mosaic_seed));
}

} // namespace

std::string digest_of(const Experiment& experiment) {
    const ExperimentRequest& e = experiment.input;
    DigestText text;
    add_beam(e, text);
    add_detector(experiment, text);
    add_crystal(e, text);
    text.add_all(e.spindle_axis, e.phi_start_rad, e.phi_step_rad, e.phi_steps, e.oversample,
                 e.oversample_thick, e.oversample_polar, e.oversample_omega, e.resolution_limit_m,
                 e.water_size_m, e.default_structure_factor_electrons, experiment.interpolate);
    QuirkSet of_the_kernel = e.quirks;
    for (const QuirkInfo& info : quirks()) {
        // what the options meant is in the fields; the phi mode belongs to the run
        if (info.part == QuirkPart::options || info.quirk == Quirk::phi0_carryover) {
            of_the_kernel.set(info.quirk, false);
        }
    }
    text.add(of_the_kernel.bits());
    text.add_text(experiment.structure_factors->digest);
    return text.sha256();
}

} // namespace tapir::engine
