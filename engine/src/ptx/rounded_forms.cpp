#include "ptx/rounded_forms.hpp"

#include <cmath>

#include "ptx/lane_loops.hpp"
#include "ptx/rounding_mode.hpp"
#include "ptx/type_of.hpp"

namespace tapir::engine::ptx {

namespace {

/// An operation in a rounding of its own, for all active lanes.
template <int mode, class Operation, class To, class... From>
struct RoundedLoops {
    struct Opaque {
        To operator()(From... from) const { return opaque(Operation()(opaque(from)...)); }
    };
    using Loops = LaneLoops<Opaque, To, From...>;

    static void run(Lanes& lanes, const Step& step) {
        const RoundingMode rounding(mode);
        Loops::some(lanes, step);
    }
};

template <int mode, class To, class... From, class Operation>
Form rounded_form(Operation /*operation*/) {
    using Loops = RoundedLoops<mode, Operation, To, From...>;
    return {.all = Loops::run, .some = Loops::run, .to = sizeof(To), .from = {sizeof(From)...}};
}

template <int mode, class Real>
void add_type(FormTable& table, const std::string& rounding) {
    const std::string name = rounding + "." + type_suffix<Real>;
    table["add" + name] =
        rounded_form<mode, Real, Real, Real>([](Real a, Real b) { return a + b; });
    table["sub" + name] =
        rounded_form<mode, Real, Real, Real>([](Real a, Real b) { return a - b; });
    table["mul" + name] =
        rounded_form<mode, Real, Real, Real>([](Real a, Real b) { return a * b; });
    table["div" + name] =
        rounded_form<mode, Real, Real, Real>([](Real a, Real b) { return a / b; });
    table["rcp" + name] = rounded_form<mode, Real, Real>([](Real a) { return Real(1) / a; });
    table["sqrt" + name] = rounded_form<mode, Real, Real>([](Real a) { return std::sqrt(a); });
    table["fma" + name] = rounded_form<mode, Real, Real, Real, Real>(
        [](Real a, Real b, Real c) { return std::fma(a, b, c); });
}

template <int mode>
void add_rounding(FormTable& table, const std::string& rounding) {
    add_type<mode, float>(table, rounding);
    add_type<mode, double>(table, rounding);
    table["cvt" + rounding + ".f32.f64"] =
        rounded_form<mode, float, double>([](double a) { return static_cast<float>(a); });
}

} // namespace

void add_rounded_forms(FormTable& table) {
    add_rounding<FE_UPWARD>(table, ".rp");
    add_rounding<FE_DOWNWARD>(table, ".rm");
    add_rounding<FE_TOWARDZERO>(table, ".rz");
}

} // namespace tapir::engine::ptx
