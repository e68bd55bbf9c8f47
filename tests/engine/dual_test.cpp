#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "scenes.hpp"
#include "tapir/engine/kernel_oracle.hpp"
#include "tapir/engine/numbers/dual.hpp"
#include "tapir/engine/simulate.hpp"

/// Derivatives and rounding bounds of every stage, held against differences and against rounding
/// that really happened.
namespace {

using namespace tapir;
using namespace tapir::engine;
using namespace tapir::test;

constexpr double roundoff = 0x1p-53;

/// A function of one variable, with `Dual` and with long double.
template <class Function>
void check_function(const Function& f, double at) {
    CAPTURE(at);
    const Dual result = f(Dual::variable(at, 7));
    const auto exact = static_cast<double>(f(static_cast<long double>(at)));
    CHECK(std::fabs(result.value() - exact) <= (result.rounding() + std::fabs(exact)) * roundoff);
    REQUIRE(result.derivatives().size() == 1);
    CHECK(result.derivatives().front().first == 7);
    const long double step = 1e-6L * std::fabs(static_cast<long double>(at)) + 1e-9L;
    const auto slope = static_cast<double>(
        (f(static_cast<long double>(at) + step) - f(static_cast<long double>(at) - step)) /
        (2 * step));
    CHECK(result.derivatives().front().second == doctest::Approx(slope).epsilon(1e-6));
}

/// Nodes of every tap of a pixel, nothing recorded.
trace::Replay computed(const Experiment& experiment, const trace::RecordedValues& recorded) {
    return follow(experiment, {}, {{2, 2}}, recorded);
}

/// Values of another run under the same keys.
trace::RecordedValues records_of(const trace::Replay& followed) {
    trace::RecordedValues recorded;
    for (const trace::ReplayedValue& node : followed.nodes()) {
        recorded[node.node].push_back({node.used, 0});
    }
    return recorded;
}

trace::RecordedValues recorded_in(const trace::MemorySink& sink) {
    trace::RecordedValues recorded;
    for (const trace::MemorySink::Entry& entry : sink.entries()) {
        int component = 0;
        for (const double value : sink.values(entry)) {
            recorded[{entry.spec->key, component++, entry.site}] = {{value, 0}};
        }
    }
    return recorded;
}

} // namespace

TEST_CASE("Dual: values, derivatives and rounding bounds of elementary functions") {
    for (const double x : {0.3, 1.7, 12.25}) {
        check_function([](auto v) { return v * v * v - v / (v + 2); }, x);
        check_function(
            [](auto v) {
                using std::sqrt;
                return sqrt(v) + 1 / v;
            },
            x);
        check_function(
            [](auto v) {
                using std::sin;
                using std::cos;
                return sin(v) * cos(2 * v);
            },
            x);
        check_function(
            [](auto v) {
                using std::exp;
                return exp(-v) - exp(-(v + v));
            },
            x);
        check_function(
            [](auto v) {
                using std::atan2;
                return atan2(v, v * v + 3);
            },
            x);
        check_function(
            [](auto v) {
                using std::fma;
                using std::fabs;
                return fma(v, v, fabs(-v));
            },
            x);
    }
}

TEST_CASE("Dual: a decision has no derivative of its own, but its distance from the boundary") {
    const Dual h = Dual::variable(2.4, 3);
    const Dual nearest = ceil(h - Dual(0.5));
    CHECK(nearest.value() == 2);
    CHECK(nearest.margin() == doctest::Approx(0.1));
    CHECK(nearest.derivatives() == Dual::Derivatives{{3, 1.0}});
    CHECK(h.margin() == Dual::no_decision);
    CHECK(floor(h).margin() == doctest::Approx(0.4));
    CHECK(rint(h).margin() == doctest::Approx(0.1));
}

TEST_CASE("Dual: cancellation is seen, and so is a literal that is not exact") {
    const Dual a = Dual::variable(1.0, 0) * Dual(3.0); // rounds
    const Dual difference = a - Dual(3.0);
    CHECK(difference.value() == 0);
    CHECK(difference.rounding() == 3); // of the product; relative to the result without bound
    CHECK(Dual(0.5).rounding() == 0);
    CHECK(Dual(0.1).rounding() == 0.1);
    CHECK(in_single_precision(Dual::variable(0.1, 0)).blur() > 0);
}

