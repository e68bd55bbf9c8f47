#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "tapir/engine/numbers/vec3.hpp"

namespace tapir::engine::setup {

/// How the fields of one experiment come into its set-up where some of them vary: with slopes, or
/// moved by a small step in a wider number type.
template <class Real>
class VariedFields {
  public:
    /// A field, and what is added to it.
    struct Variation {
        const double* field; ///< a member of the very experiment that is set up
        Real change;
    };

    explicit VariedFields(std::vector<Variation> variations) : variations_(std::move(variations)) {}

    Real operator()(const double& field) const {
        Real value(field);
        for (const Variation& variation : variations_) {
            value = variation.field == &field ? value + variation.change : value;
        }
        return value;
    }
    Vec3<Real> operator()(const Vec3<double>& field) const {
        return {(*this)(field.x), (*this)(field.y), (*this)(field.z)};
    }
    Mat3<Real> operator()(const Mat3<double>& field) const {
        const VariedFields& of = *this;
        return {of(field.xx), of(field.xy), of(field.xz), of(field.yx), of(field.yy),
                of(field.yz), of(field.zx), of(field.zy), of(field.zz)};
    }
    template <class Expression>
    Real of(Expression expression) const {
        return expression(*this);
    }
    [[nodiscard]] bool varies(const double& field) const {
        return std::any_of(
            variations_.begin(), variations_.end(),
            [&field](const Variation& variation) { return variation.field == &field; });
    }
    [[nodiscard]] bool varies(const Vec3<double>& field) const {
        return varies(field.x) || varies(field.y) || varies(field.z);
    }
    [[nodiscard]] Real change(const double& field) const { return (*this)(field)-Real(field); }

  private:
    std::vector<Variation> variations_;
};

} // namespace tapir::engine::setup
