#pragma once

#include <utility>
#include <vector>

#include "tapir/engine/arithmetic/portable.hpp"
#include "tapir/engine/arithmetic/reference.hpp"
#include "tapir/engine/physics/polarization.hpp"
#include "tapir/engine/structure_factors.hpp"

/// What tests of single stages share.
namespace tapir::test {

/// What an arithmetic divides by.
template <class Arithmetic>
typename Arithmetic::template Divisor<double> by(double value) {
    return Arithmetic::divisor(value);
}

/// The polarisation factor from the direction of the E-vector.
template <class Arithmetic>
double polarization_of(double kahn, const engine::Vec3<double>& incident,
                       const engine::Vec3<double>& diffracted, const engine::Vec3<double>& axis) {
    const auto frame = engine::polarization_frame<Arithmetic>(axis, incident);
    return engine::polarization_factor<Arithmetic>(
        kahn, incident, diffracted, engine::cos_twice_psi<Arithmetic>(diffracted, frame));
}

/// Structure factors of a box. @param amplitude  amplitude(h, k, l)
template <class Amplitude>
engine::StructureFactors factors_of(const engine::IndexBox& box, double outside,
                                    Amplitude amplitude) {
    engine::StructureFactors factors = engine::uniform_structure_factors(outside, box);
    for (int h = box.h_min; h <= box.h_max; ++h) {
        for (int k = box.k_min; k <= box.k_max; ++k) {
            for (int l = box.l_min; l <= box.l_max; ++l) {
                factors.amplitude(h, k, l) = amplitude(h, k, l);
                ++factors.reflections;
            }
        }
    }
    return factors;
}

} // namespace tapir::test
