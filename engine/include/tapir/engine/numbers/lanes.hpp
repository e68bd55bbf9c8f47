#pragma once

#include "tapir/engine/host_device.hpp"
#include "tapir/engine/numbers/vec3.hpp"

namespace tapir::engine {

/// Neighbouring pixels are computed side by side, one a lane. The loops over lanes are written so
/// that a compiler can do several at once; what happens in a lane never depends on another.

inline constexpr int lane_group = 16; ///< loops run over whole groups of lanes

/// One value a lane; not set to begin with.
template <class T, int lanes>
struct alignas(64) Lanes {
    // NOLINTNEXTLINE(modernize-avoid-c-arrays): device code, and loops that a compiler sees through
    T value[static_cast<unsigned>(lanes)];

    TAPIR_HOST_DEVICE T& operator[](int lane) { return value[lane]; }
    TAPIR_HOST_DEVICE const T& operator[](int lane) const { return value[lane]; }
};

template <class T>
struct Lanes<T, 1> {
    T value{};

    TAPIR_HOST_DEVICE T& operator[](int /*lane*/) { return value; }
    TAPIR_HOST_DEVICE const T& operator[](int /*lane*/) const { return value; }
};

/// One 3-vector a lane, component by component.
template <class T, int lanes>
struct Lanes3 {
    Lanes<T, lanes> x, y, z;

    TAPIR_HOST_DEVICE Vec3<T> operator[](int lane) const { return {x[lane], y[lane], z[lane]}; }
    TAPIR_HOST_DEVICE void set(int lane, const Vec3<T>& v) {
        x[lane] = v.x;
        y[lane] = v.y;
        z[lane] = v.z;
    }
};

/// Calls `body(lane)` for the lanes of a block.
/// @param groups  groups of lanes in use; the last one may be filled up with copies of a pixel
template <int lanes, class Body>
TAPIR_HOST_DEVICE void for_lanes([[maybe_unused]] int groups, Body body) {
    if constexpr (lanes == 1) {
        body(0);
    } else {
        const int count = groups * lane_group;
#pragma omp simd
        for (int lane = 0; lane < count; ++lane) {
            body(lane);
        }
    }
}

} // namespace tapir::engine
