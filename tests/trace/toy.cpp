#include "toy.hpp"

#include "tapir/trace/number_text.hpp"

namespace tapir::test {

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
    sink.record(tap_total, {.slow = 1, .fast = 2}, std::array{toy.total});
    sink.record(tap_final, {.slow = 1, .fast = 2}, std::array{toy.final_value});
    NativeHeader header;
    header.program = "toy";
    header.version = "1";
    header.profile = header.phi_mode = header.arithmetic = header.device = header.dtype = "any";
    header.scene = scene;
    header.pixels = {{1, 2}};
    return sink.finish(header);
}

} // namespace tapir::test
