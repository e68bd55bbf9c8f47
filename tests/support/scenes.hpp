#pragma once

#include <memory>

#include "tapir/engine/experiment.hpp"
#include "tapir/engine/input_files.hpp"
#include "tapir/engine/loops.hpp"
#include "tapir/engine/random/mosaic.hpp"
#include "tapir/engine/resolve.hpp"
#include "tapir/engine/simulate.hpp"
#include "tapir/trace/record/sink.hpp"

/// Small experiments for tests of the engine.
namespace tapir::test {

/// A triclinic crystal on a detector of 6 x 5 pixels; four phi steps from exactly 0.
inline engine::ExperimentRequest small_request() {
    engine::ExperimentRequest request;
    request.convention = engine::Convention::custom;
    request.pixels_slow = 6;
    request.pixels_fast = 5;
    request.pixel_size_m = 2e-3;
    request.distance_m = 0.06;
    request.cell_given = true;
    request.cell_edges_angstrom = {25, 30, 35};
    request.cell_angles_rad = {1.4, 1.65, 1.8};
    request.cell_counts = {5, 4, 6};
    request.misset_given = true;
    request.misset_rad = {0.2, -0.1, 0.4};
    request.oscillation_rad = 0.04;
    request.phi_steps = 4;
    request.oversample = 1;
    request.default_structure_factor_electrons = 10;
    return request;
}

inline engine::Experiment resolved(const engine::ExperimentRequest& request) {
    return engine::resolve(
        request, std::make_shared<engine::StructureFactors>(engine::uniform_structure_factors(
                     request.default_structure_factor_electrons)));
}

inline engine::Experiment small_experiment() {
    return resolved(small_request());
}

inline engine::RunSpec c_parity(int c_threads = 1) {
    engine::RunSpec options;
    options.phi_mode = engine::PhiMode::c_parity;
    options.c_threads = c_threads;
    return options;
}

/// Every record of one pixel and the set-up.
inline trace::MemorySink recorded(const engine::Experiment& experiment, trace::Pixel pixel,
                                  const engine::RunSpec& options = {}) {
    trace::MemorySink sink;
    engine::trace_pixels(experiment, options, {pixel}, sink);
    return sink;
}

/// The values of a tap at a site, which must have been recorded.
inline std::vector<double> values_at(const trace::MemorySink& sink, const trace::TapSpec& spec,
                                     const trace::Site& site) {
    for (const auto& entry : sink.entries()) {
        if (entry.spec == &spec && entry.site == site) {
            const auto values = sink.values(entry);
            return {values.begin(), values.end()};
        }
    }
    throw std::runtime_error(std::string("no record of ") + spec.key + " at " +
                             to_text(site, engine::loop_names()));
}

/// A generator with one seed of its own.
class Seeded {
  public:
    explicit Seeded(long seed) : seed_(-seed) {}
    float next() { return generator_.next(seed_); }

  private:
    engine::ShuffledMinimalStandard generator_;
    long seed_;
};

/// The rotations of mosaic domains from a fresh generator.
inline std::vector<engine::Mat3<double>> drawn(double spread_rad, int domains, long seed) {
    engine::ShuffledMinimalStandard random;
    const auto draws = engine::draw_mosaic_rotations(spread_rad, domains, seed, random);
    std::vector<engine::Mat3<double>> rotations;
    for (std::size_t domain = 0; domain < draws.size(); ++domain) {
        rotations.push_back(engine::domain_rotation<double>(draws, domain));
    }
    return rotations;
}

/// The same with domains of a mosaic spread of 0.01 rad.
inline engine::Experiment mosaic_experiment(int domains) {
    engine::ExperimentRequest request = small_request();
    request.mosaic_domains = domains;
    request.mosaic_spread_rad = 0.01;
    return resolved(request);
}

/// A phi step and domain of a pixel's first subpixel, layer and source.
inline engine::Site step_site(trace::Pixel pixel, int phi_tic, int mos) {
    return {pixel.slow, pixel.fast, 0, 0, 0, 0, phi_tic, mos};
}

} // namespace tapir::test
