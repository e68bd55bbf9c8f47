#include "smv_header.hpp"

#include <numbers>
#include <utility>

#include "tapir/engine/setup/derive_scene.hpp"
#include "tapir/engine/tap_policies.hpp"
#include "tapir/trace/number_text.hpp"

namespace tapir::engine {

namespace {

constexpr double millimetres = 1000.0;
constexpr double degrees_per_radian = 180.0 * std::numbers::inv_pi;

/// The detector as the pixel loop sees it: where the direct beam hits it, and its nearest point.
struct FinalGeometry {
    double beam_fast, beam_slow, near_fast, near_slow, distance, close_distance;
    Vec3<double> origin;
};

FinalGeometry final_geometry(const Experiment& experiment) {
    NullTap tap;
    SceneView<double> scene;
    const Vec3<double> beam = unit_vector(experiment.input.beam_direction);
    setup::derive_detector(experiment, beam, scene, tap);
    const Vec3<double> to_beam = scene.distance * beam - scene.detector_origin;
    return {.beam_fast = dot(scene.fast_axis, to_beam),
            .beam_slow = dot(scene.slow_axis, to_beam),
            .near_fast = -dot(scene.detector_origin, scene.fast_axis),
            .near_slow = -dot(scene.detector_origin, scene.slow_axis),
            .distance = scene.distance,
            .close_distance = scene.close_distance,
            .origin = scene.detector_origin};
}

/// "NAME=value;" lines.
class HeaderText {
  public:
    void line(const char* name, const std::string& value, const char* end = ";\n") {
        text_ += std::string(name) + "=" + value + end;
    }
    void number(const char* name, double value) { line(name, text_of(value)); }
    [[nodiscard]] static std::string text_of(double value) {
        constexpr int printed_digits = 6; // printf's %g
        return trace::general(value, printed_digits);
    }
    [[nodiscard]] std::string finish() {
        constexpr std::size_t bytes = 512;
        std::string text = "{\n" + text_ + "}\f";
        text.resize(std::max(text.size(), bytes), ' ');
        return text;
    }

  private:
    std::string text_;
};

void add_beam_centres(const ExperimentRequest& input, const FinalGeometry& detector,
                      HeaderText& header) {
    constexpr double half = 0.5;
    const double pixel = input.pixel_size_m;
    header.number("BEAM_CENTER_X", input.beam_x_m * millimetres);
    header.number("BEAM_CENTER_Y", input.beam_y_m * millimetres);
    header.number("ADXV_CENTER_X", detector.beam_fast * millimetres);
    header.number("ADXV_CENTER_Y", (input.detector_size_slow_m - detector.beam_slow) * millimetres);
    header.number("MOSFLM_CENTER_X", (detector.beam_slow - half * pixel) * millimetres);
    header.number("MOSFLM_CENTER_Y", (detector.beam_fast - half * pixel) * millimetres);
    header.number("DENZO_X_BEAM", detector.beam_slow * millimetres);
    header.number("DENZO_Y_BEAM", detector.beam_fast * millimetres);
    const auto along = [&detector](const Vec3<double>& axis) {
        return HeaderText::text_of(millimetres * dot(detector.origin, axis));
    };
    header.line("DIALS_ORIGIN", along({0, 0, 1}) + "," + along({0, 1, 0}) + "," + along({-1, 0, 0}),
                "\n");
    header.number("XDS_ORGX", detector.near_fast / pixel + half);
    header.number("XDS_ORGY", detector.near_slow / pixel + half);
}

} // namespace

std::string smv_header(const Experiment& experiment) {
    const ExperimentRequest& input = experiment.input;
    const FinalGeometry detector = final_geometry(experiment);
    constexpr double angstroms = 1e10;
    HeaderText header;
    header.line("HEADER_BYTES", "512");
    header.line("DIM", "2");
    header.line("BYTE_ORDER", "little_endian");
    header.line("TYPE", "unsigned_short");
    header.line("SIZE1", std::to_string(input.pixels_fast));
    header.line("SIZE2", std::to_string(input.pixels_slow));
    header.number("PIXEL_SIZE", input.pixel_size_m * millimetres);
    header.number("DISTANCE", detector.distance * millimetres);
    header.number("WAVELENGTH", input.wavelength_m * angstroms);
    add_beam_centres(input, detector, header);
    header.number("CLOSE_DISTANCE", detector.close_distance * millimetres);
    header.number("PHI", input.phi_start_rad * degrees_per_radian);
    header.number("OSC_START", input.phi_start_rad * degrees_per_radian);
    header.number("OSC_RANGE", input.oscillation_rad * degrees_per_radian);
    header.number("TWOTHETA", input.detector_twotheta_rad * degrees_per_radian);
    header.line("DETECTOR_SN", "000");
    header.line("BEAMLINE", "fake");
    return header.finish();
}

} // namespace tapir::engine
