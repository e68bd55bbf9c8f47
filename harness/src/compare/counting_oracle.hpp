#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>

#include "tapir/trace/record/oracle.hpp"

namespace tapir::harness {

/// Another oracle, and how often it was asked. Its answers are that oracle's.
class CountingOracle final : public trace::Oracle {
  public:
    /// @param oracle  must outlive this one
    explicit CountingOracle(const trace::Oracle& oracle);

    [[nodiscard]] std::vector<double>
    record(const trace::RecordKey& wanted,
           const std::vector<trace::Replacement>& replaced) const override;
    [[nodiscard]] trace::Arrangement arrangements() const override;
    [[nodiscard]] trace::Replay follow(const std::vector<trace::Pixel>& pixels,
                                       const trace::RecordedValues& recorded,
                                       trace::Arrangement arrangement) const override;
    [[nodiscard]] std::vector<trace::Alternative>
    alternatives(const trace::RecordKey& wanted,
                 const std::vector<trace::Replacement>& inputs) const override;
    [[nodiscard]] std::vector<trace::Switch> switches() const override;
    /// The other oracle counts into this one, which must outlive it.
    [[nodiscard]] std::unique_ptr<trace::Oracle>
    switched(const trace::Switch& which) const override;

    /// "12 replays, 40 records computed anew, ..."
    [[nodiscard]] std::string text() const;

  private:
    struct Counts {
        std::atomic<std::size_t> records{0}, replays{0}, alternatives{0}, switches{0};
    };

    CountingOracle(std::unique_ptr<trace::Oracle> owned, std::shared_ptr<Counts> counts);

    std::unique_ptr<trace::Oracle> owned_;
    const trace::Oracle* oracle_;
    std::shared_ptr<Counts> counts_;
};

} // namespace tapir::harness
