#include "nanobragg/smv_header.hpp"

#include "tapir/engine/files/smv_image.hpp"
#include "tapir/engine/units.hpp"

namespace tapir::harness {

using namespace engine::units;

void apply_smv_header(const std::filesystem::path& file, bool flip_beam_y, ArgumentReader& reader) {
    const engine::SmvImage image = engine::read_smv(file);
    engine::ExperimentRequest& e = reader.scene.experiment;
    e.pixels_fast = image.pixels_fast;
    e.pixels_slow = image.pixels_slow;
    const auto take = [&image](const char* keyword, double& field, double (*convert)(double)) {
        const std::optional<double> value = image.value_of(keyword);
        field = value ? convert(*value) : field;
    };
    const auto as_is = [](double value) { return value; };
    take("PIXEL_SIZE", e.pixel_size_m, millimetre);
    const double size_slow_m = e.pixel_size_m * image.pixels_slow;
    take("DISTANCE", e.distance_m, millimetre);
    take("CLOSE_DISTANCE", e.close_distance_m, millimetre);
    take("WAVELENGTH", e.wavelength_m, angstrom);
    take("BEAM_CENTER_X", e.beam_x_m, millimetre);
    const std::optional<double> beam_y = image.value_of("BEAM_CENTER_Y");
    if (beam_y) {
        e.beam_y_m = flip_beam_y ? size_slow_m - millimetre(*beam_y) : millimetre(*beam_y);
    }
    take("ORGX", e.origin_x_pixels, as_is);
    take("ORGY", e.origin_y_pixels, as_is);
    take("PHI", e.phi_start_rad, degree);
    take("OSC_RANGE", e.oscillation_rad, degree);
    for (const char* topic : {"pixels fast", "pixels slow", "pixel size", "distance", "wavelength",
                              "beam centre X", "beam centre Y", "phi", "oscillation"}) {
        reader.scene.causes[topic] = "header of " + file.string();
    }
    if (flip_beam_y) {
        e.mask = image.pixels;
    }
}

} // namespace tapir::harness
