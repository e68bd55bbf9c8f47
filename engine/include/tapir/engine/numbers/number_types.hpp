#pragma once

#include "tapir/engine/numbers/dual.hpp"
#include "tapir/engine/numbers/gradient.hpp"
#include "tapir/engine/numbers/lineage.hpp"

namespace tapir::engine {

/// The number types of a computation.
///
/// `Wide` holds positions, scattering vectors, Miller indices and what is left of them when whole
/// numbers are taken out; `Real` holds amplitudes, structure factors and the sum of a pixel.
template <class WideNumber, class RealNumber>
struct NumberTypes {
    using Wide = WideNumber;
    using Real = RealNumber;
};

template <class Number>
using Uniform = NumberTypes<Number, Number>;

using Float64 = Uniform<double>;
using Mixed = NumberTypes<double, float>;
using Float32 = Uniform<float>;
using LineageNumbers = Uniform<Lineage>;
using DualNumbers = Uniform<Dual>;
template <int directions>
using GradientNumbers = Uniform<Gradient<double, directions>>;

} // namespace tapir::engine
