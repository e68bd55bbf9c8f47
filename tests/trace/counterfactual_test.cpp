#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

#include "bare_oracle.hpp"
#include "findings.hpp"
#include "tapir/trace/verdict/compare.hpp"
#include "toy.hpp"

/// Causes that the values alone do not show: the computation is asked.
namespace {

using namespace tapir::test;

/// The toy as a computation that can be asked.
class ToyWhatIf final : public BareOracle {
  public:
    [[nodiscard]] std::vector<double>
    record(const RecordKey& wanted, const std::vector<Replacement>& replaced) const override {
        Toy toy;
        for (const Replacement& replacement : replaced) {
            if (replacement.record.tap == "x") {
                std::copy_n(replacement.values.begin(), 3, toy.x.begin());
            } else if (replacement.record.tap == "y") {
                toy.y = replacement.values.front();
            }
        }
        toy.y *= y_factor_;
        toy.run();
        return of(toy, wanted);
    }
    [[nodiscard]] Replay follow(const std::vector<Pixel>& /*pixels*/,
                                const RecordedValues& recorded,
                                Arrangement /*arrangement*/) const override {
        return toy_followed(recorded);
    }
    [[nodiscard]] std::vector<Switch> switches() const override {
        return {{"y_counts_twice", CauseClass::normalisation, "y_counts_twice switched over"}};
    }
    [[nodiscard]] std::unique_ptr<Oracle> switched(const Switch& which) const override {
        auto other = std::make_unique<ToyWhatIf>();
        other->y_factor_ = which.id == "y_counts_twice" ? 2 : 1;
        return other;
    }

  private:
    double y_factor_ = 1;

    static std::vector<double> of(const Toy& toy, const RecordKey& wanted) {
        if (wanted.tap == "x") {
            return {toy.x.begin(), toy.x.end()};
        }
        if (wanted.tap == "y") {
            return {toy.y};
        }
        if (wanted.tap == "z") {
            return {toy.z};
        }
        const int step = wanted.site[nest::phi_tic];
        if (wanted.tap == "sum" && step >= 0 && step < toy_steps) {
            return {toy.sums[static_cast<std::size_t>(step)]};
        }
        return {};
    }
};

/// The root when the candidate's sums are those of another toy, all inputs as they are.
RootCause root_with_sums_of(const Toy& other, const Oracle* what_if) {
    Toy candidate;
    candidate.sums = other.sums;
    candidate.total = std::accumulate(other.sums.begin(), other.sums.end(), 0.0);
    candidate.finish();
    const Comparison result =
        compare(parsed(toy_c_trace(Toy()), "r"), parsed(toy_c_trace(candidate), "c"), toy_model(),
                toy_graph(), {}, what_if);
    REQUIRE(result.roots.size() == 1);
    return result.roots.front();
}

Toy with_y(double y) {
    Toy toy;
    toy.y = y;
    toy.run();
    return toy;
}

} // namespace

TEST_CASE("counterfactual: a parent of opposite sign, seen only through what is made of it") {
    const ToyWhatIf what_if;
    const RootCause root = root_with_sums_of(with_y(-0.25), &what_if);
    CHECK(root.tap == "sum");
    CHECK(root.cause_class ==
          CauseClass::offset); // every sum is lower by the same: the values tell enough
    Toy other = with_y(-0.5);
    other.sums[1] = Toy().sums[1];
    other.sums[2] = Toy().sums[2];
    other.sums[3] = Toy().sums[3];
    const RootCause one = root_with_sums_of(other, &what_if);
    CHECK(one.cause_class == CauseClass::sign);
    CHECK(one.side == WhichSide::candidate);
    CHECK(holds(one.evidence, {Rule::parent_negated, WhichSide::candidate, {"y"}}));
    CHECK(root_with_sums_of(other, nullptr).cause_class == CauseClass::formula);
}

