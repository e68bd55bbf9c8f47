#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <functional>
#include <numbers>
#include <set>

#include "cause/class_without_scene.hpp"
#include "cause/stage_rules.hpp"
#include "findings.hpp"
#include "nest.hpp"

/// What each rule finds, on values and on a small program made up for it.
namespace {

using namespace tapir::trace;
namespace scope = nest::scope;
using tapir::test::is_shown_as;

constexpr TapSpec tap_x{"x", 1, "m", scope::setup, "an input"};
constexpr TapSpec tap_z{"z", 1, "m", scope::setup, "another input"};
constexpr TapSpec length{"length", 1, "m", scope::ray, "a length"};
constexpr TapSpec number{"number", 1, "1", scope::ray, "a pure number"};
constexpr TapSpec miller{"index", 3, "1", scope::ray, "a whole number", ValueKind::integer};
constexpr TapSpec count{"count", 1, "1", scope::setup, "how many", ValueKind::integer};
constexpr TapSpec vector{"vector", 3, "1", scope::ray, "a direction"};
constexpr TapSpec cell{"cell", 9, "m", no_loops, "three vectors"};
constexpr TapSpec turned_cell{"turned_cell", 9, "m", scope::ray, "the same, turned"};
constexpr std::array<const TapSpec*, 9> taps{&cell,   &turned_cell, &tap_x, &tap_z, &length,
                                             &number, &miller,      &count, &vector};

ProgramModel known_taps() {
    return nest::model_of(taps);
}

/// A program of nodes that a test writes down, and the stage of its last one.
class Program final : public Oracle {
  public:
    using Stage = std::function<double(double)>; ///< of x

    Replay replay;
    Stage stage;
    Stage with_switch; ///< the same with a behaviour switched over; or nothing

    [[nodiscard]] std::vector<double>
    record(const RecordKey& wanted, const std::vector<Replacement>& replaced) const override {
        if (!stage || wanted.tap != length.key) {
            return {};
        }
        double x = input;
        for (const Replacement& replacement : replaced) {
            x = replacement.record.tap == tap_x.key ? replacement.values.front() : x;
        }
        return {stage(x)};
    }
    [[nodiscard]] Replay follow(const std::vector<Pixel>& /*pixels*/,
                                const RecordedValues& /*recorded*/,
                                Arrangement /*arrangement*/) const override {
        return replay;
    }
    [[nodiscard]] std::vector<Alternative>
    alternatives(const RecordKey& /*wanted*/,
                 const std::vector<Replacement>& /*inputs*/) const override {
        return {};
    }
    [[nodiscard]] std::vector<Switch> switches() const override {
        return with_switch ? std::vector<Switch>{{"quirk", CauseClass::order, "the quirk"}}
                           : std::vector<Switch>{};
    }
    [[nodiscard]] std::unique_ptr<Oracle> switched(const Switch& /*which*/) const override {
        auto other = std::make_unique<Program>();
        other->stage = with_switch;
        return other;
    }

    static constexpr double input = 0.7;
};

Observation seen(double expected, double value, double relative = 1e-15) {
    Observation here;
    here.expected = expected;
    here.value = value;
    here.allowed = here.spread = relative * std::fabs(expected);
    here.print_error = relative * std::fabs(value);
    here.departs = std::fabs(here.difference()) > here.allowed;
    return here;
}

/// One component at as many sites, one after the other.
Observations sites(const std::vector<double>& expected, const std::vector<double>& values) {
    Observations all;
    for (std::size_t i = 0; i < values.size(); ++i) {
        all.push_back(seen(expected[i], values[i]));
        all.back().site[nest::sub_f] = static_cast<int>(i);
    }
    return all;
}

/// Components at one site.
Observations components(const std::vector<double>& expected, const std::vector<double>& values) {
    Observations all;
    for (std::size_t i = 0; i < values.size(); ++i) {
        all.push_back(seen(expected[i], values[i]));
        all.back().component = static_cast<int>(i);
    }
    return all;
}

StageMatch match_of(const Observations& observations, const TapSpec& spec, const Program& program) {
    const TraceFile file;
    const ProgramModel known = known_taps();
    const SideReplay side(Side{&file, {}}, known, {}, program);
    return first_match({observations, spec, side, known, program});
}

/// The match of values that are computed from nothing.
StageMatch match_of(Observations observations, const TapSpec& spec) {
    Program program;
    for (Observation& here : observations) {
        ReplayedValue node;
        node.node = {spec.key, here.component, here.site};
        node.computed = here.expected;
        node.used = here.value;
        here.node = program.replay.add(node);
    }
    return match_of(observations, spec, program);
}

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

void check(const StageMatch& found, const StageMatch& expected) {
    CHECK(std::string(to_text(found.cause_class)) == to_text(expected.cause_class));
    CHECK(static_cast<int>(found.rule) == static_cast<int>(expected.rule));
    CHECK(is_shown_as({found.rule, {}, found.terms}, {expected.rule, {}, expected.terms}));
    CHECK(found.is_odd_side == expected.is_odd_side);
}

} // namespace

TEST_CASE("stage rules: each has a name of its own and a reason for its place") {
    std::set<std::string> names;
    for (const StageRule& rule : stage_rules()) {
        CAPTURE(rule.name);
        CHECK(names.insert(rule.name).second);
        CHECK(std::string(rule.why_here).size() > 10);
    }
    for (const RecordRule& rule : record_rules()) {
        CAPTURE(rule.name);
        CHECK(std::string(rule.why_here).size() > 10);
    }
    std::set<std::string> of_records;
    for (const RecordRule& rule : record_rules()) {
        CHECK(of_records.insert(rule.name).second);
    }
}

