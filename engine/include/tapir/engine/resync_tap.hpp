#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "tapir/engine/loops.hpp"
#include "tapir/engine/numbers/dual.hpp"
#include "tapir/engine/tap_policies.hpp"
#include "tapir/trace/record/replay.hpp"

namespace tapir::engine {

/// Puts the recorded value in wherever there is one, so that every stage runs on recorded inputs,
/// and keeps what the stage makes of them.
///
/// Every component becomes a variable of its own: a stage's derivatives are by what was recorded
/// right before it.
class ResyncTap {
  public:
    static constexpr bool records = true;

    ResyncTap(const trace::RecordedValues& recorded, trace::Replay& followed)
        : recorded_(&recorded), followed_(&followed) {}

    template <class T>
    T operator()(const trace::TapSpec& spec, const Site& site, T value) {
        const trace::Site here = trace::project(trace::Site(site), spec.scope);
        int index = 0;
        for_each_component(value, [&](Dual& component) {
            component = follow({spec.key, index++, here}, component);
        });
        return value;
    }

  private:
    static_assert(Dual::table_slope == trace::ReplayedValue::anything);

    Dual follow(trace::NodeKey key, const Dual& computed) {
        trace::ReplayedValue node;
        node.computed = computed.value();
        node.used = node.computed;
        node.rounding = computed.rounding();
        node.scatter = computed.scatter();
        node.blur = computed.blur();
        node.margin = computed.margin();
        node.parents = computed.derivatives();
        const auto found = recorded_->find(key);
        if (found != recorded_->end()) {
            const trace::RecordedValue& value = trace::nearest(found->second, node.computed);
            node.used = value.value;
            node.used_error = value.error;
            node.recorded = true;
        } else if (const trace::ReplayedValue* twin = printed_once(key, node.computed)) {
            node.used = twin->used;
            node.used_error = twin->used_error;
            node.stands_for = followed_->index_of(twin->node);
        }
        node.node = std::move(key);
        const double used = node.used;
        return Dual::variable(used, followed_->add(std::move(node)));
    }

    /// A value that does not change from ray to ray is printed with the first one only.
    [[nodiscard]] const trace::ReplayedValue* printed_once(const trace::NodeKey& key,
                                                           double computed) const {
        trace::NodeKey first = key;
        for (const std::size_t loop : {loops::thick, loops::sub_s, loops::sub_f, loops::source}) {
            first.site[loop] = std::min(first.site[loop], 0);
        }
        const int node = first.site == key.site ? -1 : followed_->index_of(first);
        if (node < 0) {
            return nullptr;
        }
        const trace::ReplayedValue& twin = followed_->nodes()[static_cast<std::size_t>(node)];
        return twin.recorded && twin.computed == computed ? &twin : nullptr;
    }

    const trace::RecordedValues* recorded_;
    trace::Replay* followed_;
};

} // namespace tapir::engine
