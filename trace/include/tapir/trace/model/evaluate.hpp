#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "tapir/trace/model/formula.hpp"
#include "tapir/trace/model/formula_numbers.hpp"
#include "tapir/trace/record/site.hpp"

namespace tapir::trace {

/// Evaluates a bound formula in any number type.
///
/// @tparam Leaf  gives the components of a tap at a site: std::vector<Number>(int tap, const Site&)
/// @tparam Passes  the passes of a loop around a site: `first` and `count` of them, by
///                 (std::size_t loop, const Site&); count 0: nobody knows, and the sum is
///                 `incomplete`
///
/// Every tap that the result may depend on is asked for, in the same order for every number type;
/// of a choice by loop indices alone only the branch that is taken.
template <class Number, class Leaf, class Passes>
class Evaluation {
  public:
    using Values = std::vector<Number>;

    /// @param loops  whose names the formula uses for the indices of the site
    Evaluation(const Site& site, const Loops& loops, Leaf& leaf, const Passes& passes)
        : site_(site), leaf_(&leaf), passes_(&passes) {
        for (std::size_t loop = 0; loop < loops.size(); ++loop) {
            if (site[loop] >= 0) {
                indices_.emplace_back(loops[loop].name, site[loop]);
            }
        }
    }

    [[nodiscard]] Values operator()(const Formula& formula) { return value(formula); }
    /// Whether a sum was met of which not all passes are known.
    [[nodiscard]] bool incomplete() const { return incomplete_; }

  private:
    using Kind = Formula::Kind;

    Values value(const Formula& formula) {
        switch (formula.kind) {
        case Kind::number:
            return {Number(formula.number)};
        case Kind::index:
            return {Number(static_cast<double>(index(formula.name)))};
        case Kind::tap:
            return (*leaf_)(formula.bound, site_of(formula));
        case Kind::component:
            return {value(formula.parts[0])[static_cast<std::size_t>(formula.component)]};
        case Kind::vector:
            return list(formula);
        case Kind::negate:
            return each(value(formula.parts[0]), [](const Number& x) { return -x; });
        case Kind::sum:
            return sum(formula);
        case Kind::choice:
            return choice(formula);
        case Kind::call:
            return call(formula);
        default:
            return operation(formula);
        }
    }

    /// The index of a loop or of a sum; the innermost of that name.
    int index(const std::string& name) const {
        for (auto one = indices_.rbegin(); one != indices_.rend(); ++one) {
            if (one->first == name) {
                return one->second;
            }
        }
        return -1;
    }

    Site site_of(const Formula& formula) const {
        Site site = site_;
        for (const LoopPlace& place : formula.places) {
            const int from = place.index.empty() ? 0 : index(place.index);
            site[static_cast<std::size_t>(place.loop_number)] = from + place.offset;
        }
        return site;
    }

    Values list(const Formula& formula) {
        Values values;
        for (const Formula& part : formula.parts) {
            values.push_back(value(part)[0]);
        }
        return values;
    }

    template <class Function>
    static Values each(const Values& values, const Function& function) {
        Values result;
        result.reserve(values.size());
        for (const Number& x : values) {
            result.push_back(function(x));
        }
        return result;
    }
    /// A single number goes with each component of the other.
    template <class Function>
    static Values each(const Values& a, const Values& b, const Function& function) {
        Values result;
        const std::size_t width = std::max(a.size(), b.size());
        result.reserve(width);
        for (std::size_t i = 0; i < width; ++i) {
            result.push_back(function(a[a.size() == 1 ? 0 : i], b[b.size() == 1 ? 0 : i]));
        }
        return result;
    }

    Values operation(const Formula& formula) {
        const Values a = value(formula.parts[0]);
        const Values b = value(formula.parts[1]);
        switch (formula.kind) {
        case Kind::add:
            return each(a, b, [](const Number& x, const Number& y) { return x + y; });
        case Kind::subtract:
            return each(a, b, [](const Number& x, const Number& y) { return x - y; });
        case Kind::multiply:
            return each(a, b, [](const Number& x, const Number& y) { return x * y; });
        case Kind::divide:
            return each(a, b, [](const Number& x, const Number& y) { return x / y; });
        default:
            return each(a, b, [](const Number& x, const Number& y) { return raised(x, y); });
        }
    }
    static Number raised(const Number& x, const Number& y) {
        using std::pow;
        return pow(x, y);
    }

    Values sum(const Formula& formula) {
        const auto loop = static_cast<std::size_t>(formula.bound);
        const auto passes = (*passes_)(loop, site_);
        incomplete_ = incomplete_ || passes.count < 1;
        Values total;
        const Site outside = site_;
        const bool binds_loop = formula.name == formula.loop;
        // at least one, so that there are as many components as there would be
        for (int pass = 0; pass < std::max(1, passes.count); ++pass) {
            indices_.emplace_back(formula.name, passes.first + pass);
            if (binds_loop) {
                site_[loop] = passes.first + pass;
            }
            const Values term = value(formula.parts[0]);
            total = pass == 0
                        ? term
                        : each(total, term, [](const Number& x, const Number& y) { return x + y; });
            indices_.pop_back();
        }
        site_ = outside;
        return total;
    }

