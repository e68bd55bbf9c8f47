#include "compare/counting_oracle.hpp"

#include <fmt/format.h>

#include <utility>

namespace tapir::harness {

CountingOracle::CountingOracle(const trace::Oracle& oracle)
    : oracle_(&oracle), counts_(std::make_shared<Counts>()) {}

CountingOracle::CountingOracle(std::unique_ptr<trace::Oracle> owned, std::shared_ptr<Counts> counts)
    : owned_(std::move(owned)), oracle_(owned_.get()), counts_(std::move(counts)) {}

std::vector<double> CountingOracle::record(const trace::RecordKey& wanted,
                                           const std::vector<trace::Replacement>& replaced) const {
    ++counts_->records;
    return oracle_->record(wanted, replaced);
}

trace::Arrangement CountingOracle::arrangements() const {
    return oracle_->arrangements();
}

trace::Replay CountingOracle::follow(const std::vector<trace::Pixel>& pixels,
                                     const trace::RecordedValues& recorded,
                                     trace::Arrangement arrangement) const {
    ++counts_->replays;
    return oracle_->follow(pixels, recorded, arrangement);
}

std::vector<trace::Alternative>
CountingOracle::alternatives(const trace::RecordKey& wanted,
                             const std::vector<trace::Replacement>& inputs) const {
    ++counts_->alternatives;
    return oracle_->alternatives(wanted, inputs);
}

std::vector<trace::Switch> CountingOracle::switches() const {
    return oracle_->switches();
}

std::unique_ptr<trace::Oracle> CountingOracle::switched(const trace::Switch& which) const {
    ++counts_->switches;
    return std::unique_ptr<trace::Oracle>(new CountingOracle(oracle_->switched(which), counts_));
}

std::string CountingOracle::text() const {
    return fmt::format("{} behaviours or options switched, {} records computed anew, {} replays of "
                       "a side, {} stages rearranged",
                       counts_->switches.load(), counts_->records.load(), counts_->replays.load(),
                       counts_->alternatives.load());
}

} // namespace tapir::harness
