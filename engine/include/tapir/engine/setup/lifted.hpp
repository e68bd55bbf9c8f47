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

/// How the fields of an experiment come into the set-up: as they are. `VariedFields` is the other
/// way, for derivatives.
template <class Real>
struct FixedFields {
    /// A field in the set-up's number type.
    Real operator()(const double& field) const { return Real(field); }
    Vec3<Real> operator()(const Vec3<double>& field) const { return lifted<Real>(field); }
    Mat3<Real> operator()(const Mat3<double>& field) const { return lifted<Real>(field); }

    /// What is computed from fields before the set-up's number type takes over.
    /// @param expression  called with what gives the number of a field
    template <class Expression>
    Real of(Expression expression) const {
        return Real(expression([](const double& field) { return field; }));
    }

    /// Whether a component of the field is varied.
    static constexpr bool varies(const Vec3<double>& /*field*/) { return false; }
    /// How far a field is from where it stands.
    Real change(const double& /*field*/) const { return Real(0); }
};

} // namespace tapir::engine::setup
