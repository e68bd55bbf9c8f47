#pragma once

#include <memory>
#include <utility>

#include "tapir/engine/experiment.hpp"
#include "tapir/engine/run_spec.hpp"
#include "tapir/trace/record/oracle.hpp"

namespace tapir::engine {

/// Asks the kernel what a record of a pixel would be. The experiment must outlive it.
///
/// Runs the set-up and, for records of a pixel, that pixel: nothing is remembered between calls.
/// Scenes that interpolate, where one pixel depends on all before it, and scenes of more steps than
/// `most_steps` answer nothing.
class KernelOracle final : public trace::Oracle {
  public:
    static constexpr double most_steps = 4000;

    /// @param options  reference arithmetic, float64: whoever made the traces, the C program's
    KernelOracle(const Experiment& experiment, const RunSpec& options)
        : experiment_(&experiment), options_(options) {}

    [[nodiscard]] std::vector<double>
    record(const trace::RecordKey& wanted,
           const std::vector<trace::Replacement>& replaced) const override;
    [[nodiscard]] trace::Replay follow(const std::vector<trace::Pixel>& pixels,
                                       const trace::RecordedValues& recorded,
                                       trace::Arrangement arrangement) const override;
    /// Directions are normalised a second time in place when a factor is computed from them, or
    /// not.
    [[nodiscard]] trace::Arrangement arrangements() const override { return 2; }
    [[nodiscard]] std::vector<trace::Alternative>
    alternatives(const trace::RecordKey& wanted,
                 const std::vector<trace::Replacement>& inputs) const override;
    [[nodiscard]] std::vector<trace::Switch> switches() const override;
    [[nodiscard]] std::unique_ptr<trace::Oracle>
    switched(const trace::Switch& which) const override;

  private:
    KernelOracle(std::shared_ptr<const Experiment> experiment, const RunSpec& options)
        : own_(std::move(experiment)), experiment_(own_.get()), options_(options) {}

    std::shared_ptr<const Experiment> own_; ///< where it is nobody else's
    const Experiment* experiment_;
    RunSpec options_;
};

} // namespace tapir::engine
