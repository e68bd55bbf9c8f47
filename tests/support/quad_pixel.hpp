#pragma once

#if defined(TAPIR_HAS_QUADMATH)

#include <quadmath.h>

#include "tapir/engine/scene.hpp"

/// The intensity of a pixel in 113 bits, on the very numbers the kernel is given, by formulas of
/// its own: what the roundings of both arithmetics are measured against. For scenes of square spots
/// with an unpolarised beam, one subpixel, one layer.
namespace tapir::test {

__extension__ using Quad = __float128; // no type of ISO C++

struct QuadVector {
    Quad x, y, z;
};

inline QuadVector wide(const engine::Vec3<double>& v) {
    return {static_cast<Quad>(v.x), static_cast<Quad>(v.y), static_cast<Quad>(v.z)};
}

inline Quad dot(const QuadVector& u, const QuadVector& v) {
    return u.x * v.x + u.y * v.y + u.z * v.z;
}

/// |sum of N waves| of a row of cells, up to sign.
inline Quad interference(Quad h, double cells) {
    const Quad offset = h - rintq(h);
    const Quad pi = acosq(-1);
    const Quad n = static_cast<Quad>(cells);
    return offset == 0 ? n : sinq(pi * n * offset) / sinq(pi * offset);
}

/// Unit vector to the centre of a pixel, and its distance [m].
inline std::pair<QuadVector, Quad> ray(const engine::SceneView<engine::Float64>& scene,
                                       trace::Pixel pixel) {
    const Quad size = static_cast<Quad>(scene.pixel_size);
    const Quad f = size * pixel.fast + size / 2;
    const Quad s = size * pixel.slow + size / 2;
    const QuadVector fast = wide(scene.fast_axis);
    const QuadVector slow = wide(scene.slow_axis);
    const QuadVector origin = wide(scene.detector_origin);
    const QuadVector p{f * fast.x + s * slow.x + origin.x, f * fast.y + s * slow.y + origin.y,
                       f * fast.z + s * slow.z + origin.z};
    const Quad distance = sqrtq(dot(p, p));
    return {{p.x / distance, p.y / distance, p.z / distance}, distance};
}

/// F^2 times the squared lattice factor of one orientation.
inline Quad step(const engine::SceneView<engine::Float64>& scene, const engine::Cell<double>& cell,
                 const QuadVector& q) {
    const Quad h = dot(wide(cell.a), q);
    const Quad k = dot(wide(cell.b), q);
    const Quad l = dot(wide(cell.c), q);
    const Quad half = static_cast<Quad>(1) / 2;
    const auto nearest = [half](Quad x) { return static_cast<double>(ceilq(x - half)); };
    const engine::Vec3<double> whole{nearest(h), nearest(k), nearest(l)};
    const Quad f_cell = static_cast<Quad>(scene.structure_factors.at(whole));
    const Quad f_latt = interference(h, scene.cell_counts.x) *
                        interference(k, scene.cell_counts.y) * interference(l, scene.cell_counts.z);
    return f_cell * f_cell * f_latt * f_latt;
}

/// Expected photons.
inline Quad quad_photons(const engine::SceneView<engine::Float64>& scene, trace::Pixel pixel) {
    const auto [diffracted, distance] = ray(scene, pixel);
    Quad sum = 0;
    Quad cos_2theta = 0; // of the first source: its polarisation serves for all
    for (int source = 0; source < scene.sources; ++source) {
        const QuadVector incident = wide(-scene.source_directions[source]);
        const Quad wavelength = static_cast<Quad>(scene.wavelengths[source]);
        const QuadVector q{(diffracted.x - incident.x) / wavelength,
                           (diffracted.y - incident.y) / wavelength,
                           (diffracted.z - incident.z) / wavelength};
        cos_2theta = source == 0 ? dot(diffracted, incident) : cos_2theta;
        for (int i = 0; i < scene.phi_steps * scene.mosaic_domains; ++i) {
            sum += step(scene, scene.cells[i], q);
        }
    }
    const Quad size = static_cast<Quad>(scene.pixel_size);
    const Quad omega =
        size * size * static_cast<Quad>(scene.close_distance) / (distance * distance * distance);
    return static_cast<Quad>(scene.r_e_squared) * static_cast<Quad>(scene.fluence) * sum /
           static_cast<Quad>(scene.steps) * (1 + cos_2theta * cos_2theta) / 2 * omega;
}

} // namespace tapir::test

#endif
