#pragma once

// before the set-up, which asks what wide number types have
#include "run/wide_run.hpp"

#include "run/lazy_walk.hpp"
#include "run/tapped_pixel_kernel.hpp"
#include "tapir/engine/arithmetic/wide.hpp"
#include "tapir/engine/setup/derive_scene.hpp"

/// The body of run_wide, for the units that instantiate it.
namespace tapir::engine {

template <class Real>
void run_wide(const Experiment& experiment, const RunSpec& options,
              const std::vector<trace::Pixel>& pixels, WideTap<Real>& tap) {
    const DerivedScene<Uniform<Real>> scene = derive_scene<Real>(experiment, options.phi_mode, tap);
    const ThreadHistory history(experiment, options, lazy_walk<Float64>(experiment, options));
    run_pixels<Uniform<Real>, WideArithmetic>(scene.view(), history, pixels, tap);
}

} // namespace tapir::engine
