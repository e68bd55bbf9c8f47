#include <doctest/doctest.h>

#include <cmath>
#include <memory>

#include "tapir/trace/base/error.hpp"
#include "tapir/trace/model/evaluate.hpp"
#include "tapir/trace/model/formula_parser.hpp"
#include "tapir/trace/model/formula_text.hpp"
#include "tapir/trace/model/model.hpp"

using namespace tapir;
using namespace tapir::trace;

namespace {

/// A model with one formula, of scalars a and b, vectors v and w, and T of a loop `cell`.
std::unique_ptr<Model> model_of(const std::string& formula, int width = 1) {
    ModelText text;
    text.loops = {{"step"}, {"cell"}};
    text.constants = {{"c", 2.5}};
    text.taps = {{"a"},
                 {"b"},
                 {"v", "1", "", 3},
                 {"w", "1", "", 3},
                 {"T", "1", "", 1, {"cell"}},
                 {"result", "1", "", width, {"cell"}}};
    text.stages = {{"result", formula, {}}};
    return std::make_unique<Model>(std::move(text), "model.json");
}

constexpr double a = 0.75;
constexpr double b = -1.25;

/// Values of the taps above as numbers of any type.
template <class Number, class Make>
struct Taps {
    Make make;
    std::vector<Number> operator()(int tap, const Site& site) {
        switch (tap) {
        case 0:
            return {make(a, 0)};
        case 1:
            return {make(b, 1)};
        case 2:
            return {make(1, 2), make(-2, 3), make(0.5, 4)};
        case 3:
            return {make(3, 5), make(0.25, 6), make(-1, 7)};
        default: // T is the square of its index
            return {make(static_cast<double>(site[3]) * site[3], 8 + site[3])};
        }
    }
};

template <class Number, class Make>
std::vector<Number> evaluated(const Model& model, int cell, const Make& make) {
    Site site;
    site[3] = cell; // loops 0 and 1 are those of a pixel
    Taps<Number, Make> taps{make};
    struct Passes {
        int first, count;
    };
    const auto passes = [](std::size_t, const Site&) { return Passes{0, 5}; };
    return Evaluation<Number, Taps<Number, Make>, decltype(passes)>(
        site, model.program().loops, taps, passes)(*model.formula(5));
}

double value_at(const std::string& formula, int cell = 2) {
    return evaluated<double>(*model_of(formula), cell, [](double x, int) { return x; }).front();
}

std::string problem_of(const std::string& formula) {
    try {
        static_cast<void>(model_of(formula));
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

} // namespace

TEST_CASE("formula: is what the same expression gives in C++") {
    CHECK(value_at("a + b * c - 3") == a + b * 2.5 - 3);
    CHECK(value_at("-a^2") == -(a * a));
    CHECK(value_at("2^-1^2") == 0.5);
    CHECK(value_at("a - (b - 1) / 2") == a - (b - 1) / 2);
    CHECK(value_at("dot(v, w)") == 1 * 3 - 2 * 0.25 - 0.5);
    CHECK(value_at("cross(v, w).y") == 0.5 * 3 - 1 * -1.0);
    CHECK(value_at("norm(v)") == std::sqrt(1 + 4 + 0.25));
    CHECK(value_at("[a, b, 3][2] + v[1]") == 1);
    CHECK(value_at("sqrt(abs(b)) + exp(a) + log(a) + sin(a) + cos(a) + tan(a)") ==
          doctest::Approx(std::sqrt(1.25) + std::exp(a) + std::log(a) + std::sin(a) + std::cos(a) +
                          std::tan(a)));
    CHECK(value_at("asin(a) + acos(a) + atan(a) + atan2(a, b) + pow(a, 1.5)") ==
          doctest::Approx(std::asin(a) + std::acos(a) + std::atan(a) + std::atan2(a, b) +
                          std::pow(a, 1.5)));
    CHECK(value_at("floor(2.5) + ceil(2.5) + round(2.5) + round(-2.5)") == 2 + 3 + 3 - 3);
    CHECK(value_at("min(a, b) + 10 * max(a, b)") == b + 10 * a);
    CHECK(value_at("cos(pi)") == -1);
}

TEST_CASE("formula: neighbours, sums over a loop, and conditions on where it stands") {
    CHECK(value_at("T") == 4);
    CHECK(value_at("T[cell-1] + T[cell+1]") == 1 + 9);
    CHECK(value_at("T[cell=4] + cell") == 16 + 2);
    CHECK(value_at("sum(cell, T)") == 0 + 1 + 4 + 9 + 16);
    CHECK(value_at("sum(j in cell, if(j == cell, 0, T[cell=j]))") == 0 + 1 + 9 + 16);
    CHECK(value_at("sum(j in cell, (T[cell=j] - T) * j)") == -4 * 0 - 3 * 1 + 0 + 5 * 3 + 12 * 4);
    CHECK(value_at("if(cell == 0 or cell >= 4, -1, T)", 0) == -1);
    CHECK(value_at("if(cell == 0 or cell >= 4, -1, T)", 3) == 9);
    CHECK(value_at("if(a < b, 1, if(not a == b and b != 0, 2, 3))") == 2);
}

TEST_CASE("formula: derivatives and a bound of rounding come from the same tree") {
    const auto variable = [](double x, int node) { return Dual::variable(x, node); };
    const Dual result = evaluated<Dual>(*model_of("a^2 * sin(b) + a / b"), 2, variable).front();
    CHECK(result.value() == doctest::Approx(a * a * std::sin(b) + a / b));
    REQUIRE(result.derivatives().size() == 2);
    CHECK(result.derivatives()[0].second == doctest::Approx(2 * a * std::sin(b) + 1 / b));
    CHECK(result.derivatives()[1].second == doctest::Approx(a * a * std::cos(b) - a / (b * b)));
    CHECK(result.rounding() > 0);

    // a choice that rounding may turn allows the other branch, one that it may not does not
    const auto blur = [&](const std::string& formula) {
        return evaluated<Dual>(*model_of(formula), 2, variable).front().blur();
    };
    CHECK(blur("if(a / 3 * 3 < a + 1e-17, 1, 2)") == 1);
    CHECK(blur("if(a < b, 1, 2)") == 0);
}

TEST_CASE("formula: the lineage of a choice holds what it was decided on") {
    const auto named = [](double x, int node) { return Lineage(x, {node}); };
    const auto parents = [&](const std::string& formula) {
        return evaluated<Lineage>(*model_of(formula), 2, named).front().parents();
    };
    CHECK(parents("if(a < b, 0, T[cell-1])") == std::vector<int>{0, 1, 9});
    CHECK(parents("max(a, b)") == std::vector<int>{0, 1});
    CHECK(parents("if(cell == 2, a, b)") == std::vector<int>{0}); // no tap decides
    CHECK(parents("sum(cell, T)") == std::vector<int>{8, 9, 10, 11, 12});
}

TEST_CASE("formula: what is printed reads back as the same tree") {
    for (const char* text :
         {"a - (b - c) - 1", "(a + b) * c / a / b", "(a^b)^c", "a^b^c", "-(a + b)", "-a^2",
          "if(a < b and (a == 1 or not b >= 2), [a, b, 0] * c, v)", "sum(j in cell, T[cell=j+1])",
          "sum(cell, T[cell-1] * 0.0015)", "cross(v, w)[2] - dot(v, w)"}) {
        CAPTURE(text);
        const std::string printed = to_text(parse_formula(text, "f"));
        CHECK(printed == to_text(parse_formula(printed, "f")));
        CHECK(printed == text);
    }
}

TEST_CASE("formula: an error names the column, what is wrong and the nearest word") {
    const auto says = [](const std::string& formula, const std::string& words) {
        const std::string problem = problem_of(formula);
        CAPTURE(formula);
        CAPTURE(problem);
        CHECK(problem.find(words) != std::string::npos);
    };
    says("a + resul", "model.json /stages/0/formula, column 5: 'resul' is the name of no tap");
    says("a + resul", "Did you mean 'result'?");
    says("a + * b", "column 5: a number, a name or '(' is expected here, and there is '* b'");
    says("(a + b", "column 7: a ')' is expected here, and the formula ends");
    says("sqr(a)", "Did you mean 'sqrt'?");
    says("sqrt(a, b)", "sqrt takes 1 argument, it is given 2");
    says("v + a", "puts values of 3 and 1 components together");
    says("v", "gives 3 component(s), and 'result' has 1");
    says("v[3]", "component 3 of 'v' is asked for");
    says("v * w", "dot(a, b)");
    says("a < b", "a comparison is no number");
    says("if(a, 1, 2)", "the condition of an if is no comparison");
    says("T[step-1]", "'T' does not live in a loop 'step'");
    says("a[cell-1]", "none, it belongs to the set-up");
    says("T[cell=j]", "'j' is no index here");
    says("sum(cel, T)", "Did you mean 'cell'?");
    says("step + 1", "is a loop in which this tap does not live");
    says(std::string(1001, 'a'), "more than 1000 letters");
    says(std::string(51, '(') + "a" + std::string(51, ')'), "more than 50 brackets");
}
