#include "tapir/engine/dialects/text_dialect.hpp"
#include "tapir/engine/physics/tricubic.hpp"
#include "tapir/engine/taps.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::engine {

namespace {

/// The Python port prints one block a line of sight, then the pixel, then one line a phi step.
class PyDialectSink final : public TextDialectSink {
  public:
    explicit PyDialectSink(bool emit_rot_stars)
        : TextDialectSink(trace::Dialect::py), emit_rot_stars_(emit_rot_stars) {
        prefix_ = "TRACE_PY";
    }

    void begin_pixel(trace::Pixel pixel) override {
        // of one pixel the port prints nothing; of several one must know which is which
        if (pixels_ == 1) {
            text_.insert(first_begin_, config_line(first_));
        }
        if (pixels_ > 0) {
            text_ += config_line(pixel);
        } else {
            first_ = pixel;
            first_begin_ = text_.size();
        }
        ++pixels_;
        cache_lines_.clear();
        rotation_lines_.clear();
        phi_lines_.clear();
    }

    std::string finish() override { return std::move(text_); }

  protected:
    void on_record(const trace::TapSpec& spec, const Site& site) override {
        const bool first_ray =
            site.thick == 0 && site.sub_s == 0 && site.sub_f == 0 && site.source == 0;
        if (&spec == &taps::f_cell && site.source == 0 && site.phi_tic == 0 && site.mos == 0) {
            print_block();
        } else if (&spec == &taps::cell_phi && first_ray) {
            add_line(rotation_lines_, "TRACE_PY_ROTSTAR", site, rotstar_);
        } else if ((&spec == &taps::cache_hit || &spec == &taps::cache_miss) && first_ray) {
            add_line(cache_lines_, "TRACE_PY_" + std::string(spec.key), site,
                     fields(spec.key, {"from_slow", "from_fast"}));
        } else if (&spec == &taps::f_latt && first_ray && site.mos == 0) {
            add_line(phi_lines_, "TRACE_PY_PHI", site, phi_);
        } else if (&spec == &taps::image_value) {
            print_pixel();
        }
    }

  private:
    void add_line(std::string& lines, const std::string& name, const Site& site,
                  const Fields& values) const {
        lines += name + " phi_tic=" + std::to_string(site.phi_tic);
        append(lines, values);
        lines += "\n";
    }

    void print_block() {
        for (const std::string_view key : {"pix0_vector_meters",
                                           "fdet_vec",
                                           "sdet_vec",
                                           "pixel_pos_meters",
                                           "R_distance_meters",
                                           "omega_pixel_sr",
                                           "close_distance_meters",
                                           "obliquity_factor",
                                           "diffracted_vec",
                                           "incident_vec",
                                           "lambda_meters",
                                           "lambda_angstroms",
                                           "scattering_vec_A_inv",
                                           "rot_a_angstroms",
                                           "rot_b_angstroms",
                                           "rot_c_angstroms",
                                           "spindle_axis_raw",
                                           "spindle_axis_normalized",
                                           "spindle_magnitude",
                                           "rot_a_star_A_inv",
                                           "rot_b_star_A_inv",
                                           "rot_c_star_A_inv",
                                           "hkl_frac",
                                           "hkl_rounded",
                                           "F_latt_a",
                                           "F_latt_b",
                                           "F_latt_c",
                                           "F_latt"}) {
            print_line(key);
        }
        const bool neighbourhood = has(taps::tricubic_grid.key);
        if (neighbourhood) {
            print_line("F_cell_interpolated");
        }
        print_line("F_cell_nearest");
        if (neighbourhood) {
            print_tricubic();
        }
    }

    void print_tricubic() {
        const std::vector<double>& grid = current(taps::tricubic_grid.key);
        text_ += "TRACE_PY_TRICUBIC_GRID_START\n";
        for (int point = 0; point < tricubic_points; ++point) {
            const int l = point % tricubic_edge;
            const int k = point / tricubic_edge % tricubic_edge;
            const int h = point / (tricubic_edge * tricubic_edge);
            text_ += "TRACE_PY_TRICUBIC: [" + std::to_string(h) + "," + std::to_string(k) + "," +
                     std::to_string(l) +
                     "]=" + trace::general15(grid[static_cast<std::size_t>(point)]) + "\n";
        }
        text_ += "TRACE_PY_TRICUBIC_GRID_END\n";
        print_coordinates("H", 0);
        print_coordinates("K", 1);
        print_coordinates("L", 2);
    }

    /// Whole numbers in the way Python prints floats.
    void print_coordinates(const char* axis, std::size_t component) {
        const double first = current(taps::tricubic_first.key)[component];
        text_ += std::string("TRACE_PY_TRICUBIC_") + axis + "_COORDS: [";
        for (int i = 0; i < tricubic_edge; ++i) {
            text_ += (i == 0 ? "" : ", ") + trace::general15(first + i + 0.0) + ".0";
        }
        text_ += "]\n";
    }

    void print_pixel() {
        for (const std::string_view key :
             {"I_before_scaling_pre_polar", "I_before_scaling_post_polar", "r_e_meters", "r_e_sqr",
              "fluence_photons_per_m2", "steps", "oversample_thick", "oversample_polar",
              "oversample_omega", "capture_fraction", "polar", "omega_pixel", "cos_2theta",
              "I_pixel_final", "floatimage_accumulated"}) {
            print_line(key);
        }
        text_ += cache_lines_;
        text_ += emit_rot_stars_ ? rotation_lines_ : "";
        text_ += phi_lines_;
    }

    int pixels_ = 0;
    trace::Pixel first_;
    std::size_t first_begin_ = 0; ///< of its lines in the text
    bool emit_rot_stars_;
    Fields rotstar_ = fields("ROTSTAR", {"ap_y", "bp_y", "cp_y"});
    Fields phi_ = fields("PHI", {"phi_deg", "k_frac", "F_latt_b", "F_latt"});
    std::string cache_lines_, rotation_lines_, phi_lines_;
};

} // namespace

std::unique_ptr<TextDialectSink> make_py_dialect(bool emit_rot_stars) {
    return std::make_unique<PyDialectSink>(emit_rot_stars);
}

} // namespace tapir::engine
