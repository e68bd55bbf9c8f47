#include "scene/matrix_cell.hpp"

#include <algorithm>
#include <cmath>

namespace tapir::engine {

std::array<double, 6> cell_of_matrix(const ExperimentRequest& input) {
    const Mat3<double>& m = input.a_matrix;
    const double scale = 1e-10 / input.wavelength_m; // the matrix is in units of 1 / wavelength
    const Vec3<double> a_star = scale * Vec3<double>{m.xx, m.yx, m.zx};
    const Vec3<double> b_star = scale * Vec3<double>{m.xy, m.yy, m.zy};
    const Vec3<double> c_star = scale * Vec3<double>{m.xz, m.yz, m.zz};
    const double volume = 1 / dot(a_star, cross(b_star, c_star));
    const Vec3<double> a = volume * cross(b_star, c_star);
    const Vec3<double> b = volume * cross(c_star, a_star);
    const Vec3<double> c = volume * cross(a_star, b_star);
    const auto angle = [](const Vec3<double>& u, const Vec3<double>& v) {
        return std::acos(dot(u, v) / (magnitude(u) * magnitude(v)));
    };
    return {magnitude(a), magnitude(b), magnitude(c), angle(b, c), angle(c, a), angle(a, b)};
}

std::optional<std::size_t> matrix_cell_component(const ExperimentRequest& input,
                                                 const std::string& name) {
    static const std::array<std::string, 6> names{"cell_a",     "cell_b",    "cell_c",
                                                  "cell_alpha", "cell_beta", "cell_gamma"};
    const auto found = std::find(names.begin(), names.end(), name);
    if (input.cell_given || !input.matrix_given || found == names.end()) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(found - names.begin());
}

} // namespace tapir::engine
