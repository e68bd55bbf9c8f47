#include <doctest/doctest.h>

#include <cmath>

#include "bare_oracle.hpp"
#include "toy.hpp"

/// Every stage on its own inputs: faults and rounding told apart, all roots at once, lies named.
namespace {

using namespace tapir::test;

class ToyStages final : public BareOracle {
  public:
    [[nodiscard]] Replay follow(const std::vector<Pixel>& /*pixels*/,
                                const RecordedValues& recorded,
                                Arrangement /*arrangement*/) const override {
        return toy_followed(recorded);
    }
};

Comparison judged(const Toy& candidate, const Tolerance& tolerance = {}) {
    const ToyStages stages;
    return compare(parsed(toy_c_trace(Toy()), "r"), parsed(toy_c_trace(candidate), "c"),
                   toy_model(), toy_graph(), tolerance, &stages);
}

/// Everything after `sums` computed from them again.
void go_on(Toy& toy) {
    toy.total = 0;
    for (const double sum : toy.sums) {
        toy.total += sum;
    }
    toy.finish();
}

constexpr double unit = 0x1p-52;

} // namespace

TEST_CASE("stages: rounding of every stage is parity, unless --exact asks for the same digits") {
    Toy candidate;
    for (double& sum : candidate.sums) {
        sum *= 1 + 40 * unit; // the last of fifteen digits
    }
    go_on(candidate);
    candidate.total *= 1 - 3 * unit;
    candidate.finish();
    const Comparison result = judged(candidate);
    CHECK(result.verdict == Verdict::parity);
    CHECK(result.within_tolerance > 0);
    CHECK(result.planted > 0);
    CHECK(result.caught == result.planted);
    CHECK(result.tolerance_text.find("rounding of each stage") != std::string::npos);
    CHECK_FALSE(result.sharpness.empty());
    CHECK(judged(candidate, {.exact = true}).verdict == Verdict::divergence);
}

TEST_CASE("stages: a fault a thousand times the rounding is found under it") {
    Toy candidate;
    for (double& sum : candidate.sums) {
        sum *= 1 + 4 * unit;
    }
    go_on(candidate);
    candidate.total *= 1 + 1e-11;
    candidate.finish();
    const Comparison result = judged(candidate);
    REQUIRE(result.roots.size() == 1);
    CHECK(result.roots.front().tap == "total");
    CHECK(result.roots.front().side == WhichSide::candidate);
    CHECK(result.roots.front().cause_class == CauseClass::scale);
    CHECK(result.roots.front().strength > 10);
}

TEST_CASE("stages: independent faults are all found in one pass") {
    Toy candidate;
    candidate.y *= 1 + 1e-6;
    candidate.run();
    candidate.sums[2] *= 1 + 1e-8;
    go_on(candidate);
    candidate.final_value *= -1;
    const Comparison result = judged(candidate);
    REQUIRE(result.roots.size() == 3);
    CHECK(result.roots[0].tap == "y");
    CHECK(result.roots[1].tap == "sum");
    CHECK(result.roots[1].site[nest::phi_tic] == 2);
    CHECK(result.roots[2].tap == "final");
    CHECK(result.roots[2].cause_class == CauseClass::sign);
}

TEST_CASE("stages: what is computed from another value than the printed one is a wrong print") {
    Toy candidate;
    candidate.total *= 1.5; // `final` is still that of the sound total
    const Comparison result = judged(candidate);
    CHECK(result.verdict == Verdict::not_attested);
    REQUIRE(result.roots.size() == 1);
    CHECK(result.roots.front().tap == "total");
    CHECK(result.roots.front().cause_class == CauseClass::tracer);
    CHECK(result.sentence.find("print is wrong") != std::string::npos);
}

TEST_CASE("stages: a wrong print beside a fault is no excuse for it") {
    Toy candidate;
    candidate.sums[1] *= 1.01;
    go_on(candidate);
    const double sound = candidate.total;
    candidate.total = 7;
    candidate.final_value = 2 * sound;
    const Comparison result = judged(candidate);
    CHECK(result.verdict == Verdict::divergence);
    REQUIRE(result.roots.size() == 2);
    CHECK(result.roots[0].tap == "sum");
    CHECK(result.roots[1].cause_class == CauseClass::tracer);
}

TEST_CASE("stages: single precision is recognised by its numbers and allowed its rounding") {
    Toy candidate;
    candidate.x = {static_cast<double>(1.1F), static_cast<double>(2.3F), static_cast<double>(3.7F)};
    Toy reference;
    reference.x = {1.1, 2.3, 3.7};
    // nine telling values at least: the toy's own are too few to prove a precision
    const ToyStages stages;
    const Comparison result =
        compare(parsed(toy_c_trace(reference), "r"), parsed(toy_c_trace(candidate), "c"),
                toy_model(), toy_graph(), {}, &stages);
    CHECK(result.verdict == Verdict::divergence);
}
