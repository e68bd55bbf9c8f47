#include "tapir/engine/dialects/nanobragg_model.hpp"

#include <array>
#include <initializer_list>
#include <vector>

#include "free_text_entries.hpp"
#include "run_facts.hpp"
#include "tapir/engine/numbers/vec3.hpp"
#include "tapir/engine/taps.hpp"
#include "tapir/engine/units.hpp"
#include "tapir/trace/format/trace_file.hpp"

namespace tapir::engine {

namespace {

using trace::Dialect;
using trace::LoopSet;
using trace::TapPrint;

constexpr double per_metre_to_angstrom = 1e10;
constexpr double thousand = 1000.0;
using units::degrees_per_radian;

// Loops of which the C program prints only the first pass.
constexpr LoopSet first_source = scope::source;
constexpr LoopSet first_step = scope::source | scope::phi | scope::mos;
constexpr LoopSet first_ray = scope::thick | scope::sub | scope::source;
constexpr LoopSet first_rotation = first_ray | scope::mos;
constexpr LoopSet first_domain = scope::source | scope::mos;

// Keys that only one of the two pivots prints: they tell which block of lines a file holds.
constexpr const char* sample_pivot_only =
    "Fclose_m Sclose_m term_fast_before_rot term_slow_before_rot term_close_before_rot "
    "pix0_before_rotation pix0_after_rotz pix0_after_twotheta";
constexpr const char* beam_pivot_only =
    "Rx Ry Rz R_total Fbeam_m Sbeam_m term_fast term_slow term_beam pix0_vector";

/// The C program divides its beam centre by 1000; ports print it in metres, as the label says.
constexpr TapPrint beam_center(Dialect dialect, const char* label, int part, const char* tap,
                               int component, const char* only_with) {
    const bool of_c = dialect == Dialect::c;
    return {dialect,
            "",
            "beam_center_m",
            part,
            1,
            tap,
            component,
            1,
            of_c ? thousand : 1,
            0,
            -1,
            of_c ? "printed in metres divided by 1000, whatever the label says" : "",
            label,
            only_with};
}

/// With the pivot at the beam these lines are fixed text, not the axes.
constexpr TapPrint initial_axis(const char* key, const char* tap) {
    return {Dialect::c, "", key, 0, 3, tap, 0, 1, 1, 0, -1, "", "", sample_pivot_only};
}

/// Set-up numbers that are printed with one pivot alone.
constexpr TapPrint with_pivot(const char* pivot_keys, const char* key, int count, const char* tap) {
    return {Dialect::c, "", key, 0, count, tap, 0, 1, 1, 0, -1, "", "", pivot_keys};
}

/// Lines that stand before the pixel loop.
constexpr std::array set_up_lines{
    TapPrint{Dialect::c, "", "angles_rad", 0, 3, "detector_rotation", 0},
    TapPrint{Dialect::c, "", "angles_rad", 3, 1, "detector_twotheta", 0},
    beam_center(Dialect::c, "Xclose", 0, "near_point", 0, sample_pivot_only),
    beam_center(Dialect::c, "Yclose", 1, "near_point", 1, sample_pivot_only),
    beam_center(Dialect::c, "X", 0, "beam_centre", 0, beam_pivot_only),
    beam_center(Dialect::c, "Y", 1, "beam_centre", 1, beam_pivot_only),
    beam_center(Dialect::py, "Xclose", 0, "near_point", 0, sample_pivot_only),
    beam_center(Dialect::py, "Yclose", 1, "near_point", 1, sample_pivot_only),
    beam_center(Dialect::py, "X", 0, "beam_centre", 0, beam_pivot_only),
    beam_center(Dialect::py, "Y", 1, "beam_centre", 1, beam_pivot_only),
    TapPrint{Dialect::c, "", "beam_center_m", 2, 1, "pixel_size", 0, thousand, 1, 0, -1, "",
             "pixel_mm"},
    TapPrint{Dialect::py, "", "beam_center_m", 2, 1, "pixel_size", 0, thousand, 1, 0, -1, "",
             "pixel_mm"},
    initial_axis("initial_fdet", "fast_axis_initial"),
    initial_axis("initial_sdet", "slow_axis_initial"),
    initial_axis("initial_odet", "normal_axis_initial"),
    with_pivot(sample_pivot_only, "Fclose_m", 1, "near_point_fast"),
    with_pivot(sample_pivot_only, "Sclose_m", 1, "near_point_slow"),
    TapPrint{Dialect::c, "", "close_distance_m", 0, 1, "nominal_close_distance", 0, 1, 1, 0, -1, "",
             "", sample_pivot_only},
    TapPrint{Dialect::c, "", "ratio", 0, 1, "distance_ratio", 0, 1, 1, 0, -1, "", "",
             sample_pivot_only},
    TapPrint{Dialect::c, "", "distance_m", 0, 1, "distance", 0},
    with_pivot(sample_pivot_only, "term_fast_before_rot", 3, "origin_term_fast"),
    with_pivot(sample_pivot_only, "term_slow_before_rot", 3, "origin_term_slow"),
    with_pivot(sample_pivot_only, "term_close_before_rot", 3, "origin_term_distance"),
    with_pivot(sample_pivot_only, "pix0_before_rotation", 3, "origin_before_rotation"),
    with_pivot(sample_pivot_only, "pix0_after_rotz", 3, "origin_after_xyz"),
    with_pivot(sample_pivot_only, "pix0_after_twotheta", 3, "detector_origin"),
    TapPrint{Dialect::c, "", "fdet_after_rotz", 0, 3, "fast_axis_after_xyz", 0, 1, 1, 0, 0},
    TapPrint{Dialect::c, "", "sdet_after_rotz", 0, 3, "slow_axis_after_xyz", 0, 1, 1, 0, 0},
    TapPrint{Dialect::c, "", "odet_after_rotz", 0, 3, "normal_axis_after_xyz", 0, 1, 1, 0, 0},
    TapPrint{Dialect::c, "", "fdet_after_rotz", 0, 3, "fast_axis", 0, 1, 1, 0, 1,
             "its second printing shows the axis after two-theta"},
    TapPrint{Dialect::c, "", "sdet_after_rotz", 0, 3, "slow_axis", 0, 1, 1, 0, 1,
             "its second printing shows the axis after two-theta"},
    TapPrint{Dialect::c, "", "odet_after_rotz", 0, 3, "normal_axis", 0, 1, 1, 0, 1,
             "its second printing shows the axis after two-theta"},
    TapPrint{Dialect::c, "", "twotheta_axis", 0, 3, "twotheta_axis", 0},
    TapPrint{Dialect::c, "", "fdet_after_twotheta", 0, 3, "fast_axis", 0},
    TapPrint{Dialect::c, "", "sdet_after_twotheta", 0, 3, "slow_axis", 0},
    TapPrint{Dialect::c, "", "odet_after_twotheta", 0, 3, "normal_axis", 0},
    with_pivot(beam_pivot_only, "Rx", 9, "rotation_x"),
    with_pivot(beam_pivot_only, "Ry", 9, "rotation_y"),
    with_pivot(beam_pivot_only, "Rz", 9, "rotation_z"),
    with_pivot(beam_pivot_only, "R_total", 9, "rotation_total"),
    with_pivot(beam_pivot_only, "Fbeam_m", 1, "beam_fast"),
    with_pivot(beam_pivot_only, "Sbeam_m", 1, "beam_slow"),
    with_pivot(beam_pivot_only, "term_fast", 3, "origin_term_fast"),
    with_pivot(beam_pivot_only, "term_slow", 3, "origin_term_slow"),
    with_pivot(beam_pivot_only, "term_beam", 3, "origin_term_distance"),
    with_pivot(beam_pivot_only, "pix0_vector", 3, "detector_origin"),
};

/// "key value" lines of the pixel, which the Python port took over.
constexpr TapPrint shared(Dialect dialect, const char* key, int count, const char* tap,
                          LoopSet only_first = 0, double multiply = 1, const char* note = "") {
    return {dialect, "", key, 0, count, tap, 0, multiply, 1, only_first, -1, note};
}

constexpr const char* q_note = "the label says 1/A, the values are in 1/m";
constexpr const char* star_note = "not rotated by phi or mosaic, whatever the label says";

/// Printed with the first step of the first source; not where that is beyond the resolution limit.
constexpr TapPrint star(Dialect dialect, const char* key, const char* tap) {
    return {dialect, "", key, 0, 3, tap, 0, 1, 1, 0, -1, star_note, "", "hkl_frac"};
}

constexpr std::array<TapPrint, 38> pixel_lines(Dialect d) {
    return {
        shared(d, "pix0_vector_meters", 3, "detector_origin"),
        shared(d, "fdet_vec", 3, "fast_axis"),
        shared(d, "sdet_vec", 3, "slow_axis"),
        shared(d, "pixel_pos_meters", 3, "pixel_position"),
        shared(d, "R_distance_meters", 1, "airpath"),
        shared(d, "omega_pixel_sr", 1, "omega"),
        shared(d, "close_distance_meters", 1, "close_distance"),
        shared(d, "obliquity_factor", 1, "obliquity"),
        shared(d, "diffracted_vec", 3, "diffracted"),
        shared(d, "incident_vec", 3, "incident", first_source),
        shared(d, "lambda_meters", 1, "wavelength", first_source),
        shared(d, "lambda_angstroms", 1, "wavelength", first_source, per_metre_to_angstrom),
        shared(d, "scattering_vec_A_inv", 3, "q", first_source, 1, q_note),
        TapPrint{d, "", "rot_a_angstroms", 0, 3, "cell", 0, per_metre_to_angstrom, 1, first_step},
        TapPrint{d, "", "rot_b_angstroms", 0, 3, "cell", 3, per_metre_to_angstrom, 1, first_step},
        TapPrint{d, "", "rot_c_angstroms", 0, 3, "cell", 6, per_metre_to_angstrom, 1, first_step},
        star(d, "rot_a_star_A_inv", "a_star"),
        star(d, "rot_b_star_A_inv", "b_star"),
        star(d, "rot_c_star_A_inv", "c_star"),
        shared(d, "hkl_frac", 3, "hkl_frac", first_step),
        shared(d, "hkl_rounded", 3, "hkl_nearest", first_step),
        shared(d, "F_latt_a", 1, "F_latt_a", first_step),
        shared(d, "F_latt_b", 1, "F_latt_b", first_step),
        shared(d, "F_latt_c", 1, "F_latt_c", first_step),
        shared(d, "F_latt", 1, "F_latt", first_step),
        shared(d, "r_e_meters", 1, "r_e"),
        shared(d, "r_e_sqr", 1, "r_e_squared"),
        shared(d, "fluence_photons_per_m2", 1, "fluence"),
        shared(d, "steps", 1, "steps"),
        shared(d, "oversample_thick", 1, "oversample_thick"),
        shared(d, "oversample_polar", 1, "oversample_polar"),
        shared(d, "oversample_omega", 1, "oversample_omega"),
        shared(d, "capture_fraction", 1, "capture_final"),
        shared(d, "polar", 1, "polar_final"),
        shared(d, "omega_pixel", 1, "omega_final"),
        shared(d, "cos_2theta", 1, "cos_2theta"),
        shared(d, "I_pixel_final", 1, "photons"),
        shared(d, "floatimage_accumulated", 1, "image_value"),
    };
}

constexpr auto c_pixel_lines = pixel_lines(Dialect::c);
constexpr auto py_pixel_lines = pixel_lines(Dialect::py);

constexpr std::array indexed_lines{
    TapPrint{Dialect::c, "PHI", "k_frac", 0, 1, "hkl_frac", 1, 1, 1, first_domain},
    TapPrint{Dialect::c, "PHI", "F_latt_b", 0, 1, "F_latt_b", 0, 1, 1, first_domain},
    TapPrint{Dialect::c, "PHI", "F_latt", 0, 1, "F_latt", 0, 1, 1, first_domain},
    TapPrint{Dialect::c, "PHI", "phi_deg", 0, 1, "phi", 0, degrees_per_radian},
    TapPrint{Dialect::py, "PHI", "k_frac", 0, 1, "hkl_frac", 1, 1, 1, first_rotation},
    TapPrint{Dialect::py, "PHI", "F_latt_b", 0, 1, "F_latt_b", 0, 1, 1, first_rotation},
    TapPrint{Dialect::py, "PHI", "F_latt", 0, 1, "F_latt", 0, 1, 1, first_rotation},
    TapPrint{Dialect::py, "PHI", "phi_deg", 0, 1, "phi", 0, degrees_per_radian},
    TapPrint{Dialect::c, "", "F_cell", 0, 1, "F_cell", 0, 1, 1, first_step},
    TapPrint{Dialect::py, "", "F_cell_nearest", 0, 1, "F_cell", 0, 1, 1, first_step},
    TapPrint{Dialect::py, "", "F_cell_interpolated", 0, 1, "F_cell_interpolated", 0, 1, 1,
             first_step},
    TapPrint{Dialect::c, "", "I_before_scaling", 0, 1, "I_total", 0},
    TapPrint{Dialect::py, "", "I_before_scaling_pre_polar", 0, 1, "I_total", 0},
    TapPrint{Dialect::py, "", "I_before_scaling_post_polar", 0, 1, "I_total_polarised", 0},
    TapPrint{Dialect::py, "", "spindle_axis_raw", 0, 3, "spindle_axis_raw", 0},
    TapPrint{Dialect::py, "", "spindle_axis_normalized", 0, 3, "spindle_axis", 0},
    TapPrint{Dialect::py, "", "spindle_magnitude", 0, 1, "spindle_magnitude", 0},
    TapPrint{Dialect::py, "ROTSTAR", "ap_y", 0, 1, "cell_phi", 1, per_metre_to_angstrom, 1,
             first_ray, -1, "real-space vector in angstrom, although it says star"},
    TapPrint{Dialect::py, "ROTSTAR", "bp_y", 0, 1, "cell_phi", 4, per_metre_to_angstrom, 1,
             first_ray, -1, "real-space vector in angstrom, although it says star"},
    TapPrint{Dialect::py, "ROTSTAR", "cp_y", 0, 1, "cell_phi", 7, per_metre_to_angstrom, 1,
             first_ray, -1, "real-space vector in angstrom, although it says star"},
    TapPrint{Dialect::py, "CACHE_HIT", "from_slow", 0, 1, "CACHE_HIT", 0, 1, 1, first_ray},
    TapPrint{Dialect::py, "CACHE_HIT", "from_fast", 0, 1, "CACHE_HIT", 1, 1, 1, first_ray},
    TapPrint{Dialect::py, "CACHE_MISS", "from_slow", 0, 1, "CACHE_MISS", 0, 1, 1, first_ray},
    TapPrint{Dialect::py, "CACHE_MISS", "from_fast", 0, 1, "CACHE_MISS", 1, 1, 1, first_ray},
    TapPrint{Dialect::c, "ROT", "phi_rad", 0, 1, "phi", 0},
    TapPrint{Dialect::c, "ROT", "ap_x", 0, 1, "cell_phi", 0, 1, 1, first_ray},
    TapPrint{Dialect::c, "ROT", "ap_y", 0, 1, "cell_phi", 1, 1, 1, first_ray},
    TapPrint{Dialect::c, "ROT", "ap_z", 0, 1, "cell_phi", 2, 1, 1, first_ray},
    TapPrint{Dialect::c, "ROT", "bp_x", 0, 1, "cell_phi", 3, 1, 1, first_ray},
    TapPrint{Dialect::c, "ROT", "bp_y", 0, 1, "cell_phi", 4, 1, 1, first_ray},
    TapPrint{Dialect::c, "ROT", "bp_z", 0, 1, "cell_phi", 5, 1, 1, first_ray},
    TapPrint{Dialect::c, "ROT", "cp_x", 0, 1, "cell_phi", 6, 1, 1, first_ray},
    TapPrint{Dialect::c, "ROT", "cp_y", 0, 1, "cell_phi", 7, 1, 1, first_ray},
    TapPrint{Dialect::c, "ROT", "cp_z", 0, 1, "cell_phi", 8, 1, 1, first_ray},
    TapPrint{Dialect::c, "ROT", "a_x", 0, 1, "cell", 0, 1, 1, first_ray},
    TapPrint{Dialect::c, "ROT", "a_y", 0, 1, "cell", 1, 1, 1, first_ray},
    TapPrint{Dialect::c, "ROT", "a_z", 0, 1, "cell", 2, 1, 1, first_ray},
    TapPrint{Dialect::c, "ROT", "b_x", 0, 1, "cell", 3, 1, 1, first_ray},
    TapPrint{Dialect::c, "ROT", "b_y", 0, 1, "cell", 4, 1, 1, first_ray},
    TapPrint{Dialect::c, "ROT", "b_z", 0, 1, "cell", 5, 1, 1, first_ray},
    TapPrint{Dialect::c, "ROT", "c_x", 0, 1, "cell", 6, 1, 1, first_ray},
    TapPrint{Dialect::c, "ROT", "c_y", 0, 1, "cell", 7, 1, 1, first_ray},
    TapPrint{Dialect::c, "ROT", "c_z", 0, 1, "cell", 8, 1, 1, first_ray},
    TapPrint{Dialect::c, "STEP", "Fdet", 0, 1, "detector_coordinates", 0},
    TapPrint{Dialect::c, "STEP", "Sdet", 0, 1, "detector_coordinates", 1},
    TapPrint{Dialect::c, "STEP", "Odet", 0, 1, "detector_coordinates", 2},
    TapPrint{Dialect::c, "STEP", "pos_x", 0, 1, "pixel_position", 0},
    TapPrint{Dialect::c, "STEP", "pos_y", 0, 1, "pixel_position", 1},
    TapPrint{Dialect::c, "STEP", "pos_z", 0, 1, "pixel_position", 2},
    TapPrint{Dialect::c, "STEP", "airpath", 0, 1, "airpath", 0},
    TapPrint{Dialect::c, "STEP", "omega", 0, 1, "omega", 0},
    TapPrint{Dialect::c, "STEP", "capture", 0, 1, "capture", 0},
    TapPrint{Dialect::c, "STEP", "diff_x", 0, 1, "diffracted_used", 0},
    TapPrint{Dialect::c, "STEP", "diff_y", 0, 1, "diffracted_used", 1},
    TapPrint{Dialect::c, "STEP", "diff_z", 0, 1, "diffracted_used", 2},
    TapPrint{Dialect::c, "STEP", "inc_x", 0, 1, "incident_used", 0},
    TapPrint{Dialect::c, "STEP", "inc_y", 0, 1, "incident_used", 1},
    TapPrint{Dialect::c, "STEP", "inc_z", 0, 1, "incident_used", 2},
    TapPrint{Dialect::c, "STEP", "lambda", 0, 1, "wavelength", 0},
    TapPrint{Dialect::c, "STEP", "q_x", 0, 1, "q", 0},
    TapPrint{Dialect::c, "STEP", "q_y", 0, 1, "q", 1},
    TapPrint{Dialect::c, "STEP", "q_z", 0, 1, "q", 2},
    TapPrint{Dialect::c, "STEP", "stol", 0, 1, "stol", 0},
    TapPrint{Dialect::c, "STEP", "polar", 0, 1, "polar", 0},
    TapPrint{Dialect::c, "STEP", "h", 0, 1, "hkl_frac", 0},
    TapPrint{Dialect::c, "STEP", "k", 0, 1, "hkl_frac", 1},
    TapPrint{Dialect::c, "STEP", "l", 0, 1, "hkl_frac", 2},
    TapPrint{Dialect::c, "STEP", "h0", 0, 1, "hkl_nearest", 0},
    TapPrint{Dialect::c, "STEP", "k0", 0, 1, "hkl_nearest", 1},
    TapPrint{Dialect::c, "STEP", "l0", 0, 1, "hkl_nearest", 2},
    TapPrint{Dialect::c, "STEP", "F_latt_a", 0, 1, "F_latt_a", 0},
    TapPrint{Dialect::c, "STEP", "F_latt_b", 0, 1, "F_latt_b", 0},
    TapPrint{Dialect::c, "STEP", "F_latt_c", 0, 1, "F_latt_c", 0},
    TapPrint{Dialect::c, "STEP", "F_latt", 0, 1, "F_latt", 0},
    TapPrint{Dialect::c, "STEP", "F_cell", 0, 1, "F_cell", 0},
    TapPrint{Dialect::c, "STEP", "I_term", 0, 1, "I_term", 0},
    TapPrint{Dialect::c, "STEP", "I_sum", 0, 1, "I_sum", 0},
};

/// Lines about source 2, at the first phi step and mosaic domain.
constexpr TapPrint of_source_2(const char* key, const char* tap, double multiply = 1) {
    constexpr LoopSet first = scope::phi | scope::mos;
    return {Dialect::c, "SOURCE2", key,      0,  1,
            tap,        0,         multiply, 1,  first,
            -1,         "",        "",       "", {static_cast<int>(loops::source), 2}};
}
constexpr std::array source_2_lines{
    of_source_2("F_cell", "F_cell"),
    of_source_2("F_latt", "F_latt"),
    of_source_2("F_cell_squared", "F_cell_squared"),
    of_source_2("F_latt_squared", "F_latt_squared"),
    of_source_2("I_contribution", "I_term"),
    of_source_2("polar", "polar"),
    of_source_2("cos2theta", "cos_2theta_step"),
    of_source_2("lambda_angstroms", "wavelength", per_metre_to_angstrom),
    of_source_2("source_index", "source_index"),
};

std::vector<TapPrint> all_entries() {
    std::vector<TapPrint> entries;
    const auto append = [&entries](const auto& group) {
        entries.insert(entries.end(), group.begin(), group.end());
    };
    append(set_up_lines);
    append(c_pixel_lines);
    append(py_pixel_lines);
    append(indexed_lines);
    append(source_2_lines);
    append(free_text_lines);
    append(printout_lines);
    return entries;
}

/// In the order in which the scripts of a porting project list them.
constexpr std::array<std::pair<const char*, const char*>, 9> factors_of_the_pixel{
    {{"I_before_scaling", "I_total"},
     {"r_e_sqr", "r_e_squared"},
     {"fluence_photons_per_m2", "fluence"},
     {"steps", "steps"},
     {"capture_fraction", "capture_final"},
     {"polar", "polar_final"},
     {"omega_pixel", "omega_final"},
     {"cos_2theta", "cos_2theta"},
     {"I_pixel_final", "photons"}}};

/// Stages without an option of the scene that no tap shows.
constexpr std::array<std::string_view, 27> self_contained_taps{"fast_axis_after_xyz",
                                                               "slow_axis_after_xyz",
                                                               "normal_axis_after_xyz",
                                                               "fast_axis",
                                                               "slow_axis",
                                                               "normal_axis",
                                                               "origin_term_fast",
                                                               "origin_term_slow",
                                                               "origin_term_distance",
                                                               "origin_before_rotation",
                                                               "origin_after_xyz",
                                                               "close_distance",
                                                               "spindle_axis",
                                                               "spindle_magnitude",
                                                               "diffracted",
                                                               "airpath",
                                                               "obliquity",
                                                               "q",
                                                               "stol",
                                                               "temperature_factor",
                                                               "hkl_frac",
                                                               "hkl_nearest",
                                                               "F_latt",
                                                               "I_term",
                                                               "I_total",
                                                               "I_total_polarised",
                                                               "photons"};

/// Stages that an option which ports have skips: an origin of the detector that is given.
constexpr std::array<std::string_view, 1> usually_contained_taps{"detector_origin"};

/// The first vector that a trace prints under the first of the keys that it prints at all.
std::optional<Vec3<double>> vector_of(const trace::TraceFile& file,
                                      std::initializer_list<std::string_view> keys) {
    for (const std::string_view key : keys) {
        for (const trace::PrintedRecord& record : file.records) {
            if (record.key == key && record.values.size() == 3) {
                return Vec3<double>{record.values[0].number, record.values[1].number,
                                    record.values[2].number};
            }
        }
    }
    return std::nullopt;
}

/// Where the traced pixel lies, from its position and the detector's own axes.
std::optional<std::pair<double, double>> locate(const trace::TraceFile& file) {
    const bool native = file.dialect == Dialect::native;
    const auto position = vector_of(file, {native ? "pixel_position" : "pixel_pos_meters"});
    const auto origin =
        native ? vector_of(file, {"detector_origin"})
               : vector_of(file, {"pix0_vector_meters", "pix0_after_twotheta", "pix0_vector"});
    const auto fast = native ? vector_of(file, {"fast_axis"})
                             : vector_of(file, {"fdet_vec", "fdet_after_twotheta"});
    const auto slow = native ? vector_of(file, {"slow_axis"})
                             : vector_of(file, {"sdet_vec", "sdet_after_twotheta"});
    if (!origin || !fast || !slow || !position) {
        return std::nullopt;
    }
    const Vec3<double> offset = *position - *origin;
    const Vec3<double> out_of_plane =
        offset - dot(offset, *fast) * *fast - dot(offset, *slow) * *slow;
    constexpr double flat = 1e-6;
    if (dot(out_of_plane, out_of_plane) > flat * dot(offset, offset)) {
        return std::nullopt; // a curved detector
    }
    return std::pair{dot(offset, *fast), dot(offset, *slow)};
}

} // namespace

const trace::ProgramModel& nanobragg_model() {
    static const std::vector<TapPrint> entries = all_entries();
    static const trace::ProgramModel program{
        loop_names(),
        scope::sight,
        {static_cast<int>(loops::sub_s), static_cast<int>(loops::sub_f)},
        taps::all,
        entries,
        "floatimage_accumulated I_pixel_final cos_2theta omega_pixel | "
        "pixel_pos_meters R_distance_meters diffracted_vec hkl_frac F_latt "
        "I_before_scaling_pre_polar",
        {"STEP", "F_latt"},
        factors_of_the_pixel,
        self_contained_taps,
        usually_contained_taps,
        "beam, detector, crystal or scan",
        static_cast<int>(loops::phi_tic),
        taps::phi_step.key,
        static_cast<int>(loops::source),
        taps::pixel_size.key,
        locate,
        run_facts,
        passing_lines};
    return program;
}

} // namespace tapir::engine
