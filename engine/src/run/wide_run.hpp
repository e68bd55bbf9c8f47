#pragma once

#include "run/wide_tap.hpp"
#include "tapir/engine/numbers/double_double.hpp"
#include "tapir/engine/numbers/quad.hpp"
#include "tapir/engine/random/mosaic.hpp"

/// A run in a wide number type. The set-up and the kernel are compiled once for each type, in a
/// unit of its own that includes wide_run_kernel.hpp.
namespace tapir::engine {

/// The first 106 bits of a number of a wide type.
[[nodiscard]] inline DoubleDouble in_double_double(const DoubleDouble& value) {
    return value;
}
[[nodiscard]] inline DoubleDouble in_double_double(const Quad& value) {
    const double high = value_of(value);
    return std::isfinite(high) ? DoubleDouble(high, value_of(value - Quad(high)))
                               : DoubleDouble(high);
}

template <>
inline Quad pi<Quad>() { // in three doubles
    return Quad(0x1.921fb54442d18p+1) + Quad(0x1.1a62633145c07p-53) + Quad(-0x1.f1976b7ed8fbcp-109);
}

template <>
inline constexpr bool nearest_powers<DoubleDouble> = true;

template <class Real>
void run_wide(const Experiment& experiment, const RunSpec& options,
              const std::vector<trace::Pixel>& pixels, WideTap<Real>& tap);

} // namespace tapir::engine
