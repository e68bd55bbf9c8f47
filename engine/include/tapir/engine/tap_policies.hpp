#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "tapir/engine/loops.hpp"
#include "tapir/engine/numbers/lineage.hpp"
#include "tapir/engine/numbers/vec3.hpp"
#include "tapir/trace/record/graph.hpp"
#include "tapir/trace/record/sink.hpp"

namespace tapir::engine {

/// What a tap does with a value. The kernel passes every stage's result through its tap and goes
/// on with what comes back; `records` is false where taps must compile to nothing.

/// Calls `visit(component)` for each scalar of a tapped value, in order.
template <class Real, class Visit>
TAPIR_HOST_DEVICE void for_each_component(Real& value, Visit visit) {
    visit(value);
}
template <class Real, class Visit>
TAPIR_HOST_DEVICE void for_each_component(Vec3<Real>& v, Visit visit) {
    visit(v.x);
    visit(v.y);
    visit(v.z);
}
template <class Real, class Visit>
TAPIR_HOST_DEVICE void for_each_component(Cell<Real>& cell, Visit visit) {
    for_each_component(cell.a, visit);
    for_each_component(cell.b, visit);
    for_each_component(cell.c, visit);
}
template <class Real, class Visit>
TAPIR_HOST_DEVICE void for_each_component(Mat3<Real>& m, Visit visit) {
    for (Real* component : {&m.xx, &m.xy, &m.xz, &m.yx, &m.yy, &m.yz, &m.zx, &m.zy, &m.zz}) {
        visit(*component);
    }
}
template <class Real, std::size_t count, class Visit>
TAPIR_HOST_DEVICE void for_each_component(std::array<Real, count>& values, Visit visit) {
    for (Real& value : values) {
        visit(value);
    }
}

/// Production: the value goes through untouched and the tap compiles to nothing.
struct NullTap {
    static constexpr bool records = false;

    template <class T>
    TAPIR_HOST_DEVICE constexpr T operator()(const trace::TapSpec& /*spec*/, const Site& /*site*/,
                                             const T& value) const {
        return value;
    }
};

/// Records the value in a sink and returns it unchanged.
class RecordTap {
  public:
    static constexpr bool records = true;

    explicit RecordTap(trace::Sink& sink) : sink_(&sink) {}

    template <class T>
    T operator()(const trace::TapSpec& spec, const Site& site, T value) {
        std::size_t count = 0;
        for_each_component(value,
                           [&](const auto& component) { buffer_[count++] = value_of(component); });
        sink_->record(spec, site, std::span(buffer_).first(count));
        return value;
    }

  private:
    static constexpr std::size_t widest = 64;
    std::array<double, widest> buffer_{};
    trace::Sink* sink_;
};

/// Makes every recorded component a node of the lineage graph and returns it as such.
class LineageTap {
  public:
    static constexpr bool records = true;

    explicit LineageTap(trace::LineageGraph& graph) : graph_(&graph) {}

    template <class T>
    T operator()(const trace::TapSpec& spec, const Site& site, T value) {
        const trace::Site here = site;
        int index = 0;
        for_each_component(value, [&](Lineage& component) {
            const int node = graph_->add({spec.key, index++, here}, component.parents());
            component = Lineage(component.value(), {node});
        });
        return value;
    }

  private:
    trace::LineageGraph* graph_;
};

} // namespace tapir::engine
