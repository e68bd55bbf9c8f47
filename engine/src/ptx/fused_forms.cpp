#include "ptx/fused_forms.hpp"

#include <cmath>

#include "ptx/lane_loops.hpp"

namespace tapir::engine::ptx {

namespace {

#if defined(__x86_64__)
// The processor's own instruction, which a compiler for any x86-64 may not assume to be there.
[[gnu::target("avx2,fma")]] void wide_in_hardware(Lanes& lanes, const Step& step) {
    std::byte* const registers = lanes.registers;
#pragma omp simd
    for (std::uint32_t lane = 0; lane < lane_count; ++lane) {
        const std::size_t place = lane * sizeof(double);
        double a, b, c; // NOLINT: all three are written by the next lines
        std::memcpy(&a, registers + step.from[0] + place, sizeof a);
        std::memcpy(&b, registers + step.from[1] + place, sizeof b);
        std::memcpy(&c, registers + step.from[2] + place, sizeof c);
        const double result = __builtin_fma(a, b, c);
        std::memcpy(registers + step.to + place, &result, sizeof result);
    }
}

[[gnu::target("avx2,fma")]] void narrow_in_hardware(Lanes& lanes, const Step& step) {
    std::byte* const registers = lanes.registers;
#pragma omp simd
    for (std::uint32_t lane = 0; lane < lane_count; ++lane) {
        const std::size_t place = lane * sizeof(float);
        float a, b, c; // NOLINT: all three are written by the next lines
        std::memcpy(&a, registers + step.from[0] + place, sizeof a);
        std::memcpy(&b, registers + step.from[1] + place, sizeof b);
        std::memcpy(&c, registers + step.from[2] + place, sizeof c);
        const float result = __builtin_fmaf(a, b, c);
        std::memcpy(registers + step.to + place, &result, sizeof result);
    }
}

void use_hardware(FormTable& table) {
    if (__builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0) {
        table.at("fma.rn.f64").all = wide_in_hardware;
        table.at("fma.rn.f32").all = narrow_in_hardware;
    }
}
#else
void use_hardware(FormTable& /*table*/) {} // every such compiler may use its own instruction
#endif

} // namespace

void add_fused_forms(FormTable& table) {
    table["fma.rn.f64"] = form_of<double, double, double, double>(
        [](double a, double b, double c) { return std::fma(a, b, c); });
    table["fma.rn.f32"] = form_of<float, float, float, float>(
        [](float a, float b, float c) { return std::fma(a, b, c); });
    use_hardware(table);
}

} // namespace tapir::engine::ptx
