#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tapir/trace/format/trace_file.hpp"
#include "tapir/trace/model/model.hpp"
#include "tapir/trace/record/graph.hpp"
#include "tapir/trace/record/oracle.hpp"

namespace tapir::trace {

/// How often the formula of a tap could be asked.
struct AskedFormula {
    std::string tap;
    std::size_t records = 0; ///< recorded by a side
    std::size_t asked = 0;   ///< those of them whose inputs are all there
};

/// The computation of a program as its model states it, at the sites that traces show.
///
/// What a formula needs is recorded, or computed by another formula. A record whose formula cannot
/// be asked, at an edge or because something is not recorded, is an input: its value is taken as it
/// is. So it has neither behaviours that can be switched nor other arrangements.
class ModelOracle final : public Oracle {
  public:
    /// @param sides  traces read by the model (see model_names.hpp), the reference first; at least
    ///               one. `record` takes inputs that nobody replaces from the first that has them.
    /// @throws InputError  a record is computed from itself
    ModelOracle(const Model& model, const std::vector<const TraceFile*>& sides);
    ~ModelOracle() override;
    ModelOracle(const ModelOracle&) = delete;
    ModelOracle& operator=(const ModelOracle&) = delete;
    ModelOracle(ModelOracle&&) = delete;
    ModelOracle& operator=(ModelOracle&&) = delete;

    [[nodiscard]] std::vector<double>
    record(const RecordKey& wanted, const std::vector<Replacement>& replaced) const override;
    /// @param pixels  all records are replayed, whatever their pixel
    [[nodiscard]] Replay follow(const std::vector<Pixel>& pixels, const RecordedValues& recorded,
                                Arrangement arrangement) const override;
    [[nodiscard]] std::vector<Alternative>
    alternatives(const RecordKey& wanted, const std::vector<Replacement>& inputs) const override;
    [[nodiscard]] std::vector<Switch> switches() const override { return {}; }
    /// @throws InternalError  there is nothing to switch
    [[nodiscard]] std::unique_ptr<Oracle> switched(const Switch& which) const override;

    /// What is computed from what, component by component.
    [[nodiscard]] LineageGraph lineage() const;
    /// Taps with a formula that a side records, in the order of the model.
    [[nodiscard]] std::vector<AskedFormula> asked() const;

  private:
    struct Computation;
    std::unique_ptr<Computation> computation_;
};

} // namespace tapir::trace
