#include "cause/scaled_input.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

#include "cause/lost_precision.hpp"
#include "cause/round_number.hpp"
#include "cause/what_fits.hpp"

namespace tapir::trace {

namespace {

/// A parent, or one component of it, times a factor.
struct Scaling {
    std::size_t parent;
    int component;

    [[nodiscard]] bool fits(const StageRerun& stage, double factor) const {
        return stage.follows(
            parent, [&](const Values& before) { return scaled(before, component, factor); });
    }
};

/// Parents, and components of them, that can be scaled.
std::vector<Scaling> scalings_of(const StageRerun& stage) {
    std::vector<Scaling> all;
    for (std::size_t i = 0; i < stage.parents().size(); ++i) {
        const std::size_t width = stage.used(stage.parents()[i]).size();
        const int components = width > 1 ? static_cast<int>(width) : 0;
        for (int component = StageRerun::all_components; component < components; ++component) {
            all.push_back({i, component});
        }
    }
    return all;
}

std::optional<StageMatch> short_pi_in(const StageRerun& stage, const Scaling& scaling) {
    if (is_direction(stage.used(stage.parents()[scaling.parent]))) {
        return std::nullopt; // no angle is made of it
    }
    for (const double excess : short_pi_excess) {
        if (scaling.fits(stage, 1 + excess) || scaling.fits(stage, 1 / (1 + excess))) {
            return StageMatch::of_odd_side(CauseClass::precision, Rule::parent_with_short_pi,
                                           {short_pi(excess), stage.parents()[scaling.parent].tap});
        }
    }
    return std::nullopt;
}

StageMatch scaled_by(const StageRerun& stage, const Scaling& scaling, double excess,
                     const ProgramModel& program) {
    const RecordKey& parent = stage.parents()[scaling.parent];
    const TapSpec* tap = program.find_tap(parent.tap);
    const bool length = scaling.component == StageRerun::all_components &&
                        is_direction(stage.used(parent)) && tap != nullptr &&
                        std::string_view(tap->unit) == "1";
    return StageMatch::of_odd_side(length ? CauseClass::normalisation : CauseClass::scale,
                                   Rule::parent_scaled,
                                   {parent.tap, OnePlus{{excess, several_digits}}});
}

} // namespace

std::optional<StageMatch> scaled_input(const StageRerun& stage, const ProgramModel& program) {
    const std::vector<Scaling> scalings = scalings_of(stage);
    std::vector<std::optional<Range>> changes;
    for (const Scaling& scaling : scalings) {
        if (auto found = short_pi_in(stage, scaling)) {
            return found;
        }
        changes.push_back(stage.relative_change(scaling.parent, scaling.component));
    }
    // components that agree on one change tell more than its roundness
    const int trials = stage.components_to_agree() > 1 ? 1 : static_cast<int>(scalings.size());
    for (const int digits : {1, several_digits}) {
        for (std::size_t i = 0; i < scalings.size(); ++i) {
            const double excess = changes[i] ? round_excess_in(*changes[i], digits, trials)
                                             : std::numeric_limits<double>::quiet_NaN();
            if (!std::isnan(excess) && scalings[i].fits(stage, 1 + excess)) {
                return scaled_by(stage, scalings[i], excess, program);
            }
        }
    }
    return std::nullopt;
}

} // namespace tapir::trace
