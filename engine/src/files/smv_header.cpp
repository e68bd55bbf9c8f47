#include "smv_header.hpp"

#include <algorithm>

#include "tapir/engine/scene_summary.hpp"
#include "tapir/engine/units.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::engine {

namespace {

constexpr double millimetres = 1000.0;
using units::degrees_per_radian;

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

void add_beam_centres(const ExperimentRequest& input, const SceneSummary& detector,
                      HeaderText& header) {
    constexpr double half = 0.5;
    const double pixel = input.pixel_size_m;
    header.number("BEAM_CENTER_X", input.beam_x_m * millimetres);
    header.number("BEAM_CENTER_Y", input.beam_y_m * millimetres);
    header.number("ADXV_CENTER_X", detector.beam_fast_m * millimetres);
    header.number("ADXV_CENTER_Y",
                  (input.detector_size_slow_m - detector.beam_slow_m) * millimetres);
    header.number("MOSFLM_CENTER_X", (detector.beam_slow_m - half * pixel) * millimetres);
    header.number("MOSFLM_CENTER_Y", (detector.beam_fast_m - half * pixel) * millimetres);
    header.number("DENZO_X_BEAM", detector.beam_slow_m * millimetres);
    header.number("DENZO_Y_BEAM", detector.beam_fast_m * millimetres);
    const auto along = [&detector](const Vec3<double>& axis) {
        return HeaderText::text_of(millimetres * dot(detector.origin_m, axis));
    };
    header.line("DIALS_ORIGIN", along({0, 0, 1}) + "," + along({0, 1, 0}) + "," + along({-1, 0, 0}),
                "\n");
    header.number("XDS_ORGX", detector.near_fast_m / pixel + half);
    header.number("XDS_ORGY", detector.near_slow_m / pixel + half);
}

} // namespace

std::string smv_header(const Experiment& experiment) {
    const ExperimentRequest& input = experiment.input;
    const SceneSummary detector = summarise(experiment);
    constexpr double angstroms = 1e10;
    HeaderText header;
    header.line("HEADER_BYTES", "512");
    header.line("DIM", "2");
    header.line("BYTE_ORDER", "little_endian");
    header.line("TYPE", "unsigned_short");
    header.line("SIZE1", std::to_string(input.pixels_fast));
    header.line("SIZE2", std::to_string(input.pixels_slow));
    header.number("PIXEL_SIZE", input.pixel_size_m * millimetres);
    header.number("DISTANCE", detector.distance_m * millimetres);
    header.number("WAVELENGTH", input.wavelength_m * angstroms);
    add_beam_centres(input, detector, header);
    header.number("CLOSE_DISTANCE", detector.close_distance_m * millimetres);
    header.number("PHI", input.phi_start_rad * degrees_per_radian);
    header.number("OSC_START", input.phi_start_rad * degrees_per_radian);
    header.number("OSC_RANGE", input.oscillation_rad * degrees_per_radian);
    header.number("TWOTHETA", input.detector_twotheta_rad * degrees_per_radian);
    header.line("DETECTOR_SN", "000");
    header.line("BEAMLINE", "fake");
    return header.finish();
}

} // namespace tapir::engine
