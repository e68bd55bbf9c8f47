#include <doctest/doctest.h>

#include "findings.hpp"
#include "toy.hpp"

namespace {

using namespace tapir::test;

std::vector<std::string> root_taps(const Comparison& result) {
    std::vector<std::string> taps;
    for (const RootCause& root : result.roots) {
        taps.push_back(root.tap);
    }
    return taps;
}

using Taps = std::vector<std::string>;

/// Class of the only root when the sums of the steps are changed.
template <class Change>
RootCause root_of_sums(Change change) {
    Toy other;
    for (std::size_t i = 0; i < other.sums.size(); ++i) {
        change(other.sums[i], i);
    }
    const Comparison result = compared(toy_c_trace(Toy()), toy_c_trace(other));
    REQUIRE(result.roots.size() == 1);
    return result.roots.front();
}

/// A finding whose numbers are shown with fewer digits.
Finding with_digits(int digits, Finding finding) {
    for (Term& term : finding.terms) {
        if (auto* number = std::get_if<ShownNumber>(&term)) {
            number->digits = digits;
        }
    }
    return finding;
}

} // namespace

TEST_CASE("roots: a departing input is the root, all that follows is folded") {
    Toy other;
    other.y = 0.75;
    other.run();
    const Comparison result = compared(toy_c_trace(Toy()), toy_c_trace(other));
    REQUIRE(root_taps(result) == Taps{"y"});
    const RootCause& root = result.roots.front();
    CHECK(root.key == "y");
    CHECK(root.kind.empty());
    CHECK(root.reference == "0.5");
    CHECK(root.candidate == "0.75");
    CHECK(root.explains == 6); // four sums, total, final
    REQUIRE(root.propagated.size() == 3);
    CHECK(root.propagated.front().tap == "sum");
    CHECK(root.propagated.back().tap == "final");
    CHECK(result.lineage_used);
}

TEST_CASE("roots: a fault in the middle is found where it stands") {
    Toy other;
    other.total += 1;
    other.finish();
    const Comparison result = compared(toy_c_trace(Toy()), toy_c_trace(other));
    CHECK(root_taps(result) == Taps{"total"});
    CHECK(result.roots.front().explains == 1);
}

TEST_CASE("roots: independent ones are all found in one pass, in order of computation") {
    Toy other;
    other.final_value += 1;
    other.x[2] = 4;
    const Comparison result = compared(toy_c_trace(Toy()), toy_c_trace(other));
    CHECK(root_taps(result) == Taps{"x", "final"});
}

TEST_CASE("roots: a record nobody printed does not hide where its child comes from") {
    Toy other;
    other.x[1] = -2.5;
    other.run();
    // py prints x, total and final, but none of the sums between
    const Comparison result = compared(toy_native_trace(Toy()), toy_py_trace(other));
    CHECK(root_taps(result) == Taps{"x"});
    CHECK(result.roots.front().explains == 2);
}

TEST_CASE("roots: a component nobody compared, of a record that departs, is not trusted") {
    LineageGraph graph;
    const Site site = Place{.slow = 1, .fast = 2};
    const int x0 = graph.add({"x", 0, {}}, {});
    const int x1 = graph.add({"x", 1, {}}, {});
    graph.add({"total", 0, site}, {x1});
    graph.add({"final", 0, site}, {x0});
    // only x[0] is printed; `total` follows from x[1], which stands in the same departing record
    const auto trace = [](const char* x, const char* total) {
        return "TRACE_CONFIG: tracing pixel (spixel=1, fpixel=2)\nTRACE_C: x_vec " +
               std::string(x) + "\nTRACE_C: total " + total + "\nTRACE_C: final 1\n";
    };
    const Comparison result =
        compare(parsed(trace("1", "5")), parsed(trace("2", "6")), toy_model(), graph, {});
    CHECK(root_taps(result) == Taps{"x"});
}

TEST_CASE("roots: many sites of one tap are one root") {
    const RootCause root = root_of_sums([](double& sum, std::size_t) { sum += 0.125; });
    CHECK(root.sites == 4);
    CHECK(root.kind == "STEP");
    CHECK(root.key == "sum");
    CHECK(root.site[nest::phi_tic] == 0);
}

TEST_CASE("roots: without lineage the first of each key in file order, and it is said") {
    Toy other;
    other.y = 0.75;
    other.run();
    const Comparison result =
        compare(parsed(toy_c_trace(Toy())), parsed(toy_c_trace(other)), toy_model(), {}, {});
    REQUIRE(result.roots.size() == 4);
    CHECK(result.roots.front().key == "y");
    CHECK(result.roots[1].key == "sum");
    CHECK(result.roots[1].sites == 4);
    for (const RootCause& root : result.roots) {
        CHECK(holds_rule(root.evidence, Rule::first_in_file_order));
    }
    CHECK(result.unexplained == 0);
    CHECK_FALSE(result.lineage_used);
}

TEST_CASE("roots: a phi step that only one side has is named") {
    std::string less;
    std::istringstream lines(toy_c_trace(Toy()));
    for (std::string line; std::getline(lines, line);) {
        less += line.find("phi_tic=2") == std::string::npos ? line + "\n" : "";
    }
    const Comparison result = compared(toy_c_trace(Toy()), less);
    REQUIRE_FALSE(result.roots.empty());
    CHECK(result.roots.front().key == "phi_tic");
    CHECK(result.roots.front().site[nest::phi_tic] == 2);
    CHECK(result.roots.front().side == WhichSide::candidate);
}

