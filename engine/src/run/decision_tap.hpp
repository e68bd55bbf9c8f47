#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "run/slope_records.hpp"
#include "tapir/engine/gradient.hpp"
#include "tapir/engine/loops.hpp"
#include "tapir/engine/scene.hpp"
#include "tapir/engine/tap_policies.hpp"
#include "tapir/engine/taps.hpp"

namespace tapir::engine {

/// The number type of a tapped value's components.
template <class T>
struct Component {
    using Type = T;
};
template <template <class> class Compound, class Real>
struct Component<Compound<Real>> {
    using Type = Real;
};
template <class Real, std::size_t count>
struct Component<std::array<Real, count>> {
    using Type = Real;
};
template <class T>
using ComponentOf = typename Component<T>::Type;

/// Lets every value through and keeps what was decided: which whole numbers, and how near the edge.
/// Where values have slopes, these may become records on the way: one tap does both, because the
/// kernel takes the compiler long for each.
///
/// Two runs whose `digest` is the same are the same function of the scene.
class DecisionTap {
  public:
    static constexpr bool records = true;

    /// @param indices_matter  another nearest index is another function: see `of_scene`
    explicit DecisionTap(bool indices_matter) : indices_matter_(indices_matter) {}

    /// With square spots and one amplitude everywhere the nearest index does not matter: the
    /// lattice factor is periodic.
    template <class Numbers>
    static DecisionTap of_scene(const SceneView<Numbers>& scene) {
        return DecisionTap(scene.structure_factors.was_read || scene.shape != LatticeShape::square);
    }

    /// Whoever wants the slopes; must outlive the tap.
    void send_slopes_to(SlopeRecords& receiver) { slopes_ = &receiver; }

    template <class T>
    T operator()(const trace::TapSpec& spec, const Site& site, T value) {
        if constexpr (is_gradient<ComponentOf<T>>) {
            if (slopes_ != nullptr) {
                slopes_->record(spec, site, value);
            }
        }
        if (&spec == &taps::miller_index) {
            int component = 0;
            for_each_component(value, [&](const auto& index) {
                hkl_[static_cast<std::size_t>(component++)] = value_of(index);
            });
        } else if (&spec == &taps::nearest_index && indices_matter_) {
            constexpr double half = 0.5;
            keep_whole(spec, site, value, -half, half);
        } else if (&spec == &taps::tricubic_first) {
            keep_whole(spec, site, value, 1, 2); // the first of four indices
        } else if (&spec == &taps::beyond_resolution) {
            for_each_component(value, [&](const auto& cut) { mix(value_of(cut)); });
        } else if (&spec == &taps::f_latt) { // spots may end at an edge: 0 beyond it
            for_each_component(value,
                               [&](const auto& f_latt) { mix(value_of(f_latt) == 0 ? 0 : 1); });
        }
        return value;
    }

    [[nodiscard]] std::uint64_t digest() const { return digest_; }
    /// Distances are those of an index from the edge.
    [[nodiscard]] const std::optional<Decision>& nearest() const { return nearest_; }

  private:
    /// Whole numbers made of the Miller index.
    /// @param least,most  how far the index may be above the whole number
    template <class T>
    void keep_whole(const trace::TapSpec& spec, const Site& site, T& value, double least,
                    double most) {
        int component = 0;
        for_each_component(value, [&](const auto& number) {
            const double whole = value_of(number);
            mix(whole);
            const double above = hkl_[static_cast<std::size_t>(component)] - whole;
            const double distance = std::min(above - least, most - above);
            if (!nearest_ || distance < nearest_->distance) {
                nearest_ = Decision{spec.key, component,
                                    trace::project(trace::Site(site), spec.scope), distance};
            }
            ++component;
        });
    }
    void mix(double number) {
        constexpr std::uint64_t prime = 0x9e3779b97f4a7c15;
        constexpr unsigned shift = 29;
        digest_ = (digest_ ^ static_cast<std::uint64_t>(static_cast<std::int64_t>(number))) * prime;
        digest_ ^= digest_ >> shift;
    }

    bool indices_matter_;
    SlopeRecords* slopes_ = nullptr;
    std::array<double, 3> hkl_{};
    std::uint64_t digest_ = 1;
    std::optional<Decision> nearest_;
};

} // namespace tapir::engine
