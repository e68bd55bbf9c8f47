#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "cause/decisions.hpp"
#include "cause/relations.hpp"
#include "cause/round_number.hpp"
#include "nest.hpp"

/// What a relation between two values proves, and what may be chance.
namespace {

using namespace tapir::trace;
using nest::Place;
namespace scope = nest::scope;

constexpr TapSpec a_length{"length", 1, "m", scope::ray, "a length"};
constexpr TapSpec a_number{"number", 1, "1", scope::ray, "a pure number"};
constexpr TapSpec a_count{"count", 1, "1", scope::setup, "how many", ValueKind::integer};

Observation seen(double expected, double value, double relative = 1e-15) {
    Observation here;
    here.expected = expected;
    here.value = value;
    here.allowed = relative * std::fabs(expected);
    here.print_error = relative * std::fabs(value);
    here.departs = std::fabs(here.difference()) > here.allowed;
    return here;
}

std::string class_of(const std::optional<StageMatch>& found) {
    return found ? to_text(found->cause_class) : "none";
}

/// Values of one component at as many sites, one after the other.
Observations sites(const std::vector<double>& expected, const std::vector<double>& values) {
    Observations all;
    for (std::size_t i = 0; i < values.size(); ++i) {
        all.push_back(seen(expected[i], values[i]));
        all.back().site[nest::sub_f] = static_cast<int>(i);
        all.back().node = static_cast<int>(i);
    }
    return all;
}

/// As many nodes that are computed from nothing.
Replay followed_of(std::size_t nodes) {
    Replay followed;
    for (std::size_t i = 0; i < nodes; ++i) {
        followed.add({});
    }
    return followed;
}

} // namespace

TEST_CASE("relations: a factor of several digits is recognised where it is hit exactly") {
    CHECK(class_of(round_factor({seen(0.06, 0.06 * (1 - 2.5e-4))}, several_digits)) == "scale");
    CHECK(class_of(round_factor({seen(0.06, 0.06 * (1 + 1.2345e-3))}, several_digits)) == "scale");
    // an arbitrary number is none
    CHECK(class_of(round_factor({seen(0.06, 0.06 * (1 + std::sqrt(2e-6)))}, several_digits)) ==
          "none");
    // nor is one among so many that chance hits one of them
    CHECK(class_of(round_factor({seen(0.06, 0.06 * (1 - 2.505e-4), 1e-6)}, several_digits)) ==
          "none");
}

TEST_CASE("relations: one digit is recognised below rounding that chance would not leave free") {
    // the bound is a twentieth of the factor, but the factor is hit a hundred times nearer than
    // that
    CHECK(class_of(round_factor({seen(0.06, 0.06 * (1 - 4e-5 + 2e-8), 2e-6)}, 1)) == "scale");
    CHECK(class_of(round_factor({seen(0.06, 0.06 * (1 - 4e-5 + 1e-6), 2e-6)}, 1)) == "none");
    CHECK(class_of(round_factor({seen(0.06, 0.06 * (1 + 0.99999e-6), 1e-8)}, 1)) == "scale");
}

TEST_CASE("relations: zero is nothing, no factor that is 1 - 1") {
    CHECK(class_of(round_factor({seen(190.27, 0)}, several_digits)) == "none");
    CHECK(class_of(zero_for_value({seen(190.27, 0)})) == "formula");
}

TEST_CASE("relations: another unit is recognised at few digits, however much smaller the value") {
    const Observations in_angstrom{seen(2.5e8, 2.5e8 * 1e-10 * (1 + 3e-9), 1e-8),
                                   seen(-7.1e7, -7.1e7 * 1e-10, 1e-8)};
    CHECK(class_of(other_unit(in_angstrom, a_length)) == "unit");
    // a pure number has no unit: it lacks a factor
    CHECK(class_of(other_unit({seen(2, 2000)}, a_number)) == "none");
    CHECK(class_of(whole_factor({seen(2, 2000)})) == "normalisation");
}

TEST_CASE("relations: a count that is a multiple lacks a factor, whatever else is as round") {
    const auto steps = [](double expected, double value) {
        return class_of(decision({seen(expected, value)}, a_count, {}));
    };
    CHECK(steps(16, 8) == "normalisation");
    CHECK(steps(2, 20) == "normalisation");
    CHECK(steps(16, 15) == "index");
    CHECK(steps(16, 13) == "none");
}

TEST_CASE("relations: a value that is kept is that of the last site where it was sound") {
    const Replay nodes = followed_of(4);
    CHECK(class_of(history(sites({1, 2, 3, 4}, {1, 1, 1, 1}), nodes)) == "stale");
    CHECK(class_of(history(sites({1, 2, 3, 4}, {1, 1, 2, 3}), nodes)) == "stale");
    CHECK(class_of(history(sites({1, 2, 3, 4}, {1, 1, 1.5, 1}), nodes)) == "none");
    // the first site has nothing to repeat, and departs: the next one's value is no old one
    CHECK(class_of(history(sites({1, 2, 1, 2}, {2, 1, 2, 1}), nodes)) == "none");
    // where the sound value stays the same, repeating it proves nothing
    CHECK(class_of(history(sites({1, 1, 1, 4}, {1, 1, 1, 5}), nodes)) == "none");
}

namespace {

/// A sum over four steps, fed with what a candidate recorded.
struct Sum {
    Replay nodes;
    Observations observations;

    explicit Sum(const std::vector<double>& values) {
        std::vector<double> expected;
        double before = 0;
        constexpr double term = 3;
        for (std::size_t i = 0; i < values.size(); ++i) {
            ReplayedValue node;
            node.node = {"sum", 0, Place{.sub_f = static_cast<int>(i)}};
            node.computed = before + term;
            node.used = before = values[i];
            const int of_term = nodes.add({});
            node.parents.emplace_back(of_term, 1);
            if (i > 0) {
                node.parents.emplace_back(of_term - 1, 1);
            }
            Observation here = seen(node.computed, node.used);
            here.node = nodes.add(std::move(node));
            here.site[nest::sub_f] = static_cast<int>(i);
            observations.push_back(here);
        }
    }
};

} // namespace

TEST_CASE("relations: a sum that does not move lacks a term, wherever that is") {
    for (const std::vector<double>& values :
         {std::vector<double>{3, 6, 6, 9}, {0, 3, 6, 9}, {3, 6, 9, 9}, {3, 3, 6, 6}}) {
        const Sum sum(values);
        CHECK(class_of(history(sum.observations, sum.nodes)) == "index");
    }
    const Sum other({3, 6, 7, 10});
    CHECK(class_of(history(other.observations, other.nodes)) == "none");
}

TEST_CASE("relations: a sum may start with something left over, but not with less than nothing") {
    const Sum more({3.7, 6.7, 9.7, 12.7});
    CHECK(class_of(left_over(more.observations, more.nodes)) == "stale");
    const Sum less({1.3, 4.3, 7.3, 10.3});
    CHECK(class_of(left_over(less.observations, less.nodes)) == "none");
    const Sum later({3, 6.7, 9.7, 12.7});
    CHECK(class_of(left_over(later.observations, later.nodes)) == "none");
}