    Values choice(const Formula& formula) {
        if (is_of_indices(formula.parts[0])) {
            Values taken = value(formula.parts[condition(formula.parts[0], nullptr) ? 1 : 2]);
            taken.resize(static_cast<std::size_t>(formula.bound), taken.front());
            return taken;
        }
        Decision decision;
        const bool yes = condition(formula.parts[0], &decision);
        const Values first = value(formula.parts[1]);
        const Values second = value(formula.parts[2]);
        return each(yes ? first : second, yes ? second : first,
                    [&](const Number& x, const Number& other) {
                        Number result = decision.near ? numbers::or_else(x, other) : x;
                        for (const Number& looked_at : decision.looked_at) {
                            result = numbers::chosen(result, looked_at);
                        }
                        return result;
                    });
    }

    /// What a decision was taken on.
    struct Decision {
        std::vector<Number> looked_at;
        bool near = false; ///< rounding may turn it
    };

    /// @param decision  null: of loop indices alone
    bool condition(const Formula& formula, Decision* decision) {
        switch (formula.kind) {
        case Kind::both:
        case Kind::either: {
            // both are looked at, whatever the first one says
            const bool a = condition(formula.parts[0], decision);
            const bool b = condition(formula.parts[1], decision);
            return formula.kind == Kind::both ? a && b : a || b;
        }
        case Kind::no:
            return !condition(formula.parts[0], decision);
        default:
            break;
        }
        const Number a = value(formula.parts[0])[0];
        const Number b = value(formula.parts[1])[0];
        if (decision != nullptr) {
            decision->looked_at.push_back(a);
            decision->looked_at.push_back(b);
            decision->near = decision->near || numbers::nearly_equal(a, b);
        }
        using numbers::value_of; // of a double; of others their own
        const double x = value_of(a);
        const double y = value_of(b);
        switch (formula.kind) {
        case Kind::less:
            return x < y;
        case Kind::less_equal:
            return x <= y;
        case Kind::greater:
            return x > y;
        case Kind::greater_equal:
            return x >= y;
        case Kind::equal:
            return x == y;
        default:
            return x != y;
        }
    }

    static Number dot(const Values& a, const Values& b) {
        Number total = a[0] * b[0];
        for (std::size_t i = 1; i < a.size(); ++i) {
            total = total + a[i] * b[i];
        }
        return total;
    }

    Values call(const Formula& formula) {
        std::vector<Values> arguments;
        for (const Formula& part : formula.parts) {
            arguments.push_back(value(part));
        }
        const Values& a = arguments[0];
        const std::string& name = formula.name;
        if (name == "norm") {
            using std::sqrt;
            return {sqrt(dot(a, a))};
        }
        if (arguments.size() == 1) {
            return each(a, [&name](const Number& x) { return of_one(name, x); });
        }
        const Values& b = arguments[1];
        if (name == "dot") {
            return {dot(a, b)};
        }
        if (name == "cross") {
            return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2],
                    a[0] * b[1] - a[1] * b[0]};
        }
        return each(a, b, [&name](const Number& x, const Number& y) { return of_two(name, x, y); });
    }

    static Number of_one(const std::string& name, const Number& x) {
        using std::acos, std::asin, std::atan, std::ceil, std::cos, std::exp, std::fabs, std::floor,
            std::log, std::round, std::sin, std::sqrt, std::tan;
        return name == "sqrt"    ? sqrt(x)
               : name == "exp"   ? exp(x)
               : name == "log"   ? log(x)
               : name == "sin"   ? sin(x)
               : name == "cos"   ? cos(x)
               : name == "tan"   ? tan(x)
               : name == "asin"  ? asin(x)
               : name == "acos"  ? acos(x)
               : name == "atan"  ? atan(x)
               : name == "abs"   ? fabs(x)
               : name == "floor" ? floor(x)
               : name == "ceil"  ? ceil(x)
                                 : round(x);
    }

    static Number of_two(const std::string& name, const Number& x, const Number& y) {
        using std::atan2;
        if (name == "atan2") {
            return atan2(x, y);
        }
        if (name == "pow") {
            return raised(x, y);
        }
        const bool first = name == "min" ? !(y < x) : !(x < y);
        return first ? numbers::chosen(x, y) : numbers::chosen(y, x);
    }

    Site site_;
    Leaf* leaf_;
    const Passes* passes_;
    std::vector<std::pair<std::string, int>> indices_;
    bool incomplete_ = false;
};

} // namespace tapir::trace
