#include "toy.hpp"

#include <cmath>

#include "tapir/trace/base/number_text.hpp"

namespace tapir::test {

Replay toy_followed(const RecordedValues& recorded) {
    Replay followed;
    const auto add = [&](NodeKey key, double computed,
                         std::vector<std::pair<int, double>> parents) {
        ReplayedValue node;
        node.computed = node.used = computed;
        node.scatter = node.rounding = parents.empty() ? 0 : std::fabs(computed) * 4;
        node.parents = std::move(parents);
        const auto found = recorded.find(key);
        if (found != recorded.end()) {
            node.recorded = true;
            node.used = found->second.front().value;
            node.used_error = found->second.front().error;
        }
        node.node = std::move(key);
        return followed.add(std::move(node));
    };
    const auto used = [&followed](int node) {
        return followed.nodes()[static_cast<std::size_t>(node)].used;
    };
    const Toy scene;
    std::vector<std::pair<int, double>> of_sum;
    double squares = 0;
    for (int component = 0; component < 3; ++component) {
        const int x = add({"x", component, {}}, scene.x[static_cast<std::size_t>(component)], {});
        squares += used(x) * used(x);
        of_sum.emplace_back(x, 2 * used(x));
    }
    const int y = add({"y", 0, {}}, scene.y, {});
    add({"z", 0, {}}, scene.z, {});
    of_sum.emplace_back(y, 1);
    std::vector<std::pair<int, double>> of_total;
    double total = 0;
    for (int i = 0; i < toy_steps; ++i) {
        const int sum = add({"sum", 0, toy_site(i)}, squares + used(y) + i, of_sum);
        total += used(sum);
        of_total.emplace_back(sum, 1);
    }
    const Site pixel = Place{.slow = 1, .fast = 2};
    const int of_final = add({"total", 0, pixel}, total, of_total);
    add({"final", 0, pixel}, 2 * used(of_final), {{of_final, 2}});
    return followed;
}

std::string toy_c_trace(const Toy& toy) {
    std::string text = "run started\nTRACE_CONFIG: tracing pixel (spixel=1, fpixel=2)\n";
    text += "TRACE_C: x_vec " + general15(toy.x[0]) + " " + general15(toy.x[1]) + " " +
            general15(toy.x[2]) + "\n";
    text += "TRACE_C:y=" + general15(toy.y) + "\nTRACE_C: z " + general15(toy.z) + "\n";
    for (int i = 0; i < toy_steps; ++i) {
        text += "TRACE_C_STEP thick=0 sub_s=0 sub_f=0 source=0 phi_tic=" + std::to_string(i) +
                " mos=0 sum=" + general15(toy.sums[static_cast<std::size_t>(i)]) + "\n";
    }
    return text + "TRACE_C: total " + general15(toy.total) + "\nTRACE_C: final " +
           general15(toy.final_value) + "\n";
}

std::string toy_py_trace(const Toy& toy) {
    return "TRACE_PY: x_angstrom " + general15(toy.x[0] * 1e10) + " " + general15(toy.x[1] * 1e10) +
           " " + general15(toy.x[2] * 1e10) + "\nTRACE_PY: total " + general15(toy.total) +
           "\nTRACE_PY: final " + general15(toy.final_value) + "\n";
}

std::string toy_native_trace(const Toy& toy, const std::string& scene) {
    NativeSink sink;
    sink.record(tap_x, {}, toy.x);
    sink.record(tap_y, {}, std::array{toy.y});
    sink.record(tap_z, {}, std::array{toy.z});
    for (int i = 0; i < toy_steps; ++i) {
        sink.record(tap_step, toy_site(i), std::array{toy.sums[static_cast<std::size_t>(i)]});
    }
    sink.record(tap_total, Place{.slow = 1, .fast = 2}, std::array{toy.total});
    sink.record(tap_final, Place{.slow = 1, .fast = 2}, std::array{toy.final_value});
    NativeHeader header;
    header.program = "toy";
    header.version = "1";
    header.profile = header.phi_mode = header.arithmetic = header.device = header.dtype = "any";
    header.scene = scene;
    header.pixels = {{1, 2}};
    return sink.finish(header);
}

} // namespace tapir::test
