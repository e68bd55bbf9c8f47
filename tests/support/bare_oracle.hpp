#pragma once

#include <memory>
#include <vector>

#include "tapir/trace/record/oracle.hpp"

namespace tapir::test {

/// An oracle that knows nothing: a test's own says only what the test is about.
class BareOracle : public trace::Oracle {
  public:
    [[nodiscard]] std::vector<double>
    record(const trace::RecordKey& /*wanted*/,
           const std::vector<trace::Replacement>& /*replaced*/) const override {
        return {};
    }
    [[nodiscard]] trace::Replay follow(const std::vector<trace::Pixel>& /*pixels*/,
                                       const trace::RecordedValues& /*recorded*/,
                                       trace::Arrangement /*arrangement*/) const override {
        return {};
    }
    [[nodiscard]] std::vector<trace::Alternative>
    alternatives(const trace::RecordKey& /*wanted*/,
                 const std::vector<trace::Replacement>& /*inputs*/) const override {
        return {};
    }
    [[nodiscard]] std::vector<trace::Switch> switches() const override { return {}; }
    [[nodiscard]] std::unique_ptr<trace::Oracle>
    switched(const trace::Switch& /*which*/) const override {
        return nullptr;
    }
};

} // namespace tapir::test