TEST_CASE("counterfactual: another record in the place of a parent") {
    const ToyWhatIf what_if;
    Toy other = with_y(7); // z
    other.sums[2] = Toy().sums[2];
    other.sums[3] = Toy().sums[3];
    other.sums[1] = Toy().sums[1];
    const RootCause root = root_with_sums_of(other, &what_if);
    CHECK(root.cause_class == CauseClass::formula);
    CHECK(holds(root.evidence, {Rule::parent_replaced, WhichSide::candidate, {"z", "y"}}));
}

TEST_CASE("counterfactual: a component left out, or times a number of several digits") {
    const ToyWhatIf what_if;
    Toy left_out;
    left_out.x[2] = 0;
    left_out.run();
    const RootCause without = root_with_sums_of(left_out, &what_if);
    CHECK(without.cause_class == CauseClass::formula);
    CHECK(holds(without.evidence, {Rule::parent_component_zeroed, WhichSide::candidate, {"x"}}));
    Toy scaled;
    scaled.x[1] *= 1 + 2.5e-4;
    scaled.run();
    const RootCause times = root_with_sums_of(scaled, &what_if);
    CHECK(times.cause_class == CauseClass::scale);
    CHECK(holds(times.evidence,
                {Rule::parent_scaled, WhichSide::candidate, {"x", OnePlus{{0.00025, 5}}}}));
    // a number that nobody would write proves nothing
    scaled.x[1] *= 1 + std::sqrt(2e-8);
    scaled.run();
    CHECK(root_with_sums_of(scaled, &what_if).cause_class != CauseClass::scale);
}

TEST_CASE("counterfactual: a behaviour switched over is named") {
    const ToyWhatIf what_if;
    Toy other = with_y(1);
    for (std::size_t i = 1; i < other.sums.size(); ++i) {
        other.sums[i] = Toy().sums[i];
    }
    const RootCause root = root_with_sums_of(other, &what_if);
    CHECK(root.cause_class == CauseClass::normalisation);
    CHECK(holds(root.evidence,
                {Rule::scene_with_switch, WhichSide::candidate, {"y_counts_twice switched over"}}));
}

TEST_CASE("stage side: the side whose record does not follow from its own inputs is the odd one") {
    const ToyWhatIf what_if;
    Toy wrong;
    wrong.sums[0] += 0.123456;
    CHECK(root_with_sums_of(wrong, &what_if).side == WhichSide::candidate);
    CHECK(root_with_sums_of(wrong, nullptr).side == WhichSide::neither);
    // the other way about: the reference is the odd one
    Toy reference;
    reference.sums[0] += 0.123456;
    reference.total += 0.123456;
    reference.finish();
    const Comparison result =
        compare(parsed(toy_c_trace(reference), "r"), parsed(toy_c_trace(Toy()), "c"), toy_model(),
                toy_graph(), {}, &what_if);
    REQUIRE_FALSE(result.roots.empty());
    CHECK(result.roots.front().tap == "sum");
    CHECK(result.roots.front().side == WhichSide::reference);
    // an input has no equation: neither side is odd
    Toy other;
    other.y = 0.75;
    other.run();
    const Comparison input =
        compare(parsed(toy_c_trace(Toy()), "r"), parsed(toy_c_trace(other), "c"), toy_model(),
                toy_graph(), {}, &what_if);
    CHECK(input.roots.front().tap == "y");
    CHECK(input.roots.front().side == WhichSide::candidate); // the scene at hand says 0.5
}

TEST_CASE("counterfactual: what nothing explains stays unexplained") {
    const ToyWhatIf what_if;
    Toy other;
    other.sums[0] += 0.123456;
    CHECK(root_with_sums_of(other, &what_if).cause_class == CauseClass::formula);
}

TEST_CASE("stages: a computation that cannot be followed leaves the lineage to tell") {
    Toy other;
    other.sums[0] = 13.5;
    const BareOracle what_if;
    CHECK(root_with_sums_of(other, &what_if).cause_class == CauseClass::formula);
}
