#include <doctest/doctest.h>

#include <array>
#include <cmath>

#include "bare_oracle.hpp"
#include "tapir/trace/base/number_text.hpp"
#include "tapir/trace/format/read_trace.hpp"
#include "tapir/trace/verdict/compare.hpp"
#include "toy.hpp"

/// What one lost component of a vector does to its length.
namespace {

using namespace tapir::test;

constexpr TapSpec tap_length{"length", 1, "m", scope::pixel, "length of x"};
constexpr std::array<const TapSpec*, 2> length_taps{&tap_x, &tap_length};
constexpr std::array length_entries{TapPrint{Dialect::c, "", "x_vec", 0, 3, "x", 0},
                                    TapPrint{Dialect::c, "", "length", 0, 1, "length", 0}};
constexpr Site length_site = Place{.slow = 1, .fast = 2};

/// The length of a vector, as its kernel would give it.
class Length final : public BareOracle {
  public:
    [[nodiscard]] std::vector<double>
    record(const RecordKey& wanted, const std::vector<Replacement>& replaced) const override {
        std::vector<double> x{1, 2, 3};
        for (const Replacement& replacement : replaced) {
            x = replacement.record.tap == "x" ? replacement.values : x;
        }
        return wanted.tap == "x" ? x : std::vector<double>{std::hypot(x[0], x[1], x[2])};
    }
    [[nodiscard]] Replay follow(const std::vector<Pixel>& /*pixels*/,
                                const RecordedValues& recorded,
                                Arrangement /*arrangement*/) const override {
        Replay followed;
        double squares = 0;
        for (int component = 0; component < 3; ++component) {
            ReplayedValue node;
            node.node = {"x", component, {}};
            put(recorded, component + 1, node);
            squares += node.used * node.used;
            followed.add(std::move(node));
        }
        ReplayedValue length;
        length.node = {"length", 0, length_site};
        for (int component = 0; component < 3; ++component) {
            const double x = followed.nodes()[static_cast<std::size_t>(component)].used;
            length.parents.emplace_back(component, x / std::sqrt(squares));
        }
        put(recorded, std::sqrt(squares), length);
        length.rounding = length.scatter = 4 * length.computed;
        followed.add(std::move(length));
        return followed;
    }

  private:
    static void put(const RecordedValues& recorded, double computed, ReplayedValue& node) {
        node.computed = node.used = computed;
        const auto found = recorded.find(node.node);
        if (found != recorded.end()) {
            node.used = found->second.front().value;
            node.used_error = found->second.front().error;
            node.recorded = true;
        }
    }
};

} // namespace

TEST_CASE("counterfactual: a length without one of the components does not normalise") {
    const ProgramModel program = nest::model_of(length_taps, length_entries, "length");
    LineageGraph graph;
    for (int component = 0; component < 3; ++component) {
        graph.add({"x", component, {}}, {});
    }
    graph.add({"length", 0, length_site}, {0, 1, 2});
    const auto trace = [](double length) {
        return parse_trace(
            "TRACE_CONFIG: tracing pixel (spixel=1, fpixel=2)\nTRACE_C: x_vec 1 2 3\n"
            "TRACE_C: length " +
                general15(length) + "\n",
            "file", "length");
    };
    const Length what_if;
    const auto class_of = [&](double length) {
        const Comparison result =
            compare(trace(std::sqrt(14.0)), trace(length), program, graph, {}, &what_if);
        REQUIRE(result.roots.size() == 1);
        return result.roots.front().cause_class;
    };
    CHECK(class_of(std::sqrt(5.0)) == CauseClass::normalisation);
    CHECK(class_of(std::sqrt(10.0)) == CauseClass::normalisation);
    CHECK(class_of(std::sqrt(11.7)) == CauseClass::formula);
}
