#pragma once

#include <array>

#include "tapir/engine/kernel_options.hpp"
#include "tapir/engine/numbers/lineage.hpp"
#include "tapir/engine/physics/intensity.hpp"
#include "tapir/engine/physics/interference.hpp"
#include "tapir/engine/physics/lattice_shape.hpp"
#include "tapir/engine/physics/miller_index.hpp"
#include "tapir/engine/physics/orientation.hpp"
#include "tapir/engine/physics/structure_factor.hpp"
#include "tapir/engine/physics/tricubic.hpp"
#include "tapir/engine/pixel_block.hpp"
#include "tapir/engine/scene.hpp"
#include "tapir/engine/tap_policies.hpp"
#include "tapir/engine/taps.hpp"

/// The innermost part of the kernel: one orientation of one mosaic domain, for a block of pixels.
namespace tapir::engine::kernel {

/// What a run of the kernel works with.
/// @tparam TheNumbers     Float64, Mixed, Float32, LineageNumbers
/// @tparam TheArithmetic  how the elementary operations are done, see arithmetic/
/// @tparam TheOptions     which options are known to the compiler, see kernel_options.hpp
/// @tparam TheTap         what happens at each tap, see tap_policies.hpp
/// @tparam lane_count     pixels side by side; 1 with a tap that records
template <class TheNumbers, class TheArithmetic, class TheOptions, class TheTap, int lane_count>
struct Pass {
    using Numbers = TheNumbers;
    using Wide = typename Numbers::Wide;
    using Real = typename Numbers::Real;
    using Arithmetic = TheArithmetic;
    using Options = TheOptions;
    using Tap = TheTap;
    using Block = PixelBlock<Numbers, lane_count>;
    static constexpr int lanes = lane_count;
    static_assert(lanes == 1 || !Tap::records, "records are taken one pixel at a time");
    static_assert(lanes == 1 || !Arithmetic::normalises_twice, "directions are kept per source");

