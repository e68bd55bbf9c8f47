#include <doctest/doctest.h>

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
        compare(parsed(trace("1", "5")), parsed(trace("2", "6")), toy_dictionary(), graph, {});
    CHECK(root_taps(result) == Taps{"x"});
}

TEST_CASE("roots: many sites of one tap are one root") {
    const RootCause root = root_of_sums([](double& sum, std::size_t) { sum += 0.125; });
    CHECK(root.sites == 4);
    CHECK(root.kind == "STEP");
    CHECK(root.key == "sum");
    CHECK(root.site[nest::phi_tic] == 0);
}

TEST_CASE("roots: without lineage the first in file order, and it is said") {
    Toy other;
    other.y = 0.75;
    other.run();
    const Comparison result =
        compare(parsed(toy_c_trace(Toy())), parsed(toy_c_trace(other)), toy_dictionary(), {}, {});
    REQUIRE(result.roots.size() == 1);
    CHECK(result.roots.front().key == "y");
    CHECK(result.roots.front().evidence.find("lineage is not known") != std::string::npos);
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
    CHECK(result.roots.front().side == "candidate");
}

TEST_CASE("class: stale, on either side, names where the value comes from") {
    const Toy good;
    const auto repeat_last = [&good](double& sum, std::size_t i) {
        sum = i == 0 ? good.sums[3] : sum;
    };
    RootCause root = root_of_sums(repeat_last);
    CHECK(root.cause_class == "stale");
    CHECK(root.side == "candidate");
    CHECK(root.evidence.find("phi_tic 3") != std::string::npos);
    CHECK(root.evidence.find("stale by one scan") != std::string::npos);
    Toy other;
    other.sums[0] = good.sums[3];
    const Comparison turned = compared(toy_c_trace(other), toy_c_trace(good));
    REQUIRE(turned.roots.size() == 1);
    CHECK(turned.roots.front().cause_class == "stale");
    CHECK(turned.roots.front().side == "reference");
    root = root_of_sums([&good](double& sum, std::size_t i) { sum = i == 2 ? good.sums[1] : sum; });
    CHECK(root.cause_class == "stale");
    CHECK(root.evidence.find("phi_tic 1, 1 step(s) earlier") != std::string::npos);
}

TEST_CASE("class: each relation is recognised, with its factor") {
    struct Relation {
        std::string name;
        double (*change)(double);
        std::string evidence;
    };
    for (const Relation& relation :
         {Relation{"sign", [](double v) { return -v; }, "opposite sign"},
          {"unit", [](double v) { return v * 1e10; }, "10^10"},
          {"unit", [](double v) { return v / 1000; }, "10^-3"},
          {"unit", [](double v) { return v * 3.14159265358979312 / 180; }, "pi/180"},
          {"unit", [](double v) { return v * 6.28318530717958623; }, "2 pi"},
          {"normalisation", [](double v) { return v * 4; }, "times 4"},
          {"normalisation", [](double v) { return v / 9; }, "divided by 9"},
          {"scale", [](double v) { return v * 1.0009; }, "1.0009"},
          {"offset", [](double v) { return v + 0.21; }, "plus 0.21"},
          {"precision", [](double v) { return v * (1 + 1e-8); }, "one part in a million"},
          {"formula", [](double v) { return v * v; }, "no simple relation"}}) {
        CAPTURE(relation.name);
        CAPTURE(relation.evidence);
        const RootCause root =
            root_of_sums([&relation](double& sum, std::size_t) { sum = relation.change(sum); });
        CHECK(root.cause_class == relation.name);
        CHECK(root.evidence.find(relation.evidence) != std::string::npos);
    }
}

TEST_CASE("class: components in another order are a permutation") {
    Toy other;
    other.x = {2, 3, 1};
    const Comparison result = compared(toy_c_trace(Toy()), toy_c_trace(other));
    REQUIRE(result.roots.size() == 1);
    CHECK(result.roots.front().cause_class == "permutation");
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
    CHECK(rounded.cause_class == "precision");
    CHECK(rounded.side == "candidate");
    CHECK(rounded.evidence.find("rounded to single precision") != std::string::npos);
    const RootCause near = root_when_y_is(0.1 * (1 + 1e-8));
    CHECK(near.cause_class == "precision");
    CHECK(near.side.empty());
    CHECK(root_when_y_is(0.1 * (1 + 1e-5)).cause_class != "precision");
}

TEST_CASE("class: a value that does not change with phi cannot be stale") {
    Toy constant;
    constant.sums = {5, 5, 5, 5};
    Toy other = constant;
    other.sums[0] = 6;
    const Comparison result = compared(toy_c_trace(constant), toy_c_trace(other));
    REQUIRE(result.roots.size() == 1);
    CHECK(result.roots.front().cause_class != "stale");
}
