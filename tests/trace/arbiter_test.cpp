#include <doctest/doctest.h>

#include <cmath>

#include "tapir/trace/align/own_values.hpp"
#include "tapir/trace/stage/conditioning.hpp"
#include "tapir/trace/verdict/arbiter.hpp"

/// Which side is nearer to an exact number, and what moves a record, by hand.
namespace {

using namespace tapir::trace;
using doctest::Approx;

/// 1/3 to 106 bits: the double is too small by a third of its last place.
constexpr double third = 1.0 / 3.0;
ExactNumber exact_third() {
    return {third, third * 0x1p-54, "3.333333333333333333333333333333e-1"};
}

ArbitratedValue judged(double reference, double candidate, bool candidate_is_single = false) {
    ArbitratedValue value;
    value.tap = "photons";
    value.reference =
        arbitrated_side("", reference, last_place_of(reference, false), exact_third());
    value.candidate = arbitrated_side("", candidate, last_place_of(candidate, candidate_is_single),
                                      exact_third());
    judge(value);
    return value;
}

ReplayedValue node(const char* tap, double value, std::vector<std::pair<int, double>> parents) {
    ReplayedValue result;
    result.node = {tap, 0, {}};
    result.computed = result.used = value;
    result.parents = std::move(parents);
    return result;
}

} // namespace

TEST_CASE("last_place_of: the distance to the next number of the type") {
    CHECK(last_place_of(1, false) == 0x1p-52);
    CHECK(last_place_of(-1, false) == 0x1p-52);
    CHECK(last_place_of(1, true) == 0x1p-23);
    CHECK(last_place_of(3, true) == 0x1p-22);
    CHECK(last_place_of(0, false) == 0x1p-1074);
}

TEST_CASE("arbiter: each number rounded to its own type is the exact one") {
    const ArbitratedValue value = judged(third, static_cast<double>(1.0F / 3.0F), true);
    CHECK(value.nearer == Nearer::both);
    CHECK(value.reference.last_places == Approx(1.0 / 3.0));
    CHECK(value.reference.distance == third * 0x1p-54);
    CHECK(value.candidate.within_rounding);
}

TEST_CASE("arbiter: the nearer side, and by how much") {
    const ArbitratedValue value = judged(third, third * (1 + 3e-8));
    CHECK(value.nearer == Nearer::reference);
    CHECK(value.candidate.relative == Approx(3e-8).epsilon(1e-7));
    CHECK(value.times == Approx(3e-8 * 0x1p54).epsilon(1e-6));
    CHECK(judged(third * (1 + 3e-8), third).nearer == Nearer::candidate);
}

TEST_CASE("arbiter: a side that is the exact number is infinitely nearer") {
    ArbitratedValue value;
    value.reference = arbitrated_side("2", 2, last_place_of(2, false), {2, 0, "2"});
    value.candidate = arbitrated_side("2.5", 2.5, last_place_of(2.5, false), {2, 0, "2"});
    judge(value);
    CHECK(value.nearer == Nearer::reference);
    CHECK(std::isinf(value.times));
}

TEST_CASE("arbiter: two that are wrong alike, and zeros") {
    CHECK(judged(0.4, 0.4).nearer == Nearer::neither);
    CHECK(judged(0.4, std::nextafter(0.4, 1)).nearer == Nearer::reference);
    ArbitratedValue zeros;
    zeros.reference = arbitrated_side("0", 0, last_place_of(0, false), {0, 0, "0"});
    zeros.candidate = zeros.reference;
    judge(zeros);
    CHECK(zeros.nearer == Nearer::both);
    CHECK(zeros.reference.relative == 0);
}

TEST_CASE("arbiter: the sentence says the first, counts all, and doubts what two runs part in") {
    Arbiter arbiter;
    arbiter.number_type = "binary128";
    arbiter.checked_with = "double-double";
    arbiter.agreement = 1e-30;
    arbiter.values = {judged(third, third * (1 + 3e-8)), judged(third, third)};
    conclude(arbiter, Loops());
    CHECK(arbiter.sentence.find("the reference is nearer") != std::string::npos);
    CHECK(arbiter.sentence.find("Of 2 values: in 1 the reference is nearer, in 1 both are the "
                                "exact value") != std::string::npos);
    CHECK(arbiter.sentence.find("doubtful") == std::string::npos);
    arbiter.agreement = 1e-5;
    conclude(arbiter, Loops());
    CHECK(arbiter.sentence.find("doubtful") != std::string::npos);
}

TEST_CASE("conditioning: the chain rule through stages, and inputs of the stage alone") {
    // a = 2, b = 3, c = a b, d = c c a: d = a^3 b^2
    Replay run;
    run.add(node("a", 2, {}));
    run.add(node("b", 3, {}));
    run.add(node("c", 6, {{0, 3.0}, {1, 2.0}}));
    run.add(node("d", 72, {{0, 36.0}, {2, 24.0}}));
    const RecordConditioning found = Conditioning(run).of(3);
    CHECK(found.value == 72);
    REQUIRE(found.inputs.size() == 2);
    CHECK(found.inputs.front().of.tap == "c");
    CHECK(found.inputs.front().relative == Approx(2));
    CHECK(found.inputs.back().relative == Approx(1));
    REQUIRE(found.parameters.size() == 2);
    CHECK(found.parameters.front().of.tap == "a");
    CHECK(found.parameters.front().relative == Approx(3));
    CHECK(found.parameters.front().slope == Approx(108));
    CHECK(found.parameters.back().relative == Approx(2));
    // a relative 3e-9 of d is 1e-9 of a: 2e-9 / 2^-51 = 4.5e6 units in its last place
    const std::string sentence = conditioning_sentence(found, 3e-9, Loops());
    CHECK(sentence.find("of a by 1e-09 (4.5e+06 ulp)") != std::string::npos);
    CHECK(Conditioning(run).of(0).parameters.empty());
}

TEST_CASE("conditioning: a whole number that was decided on, and a table's entry, do not move") {
    Replay run;
    run.add(node("x", 2.4, {}));
    ReplayedValue whole = node("whole", 2, {{0, 1.0}});
    whole.margin = 0.1;
    run.add(whole);
    run.add(node("entry", 7, {{1, ReplayedValue::anything}}));
    run.add(node("sum", 9, {{1, 1.0}, {2, 1.0}}));
    CHECK(Conditioning(run).of(1).inputs.empty());
    CHECK(Conditioning(run).of(2).inputs.empty());
    CHECK(Conditioning(run).of(3).parameters.empty());
    CHECK(Conditioning(run).of(3).inputs.size() == 2);
}
