#include <doctest/doctest.h>

#include <numbers>
#include <set>

#include "stage_matches.hpp"

using namespace tapir::test::stages;

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
