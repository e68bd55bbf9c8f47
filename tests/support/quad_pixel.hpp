#pragma once

#if defined(TAPIR_HAS_QUADMATH)

#include <quadmath.h>

#include "tapir/engine/scene.hpp"

/// The intensity of a pixel in 113 bits, on the very numbers the kernel is given, by formulas of
/// its own: what the roundings of both arithmetics are measured against. For scenes of square spots
/// with an unpolarised beam, one subpixel, one layer.
namespace tapir::test {

__extension__ using Binary128 = __float128; // no type of ISO C++

struct QuadVector {
    Binary128 x, y, z;
};

inline QuadVector wide(const engine::Vec3<double>& v) {
    return {static_cast<Binary128>(v.x), static_cast<Binary128>(v.y), static_cast<Binary128>(v.z)};
}

inline Binary128 dot(const QuadVector& u, const QuadVector& v) {
    return u.x * v.x + u.y * v.y + u.z * v.z;
}

/// |sum of N waves| of a row of cells, up to sign.
inline Binary128 interference(Binary128 h, double cells) {
    const Binary128 offset = h - rintq(h);
    const Binary128 pi = acosq(-1);
    const Binary128 n = static_cast<Binary128>(cells);
    return offset == 0 ? n : sinq(pi * n * offset) / sinq(pi * offset);
}

/// Unit vector to the centre of a pixel, and its distance [m].
inline std::pair<QuadVector, Binary128> ray(const engine::SceneView<engine::Float64>& scene,
                                            trace::Pixel pixel) {
    const Binary128 size = static_cast<Binary128>(scene.pixel_size);
    const Binary128 f = size * pixel.fast + size / 2;
    const Binary128 s = size * pixel.slow + size / 2;
    const QuadVector fast = wide(scene.fast_axis);
    const QuadVector slow = wide(scene.slow_axis);
    const QuadVector origin = wide(scene.detector_origin);
    const QuadVector p{f * fast.x + s * slow.x + origin.x, f * fast.y + s * slow.y + origin.y,
                       f * fast.z + s * slow.z + origin.z};
    const Binary128 distance = sqrtq(dot(p, p));
    return {{p.x / distance, p.y / distance, p.z / distance}, distance};
}

/// F^2 times the squared lattice factor of one orientation.
inline Binary128 step(const engine::SceneView<engine::Float64>& scene,
                      const engine::Cell<double>& cell, const QuadVector& q) {
    const Binary128 h = dot(wide(cell.a), q);
    const Binary128 k = dot(wide(cell.b), q);
    const Binary128 l = dot(wide(cell.c), q);
    const Binary128 half = static_cast<Binary128>(1) / 2;
    const auto nearest = [half](Binary128 x) { return static_cast<double>(ceilq(x - half)); };
    const engine::Vec3<double> whole{nearest(h), nearest(k), nearest(l)};
    const Binary128 f_cell = static_cast<Binary128>(scene.structure_factors.at(whole));
    const Binary128 f_latt = interference(h, scene.cell_counts.x) *
                             interference(k, scene.cell_counts.y) *
                             interference(l, scene.cell_counts.z);
    return f_cell * f_cell * f_latt * f_latt;
}

/// Expected photons.
inline Binary128 quad_photons(const engine::SceneView<engine::Float64>& scene, trace::Pixel pixel) {
    const auto [diffracted, distance] = ray(scene, pixel);
    Binary128 sum = 0;
    Binary128 cos_2theta = 0; // of the first source: its polarisation serves for all
    for (int source = 0; source < scene.sources; ++source) {
        const QuadVector incident = wide(-scene.source_directions[source]);
        const Binary128 wavelength = static_cast<Binary128>(scene.wavelengths[source]);
        const QuadVector q{(diffracted.x - incident.x) / wavelength,
                           (diffracted.y - incident.y) / wavelength,
                           (diffracted.z - incident.z) / wavelength};
        cos_2theta = source == 0 ? dot(diffracted, incident) : cos_2theta;
        for (int i = 0; i < scene.phi_steps * scene.mosaic_domains; ++i) {
            sum += step(scene, scene.cells[i], q);
        }
    }
    const Binary128 size = static_cast<Binary128>(scene.pixel_size);
    const Binary128 omega = size * size * static_cast<Binary128>(scene.close_distance) /
                            (distance * distance * distance);
    return static_cast<Binary128>(scene.r_e_squared) * static_cast<Binary128>(scene.fluence) * sum /
           static_cast<Binary128>(scene.steps) * (1 + cos_2theta * cos_2theta) / 2 * omega;
}

} // namespace tapir::test

#endif
