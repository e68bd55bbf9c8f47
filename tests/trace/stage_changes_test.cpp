#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <numbers>

#include "stage_matches.hpp"

/// What the rules find that ask the computation: one change of it gives the other value.
namespace {

using namespace tapir::test::stages;

/// The match of a length that is computed from x, beside z.
StageMatch match_of_length(Program program, double value) {
    ReplayedValue x;
    x.node = {tap_x.key, 0, {}};
    x.computed = x.used = Program::input;
    x.recorded = true;
    program.replay.add(x);
    ReplayedValue z;
    z.node = {tap_z.key, 0, {}};
    z.computed = z.used = 0.93;
    z.recorded = true;
    program.replay.add(z);
    ReplayedValue node;
    const Site site = nest::Place{.slow = 1, .fast = 2};
    node.node = {length.key, 0, site};
    node.computed = program.stage(Program::input);
    node.used = value;
    const double step = 1e-6;
    node.parents = {{0, (program.stage(Program::input + step) - node.computed) / step}};
    Observation here = seen(node.computed, value, 1e-14);
    here.site = site;
    here.node = program.replay.add(node);
    return match_of({here}, length, program);
}

} // namespace

TEST_CASE("stage rules: what one change of the computation shows") {
    Program exponential;
    exponential.stage = [](double x) { return std::exp(x); };
    const auto odd = &StageMatch::of_odd_side;
    struct Row {
        const char* what;
        double value;
        StageMatch match;
    };
    const std::vector<Row> rows{
        {"the input negated", std::exp(-0.7),
         odd(CauseClass::sign, Rule::parent_negated, {tap_x.key})},
        {"nothing in its place", 1, odd(CauseClass::formula, Rule::parent_zeroed, {tap_x.key})},
        {"millimetres for metres", std::exp(0.0007),
         odd(CauseClass::unit, Rule::parent_in_other_unit, {tap_x.key})},
        {"the other input", std::exp(0.93),
         odd(CauseClass::formula, Rule::parent_replaced, {tap_z.key, tap_x.key})},
        {"a factor of the input", std::exp(0.7 * 1.00025),
         odd(CauseClass::scale, Rule::parent_scaled, {tap_x.key, OnePlus{{0.00025, 5}}})},
        {"no change that is known", 2.2222, {CauseClass::formula, Rule::no_relation}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        check(match_of_length(exponential, row.value), row.match);
    }
    Program with_quirk = exponential;
    with_quirk.with_switch = [](double x) { return 1.2345 * std::exp(x); };
    check(match_of_length(with_quirk, 1.2345 * std::exp(0.7)),
          odd(CauseClass::order, Rule::scene_with_switch, {"the quirk"}));
}

namespace {

/// The match of x, which has a value of z, where z has one of its own.
StageMatch match_of_x(double z_used, bool z_is_recorded) {
    constexpr double sound_z = 0.93;
    Program program;
    ReplayedValue z;
    z.node = {tap_z.key, 0, {}};
    z.computed = sound_z;
    z.used = z_used;
    z.recorded = z_is_recorded;
    program.replay.add(z);
    ReplayedValue x;
    x.node = {tap_x.key, 0, {}};
    x.computed = Program::input;
    x.used = sound_z;
    x.recorded = true;
    Observation here = seen(Program::input, sound_z);
    here.node = program.replay.add(x);
    return match_of({here}, tap_x, program);
}

} // namespace

TEST_CASE("stage rules: numbers of the set-up in each other's place") {
    const auto odd = &StageMatch::of_odd_side;
    check(match_of_x(Program::input, true),
          odd(CauseClass::permutation, Rule::numbers_exchanged, {tap_z.key}));
    check(match_of_x(0.93, false),
          odd(CauseClass::permutation, Rule::number_in_place_of_other, {tap_z.key}));
    // one of them in both places is no exchange
    CHECK(match_of_x(0.93, true).cause_class != CauseClass::permutation);
}

namespace {

constexpr std::array<double, 9> vectors{70, 0, 0, 10, 80, 0, 5, 6, 90};

/// Three vectors turned about the third axis.
std::array<double, 9> turned_by(double angle_rad) {
    std::array<double, 9> after{};
    const double c = std::cos(angle_rad);
    const double s = std::sin(angle_rad);
    for (std::size_t row = 0; row < 9; row += 3) {
        after[row] = c * vectors[row] - s * vectors[row + 1];
        after[row + 1] = s * vectors[row] + c * vectors[row + 1];
        after[row + 2] = vectors[row + 2];
    }
    return after;
}

/// The match of vectors that their stage turns by one angle and the side by another.
StageMatch match_of_turn(double angle_rad, double other_angle_rad) {
    Program program;
    for (int component = 0; component < 9; ++component) {
        ReplayedValue node;
        node.node = {cell.key, component, {}};
        node.computed = node.used = vectors[static_cast<std::size_t>(component)];
        node.recorded = true;
        program.replay.add(node);
    }
    const Site site = nest::Place{.slow = 1, .fast = 2};
    const auto expected = turned_by(angle_rad);
    const auto value = turned_by(other_angle_rad);
    Observations observations;
    for (int component = 0; component < 9; ++component) {
        const auto c = static_cast<std::size_t>(component);
        ReplayedValue node;
        node.node = {turned_cell.key, component, site};
        node.computed = expected[c];
        node.used = value[c];
        for (int parent = 0; parent < 9; ++parent) {
            node.parents.emplace_back(parent, 1);
        }
        Observation here = seen(expected[c], value[c], 1e-14);
        here.component = component;
        here.site = site;
        here.node = program.replay.add(node);
        observations.push_back(here);
    }
    return match_of(observations, turned_cell, program);
}

} // namespace

TEST_CASE("stage rules: rotations that go further by one factor, and angles in another unit") {
    const auto odd = &StageMatch::of_odd_side;
    constexpr double angle_rad = 0.3;
    check(match_of_turn(angle_rad, angle_rad * 1.01),
          odd(CauseClass::scale, Rule::turned_by_round_factor, {OnePlus{{0.01}}}));
    check(match_of_turn(angle_rad, angle_rad * 180 / std::numbers::pi),
          odd(CauseClass::unit, Rule::turned_by_angle_unit, {AngleUnit::radians_to_degrees}));
    // any other factor is a rotation of its own
    const StageMatch other = match_of_turn(angle_rad, angle_rad * std::sqrt(1.5));
    CHECK(other.cause_class == CauseClass::formula);
    CHECK(other.rule == Rule::vectors_turned);
}
