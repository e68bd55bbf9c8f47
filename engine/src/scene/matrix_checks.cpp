#include "scene/matrix_checks.hpp"

#include <Eigen/LU>
#include <Eigen/SVD>

#include "tapir/trace/base/number_text.hpp"

namespace tapir::engine {

std::vector<std::string> oddities_of(const Mat3<double>& a_matrix) {
    std::vector<std::string> oddities;
    Eigen::Matrix3d m;
    m << a_matrix.xx, a_matrix.xy, a_matrix.xz, a_matrix.yx, a_matrix.yy, a_matrix.yz, a_matrix.zx,
        a_matrix.zy, a_matrix.zz;
    const Eigen::Vector3d stretch = Eigen::JacobiSVD<Eigen::Matrix3d>(m).singularValues();
    constexpr double flattest = 1e-6; // no crystal has a cell so flat
    if (!(stretch[2] > flattest * stretch[0])) {
        oddities.push_back("the A matrix is nearly singular: in one direction it is " +
                           trace::general(stretch[2] / stretch[0], 3) +
                           " times as long as in another; a number in it is probably wrong");
    }
    if (m.determinant() < 0) {
        oddities.emplace_back(
            "the A matrix is left-handed: it is a rotation times a mirrored cell; "
            "two of its rows or columns are probably exchanged");
    }
    return oddities;
}

} // namespace tapir::engine