TEST_CASE("stage rules: what values alone show") {
    struct Row {
        const char* what;
        const TapSpec* spec;
        Observations observations;
        StageMatch match;
    };
    constexpr double pi = std::numbers::pi;
    const auto odd = &StageMatch::of_odd_side;
    const std::vector<Row> rows{
        {"a count that is one less",
         &count,
         {seen(16, 15)},
         {CauseClass::index, Rule::count_one_less}},
        {"a count that is one more",
         &count,
         {seen(16, 17)},
         {CauseClass::index, Rule::count_one_more}},
        {"half the count",
         &count,
         {seen(16, 8)},
         {CauseClass::normalisation, Rule::stage_divided_by_whole, {Count{2}}}},
        {"the next index", &miller, {seen(4, 5)}, {CauseClass::index, Rule::index_one_more}},
        {"the index before", &miller, {seen(4, 3)}, {CauseClass::index, Rule::index_one_less}},
        {"the site before", &length, sites({1, 2, 3, 4}, {1, 1, 2, 3}),
         odd(CauseClass::stale, Rule::repeats_site_before, {})},
        {"an earlier site", &length, sites({1, 2, 3, 4}, {1, 1, 1, 1}),
         odd(CauseClass::stale, Rule::keeps_earlier_site, {})},
        {"nothing", &length, {seen(190.27, 0)}, odd(CauseClass::formula, Rule::zero_for_value, {})},
        {"the opposite", &length, {seen(2.5, -2.5)}, {CauseClass::sign, Rule::opposite_sign}},
        {"angstrom for metres",
         &length,
         {seen(2.5, 2.5e10)},
         {CauseClass::unit, Rule::stage_times_power_of_ten, {Count{10}}}},
        {"a power of ten of a pure number",
         &number,
         {seen(2, 2000)},
         {CauseClass::normalisation, Rule::stage_times_whole, {Count{1000}}}},
        {"radians for degrees",
         &number,
         {seen(31.7, 31.7 * pi / 180)},
         {CauseClass::unit, Rule::stage_times_angle_unit, {AngleUnit::degrees_to_radians}}},
        {"turns for radians",
         &number,
         {seen(31.7, 31.7 / (2 * pi))},
         {CauseClass::unit, Rule::stage_times_angle_unit, {AngleUnit::radians_to_turns}}},
        {"x and y exchanged",
         &vector,
         components({1.1, 2.2, 3.3}, {2.2, 1.1, 3.3}),
         {CauseClass::permutation, Rule::components_reordered}},
        {"seven times",
         &length,
         {seen(2.13, 2.13 * 7)},
         {CauseClass::normalisation, Rule::stage_times_whole, {Count{7}}}},
        {"a ninth",
         &length,
         {seen(2.13, 2.13 / 9)},
         {CauseClass::normalisation, Rule::stage_divided_by_whole, {Count{9}}}},
        {"single precision",
         &length,
         {seen(0.1, static_cast<double>(0.1F))},
         odd(CauseClass::precision, Rule::rounded_to_single, {})},
        {"six digits",
         &length,
         {seen(0.123456789, 0.123457)},
         odd(CauseClass::precision, Rule::rounded_to_digits, {Count{6}})},
        {"a short pi",
         &length,
         {seen(0.7123 * pi, 0.7123 * 3.1416)},
         odd(CauseClass::precision, Rule::short_pi, {ShownNumber{3.1416, 9}})},
        {"two per cent",
         &length,
         {seen(0.0612345, 0.0612345 * 1.02)},
         {CauseClass::scale, Rule::stage_times_round, {OnePlus{{0.02}}}}},
        {"a direction that is too long", &vector,
         components({0.6, 0, 0.8}, {0.6 * 1.0371, 0, 0.8 * 1.0371}),
         odd(CauseClass::normalisation, Rule::not_normalised, {ShownNumber{1.0371, 12}})},
        {"a factor of three digits",
         &length,
         {seen(0.0612345, 0.0612345 * 1.0123)},
         {CauseClass::scale, Rule::stage_times_round, {OnePlus{{0.0123, 12}}}}},
        {"something round added",
         &length,
         sites({1.37, 2.91}, {1.37 + 0.21, 2.91 + 0.21}),
         {CauseClass::offset, Rule::stage_plus_round, {ShownNumber{0.21, 9}}}},
        {"any factor",
         &length,
         sites({1.37, 2.91}, {1.37 * std::numbers::sqrt2, 2.91 * std::numbers::sqrt2}),
         {CauseClass::scale, Rule::stage_times_constant, {ShownNumber{std::numbers::sqrt2, 9}}}},
        {"anything added",
         &length,
         sites({1.37, 2.91}, {1.37 + 0.2171828, 2.91 + 0.2171828}),
         {CauseClass::offset, Rule::stage_plus_constant, {ShownNumber{0.2171828, 9}}}},
        {"nothing that is known",
         &length,
         sites({1.37, 2.91}, {1.91, 2.23}),
         {CauseClass::formula, Rule::no_relation}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        check(match_of(row.observations, *row.spec), row.match);
    }
}

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
