// The production kernel in a translation unit of its own, so that its machine code can be looked
// at. With TAPIR_WITHOUT_TAPS the preprocessor takes every tap out of the source before the
// compiler sees it; the machine code must not change (compare_code.cmake).
#if defined(TAPIR_WITHOUT_TAPS)
#define tap(spec, site, ...) (__VA_ARGS__) // NOLINT(readability-identifier-naming): a tap's name
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
    T operator()(const tapir::trace::TapSpec& /*spec*/, const tapir::trace::Site& site,
                 const T& value) {
        passed += site.phi_tic;
        return value;
    }
    int passed = 0;
};
#else
using KernelTap = NullTap;
#endif

extern "C" double kernel_reference(const SceneView<double>& scene, int slow, int fast,
                                   PhiState& state) {
    KernelTap policy;
    return pixel_photons<double, ReferenceArithmetic>(scene, {slow, fast}, state, policy);
}

extern "C" double kernel_portable(const SceneView<double>& scene, int slow, int fast,
                                  PhiState& state) {
    KernelTap policy;
    return pixel_photons<double, PortableArithmetic>(scene, {slow, fast}, state, policy);
}
