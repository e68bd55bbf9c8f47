#pragma once

#include "tapir/engine/kernel_step.hpp"
#include "tapir/engine/loops.hpp"
#include "tapir/engine/physics/absorption.hpp"
#include "tapir/engine/physics/detector_position.hpp"
#include "tapir/engine/physics/polarization.hpp"
#include "tapir/engine/physics/scattering_vector.hpp"
#include "tapir/engine/physics/solid_angle.hpp"
#include "tapir/engine/physics/temperature_factor.hpp"

/// The one kernel. Every stage's result goes through its tap, and the kernel goes on with what
/// comes back. With `NullTap` nothing of the taps is left in the machine code.
namespace tapir::engine {

namespace kernel {

/// The directions from which the polarisation factor is computed. The C program normalises both a
/// second time, in place, when it computes a factor.
template <class Pass>
TAPIR_HOST_DEVICE void find_directions_used(Pass& pass, const Site& at, bool computes) {
    auto& block = pass.block;
    auto& tap = pass.tap;
    constexpr bool twice = Pass::Arithmetic::normalises_twice;
    if constexpr (twice) {
        block.incident = computes ? unit_vector(block.incident) : block.incident;
    }
    block.incident = tap(taps::incident_used, block.site(0, at), block.incident);
    if constexpr (twice || Pass::Tap::records) {
        const auto diffracted = block.diffracted[0];
        block.diffracted.set(0, tap(taps::diffracted_used, block.site(0, at),
                                    twice && computes ? unit_vector(diffracted) : diffracted));
    }
}

/// Fixes the polarisation factor of this source, which the C program computes once a pixel.
template <class Pass>
TAPIR_HOST_DEVICE void polarize(Pass& pass, const Site& at) {
    using Arithmetic = typename Pass::Arithmetic;
    using Wide = typename Pass::Wide;
    const auto& scene = pass.scene;
    auto& block = pass.block;
    const bool everywhere = scene.oversample_polar || scene.use_polar.to_term;
    const bool computes = everywhere || block.polar.state != decltype(block.polar)::State::known;
    if (!computes && !Pass::Tap::records) {
        return;
    }
    find_directions_used(pass, at, computes);
    const Wide kahn_factor = scene.kahn_factor;
    const auto incident = block.incident;
    const auto factor = [&](int lane, const Wide& cos_2psi) TAPIR_INLINE_LAMBDA {
        const Wide polar = polarization_factor<Arithmetic>(kahn_factor, incident,
                                                           block.diffracted[lane], cos_2psi);
        return block.cut[lane] == Wide(0) ? polar : Wide(0);
    };
    if (kahn_factor == Wide(0)) {
        block.polar.renew(block.groups, everywhere,
                          [&](int lane) TAPIR_INLINE_LAMBDA { return factor(lane, Wide(1)); });
    } else {
        const auto frame = polarization_frame<Arithmetic>(scene.polarization_axis, incident);
        block.polar.renew(block.groups, everywhere, [&](int lane) TAPIR_INLINE_LAMBDA {
            return factor(lane, cos_twice_psi<Arithmetic>(block.diffracted[lane], frame));
        });
    }
    if constexpr (Pass::Tap::records) {
        auto& tap = pass.tap;
        block.polar[0] = tap(taps::polar, block.site(0, at), block.polar[0]);
    }
}

/// What depends on the length of the scattering vectors alone: marks the lanes that lie beyond the
/// resolution limit, and finds the Debye-Waller factors.
/// @return whether there is a lane within the limit
template <class Pass>
TAPIR_HOST_DEVICE bool any_within_resolution(Pass& pass, const Site& at) {
    using Arithmetic = typename Pass::Arithmetic;
    using Wide = typename Pass::Wide;
    auto& block = pass.block;
    auto& tap = pass.tap;
    const Wide limit = pass.scene.resolution_limit;
    const Wide b_factor = pass.scene.b_factor;
    const bool limited = limit > Wide(0);
    const bool weakened = !Pass::Options::plain(pass.scene) && pass.scene.has_temperature();
    if (!limited && !weakened && !Pass::Tap::records) {
        return true;
    }
    const Wide half(static_cast<Wide>(1.0 / 2));
    for_lanes<Pass::lanes>(block.groups, [&](int lane) TAPIR_INLINE_LAMBDA {
        const Site site = block.site(lane, at);
        const Wide stol = tap(taps::stol, site, half * magnitude<Arithmetic>(block.q[lane]));
        if (weakened) {
            block.temperature[lane] =
                tap(taps::temperature_factor, site, temperature_factor<Arithmetic>(b_factor, stol));
        }
        if (limited) {
            const bool cut = stol > Wide(0) && limit > half / stol;
            block.cut[lane] =
                tap(taps::beyond_resolution, site, chosen_by(cut ? Wide(1) : Wide(0), stol));
            block.kept[lane] = block.sum[lane];
        }
    });
    return !limited || any_zero(block.groups, block.cut);
}

/// The factors by which the term of every step of this source is multiplied.
template <class Pass>
TAPIR_HOST_DEVICE void weigh(Pass& pass, int source) {
    using Wide = typename Pass::Wide;
    const auto& scene = pass.scene;
    auto& block = pass.block;
    block.source_weight = scene.source_weights != nullptr ? scene.source_weights[source] : Wide(1);
    for_lanes<Pass::lanes>(block.groups, [&](int lane) TAPIR_INLINE_LAMBDA {
        block.weight[lane] = TermFactors::product(scene, block, lane);
    });
}

/// Whether a step without a structure factor adds exactly 0 to every lane and does nothing else.
template <class Pass>
TAPIR_HOST_DEVICE bool may_skip(const Pass& pass) {
    if constexpr (Pass::Tap::records) {
        return false;
    } else {
        const auto& scene = pass.scene;
        // 0 times a lattice factor is 0 only while that is a number, and it is when its index is
        const bool numbers =
            scene.bounded_indices &&
            !any_lane(pass.block.groups, pass.block.airpath,
                      [](const typename Pass::Wide& airpath) TAPIR_INLINE_LAMBDA {
                          using Wide = typename Pass::Wide;
                          return !(airpath > Wide(0) &&
                                   airpath < Wide(static_cast<double>(scene_size_limit_m)));
                      });
        return numbers && !Pass::Options::interpolates(scene) && SumFactors::none(scene);
    }
}

/// All orientations of the crystal for one line of sight and one source.
template <class Pass>
TAPIR_HOST_DEVICE void add_source(Pass& pass, Site at) {
    using Arithmetic = typename Pass::Arithmetic;
    using Wide = typename Pass::Wide;
    const auto& scene = pass.scene;
    auto& block = pass.block;
    auto& tap = pass.tap;
    block.incident = tap(taps::incident, block.site(0, at), -scene.source_directions[at.source]);
    const auto wavelength =
        Arithmetic::divisor(scene.wavelengths[at.source], scene.inverse_wavelengths[at.source]);
    for_lanes<Pass::lanes>(block.groups, [&](int lane) TAPIR_INLINE_LAMBDA {
        block.q.set(lane, tap(taps::scattering_vector, block.site(lane, at),
                              scattering_vector_per_m<Arithmetic>(block.diffracted[lane],
                                                                  block.incident, wavelength)));
    });
    if (!any_within_resolution(pass, at)) {
        return;
    }
    polarize(pass, at);
    if (!Pass::Options::plain(scene)) {
        weigh(pass, at.source);
    }
    for (int phi_tic = 0; phi_tic < scene.phi_steps; ++phi_tic) {
        at.phi_tic = phi_tic;
        at.mos = -1;
        const int orientation = orientation_of_step(pass, block.site(0, at));
        const auto rotated = tap(taps::cell_phi, block.site(0, at), scene.cells_phi[orientation]);
        for (at.mos = 0; at.mos < scene.mosaic_domains; ++at.mos) {
            add_step(pass, at, cell_of_domain(pass, orientation, at.mos, rotated));
        }
    }
    if (scene.resolution_limit > Wide(0)) {
        for_lanes<Pass::lanes>(block.groups, [&](int lane) TAPIR_INLINE_LAMBDA {
            block.sum[lane] = block.cut[lane] == Wide(0) ? block.sum[lane] : block.kept[lane];
        });
    }
}

/// The points of a subpixel in the laboratory.
template <class Pass>
TAPIR_HOST_DEVICE void find_positions(Pass& pass, const Site& at) {
    using Arithmetic = typename Pass::Arithmetic;
    using Wide = typename Pass::Wide;
    const auto& scene = pass.scene;
    auto& block = pass.block;
    auto& tap = pass.tap;
    const Wide along_slow =
        subpixel_centre_m<Arithmetic>(scene.subpixel_size, at.slow, scene.oversample, at.sub_s);
    const Wide along_normal = Wide(at.thick) * scene.layer_thickness;
    for_lanes<Pass::lanes>(block.groups, [&](int lane) TAPIR_INLINE_LAMBDA {
        const Site site = block.site(lane, at);
        const auto coordinates =
            tap(taps::detector_coordinates, site,
                Vec3<Wide>{subpixel_centre_m<Arithmetic>(scene.subpixel_size, block.fast[lane],
                                                         scene.oversample, at.sub_f),
                           along_slow, along_normal});
        block.position.set(lane, detector_position_m<Arithmetic>(coordinates, scene.fast_axis,
                                                                 scene.slow_axis, scene.normal_axis,
                                                                 scene.detector_origin));
    });
    if (scene.curved) {
        for_lanes<Pass::lanes>(block.groups, [&](int lane) TAPIR_INLINE_LAMBDA {
            const auto flat = tap(taps::flat_position, block.site(lane, at), block.position[lane]);
            block.position.set(lane,
                               curved_position_m<Arithmetic>(flat, scene.fast_axis, scene.slow_axis,
                                                             scene.beam_direction, scene.distance));
        });
    }
}

/// Lines of sight and the solid angle of the pixels.
template <class Pass>
TAPIR_HOST_DEVICE void find_rays(Pass& pass, const Site& at) {
    using Arithmetic = typename Pass::Arithmetic;
    using Wide = typename Pass::Wide;
    const auto& scene = pass.scene;
    auto& block = pass.block;
    auto& tap = pass.tap;
    for_lanes<Pass::lanes>(block.groups, [&](int lane) TAPIR_INLINE_LAMBDA {
        const Site site = block.site(lane, at);
        const auto position = tap(taps::pixel_position, site, block.position[lane]);
        const Wide airpath = tap(taps::airpath, site, magnitude<Arithmetic>(position));
        const auto by_airpath = Arithmetic::divisor(airpath);
        block.airpath[lane] = airpath;
        block.inverse_airpath[lane] = by_airpath.inverse;
        block.diffracted.set(
            lane, tap(taps::diffracted, site, Arithmetic::divided(position, by_airpath)));
    });
    const bool everywhere = scene.oversample_omega || scene.use_omega.to_term;
    const Wide pixel_size = scene.pixel_size;
    const Wide close_distance = scene.close_distance;
    const auto by_airpath = [&](int lane) TAPIR_INLINE_LAMBDA {
        return Arithmetic::divisor(block.airpath[lane], block.inverse_airpath[lane]);
    };
    if (scene.point_pixel) {
        block.omega.renew(block.groups, everywhere, [&](int lane) TAPIR_INLINE_LAMBDA {
            return point_solid_angle<Arithmetic, Wide>(by_airpath(lane));
        });
    } else {
        block.omega.renew(block.groups, everywhere, [&](int lane) TAPIR_INLINE_LAMBDA {
            return solid_angle_sr<Arithmetic>(pixel_size, by_airpath(lane), close_distance);
        });
    }
    if constexpr (Pass::Tap::records) {
        const Site site = block.site(0, at);
        block.omega[0] = tap(taps::omega, site, block.omega[0]);
        tap(taps::obliquity, site, close_distance / block.airpath[0]);
    }
}

/// The share of the photons that this layer of the sensor absorbs.
template <class Pass>
TAPIR_HOST_DEVICE void absorb(Pass& pass, const Site& at) {
    using Arithmetic = typename Pass::Arithmetic;
    const auto& scene = pass.scene;
    auto& block = pass.block;
    const auto normal_axis = scene.normal_axis;
    const auto layer_thickness = scene.layer_thickness;
    const auto attenuation = scene.attenuation;
    block.capture.renew(block.groups, scene.oversample_thick, [&](int lane) TAPIR_INLINE_LAMBDA {
        return layer_capture_fraction<Arithmetic>(
            at.thick, layer_thickness, attenuation,
            Arithmetic::dot(block.diffracted[lane], normal_axis));
    });
    if constexpr (Pass::Tap::records) {
        auto& tap = pass.tap;
        block.capture[0] = tap(taps::capture, block.site(0, at), block.capture[0]);
    }
}

/// One line of sight: geometry and the factors that depend on it alone.
template <class Pass>
TAPIR_HOST_DEVICE void add_ray(Pass& pass, Site at) {
    find_positions(pass, at);
    find_rays(pass, at);
    absorb(pass, at);
    pass.block.may_skip = may_skip(pass);
    for (at.source = 0; at.source < pass.scene.sources; ++at.source) {
        add_source(pass, at);
    }
}

/// Fills a block with the pixels of a row that are computed side by side.
template <class Pass>
TAPIR_HOST_DEVICE void begin(Pass& pass, int slow, const int* fast, int count) {
    using Real = typename Pass::Real;
    using Wide = typename Pass::Wide;
    const auto& scene = pass.scene;
    auto& block = pass.block;
    block.slow = slow;
    block.last_fast = fast[count - 1];
    block.groups = (count + lane_group - 1) / lane_group;
    const int lanes = Pass::lanes == 1 ? 1 : block.groups * lane_group;
    for (int lane = 0; lane < lanes; ++lane) {
        block.fast[lane] = lane < count ? fast[lane] : block.last_fast;
    }
    for_lanes<Pass::lanes>(block.groups, [&](int lane) TAPIR_INLINE_LAMBDA {
        block.sum[lane] = Real(scene.background);
        block.cut[lane] = Wide(0);
    });
    block.omega.set_all(block.groups, Wide(0));
    block.polar.set_all(block.groups, scene.no_polarization ? Wide(1) : Wide(0));
}

/// Photons from what has been summed.
/// @param photons  [count]
template <class Pass>
TAPIR_HOST_DEVICE void finish(Pass& pass, int count, typename Pass::Wide* photons_out) {
    using Arithmetic = typename Pass::Arithmetic;
    using Wide = typename Pass::Wide;
    const auto& scene = pass.scene;
    auto& block = pass.block;
    auto& tap = pass.tap;
    const auto steps = Arithmetic::divisor(scene.steps);
    for_lanes<Pass::lanes>(block.groups, [&](int lane) TAPIR_INLINE_LAMBDA {
        const Site here{.slow = block.slow, .fast = block.fast[lane]};
        const Wide total = static_cast<Wide>(tap(taps::i_total, here, block.sum[lane]));
        const Wide capture = tap(taps::capture_final, here, block.capture[lane]);
        const Wide polar = tap(taps::polar_final, here, block.polar[lane]);
        const Wide omega = tap(taps::omega_final, here, block.omega[lane]);
        Wide photons =
            photons_per_steradian<Arithmetic>(scene.r_e_squared, scene.fluence, total, steps);
        photons = scene.use_thick.to_pixel ? photons * capture : photons;
        photons = scene.use_polar.to_pixel ? photons * polar : photons;
        photons = scene.use_omega.to_pixel ? photons * omega : photons;
        photons = tap(taps::photons, here, photons);
        block.photons[lane] = photons;
        if constexpr (Pass::Tap::records) {
            tap(taps::i_total_polarised, here, total * polar);
            tap(taps::cos_2theta, here, dot(block.incident, block.diffracted[lane]));
            tap(taps::image_value, here, in_single_precision(photons));
        }
    });
    for (int lane = 0; lane < count; ++lane) {
        photons_out[lane] = block.photons[lane];
    }
}

} // namespace kernel

/// Expected photons in pixels of one row.
///
/// @tparam Numbers     Float64, Mixed, Float32, LineageNumbers
/// @tparam Arithmetic  how the elementary operations are done, see arithmetic/
/// @tparam Options     what is known of the scene beforehand, see kernel_options.hpp
/// @tparam lanes       pixels side by side; 1, or a multiple of lane_group
/// @param scene    see SceneView for units
/// @param slow     row, 0 <= slow < the detector's pixel count
/// @param fast     columns, [count]
/// @param count    1 <= count <= lanes
/// @param state    the emulated thread's carry-over cache; unused in PhiMode::spec. With several
///                 lanes every pixel must find the same vectors in it: see RowRenderer
/// @param photons  [count]
///
/// The sum of a pixel runs over layers, subpixels, sources, phi steps and domains, in this fixed
/// order; it has the same bits for any number of lanes.
template <class Numbers, class Arithmetic, class Options, int lanes, class Tap>
TAPIR_HOST_DEVICE void block_photons(const SceneView<Numbers>& scene, int slow, const int* fast,
                                     int count, PhiState& state, Tap& tap,
                                     typename Numbers::Wide* photons) {
    using Wide = typename Numbers::Wide;
    PixelBlock<Numbers, lanes> block;
    kernel::Pass<Numbers, Arithmetic, Options, Tap, lanes> pass{scene, block, state, tap};
    kernel::begin(pass, slow, fast, count);
    const Wide capture = scene.sensor_thickness == Wide(0) ? Wide(1) : Wide(0);
    Site at{.slow = slow, .fast = fast[0]};
    for (at.thick = 0; at.thick < scene.layers; ++at.thick) {
        block.capture.set_all(block.groups, capture);
        for (at.sub_s = 0; at.sub_s < scene.oversample; ++at.sub_s) {
            for (at.sub_f = 0; at.sub_f < scene.oversample; ++at.sub_f) {
                kernel::add_ray(pass, at);
            }
        }
    }
    kernel::finish(pass, count, photons);
}

/// Expected photons in one pixel, whatever the scene asks for.
template <class Numbers, class Arithmetic, class Tap>
TAPIR_HOST_DEVICE typename Numbers::Wide
pixel_photons(const SceneView<Numbers>& scene, trace::Pixel index, PhiState& state, Tap& tap) {
    typename Numbers::Wide photons{};
    block_photons<Numbers, Arithmetic, AnyOptions, 1>(scene, index.slow, &index.fast, 1, state, tap,
                                                      &photons);
    return photons;
}

} // namespace tapir::engine