TEST_CASE("class: stale, on either side, names where the value comes from") {
    const Toy good;
    const auto repeat_last = [&good](double& sum, std::size_t i) {
        sum = i == 0 ? good.sums[3] : sum;
    };
    RootCause root = root_of_sums(repeat_last);
    CHECK(root.cause_class == CauseClass::stale);
    CHECK(root.side == WhichSide::candidate);
    CHECK(root.evidence ==
          Evidence{{Rule::repeats_later_step, WhichSide::candidate, {"phi_tic", Count{3}}}});
    Toy other;
    other.sums[0] = good.sums[3];
    const Comparison turned = compared(toy_c_trace(other), toy_c_trace(good));
    REQUIRE(turned.roots.size() == 1);
    CHECK(turned.roots.front().cause_class == CauseClass::stale);
    CHECK(turned.roots.front().side == WhichSide::reference);
    root = root_of_sums([&good](double& sum, std::size_t i) { sum = i == 2 ? good.sums[1] : sum; });
    CHECK(root.cause_class == CauseClass::stale);
    CHECK(root.evidence ==
          Evidence{
              {Rule::repeats_earlier_step, WhichSide::candidate, {"phi_tic", Count{1}, Count{1}}}});
}

TEST_CASE("class: each relation is recognised, with its factor") {
    struct Relation {
        CauseClass cause_class;
        double (*change)(double);
        Finding finding;
    };
    for (const Relation& relation :
         {Relation{CauseClass::sign, [](double v) { return -v; }, {Rule::opposite_sign}},
          {CauseClass::unit,
           [](double v) { return v * 1e10; },
           {Rule::reference_times_power_of_ten, {}, {Count{10}}}},
          {CauseClass::unit,
           [](double v) { return v / 1000; },
           {Rule::reference_times_power_of_ten, {}, {Count{-3}}}},
          {CauseClass::unit,
           [](double v) { return v * 3.14159265358979312 / 180; },
           {Rule::reference_times_angle_unit, {}, {AngleUnit::degrees_to_radians}}},
          {CauseClass::unit,
           [](double v) { return v * 6.28318530717958623; },
           {Rule::reference_times_angle_unit, {}, {AngleUnit::turns_to_radians}}},
          {CauseClass::normalisation,
           [](double v) { return v * 4; },
           {Rule::reference_times_whole, {}, {ShownNumber{4}}}},
          {CauseClass::normalisation,
           [](double v) { return v / 9; },
           {Rule::reference_divided_by_whole, {}, {ShownNumber{9}}}},
          {CauseClass::scale,
           [](double v) { return v * 1.0009; },
           {Rule::reference_times_constant, {}, {ShownNumber{1.0009}}}},
          {CauseClass::offset,
           [](double v) { return v + 0.21; },
           {Rule::reference_plus_constant, {}, {ShownNumber{0.21}}}},
          {CauseClass::precision,
           [](double v) { return v * (1 + 1e-8); },
           {Rule::within_one_in_a_million}},
          {CauseClass::formula, [](double v) { return v * v; }, {Rule::no_relation}}}) {
        const char* name = to_text(relation.cause_class);
        CAPTURE(name);
        const RootCause root =
            root_of_sums([&relation](double& sum, std::size_t) { sum = relation.change(sum); });
        CHECK(root.cause_class == relation.cause_class);
        REQUIRE(root.evidence.size() == 1);
        // the values are printed with 15 digits, so their ratio is known to fewer
        CHECK(is_shown_as(with_digits(12, root.evidence.front()), relation.finding));
    }
}

TEST_CASE("class: components in another order are a permutation") {
    Toy other;
    other.x = {2, 3, 1};
    const Comparison result = compared(toy_c_trace(Toy()), toy_c_trace(other));
    REQUIRE(result.roots.size() == 1);
    CHECK(result.roots.front().cause_class == CauseClass::permutation);
}

TEST_CASE("class: a value rounded to single precision is told from one that is merely near") {
    Toy good;
    good.y = 0.1;
    good.run();
    const auto root_when_y_is = [&good](double y) {
        Toy other = good;
        other.y = y;
        const Comparison result = compared(toy_native_trace(good), toy_native_trace(other));
        REQUIRE(result.roots.size() == 1);
        return result.roots.front();
    };
    const RootCause rounded = root_when_y_is(static_cast<double>(0.1F));
    CHECK(rounded.cause_class == CauseClass::precision);
    CHECK(rounded.side == WhichSide::candidate);
    CHECK(rounded.evidence == Evidence{{Rule::reference_in_single}});
    const RootCause near = root_when_y_is(0.1 * (1 + 1e-8));
    CHECK(near.cause_class == CauseClass::precision);
    CHECK(near.side == WhichSide::neither);
    CHECK(root_when_y_is(0.1 * (1 + 1e-5)).cause_class != CauseClass::precision);
}

TEST_CASE("class: a value that does not change with phi cannot be stale") {
    Toy constant;
    constant.sums = {5, 5, 5, 5};
    Toy other = constant;
    other.sums[0] = 6;
    const Comparison result = compared(toy_c_trace(constant), toy_c_trace(other));
    REQUIRE(result.roots.size() == 1);
    CHECK(result.roots.front().cause_class != CauseClass::stale);
}
