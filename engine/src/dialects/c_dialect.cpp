#include <array>

#include "tapir/engine/dialects/text_dialect.hpp"
#include "tapir/engine/taps.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::engine {

namespace {

/// Lines appear when the last value they need has been recorded, which is the C program's order.
class CDialectSink final : public TextDialectSink {
  public:
    explicit CDialectSink(const Experiment& experiment)
        : TextDialectSink(trace::Dialect::c), convention_(experiment.input.convention),
          about_sample_(experiment.input.pivot == Pivot::sample && !experiment.input.origin_given),
          square_(experiment.input.shape == LatticeShape::square),
          water_(experiment.input.water_size_m != 0) {
        prefix_ = "TRACE_C";
    }

    void begin_pixel(trace::Pixel pixel) override {
        if (!set_up_printed_) {
            print_set_up();
            set_up_printed_ = true;
        }
        text_ += config_line(pixel);
    }

    std::string finish() override { return std::move(text_); }

  protected:
    void on_record(const trace::TapSpec& spec, const Site& site) override {
        f_latt_ = &spec == &taps::f_latt ? current(taps::f_latt).front() : f_latt_;
        const bool first_source = site.source == 0;
        const bool first_domain = first_source && site.mos == 0;
        const bool first_step = first_domain && site.phi_tic == 0;
        if (&spec == &taps::scattering_vector && first_source) {
            print_lines({"pix0_vector_meters", "fdet_vec", "sdet_vec", "pixel_pos_meters",
                         "R_distance_meters", "omega_pixel_sr", "close_distance_meters",
                         "obliquity_factor", "diffracted_vec", "incident_vec", "lambda_meters",
                         "lambda_angstroms", "scattering_vec_A_inv"});
        } else if (&spec == &taps::cell && first_source && site.thick == 0 && site.sub_s == 0 &&
                   site.sub_f == 0) {
            print_rotation(site);
        } else if (&spec == &taps::nearest_index && first_step) {
            print_lines({"rot_a_angstroms", "rot_b_angstroms", "rot_c_angstroms",
                         "rot_a_star_A_inv", "rot_b_star_A_inv", "rot_c_star_A_inv", "hkl_frac",
                         "hkl_rounded"});
        } else if (&spec == &taps::f_latt && first_domain && square_) {
            if (first_step) {
                print_lines({"F_latt_a", "F_latt_b", "F_latt_c", "F_latt"});
            }
            text_ += "TRACE_C_PHI phi_tic=" + std::to_string(site.phi_tic);
            append(text_, phi_);
            text_ += "\n";
        } else if (&spec == &taps::f_cell && first_step && lattice_factor_counts()) {
            print_line("F_cell");
        } else if (&spec == &taps::source_index && lattice_factor_counts()) {
            for (const std::string_view key :
                 {"F_cell", "F_latt", "F_cell_squared", "F_latt_squared", "I_contribution", "polar",
                  "cos2theta", "lambda_angstroms", "source_index"}) {
                print_line(key, "SOURCE2");
            }
        } else if (&spec == &taps::i_sum && lattice_factor_counts()) {
            print_step(site);
        } else if (&spec == &taps::image_value) {
            print_lines({"I_before_scaling", "r_e_meters", "r_e_sqr", "fluence_photons_per_m2",
                         "steps", "oversample_thick", "oversample_polar", "oversample_omega",
                         "capture_fraction", "polar", "omega_pixel", "cos_2theta", "I_pixel_final",
                         "floatimage_accumulated"});
        }
    }

  private:
    /// The C program leaves a step whose lattice factor is exactly 0 before these lines, unless
    /// there is water.
    [[nodiscard]] bool lattice_factor_counts() const { return water_ || f_latt_ != 0; }

    void print_lines(std::initializer_list<std::string_view> keys) {
        for (const std::string_view key : keys) {
            print_line(key);
        }
    }

    void print_rotation(const Site& site) {
        text_ += "TRACE_C_ROT phi_tic=" + std::to_string(site.phi_tic) +
                 " mos=" + std::to_string(site.mos);
        append(text_, rotation_);
        text_ += "\n";
    }

    void print_step(const Site& site) {
        text_ += "TRACE_C_STEP thick=" + std::to_string(site.thick) +
                 " sub_s=" + std::to_string(site.sub_s) + " sub_f=" + std::to_string(site.sub_f) +
                 " source=" + std::to_string(site.source) +
                 " phi_tic=" + std::to_string(site.phi_tic) + " mos=" + std::to_string(site.mos);
        append(text_, step_);
        text_ += "\n";
    }

    // --- the lines before the pixel loop ---

    void print_list(std::string_view key, int count, int occurrence = -1) {
        text_ += "TRACE_C:" + std::string(key) + "=";
        for (int part = 0; part < count; ++part) {
            text_ += (part == 0 ? "" : " ") + value_text({"", key, part, occurrence});
        }
        text_ += "\n";
    }
    void print_vector(std::string_view key, int occurrence = -1) {
        constexpr int components = 3;
        print_list(key, components, occurrence);
    }
    void print_scalar(std::string_view key) { print_list(key, 1); }

