#pragma once

#include <optional>
#include <vector>

#include "tapir/engine/exact_values.hpp"
#include "tapir/trace/verdict/arbiter.hpp"

namespace tapir::harness {

/// The computation of some pixels in a wide number type, and once more in another one where there
/// is one and time for it.
class ExactRun {
  public:
    /// @param wanted  the records whose values will be asked for
    /// @throws InputError  a pixel outside the detector, not rendered, or of too many steps
    ExactRun(const engine::Experiment& experiment, const engine::RunSpec& run,
             const std::vector<trace::Pixel>& pixels, const engine::NodeSet& wanted);

    /// The exact value of the scene. Nothing where the scene has no such record.
    [[nodiscard]] std::optional<trace::ExactNumber> value(const trace::NodeKey& node) const;

    /// What a side's stages make of its own records.
    [[nodiscard]] engine::ExactValues on_records(const trace::RecordedValues& recorded) const;

    /// States number types, agreement and decisions.
    void describe(trace::Arbiter& arbiter) const;

  private:
    const engine::Experiment* experiment_;
    engine::RunSpec run_;
    std::vector<trace::Pixel> pixels_;
    engine::NodeSet wanted_;
    engine::WideType type_;
    std::optional<engine::WideType> other_type_;
    engine::ExactValues values_, other_values_;
};

/// A number of a wide run, for reports.
[[nodiscard]] trace::ExactNumber exact_number(const engine::DoubleDouble& value);

/// A value of both sides before the arbiter, without their numbers.
[[nodiscard]] trace::ArbitratedValue arbitrated_value(const trace::NodeKey& node);

} // namespace tapir::harness
