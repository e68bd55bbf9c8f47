#pragma once

#include <cstdint>
#include <cstring>
#include <type_traits>

#include "tapir/engine/loops.hpp"
#include "tapir/engine/numbers/lanes.hpp"
#include "tapir/engine/scene.hpp"
#include "tapir/trace/record/site.hpp"

namespace tapir::engine {

/// Distances a pixel can have so that its line of sight is a number [m].
inline constexpr float scene_size_limit_m = 1e15F;

/// An integer as wide as a value, so that a vector of them has as many lanes.
template <class T>
using LaneFlag =
    std::conditional_t<sizeof(T) >= sizeof(std::uint64_t), std::uint64_t, std::uint32_t>;

/// The bits of a number: all 0, but for a sign in the highest, where the number is 0.
template <class T>
TAPIR_HOST_DEVICE LaneFlag<T> bits_of(const T& number) {
    LaneFlag<T> bits = 0;
    std::memcpy(&bits, &number, sizeof bits);
    return bits;
}
/// Of a number with slopes those of value and slopes together.
template <class T, int directions>
TAPIR_HOST_DEVICE LaneFlag<T> bits_of(const Gradient<T, directions>& number) {
    LaneFlag<T> bits = bits_of(number.value());
    for (const T& slope : number.slopes()) {
        bits |= bits_of(slope);
    }
    return bits;
}

/// @return whether `test(value)` holds for some lane
template <class T, int lanes, class Test>
TAPIR_HOST_DEVICE bool any_lane(int groups, const Lanes<T, lanes>& values, Test test) {
    if constexpr (lanes == 1) {
        return test(values[0]);
    } else {
        using Flag = LaneFlag<T>;
        Flag found = 0;
        const int count = groups * lane_group;
        for (int lane = 0; lane < count; ++lane) {
            found |= test(values[lane]) ? Flag{1} : Flag{0};
        }
        return found != 0;
    }
}

/// Whether some lane holds exactly 0.
template <class T, int lanes>
TAPIR_HOST_DEVICE bool any_zero(int groups, const Lanes<T, lanes>& values) {
    return any_lane(groups, values,
                    [](const T& value) TAPIR_INLINE_LAMBDA { return stands_at_zero(value); });
}

/// A factor that is computed once a pixel and kept, as long as it is not 0.
template <class T, int lanes>
struct LaneFactor {
    enum class State : std::uint8_t {
        lacking, ///< 0 in every lane
        partial, ///< 0 in some lane
        known    ///< 0 in none
    };

    Lanes<T, lanes> value;
    State state = State::lacking;

    TAPIR_HOST_DEVICE T& operator[](int lane) { return value[lane]; }
    TAPIR_HOST_DEVICE const T& operator[](int lane) const { return value[lane]; }

    /// The same value in every lane; 0 asks for a new one.
    TAPIR_HOST_DEVICE void set_all(int groups, const T& uniform) {
        for_lanes<lanes>(groups, [&](int lane) TAPIR_INLINE_LAMBDA { value[lane] = uniform; });
        state = stands_at_zero(uniform) ? State::lacking : State::known;
    }

    /// Puts `compute(lane)` where the factor is 0, or everywhere.
    template <class Compute>
    TAPIR_HOST_DEVICE void renew(int groups, bool everywhere, Compute compute) {
        if (state == State::known && !everywhere) {
            return;
        }
        if (lanes > 1 && (everywhere || state == State::lacking)) {
            for_lanes<lanes>(groups,
                             [&](int lane) TAPIR_INLINE_LAMBDA { value[lane] = compute(lane); });
        } else {
            for_lanes<lanes>(groups, [&](int lane) TAPIR_INLINE_LAMBDA {
                const T kept = value[lane];
                value[lane] = everywhere || stands_at_zero(kept) ? compute(lane) : kept;
            });
        }
        state = any_zero(groups, value) ? State::partial : State::known;
    }
};

/// What lives from one stage to the next for the pixels that are computed side by side: pixels of
/// one row, one a lane.
template <class Numbers, int lane_count>
struct PixelBlock {
    using Wide = typename Numbers::Wide;
    using Real = typename Numbers::Real;
    static constexpr int lanes = lane_count;

    int slow = 0;
    Lanes<int, lanes> fast; ///< column; lanes without a pixel repeat the last one
    int last_fast = 0;      ///< column of the last pixel
    int groups = 1;         ///< groups of lanes in use, see for_lanes

    // the pixel
    Lanes<Real, lanes> sum; ///< accumulator [electrons^2]
    LaneFactor<Wide, lanes> omega, polar, capture;
    Lanes<Wide, lanes> photons; ///< the result
    // the ray
    Lanes3<Wide, lanes> position;       ///< [m]
    Lanes<Wide, lanes> airpath;         ///< [m]
    Lanes<Wide, lanes> inverse_airpath; ///< of a Divisor [1/m]
    Lanes3<Wide, lanes> diffracted;
    bool may_skip = false; ///< a step that adds exactly 0 to every lane may be left out
    // the source
    Vec3<Wide> incident;
    Wide source_weight;             ///< mean 1
    Lanes3<Wide, lanes> q;          ///< scattering vector [1/m]
    Lanes<Wide, lanes> temperature; ///< factor of an amplitude, where there is one
    Lanes<Wide, lanes> cut;         ///< 1: beyond the resolution limit
    Lanes<Real, lanes> kept;        ///< sum before this source, for lanes that are cut
    Lanes<Wide, lanes> weight;      ///< product of the factors of a step's term
    // the step
    Vec3<Wide> hkl, nearest;    ///< Miller indices of the only lane; unused when there are more
    Lanes3<Wide, lanes> offset; ///< from the nearest index
    Lanes<std::int64_t, lanes> place; ///< in the structure factor table
    Lanes<Real, lanes> f_cell;        ///< of the nearest reflection [electrons]

    /// The site of a lane's pixel.
    [[nodiscard]] TAPIR_HOST_DEVICE Site site(int lane, Site at) const {
        at.fast = fast[lane];
        return at;
    }
};

} // namespace tapir::engine
