#pragma once

#include <algorithm>
#include <string_view>

#include "tapir/engine/exact_values.hpp"
#include "tapir/engine/tap_policies.hpp"
#include "tapir/engine/taps.hpp"

namespace tapir::engine {

/// Whether a tap's values are decisions, and what is decided: a whole number, or whether it is 0.
enum class DecisionKind : std::uint8_t { none, whole, zero };

inline DecisionKind decision_of(const trace::TapSpec& spec) {
    const std::string_view key = spec.key;
    if (key == taps::phi.key || key == taps::f_latt.key) {
        return DecisionKind::zero;
    }
    const bool whole = spec.kind == trace::ValueKind::integer || key == taps::cell_counts.key;
    return whole && !spec.display_only ? DecisionKind::whole : DecisionKind::none;
}

/// Keeps the decisions of a computation.
class DecisionKeeper {
  public:
    explicit DecisionKeeper(NodeMap<double>& kept) : kept_(&kept) {}

    /// @param value  of one component; `here` as the tap's scope has it
    void keep(DecisionKind kind, const trace::TapSpec& spec, int component, const trace::Site& here,
              double value) {
        if (kind != DecisionKind::none) {
            (*kept_)[{spec.key, component, here}] =
                kind == DecisionKind::whole ? value : (value == 0 ? 1 : 0);
        }
    }

  private:
    NodeMap<double>* kept_;
};

/// Keeps wanted records and all decisions of a run in a wide type, and, where records of another
/// side are given, goes on with those.
template <class Real>
class WideTap {
  public:
    static constexpr bool records = true;

    WideTap(const NodeSet& wanted, const trace::RecordedValues* recorded, ExactValues& found)
        : wanted_(&wanted), recorded_(recorded), found_(&found), decisions_(found.decisions) {}

    template <class T>
    T operator()(const trace::TapSpec& spec, const Site& site, T value) {
        const trace::Site here = trace::project(trace::Site(site), spec.scope);
        const DecisionKind kind = decision_of(spec);
        trace::NodeKey key{spec.key, 0, here};
        for_each_component(value, [&](Real& component) {
            pass(key, component);
            decisions_.keep(kind, spec, key.component, here, value_of(component));
            ++key.component;
        });
        return value;
    }

  private:
    void pass(const trace::NodeKey& key, Real& component) {
        if (wanted_->count(key) > 0) {
            found_->values[key] = in_double_double(component);
        }
        if (recorded_ == nullptr) {
            return;
        }
        const double computed = value_of(component);
        auto printed = recorded_->find(key);
        if (printed == recorded_->end()) { // printed with the first ray only, see ResyncTap
            printed = first_of_rays(key, computed);
        }
        if (printed != recorded_->end()) {
            component = Real(trace::nearest(printed->second, computed).value);
        }
        computed_.emplace(key, computed);
    }

    [[nodiscard]] trace::RecordedValues::const_iterator first_of_rays(trace::NodeKey key,
                                                                      double computed) const {
        const trace::Site site = key.site;
        for (const std::size_t loop : {loops::thick, loops::sub_s, loops::sub_f, loops::source}) {
            key.site[loop] = std::min(key.site[loop], 0);
        }
        const auto twin = site == key.site ? computed_.end() : computed_.find(key);
        return twin != computed_.end() && twin->second == computed ? recorded_->find(key)
                                                                   : recorded_->end();
    }

    const NodeSet* wanted_;
    const trace::RecordedValues* recorded_;
    ExactValues* found_;
    DecisionKeeper decisions_;
    NodeMap<double> computed_; ///< the first of each, while records are put in
};

} // namespace tapir::engine
