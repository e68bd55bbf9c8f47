#pragma once

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "bare_oracle.hpp"
#include "cause/class_without_scene.hpp"
#include "cause/stage_rules.hpp"
#include "findings.hpp"
#include "nest.hpp"

/// What tests of the stage rules share: values, and a small program made up for them.
namespace tapir::test::stages {

using namespace trace;
namespace scope = nest::scope;

inline constexpr TapSpec tap_x{"x", 1, "m", scope::setup, "an input"};
inline constexpr TapSpec tap_z{"z", 1, "m", scope::setup, "another input"};
inline constexpr TapSpec length{"length", 1, "m", scope::ray, "a length"};
inline constexpr TapSpec number{"number", 1, "1", scope::ray, "a pure number"};
inline constexpr TapSpec miller{"index", 3, "1", scope::ray, "a whole number", ValueKind::integer};
inline constexpr TapSpec count{"count", 1, "1", scope::setup, "how many", ValueKind::integer};
inline constexpr TapSpec vector{"vector", 3, "1", scope::ray, "a direction"};
inline constexpr TapSpec cell{"cell", 9, "m", no_loops, "three vectors"};
inline constexpr TapSpec turned_cell{"turned_cell", 9, "m", scope::ray, "the same, turned"};
inline constexpr std::array<const TapSpec*, 9> taps{&cell,   &turned_cell, &tap_x, &tap_z, &length,
                                                    &number, &miller,      &count, &vector};

inline ProgramModel known_taps() {
    return nest::model_of(taps);
}

/// A program of nodes that a test writes down, and the stage of its last one.
class Program final : public BareOracle {
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

inline Observation seen(double expected, double value, double relative = 1e-15) {
    Observation here;
    here.expected = expected;
    here.value = value;
    here.allowed = here.spread = relative * std::fabs(expected);
    here.print_error = relative * std::fabs(value);
    here.departs = std::fabs(here.difference()) > here.allowed;
    return here;
}

/// One component at as many sites, one after the other.
inline Observations sites(const std::vector<double>& expected, const std::vector<double>& values) {
    Observations all;
    for (std::size_t i = 0; i < values.size(); ++i) {
        all.push_back(seen(expected[i], values[i]));
        all.back().site[nest::sub_f] = static_cast<int>(i);
    }
    return all;
}

/// Components at one site.
inline Observations components(const std::vector<double>& expected,
                               const std::vector<double>& values) {
    Observations all;
    for (std::size_t i = 0; i < values.size(); ++i) {
        all.push_back(seen(expected[i], values[i]));
        all.back().component = static_cast<int>(i);
    }
    return all;
}

inline StageMatch match_of(const Observations& observations, const TapSpec& spec,
                           const Program& program) {
    const TraceFile file;
    const ProgramModel known = known_taps();
    const SideReplay side(Side{&file, {}}, known, {}, program);
    return first_match({observations, spec, side, known, program});
}

/// The match of values that are computed from nothing.
inline StageMatch match_of(Observations observations, const TapSpec& spec) {
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

inline void check(const StageMatch& found, const StageMatch& expected) {
    CHECK(std::string(to_text(found.cause_class)) == to_text(expected.cause_class));
    CHECK(static_cast<int>(found.rule) == static_cast<int>(expected.rule));
    CHECK(is_shown_as({found.rule, {}, found.terms}, {expected.rule, {}, expected.terms}));
    CHECK(found.is_odd_side == expected.is_odd_side);
}

} // namespace tapir::test::stages
