#pragma once

#include <array>

#include "tapir/trace/record/program_model.hpp"

namespace tapir::engine {

/// What scripts of porting projects print among words, and which tap it is.
constexpr trace::TapPrint text_line(const char* key, int count, const char* tap, int component = 0,
                                    double multiply = 1, const char* note = "") {
    return {trace::Dialect::py, "TEXT", key, 0, count, tap, component, multiply, 1, 0, -1, note};
}

constexpr double angstrom_per_metre = 1e10;

/// The C program's own print of a pixel. What belongs to the last step of the loops is of this kind
/// only where the log says how many steps there are.
constexpr trace::TapPrint printout(const char* key, const char* tap, int count = 1,
                                   int component = 0, double multiply = 1) {
    return {trace::Dialect::py, "PRINTOUT", key, 0, count, tap, component, multiply};
}

constexpr std::array printout_lines{
    printout("I", "I_total"),
    printout("I/steps", "I_total"), // times the number of steps again, as it is read
    printout("polar", "polar_final"),
    printout("omega", "omega_final"),
    printout("capfrac", "capture_final"),
    printout("pixel", "image_value"),
    printout("stol", "stol"),
    printout("at", "pixel_position", 3),
    printout("hkl", "hkl_frac", 3),
    printout("hkl0", "hkl_nearest", 3),
    printout("F_cell", "F_cell"),
    printout("F_latt", "F_latt"),
    printout("a", "cell", 3, 0, angstrom_per_metre),
    printout("b", "cell", 3, 3, angstrom_per_metre),
    printout("c", "cell", 3, 6, angstrom_per_metre),
};

constexpr std::array free_text_lines{
    text_line("pix0_vector", 3, "detector_origin"),
    text_line("fdet_vec", 3, "fast_axis"),
    text_line("sdet_vec", 3, "slow_axis"),
    text_line("pixel_coords", 3, "pixel_position"),
    text_line("Position (m)", 3, "pixel_position"),
    text_line("Airpath (m)", 1, "airpath"),
    text_line("R", 1, "airpath"),
    text_line("Distance to pixel (R)", 1, "airpath"),
    text_line("close_distance", 1, "close_distance"),
    text_line("incident", 3, "incident"),
    text_line("diffracted", 3, "diffracted"),
    text_line("wavelength", 1, "wavelength", 0, angstrom_per_metre, "printed in angstrom"),
    text_line("S (1/\xc3\x85)", 3, "q", 0, 1 / angstrom_per_metre, "printed in 1/angstrom"),
    text_line("rot_a", 3, "cell", 0, angstrom_per_metre, "printed in angstrom"),
    text_line("rot_b", 3, "cell", 3, angstrom_per_metre, "printed in angstrom"),
    text_line("rot_c", 3, "cell", 6, angstrom_per_metre, "printed in angstrom"),
    text_line("rot_a_star", 3, "a_star"),
    text_line("rot_b_star", 3, "b_star"),
    text_line("rot_c_star", 3, "c_star"),
    text_line("h_float", 1, "hkl_frac", 0),
    text_line("k_float", 1, "hkl_frac", 1),
    text_line("l_float", 1, "hkl_frac", 2),
    text_line("h_int", 1, "hkl_nearest", 0),
    text_line("k_int", 1, "hkl_nearest", 1),
    text_line("l_int", 1, "hkl_nearest", 2),
    text_line("F_latt_a", 1, "F_latt_a"),
    text_line("F_latt_b", 1, "F_latt_b"),
    text_line("F_latt_c", 1, "F_latt_c"),
    text_line("F_latt", 1, "F_latt"),
    text_line("F_cell", 1, "F_cell"),
    text_line("r_e", 1, "r_e"),
    text_line("r_e^2", 1, "r_e_squared"),
    text_line("omega", 1, "omega_final"),
    text_line("Omega (point-pixel)", 1, "omega"),
    text_line("Omega (solid angle)", 1, "omega_final"),
    text_line("fluence", 1, "fluence"),
    text_line("Fluence", 1, "fluence"),
    text_line("cos_2theta", 1, "cos_2theta"),
    text_line("polar", 1, "polar_final"),
    text_line("Final intensity", 1, "photons"),
};

} // namespace tapir::engine
