#include "cause/rigid_rotation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <string_view>
#include <utility>
#include <vector>

#include "cause/relations.hpp"
#include "cause/rotation_fit.hpp"
#include "cause/round_number.hpp"
#include "cause/unit_factors.hpp"

namespace tapir::trace {

namespace {

using Vector = Vector3;
using Rows = std::array<Vector, 3>; ///< rows

double dot(const Vector& u, const Vector& v) {
    return u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
}

double length_of(const Vector& v) {
    return std::sqrt(dot(v, v));
}

/// A rotation so many times as far, of at most half a turn again.
Vector times(const Vector& rotation, double factor) {
    const double angle = length_of(rotation);
    const double whole = 2 * std::numbers::pi;
    const double turned = std::remainder(factor * angle, whole);
    const double scale = angle > 0 ? turned / angle : 0;
    return {scale * rotation[0], scale * rotation[1], scale * rotation[2]};
}

constexpr std::size_t nine = 9;

/// Three vectors of a site before and after a stage that turns them.
struct Turned {
    std::array<double, nine> before{}, expected{}, value{};
    double uncertainty = 1e-14; ///< of an angle [rad]; at first, of how it is found
    std::size_t count = 0;

    static Rows rows(const std::array<double, nine>& v) {
        return {{{v[0], v[1], v[2]}, {v[3], v[4], v[5]}, {v[6], v[7], v[8]}}};
    }
    [[nodiscard]] std::optional<Vector> rotation(const std::array<double, nine>& after) const {
        return count == nine ? fitted_rotation(rows(before), rows(after)) : std::nullopt;
    }
};

/// The departing sites of a tap of nine components that is computed from another one.
std::map<Site, Turned> turned_sites(const Observations& observations, const ProgramModel& program,
                                    const Replay& followed) {
    const auto unit_of = [&program](const ReplayedValue& node) {
        const TapSpec* tap = program.find_tap(node.node.tap);
        return tap == nullptr ? std::string_view{} : std::string_view(tap->unit);
    };
    std::map<Site, Turned> sites;
    for (const Observation& here : departing(observations)) {
        sites[here.site]; // all components of it
    }
    for (const Observation& here : observations) {
        const auto found = sites.find(here.site);
        if (found == sites.end() || here.component >= static_cast<int>(nine)) {
            continue;
        }
        const auto component = static_cast<std::size_t>(here.component);
        const ReplayedValue& root = followed.nodes()[static_cast<std::size_t>(here.node)];
        for (const auto& [parent, slope] : root.parents) {
            const ReplayedValue& from = followed.nodes()[static_cast<std::size_t>(parent)];
            const NodeKey last{from.node.tap, static_cast<int>(nine) - 1, from.node.site};
            const NodeKey own{from.node.tap, here.component, from.node.site};
            if (followed.index_of(last) >= 0 && unit_of(from) == unit_of(root)) {
                const int node = followed.index_of(own);
                found->second.before[component] =
                    followed.nodes()[static_cast<std::size_t>(node)].used;
                found->second.expected[component] = here.expected;
                found->second.value[component] = here.value;
                ++found->second.count;
                break;
            }
        }
    }
    for (const Observation& here : observations) {
        const auto found = sites.find(here.site);
        if (found != sites.end()) {
            const Rows rows = Turned::rows(found->second.before);
            const double length = length_of(rows[static_cast<std::size_t>(here.component / 3) % 3]);
            constexpr double skew = 4; // of the axes to each other, at most
            found->second.uncertainty =
                std::max(found->second.uncertainty, skew * here.allowed / length);
        }
    }
    return sites;
}

} // namespace

std::optional<StageMatch> turned(const Observations& observations, const TurningStep& step) {
    Rows expected{};
    Rows value{};
    std::size_t count = 0;
    for (const Observation& here : observations) {
        if (here.site == observations.front().site && here.component < static_cast<int>(nine)) {
            const auto component = static_cast<std::size_t>(here.component);
            expected[component / 3][component % 3] = here.expected;
            value[component / 3][component % 3] = here.value;
            ++count;
        }
    }
    const auto turn = count == nine ? fitted_rotation(expected, value) : std::nullopt;
    const auto angle = turn ? std::optional(length_of(*turn)) : std::nullopt;
    constexpr double least = 1e-7;
    if (!angle || *angle < least) {
        return std::nullopt;
    }
    constexpr int digits = 8;
    const double steps = step.angle_rad != 0 ? std::fabs(*angle / step.angle_rad) : 0;
    constexpr double whole = 1e-3;
    const bool whole_steps = steps > 0.5 && std::fabs(steps - std::round(steps)) < whole * steps;
    std::vector<Term> terms{ShownNumber{*angle * half_turn_deg / std::numbers::pi, digits}};
    if (step.angle_rad != 0) {
        constexpr int digits_of_steps = 6;
        terms.emplace_back(ShownNumber{steps, digits_of_steps});
        terms.emplace_back(step.passes);
    }
    return StageMatch::of_odd_side(whole_steps ? CauseClass::stale : CauseClass::formula,
                                   Rule::vectors_turned, std::move(terms));
}

std::optional<StageMatch> turned_further(const Observations& observations,
                                         const ProgramModel& program, const Replay& followed) {
    constexpr double single_precision = 0x1p-23; // random angles are of it in any program
    Range factor;
    std::vector<std::pair<Vector, Vector>> rotations; ///< of the stage, of the candidate
    double uncertainty = 0;
    for (const auto& [site, here] : turned_sites(observations, program, followed)) {
        const auto of_stage = here.rotation(here.expected);
        const auto of_candidate = here.rotation(here.value);
        const double angle = of_stage ? length_of(*of_stage) : 0;
        if (!of_candidate || !(angle > here.uncertainty)) {
            return std::nullopt;
        }
        rotations.emplace_back(*of_stage, *of_candidate);
        uncertainty = std::max(uncertainty, here.uncertainty);
        factor.narrow(dot(*of_stage, *of_candidate) / angle / angle,
                      here.uncertainty / angle + single_precision);
    }
    const auto all = [&](double times_as_far) {
        return !rotations.empty() &&
               std::all_of(rotations.begin(), rotations.end(), [&](const auto& rotation) {
                   const Vector wanted = times(rotation.first, times_as_far);
                   Vector left = rotation.second;
                   for (std::size_t k = 0; k < 3; ++k) {
                       left[k] -= wanted[k];
                   }
                   const double size = std::fabs(times_as_far);
                   return length_of(left) <=
                          std::fmax(1, size) * uncertainty +
                              size * length_of(rotation.first) * single_precision;
               });
    };
    for (const UnitFactor& factor_of_unit : unit_factors) {
        if (all(factor_of_unit.value)) {
            return StageMatch::of_odd_side(CauseClass::unit, Rule::turned_by_angle_unit,
                                           {factor_of_unit.unit});
        }
    }
    const double excess = factor.any()
                              ? round_excess_in({factor.low - 1, factor.high - 1}, several_digits)
                              : std::numeric_limits<double>::quiet_NaN();
    if (std::isnan(excess) || !all(1 + excess)) {
        return std::nullopt;
    }
    constexpr double half = -0.5; // another width of the same distribution
    return StageMatch::of_odd_side(excess == half ? CauseClass::formula : CauseClass::scale,
                                   Rule::turned_by_round_factor, {OnePlus{{excess}}});
}

} // namespace tapir::trace
