#pragma once

#include "tapir/engine/numbers/vec3.hpp"

namespace tapir::engine::setup {

/// Ordinary numbers as numbers of the type the set-up runs with.
template <class Real>
Vec3<Real> lifted(const Vec3<double>& v) {
    return {Real(v.x), Real(v.y), Real(v.z)};
}

template <class Real>
Mat3<Real> lifted(const Mat3<double>& m) {
    return {Real(m.xx), Real(m.xy), Real(m.xz), Real(m.yx), Real(m.yy),
            Real(m.yz), Real(m.zx), Real(m.zy), Real(m.zz)};
}

} // namespace tapir::engine::setup
