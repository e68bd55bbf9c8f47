// The production kernel in a translation unit of its own, so that its machine code can be looked
// at: blocks for the instruction set TAPIR_TARGET_FEATURES, and one pixel at a time. With
// TAPIR_WITHOUT_TAPS the preprocessor takes every tap out of the source before the compiler sees
// it; the machine code must not change (compare_code.cmake).
#if defined(TAPIR_WITHOUT_TAPS)
#define tap(spec, site, ...) (__VA_ARGS__) // NOLINT(readability-identifier-naming): a tap's name
#endif

#if defined(TAPIR_TARGET_FEATURES)
#define TAPIR_TARGET __attribute__((target(TAPIR_TARGET_FEATURES)))
#else
#define TAPIR_TARGET
#endif

#include "tapir/engine/arithmetic/portable.hpp"
#include "tapir/engine/arithmetic/reference.hpp"
#include "tapir/engine/pixel_kernel.hpp"

using namespace tapir::engine;

#if defined(TAPIR_TAPS_ON)
/// A tap that does something, to show that the comparison would notice one.
struct KernelTap {
    static constexpr bool records = false;
    template <class T>
    TAPIR_HOST_DEVICE T operator()(const tapir::trace::TapSpec& /*spec*/,
                                   const tapir::engine::Site& site, const T& value) {
        passed += site.phi_tic;
        return value;
    }
    int passed = 0;
};
#else
using KernelTap = NullTap;
#endif

namespace {

template <class Numbers, class Options, int lanes>
TAPIR_TARGET void portable_block(const SceneView<Numbers>& view, int slow, const int* fast,
                                 int count, PhiState& state, typename Numbers::Wide* photons) {
    const SceneView<Numbers> scene = view;
    KernelTap policy;
    block_photons<Numbers, PortableArithmetic, Options, lanes>(scene, slow, fast, count, state,
                                                               policy, photons);
}

} // namespace

extern "C" double kernel_reference(const SceneView<Float64>& scene, int slow, int fast,
                                   PhiState& state) {
    KernelTap policy;
    return pixel_photons<Float64, ReferenceArithmetic>(scene, {slow, fast}, state, policy);
}

extern "C" double kernel_portable(const SceneView<Float64>& scene, int slow, int fast,
                                  PhiState& state) {
    KernelTap policy;
    return pixel_photons<Float64, PortableArithmetic>(scene, {slow, fast}, state, policy);
}

extern "C" void kernel_square(const SceneView<Float64>& scene, int slow, const int* fast, int count,
                              PhiState& state, double* photons) {
    portable_block<Float64, FixedOptions<LatticeShape::square, true>, 64>(scene, slow, fast, count,
                                                                          state, photons);
}

extern "C" void kernel_gauss(const SceneView<Mixed>& scene, int slow, const int* fast, int count,
                             PhiState& state, double* photons) {
    portable_block<Mixed, FixedOptions<LatticeShape::gauss, false>, 64>(scene, slow, fast, count,
                                                                        state, photons);
}
