#pragma once

#include <array>

#include "nest.hpp"
#include "tapir/trace/format/read_trace.hpp"
#include "tapir/trace/record/program_model.hpp"
#include "tapir/trace/verdict/compare.hpp"

/// A small computation that has nothing to do with diffraction: x and y feed `sum` of each step,
/// `sum` feeds `total`, `total` feeds `final`.
namespace tapir::test {

using namespace tapir::trace;
using nest::Place;
namespace scope = nest::scope;

inline constexpr TapSpec tap_x{"x",    3,    "m", scope::setup, "a vector", ValueKind::real,
                               "beam", false};
inline constexpr TapSpec tap_y{"y",        1,    "1", scope::setup, "a number", ValueKind::real,
                               "detector", false};
inline constexpr TapSpec tap_z{"z",       1,    "1", scope::setup, "unused", ValueKind::real,
                               "crystal", false};
inline constexpr TapSpec tap_step{"sum", 1, "1", scope::step, "x.x + y + phi_tic"};
inline constexpr TapSpec tap_total{"total", 1, "1", scope::pixel, "sum of sums"};
inline constexpr TapSpec tap_final{"final", 1, "1", scope::pixel, "twice the total"};
inline constexpr std::array<const TapSpec*, 6> toy_taps{&tap_x,    &tap_y,     &tap_z,
                                                        &tap_step, &tap_total, &tap_final};

inline constexpr std::array toy_entries{
    TapPrint{Dialect::c, "", "x_vec", 0, 3, "x", 0},
    TapPrint{Dialect::c, "", "y", 0, 1, "y", 0},
    TapPrint{Dialect::c, "", "z", 0, 1, "z", 0},
    TapPrint{Dialect::c, "STEP", "sum", 0, 1, "sum", 0},
    TapPrint{Dialect::c, "", "total", 0, 1, "total", 0},
    TapPrint{Dialect::c, "", "final", 0, 1, "final", 0},
    TapPrint{Dialect::py, "", "x_angstrom", 0, 3, "x", 0, 1e10, 1, 0, -1, "printed in angstrom"},
    TapPrint{Dialect::py, "", "total", 0, 1, "total", 0},
    TapPrint{Dialect::py, "", "final", 0, 1, "final", 0},
};

inline ProgramModel toy_model() {
    return nest::model_of(toy_taps, toy_entries, "final");
}

constexpr int toy_steps = 4;

inline Site toy_site(int phi_tic) {
    return Place{1, 2, 0, 0, 0, 0, phi_tic, 0};
}

/// The lineage of the toy, as its kernel would give it.
inline LineageGraph toy_graph() {
    LineageGraph graph;
    std::vector<int> sums;
    for (int component = 0; component < 3; ++component) {
        graph.add({"x", component, {}}, {});
    }
    const int y = graph.add({"y", 0, {}}, {});
    graph.add({"z", 0, {}}, {});
    for (int phi_tic = 0; phi_tic < toy_steps; ++phi_tic) {
        sums.push_back(graph.add({"sum", 0, toy_site(phi_tic)}, {0, 1, 2, y}));
    }
    const int total = graph.add({"total", 0, Place{.slow = 1, .fast = 2}}, sums);
    graph.add({"final", 0, Place{.slow = 1, .fast = 2}}, {total});
    return graph;
}

/// What the toy computes; a test changes one of these to plant a fault.
struct Toy {
    std::array<double, 3> x{1, 2, 3};
    double y = 0.5, z = 7;
    std::array<double, toy_steps> sums{};
    double total = 0, final_value = 0;

    Toy() { run(); }
    void run() {
        total = 0;
        for (int i = 0; i < toy_steps; ++i) {
            auto& sum = sums[static_cast<std::size_t>(i)];
            sum = x[0] * x[0] + x[1] * x[1] + x[2] * x[2] + y + i;
            total += sum;
        }
        finish();
    }
    void finish() { final_value = 2 * total; }
};

/// The toy fed with recorded values, with its derivatives, as its kernel would give it.
Replay toy_followed(const RecordedValues& recorded);

std::string toy_c_trace(const Toy& toy);
std::string toy_py_trace(const Toy& toy);
std::string toy_native_trace(const Toy& toy, const std::string& scene = "sha256:toy");

inline TraceFile parsed(const std::string& text, const std::string& name = "file") {
    return parse_trace(text, name, "final");
}

inline Comparison compared(const std::string& reference, const std::string& candidate,
                           const Tolerance& tolerance = {}) {
    return compare(parsed(reference, "reference.log"), parsed(candidate, "candidate.log"),
                   toy_model(), toy_graph(), tolerance);
}

} // namespace tapir::test