    void print_matrix(std::string_view key) {
        const auto row = [&](int first) {
            return value_text({"", key, first}) + " " + value_text({"", key, first + 1}) + " " +
                   value_text({"", key, first + 2});
        };
        constexpr int second_row = 3;
        constexpr int third_row = 6;
        text_ += "TRACE_C:" + std::string(key) + "=[" + row(0) + "; " + row(second_row) + "; " +
                 row(third_row) + "]\n";
    }

    void print_angles() {
        text_ += "TRACE_C:angles_rad=rotx:" + value_text({"", "angles_rad", 0}) +
                 " roty:" + value_text({"", "angles_rad", 1}) +
                 " rotz:" + value_text({"", "angles_rad", 2}) +
                 " twotheta:" + value_text({"", "angles_rad", 3}) + "\n";
    }

    void print_final_axes() {
        print_vector("twotheta_axis");
        print_vector("fdet_after_twotheta");
        print_vector("sdet_after_twotheta");
        print_vector("odet_after_twotheta");
    }

    void print_about_sample() {
        text_ += std::string("TRACE_C:detector_convention=") + name_of(convention_) + "\n";
        print_angles();
        text_ +=
            "TRACE_C:beam_center_m=Xclose:" + value_text({"", "beam_center_m", 0, -1, "Xclose"}) +
            " Yclose:" + value_text({"", "beam_center_m", 1, -1, "Yclose"}) +
            " pixel_mm:" + value_text({"", "beam_center_m", 2}) + "\n";
        print_vector("initial_fdet");
        print_vector("initial_sdet");
        print_vector("initial_odet");
        print_scalar("Fclose_m");
        print_scalar("Sclose_m");
        print_scalar("close_distance_m");
        print_scalar("ratio");
        print_scalar("distance_m");
        print_vector("term_fast_before_rot");
        print_vector("term_slow_before_rot");
        print_vector("term_close_before_rot");
        print_vector("pix0_before_rotation");
        print_vector("pix0_after_rotz");
        print_vector("pix0_after_twotheta");
    }

    /// With the pivot at the beam the C program prints fixed text for what it no longer knows.
    void print_about_beam() {
        text_ += "TRACE_C:detector_convention=MOSFLM\n";
        print_angles();
        text_ += "TRACE_C:beam_center_m=X:" + value_text({"", "beam_center_m", 0, -1, "X"}) +
                 " Y:" + value_text({"", "beam_center_m", 1, -1, "Y"}) +
                 " pixel_mm:" + value_text({"", "beam_center_m", 2}) + "\n";
        text_ += "TRACE_C:initial_fdet=0 0 1\nTRACE_C:initial_sdet=0 -1 0\n"
                 "TRACE_C:initial_odet=1 0 0\n";
        print_matrix("Rx");
        print_matrix("Ry");
        print_matrix("Rz");
        print_matrix("R_total");
        print_vector("fdet_after_rotz", 1);
        print_vector("sdet_after_rotz", 1);
        print_vector("odet_after_rotz", 1);
        print_final_axes();
        text_ += "TRACE_C:convention_mapping=Fbeam\u2190Ybeam_mm(+0.5px),"
                 "Sbeam\u2190Xbeam_mm(+0.5px),beam_vec=[1 0 0]\n";
        print_scalar("Fbeam_m");
        print_scalar("Sbeam_m");
        print_scalar("distance_m");
        print_vector("term_fast");
        print_vector("term_slow");
        print_vector("term_beam");
        print_vector("pix0_vector");
    }

    void print_set_up() {
        if (about_sample_) {
            print_about_sample();
        }
        print_vector("fdet_after_rotz", 0);
        print_vector("sdet_after_rotz", 0);
        print_vector("odet_after_rotz", 0);
        print_final_axes();
        if (!about_sample_) {
            print_about_beam();
        }
    }

    Convention convention_;
    bool about_sample_, square_, water_;
    Fields phi_ = fields("PHI", {"phi_deg", "k_frac", "F_latt_b", "F_latt"});
    Fields rotation_ =
        fields("ROT", {"phi_rad", "ap_x", "ap_y", "ap_z", "bp_x", "bp_y", "bp_z", "cp_x", "cp_y",
                       "cp_z", "a_x", "a_y", "a_z", "b_x", "b_y", "b_z", "c_x", "c_y", "c_z"});
    Fields step_ =
        fields("STEP", {"Fdet",     "Sdet",     "Odet",   "pos_x",  "pos_y",  "pos_z", "airpath",
                        "omega",    "capture",  "diff_x", "diff_y", "diff_z", "inc_x", "inc_y",
                        "inc_z",    "lambda",   "q_x",    "q_y",    "q_z",    "stol",  "polar",
                        "h",        "k",        "l",      "h0",     "k0",     "l0",    "F_latt_a",
                        "F_latt_b", "F_latt_c", "F_latt", "F_cell", "I_term", "I_sum"});
    bool set_up_printed_ = false;
    double f_latt_ = 0; ///< of the step
};

} // namespace

std::unique_ptr<TextDialectSink> make_c_dialect(const Experiment& experiment) {
    return std::make_unique<CDialectSink>(experiment);
}

} // namespace tapir::engine