TEST_CASE("follow: with nothing recorded it is the computation itself, bit for bit") {
    const Experiment experiment = small_experiment();
    RunSpec options;
    options.arithmetic = ArithmeticPolicy::reference;
    trace::MemorySink sink;
    trace_pixels(experiment, options, {{2, 2}}, sink);
    const trace::Replay followed = computed(experiment, {});
    std::size_t compared = 0;
    for (const auto& [key, values] : recorded_in(sink)) {
        const int node = followed.index_of(key);
        REQUIRE(node >= 0);
        CHECK(followed.nodes()[static_cast<std::size_t>(node)].computed == values.front().value);
        ++compared;
    }
    CHECK(compared == followed.nodes().size());
    CHECK(compared > 100);
}

TEST_CASE("follow: a computation follows from its own records without any misfit") {
    const Experiment experiment = small_experiment();
    const trace::Replay own = computed(experiment, {});
    const trace::Replay again = computed(experiment, records_of(own));
    REQUIRE(again.nodes().size() == own.nodes().size());
    for (const trace::ReplayedValue& node : again.nodes()) {
        CAPTURE(node.node.tap);
        CHECK(node.recorded);
        CHECK(node.computed == node.used);
    }
}

TEST_CASE("follow: the derivatives of every stage are those of the kernel") {
    const Experiment experiment = small_experiment();
    const trace::Replay own = computed(experiment, {});
    trace::RecordedValues recorded = records_of(own);
    std::mt19937 random(5);
    int compared = 0;
    for (int tries = 0; tries < 150; ++tries) {
        const auto index =
            std::uniform_int_distribution<std::size_t>(0, own.nodes().size() - 1)(random);
        const trace::ReplayedValue& moved = own.nodes()[index];
        const double step = 1e-7 * std::fabs(moved.used);
        if (step == 0 || moved.used == std::floor(moved.used)) {
            continue;
        }
        recorded[moved.node].front().value = moved.used + step;
        const trace::Replay shifted = computed(experiment, recorded);
        recorded[moved.node].front().value = moved.used;
        for (std::size_t i = 0; i < own.nodes().size(); ++i) {
            const trace::ReplayedValue& child = own.nodes()[i];
            for (const auto& [parent, slope] : child.parents) {
                if (parent != static_cast<int>(index) || std::isfinite(child.margin) ||
                    child.blur > 0 || std::fabs(slope) >= trace::ReplayedValue::anything) {
                    continue;
                }
                CAPTURE(moved.node.tap);
                CAPTURE(child.node.tap);
                const double change = shifted.nodes()[i].computed - child.computed;
                const double noise = 64 * roundoff * (child.rounding + std::fabs(child.computed));
                CHECK(std::fabs(change - slope * step) <= noise + 1e-4 * std::fabs(slope * step));
                ++compared;
            }
        }
    }
    CHECK(compared > 100);
}

TEST_CASE("follow: another library and order of operations stay within the rounding bounds") {
    const Experiment experiment = small_experiment();
    RunSpec portable;
    portable.arithmetic = ArithmeticPolicy::portable;
    trace::MemorySink sink;
    trace_pixels(experiment, portable, {{2, 2}}, sink);
    double largest = 0;
    const trace::Replay followed = computed(experiment, recorded_in(sink));
    for (const trace::ReplayedValue& node : followed.nodes()) {
        double rounding = node.rounding + std::fabs(node.computed);
        for (const auto& [parent, slope] : node.parents) {
            if (std::fabs(slope) < trace::ReplayedValue::anything) {
                rounding +=
                    std::fabs(slope * followed.nodes()[static_cast<std::size_t>(parent)].used);
            }
        }
        const double misfit = std::fabs(node.used - node.computed);
        const double bound = roundoff * rounding;
        if (misfit > 0 && !std::isfinite(node.margin)) {
            largest = std::max(largest, misfit / bound);
        }
    }
    CHECK(largest < 1);
    CHECK(largest > 0);
}
