#include "ptx/fused_forms.hpp"

#include <cmath>

#include "ptx/lane_loops.hpp"

namespace tapir::engine::ptx {

namespace {

#if defined(__x86_64__)
// The processor's own instruction, which a compiler for any x86-64 may not assume to be there.
template <class Real>
[[gnu::target("avx2,fma")]] void in_hardware(Lanes& lanes, const Step& step) {
    std::byte* const registers = lanes.registers;
#pragma omp simd
    for (std::uint32_t lane = 0; lane < lane_count; ++lane) {
        const std::size_t place = lane * sizeof(Real);
        Real a, b, c; // NOLINT: all three are written by the next lines
        std::memcpy(&a, registers + step.from[0] + place, sizeof a);
        std::memcpy(&b, registers + step.from[1] + place, sizeof b);
        std::memcpy(&c, registers + step.from[2] + place, sizeof c);
        Real result;
        if constexpr (sizeof(Real) == sizeof(double)) {
            result = __builtin_fma(a, b, c);
        } else {
            result = __builtin_fmaf(a, b, c);
        }
        std::memcpy(registers + step.to + place, &result, sizeof result);
    }
}

void use_hardware(FormTable& table) {
    if (__builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0) {
        table.at("fma.rn.f64").all = in_hardware<double>;
        table.at("fma.rn.f32").all = in_hardware<float>;
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