    const SceneView<Numbers>& scene;
    Block& block;
    PhiState& state;
    Tap& tap;
};

/// Which oscillation step's vectors to use, and what to remember for the next step at phi = 0.
template <class Pass>
TAPIR_HOST_DEVICE int orientation_of_step(Pass& pass, const Site& site) {
    using Wide = typename Pass::Wide;
    const auto& scene = pass.scene;
    PhiState& state = pass.state;
    const int phi_tic = site.phi_tic;
    if (scene.phi_mode == PhiMode::spec) {
        return phi_tic;
    }
    if (!stands_at_zero(scene.phi[phi_tic])) {
        state.carried_phi_tic = phi_tic;
        state.from = {site.slow, pass.block.last_fast};
        state.scene_key = scene.key;
        return phi_tic;
    }
    const bool hit = state.holds(scene.key);
    if constexpr (Pass::Tap::records) {
        const trace::Pixel from = hit ? state.from : trace::Pixel{site.slow, site.fast};
        auto& tap = pass.tap;
        tap(hit ? taps::cache_hit : taps::cache_miss, site,
            std::array<Wide, 2>{Wide(from.slow), Wide(from.fast)});
    }
    return hit ? state.carried_phi_tic : phi_tic;
}

/// The vectors of a mosaic domain. Production reads them from the scene's table; a tapped run goes
/// on from the tapped rotation, through the very function that filled the table.
template <class Pass>
TAPIR_HOST_DEVICE auto cell_of_domain(Pass& pass, int orientation, int mos,
                                      const Cell<typename Pass::Wide>& rotated) {
    const auto& scene = pass.scene;
    if constexpr (Pass::Tap::records) {
        return scene.mosaic ? domain_cell(scene.mosaic_rotations[mos], rotated) : rotated;
    } else {
        return scene.cells[orientation * scene.mosaic_domains + mos];
    }
}

/// Miller indices of every lane, and where their structure factors stand.
template <class Pass>
TAPIR_HOST_DEVICE void find_indices(Pass& pass, const Site& at,
                                    const Cell<typename Pass::Wide>& cell) {
    using Arithmetic = typename Pass::Arithmetic;
    auto& block = pass.block;
    auto& tap = pass.tap;
    const auto table = pass.scene.structure_factors;
    for_lanes<Pass::lanes>(block.groups, [&](int lane) TAPIR_INLINE_LAMBDA {
        const Site site = block.site(lane, at);
        const auto hkl =
            tap(taps::miller_index, site, fractional_miller_index<Arithmetic>(cell, block.q[lane]));
        const auto nearest = tap(taps::nearest_index, site, nearest_miller_index<Arithmetic>(hkl));
        if constexpr (Pass::lanes == 1) { // side by side, what follows needs only the offset
            block.hkl = hkl;
            block.nearest = nearest;
        }
        block.offset.set(lane, hkl - nearest);
        block.place[lane] = table.place_of(nearest);
    });
}

/// The structure factor of the nearest reflection, for every lane.
/// @return whether it is exactly 0 for all of them
template <class Pass>
TAPIR_HOST_DEVICE bool look_up(Pass& pass) {
    using Real = typename Pass::Real;
    auto& block = pass.block;
    const auto* amplitudes = pass.scene.structure_factors.amplitude_electrons;
    if constexpr (Pass::lanes == 1) {
        block.f_cell[0] = chosen_by_index(read_only(amplitudes + block.place[0]), block.nearest);
        return block.f_cell[0] == Real(0);
    } else {
        LaneFlag<Real> bits = 0;
        const int count = block.groups * lane_group;
        for (int lane = 0; lane < count; ++lane) {
            const Real f_cell = amplitudes[block.place[lane]];
            block.f_cell[lane] = f_cell;
            bits |= bits_of(f_cell);
        }
        constexpr LaneFlag<Real> twice = 2;
        return bits * twice == 0; // a 0 may have a sign, the highest bit
    }
}

/// The amplitude interpolated between reflections.
template <class Pass>
TAPIR_HOST_DEVICE auto interpolated(Pass& pass, const Site& site,
                                    const Vec3<typename Pass::Wide>& hkl) {
    using Real = typename Pass::Real;
    auto& tap = pass.tap;
    auto grid = tricubic_grid(pass.scene.structure_factors, hkl);
    if constexpr (Pass::Tap::records) {
        // apart, because compilers do not leave out a copy of 64 numbers
        grid.first = tap(taps::tricubic_first, site, grid.first);
        grid.electrons = tap(taps::tricubic_grid, site, grid.electrons);
    }
    return tap(taps::f_cell_interpolated, site, Real(tricubic_structure_factor(grid, hkl)));
}

/// The structure factor in use: interpolated as long as that goes on, else the nearest one.
/// @param counts  the step adds something; otherwise it does not decide on interpolation either
template <class Pass>
TAPIR_HOST_DEVICE auto structure_factor(Pass& pass, const Site& site, int lane, bool counts) {
    const auto& scene = pass.scene;
    PhiState& state = pass.state;
    const auto& table = scene.structure_factors;
    const auto hkl = pass.block.hkl;
    if (counts && Pass::Options::interpolates(scene) && !state.interpolation_ended) {
        const bool surrounded = table.surrounds(value_of(hkl.x), value_of(hkl.y), value_of(hkl.z));
        state.interpolation_ended = scene.interpolation_ends && !surrounded;
        if (surrounded) {
            return interpolated(pass, site, hkl);
        }
    } else if constexpr (Pass::Tap::records) {
        if (table.was_read) {
            interpolated(pass, site, hkl); // for the reader
        }
    }
    return pass.block.f_cell[lane];
}

/// Whether the step goes on with production's own bits: the tap gave back what it was given.
template <class Tap, class Real>
TAPIR_HOST_DEVICE bool unchanged(const Real& before, const Real& after) {
    if constexpr (Tap::records) {
        return exact::unchanged(before, after);
    } else {
        return true;
    }
}

/// An amplitude along one edge, through its tap. With another value the step goes on, with the
/// same one production's numerator and denominator do.
template <class Pass, class Real>
TAPIR_HOST_DEVICE Fraction<Real> tapped_fraction(Pass& pass, const trace::TapSpec& spec,
                                                 const Site& site, Fraction<Real> fraction,
                                                 const Real& sign) {
    fraction.numerator = sign * fraction.numerator;
    const Real before = fraction.value();
    auto& tap = pass.tap;
    const Real after = tap(spec, site, before);
    return unchanged<typename Pass::Tap>(before, after) ? fraction : Fraction<Real>{after, Real(1)};
}

/// The lattice factor of a parallelepiped.
template <class Pass>
TAPIR_HOST_DEVICE auto parallelepiped_factor(Pass& pass, const Site& site, int lane) {
    using Arithmetic = typename Pass::Arithmetic;
    using Real = typename Pass::Real;
    const auto& block = pass.block;
    const auto& n = pass.scene.cell_counts;
    const auto hkl = block.hkl;
    const auto offset = block.offset[lane];
    auto a = interference_fraction<Arithmetic, Real>(hkl.x, offset.x, n.x);
    auto b = interference_fraction<Arithmetic, Real>(hkl.y, offset.y, n.y);
    auto c = interference_fraction<Arithmetic, Real>(hkl.z, offset.z, n.z);
    if constexpr (Pass::Tap::records) {
        const auto h0 = block.nearest;
        a = tapped_fraction(pass, taps::f_latt_a, site, a,
                            interference_sign<Arithmetic, Real>(h0.x, offset.x, n.x));
        b = tapped_fraction(pass, taps::f_latt_b, site, b,
                            interference_sign<Arithmetic, Real>(h0.y, offset.y, n.y));
        c = tapped_fraction(pass, taps::f_latt_c, site, c,
                            interference_sign<Arithmetic, Real>(h0.z, offset.z, n.z));
    }
    return Arithmetic::product(a, b, c);
}

/// The lattice factor of a crystal that is no parallelepiped.
template <class Pass>
TAPIR_HOST_DEVICE auto shaped_factor(Pass& pass, const Site& site,
                                     const Cell<typename Pass::Wide>& cell, int lane) {
    using Arithmetic = typename Pass::Arithmetic;
    using Real = typename Pass::Real;
    const auto& scene = pass.scene;
    auto& tap = pass.tap;
    const auto offset = pass.block.offset[lane];
    const LatticeShape shape = Pass::Options::shape(scene);
    const auto counts = converted<Real>(scene.cell_counts);
    if (shape == LatticeShape::round) {
        const auto distance = tap(taps::index_distance_squared, site,
                                  index_distance_squared<Arithmetic>(offset, scene.cell_counts));
        return round_lattice_factor<Arithmetic>(Real(distance), Real(scene.shape_fudge), counts);
    }
    const auto reciprocal =
        scene.rotated_spot_shape ? reciprocal_of<Arithmetic>(cell) : scene.reciprocal_cell;
    const auto distance =
        tap(taps::spot_distance_squared, site,
            spot_distance_squared<Arithmetic>(offset, reciprocal, scene.cell_counts));
    if (shape == LatticeShape::gauss) {
        return gauss_lattice_factor<Arithmetic>(Real(distance), Real(scene.shape_fudge), counts);
    }
    return Real(tophat_lattice_factor(distance, scene.shape_fudge, scene.cell_counts));
}

/// The lattice factor of any crystal.
template <class Pass>
TAPIR_HOST_DEVICE auto lattice_factor(Pass& pass, const Site& site,
                                      const Cell<typename Pass::Wide>& cell, int lane) {
    using Real = typename Pass::Real;
    auto& tap = pass.tap;
    if (Pass::Options::shape(pass.scene) == LatticeShape::square) {
        return tap(taps::f_latt, site, parallelepiped_factor(pass, site, lane));
    }
    if constexpr (Pass::Tap::records) {
        // other shapes have no factor along an edge; the C program prints 1
        tap(taps::f_latt_a, site, Real(1));
        tap(taps::f_latt_b, site, Real(1));
        tap(taps::f_latt_c, site, Real(1));
    }
    return tap(taps::f_latt, site, shaped_factor(pass, site, cell, lane));
}

/// What the C program prints of source 2, for the reader.
template <class Pass, class Real>
TAPIR_HOST_DEVICE void display_source_2(Pass& pass, const Site& site, const Real& f_cell,
                                        const Real& f_latt) {
    if (site.source == 2 && site.phi_tic == 0 && site.mos == 0) {
        auto& tap = pass.tap;
        tap(taps::f_cell_squared, site, f_cell * f_cell);
        tap(taps::f_latt_squared, site, f_latt * f_latt);
        tap(taps::cos_2theta_step, site, dot(pass.block.incident, pass.block.diffracted[0]));
        tap(taps::source_index, site, Real(site.source));
    }
}

/// The sum with the term of a step that has factors of its own.
template <class Pass, class Real>
TAPIR_HOST_DEVICE Real weighted_sum(Pass& pass, const Site& site, int lane, const Real& term,
                                    bool counts) {
    using Arithmetic = typename Pass::Arithmetic;
    const auto& scene = pass.scene;
    const auto& block = pass.block;
    const Real weight = static_cast<Real>(block.weight[lane]);
    Real sum = Arithmetic::multiply_add(term, weight, block.sum[lane]);
    if constexpr (Pass::Tap::records) {
        if (!TermFactors::none(scene)) {
            auto& tap = pass.tap;
            const Real before = term * weight;
            const Real after = tap(taps::i_term_weighted, site, before);
            sum = unchanged<typename Pass::Tap>(before, after) ? sum : block.sum[lane] + after;
        }
    }
    return counts ? SumFactors::scaled(scene, block, lane, sum) : sum;
}

/// Adds what one lane's step scatters.
template <class Pass>
TAPIR_HOST_DEVICE void add_intensity(Pass& pass, const Site& at,
                                     const Cell<typename Pass::Wide>& cell, int lane) {
    using Arithmetic = typename Pass::Arithmetic;
    using Real = typename Pass::Real;
    auto& block = pass.block;
    auto& tap = pass.tap;
    const Site site = block.site(lane, at);
    const Real f_latt = lattice_factor(pass, site, cell, lane);
    // The C program leaves a step whose lattice factor is exactly 0, unless there is a background.
    const bool counts = !stands_at_zero(f_latt) || pass.scene.water;
    const Real f_cell = tap(taps::f_cell, site, structure_factor(pass, site, lane, counts));
    const Real before = step_intensity<Arithmetic>(f_cell, f_latt);
    const Real term = tap(taps::i_term, site, before);
    if constexpr (Pass::Tap::records) {
        display_source_2(pass, site, f_cell, f_latt);
    }
    Real sum = block.sum[lane];
    if (!Pass::Options::plain(pass.scene)) {
        sum = weighted_sum(pass, site, lane, term, counts);
    } else if (unchanged<typename Pass::Tap>(before, term)) {
        sum = Arithmetic::add_product_squared(sum, f_cell, f_latt);
    } else {
        sum = sum + term;
    }
    block.sum[lane] = tap(taps::i_sum, site, sum);
}

/// One innermost step of every lane: one orientation of one mosaic domain.
///
/// First all indices and structure factors, then, unless every lane would add exactly 0, the
/// lattice factors.
template <class Pass>
TAPIR_HOST_DEVICE void add_step(Pass& pass, const Site& at,
                                const Cell<typename Pass::Wide>& domain_cell) {
    auto& block = pass.block;
    auto& tap = pass.tap;
    const auto cell = tap(taps::cell, block.site(0, at), domain_cell);
    find_indices(pass, at, cell);
    if (look_up(pass) && block.may_skip) {
        return;
    }
    for_lanes<Pass::lanes>(
        block.groups, [&](int lane) TAPIR_INLINE_LAMBDA { add_intensity(pass, at, cell, lane); });
}

} // namespace tapir::engine::kernel
