#include "cause/rotation_fit.hpp"

#include <Eigen/Geometry>
#include <Eigen/SVD>

#include <cmath>
#include <cstddef>

namespace tapir::trace {

namespace {

Eigen::Vector3d eigen(const Vector3& v) {
    return {v[0], v[1], v[2]};
}

} // namespace

std::optional<Vector3> fitted_rotation(const std::array<Vector3, 3>& from,
                                       const std::array<Vector3, 3>& to) {
    Eigen::Matrix3d before; // a vector a column
    Eigen::Matrix3d after;
    for (std::size_t i = 0; i < from.size(); ++i) {
        const double length = eigen(from[i]).norm();
        const auto column = static_cast<Eigen::Index>(i);
        before.col(column) = eigen(from[i]) / length;
        after.col(column) = eigen(to[i]) / length;
    }
    if (!before.allFinite() || !after.allFinite()) { // a vector without length has no direction
        return std::nullopt;
    }
    const Eigen::JacobiSVD<Eigen::Matrix3d> svd(after * before.transpose(),
                                                Eigen::ComputeFullU | Eigen::ComputeFullV);
    constexpr double one_line = 1e-12;
    if (svd.singularValues()[1] <= one_line * svd.singularValues()[0]) {
        return std::nullopt;
    }
    Eigen::Matrix3d u = svd.matrixU();
    if ((u * svd.matrixV().transpose()).determinant() < 0) { // the best one would be a mirror image
        u.col(2) = -u.col(2);
    }
    const Eigen::Matrix3d rotation = u * svd.matrixV().transpose();
    constexpr double tight = 1e-4;
    if (((rotation * before - after).colwise().norm().array() > tight).any()) {
        return std::nullopt;
    }
    const Eigen::AngleAxisd turn(rotation);
    const Eigen::Vector3d axis = turn.angle() * turn.axis();
    return Vector3{axis.x(), axis.y(), axis.z()};
}

} // namespace tapir::trace
