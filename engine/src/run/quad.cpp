#include "tapir/engine/numbers/quad.hpp"

#include <cmath>

// glibc has these functions since 2.26; to clang in C++ its headers do not declare them
#if defined(__SIZEOF_FLOAT128__) && defined(__GLIBC__)
#define TAPIR_WIDEST(name) name##f128
#if defined(__clang__)
extern "C" {
tapir::engine::WidestFloat sqrtf128(tapir::engine::WidestFloat);
tapir::engine::WidestFloat sinf128(tapir::engine::WidestFloat);
tapir::engine::WidestFloat cosf128(tapir::engine::WidestFloat);
tapir::engine::WidestFloat expf128(tapir::engine::WidestFloat);
tapir::engine::WidestFloat atan2f128(tapir::engine::WidestFloat, tapir::engine::WidestFloat);
tapir::engine::WidestFloat fabsf128(tapir::engine::WidestFloat);
tapir::engine::WidestFloat ceilf128(tapir::engine::WidestFloat);
tapir::engine::WidestFloat floorf128(tapir::engine::WidestFloat);
}
#endif
#else
#define TAPIR_WIDEST(name) name##l
#endif

namespace tapir::engine {

Quad sqrt(const Quad& x) {
    return Quad::exactly(TAPIR_WIDEST(sqrt)(x.value()));
}
Quad sin(const Quad& x) {
    return Quad::exactly(TAPIR_WIDEST(sin)(x.value()));
}
Quad cos(const Quad& x) {
    return Quad::exactly(TAPIR_WIDEST(cos)(x.value()));
}
Quad exp(const Quad& x) {
    return Quad::exactly(TAPIR_WIDEST(exp)(x.value()));
}
Quad atan2(const Quad& y, const Quad& x) {
    return Quad::exactly(TAPIR_WIDEST(atan2)(y.value(), x.value()));
}
Quad fabs(const Quad& x) {
    return Quad::exactly(TAPIR_WIDEST(fabs)(x.value()));
}
Quad ceil(const Quad& x) {
    return Quad::exactly(TAPIR_WIDEST(ceil)(x.value()));
}
Quad floor(const Quad& x) {
    return Quad::exactly(TAPIR_WIDEST(floor)(x.value()));
}

} // namespace tapir::engine
