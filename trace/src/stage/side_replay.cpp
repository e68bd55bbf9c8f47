#include "stage/side_replay.hpp"

#include <algorithm>
#include <cmath>

namespace tapir::trace {

namespace {

/// Half of the last printed digit, and what is lost when a number of the set-up is copied into the
/// pixel loop's precision.
double error_of(const CanonicalValue& value, const SidePrecision& precision, const TapSpec* tap) {
    if (tap != nullptr && tap->kind == ValueKind::integer) {
        return 0;
    }
    const bool copied = tap != nullptr && tap->scope == no_loops;
    return half_quantum(value, precision.digits) +
           (copied ? precision.roundoff(tap, &value) * std::fabs(value.value) : 0);
}

} // namespace

SideReplay::SideReplay(const Side& side, const ProgramModel& program,
                       const std::vector<Pixel>& pixels, const Oracle& what_if)
    : program_(&program), precision_(precision_of(side, program)), recorded_(recorded_of(side)),
      followed_(what_if.follow(pixels, recorded_, arrangement_)) {
    if (set_up_is_copied()) {
        precision_.single_taps.clear();
    }
    find_bounds();
    allow_other_arrangements(pixels, what_if);
}

bool SideReplay::set_up_is_copied() const {
    std::set<std::string> rounded_more;
    constexpr double once = 1.5;
    for (const ReplayedValue& node : followed_.nodes()) {
        const double rounding = once * SidePrecision::roundoff_single * std::fabs(node.computed);
        if (node.recorded && precision_.single_taps.count(node.node.tap) > 0 &&
            std::fabs(node.used - node.computed) > rounding + node.used_error) {
            rounded_more.insert(node.node.tap);
        }
    }
    return rounded_more.size() < 2; // a fault is in one place, the rounding of a set-up in many
}

SideReplay::SideReplay(const ProgramModel& program, SidePrecision precision,
                       RecordedValues recorded, Arrangement arrangement,
                       const std::vector<Pixel>& pixels, const Oracle& what_if)
    : program_(&program), precision_(std::move(precision)), recorded_(std::move(recorded)),
      arrangement_(arrangement), followed_(what_if.follow(pixels, recorded_, arrangement_)) {
    find_bounds();
}

SideReplay SideReplay::without(const std::set<int>& nodes, const std::vector<Pixel>& pixels,
                               const Oracle& what_if) const {
    RecordedValues left = recorded_;
    for (const int node : nodes) {
        left.erase(followed_.nodes()[place_of_node(node)].node);
    }
    SideReplay check(*program_, precision_, std::move(left), arrangement_, pixels, what_if);
    check.allow_other_arrangements(pixels, what_if);
    return check;
}

void SideReplay::allow_other_arrangements(const std::vector<Pixel>& pixels, const Oracle& what_if) {
    bool any_departs = false;
    for (int node = 0; node < static_cast<int>(followed_.nodes().size()); ++node) {
        any_departs = any_departs || departs(node);
    }
    if (!any_departs) {
        return;
    }
    for (Arrangement other = 0; other < what_if.arrangements(); ++other) {
        if (other != arrangement_) {
            take_better_nodes(SideReplay(*program_, precision_, recorded_, other, pixels, what_if));
        }
    }
}

void SideReplay::take_better_nodes(const SideReplay& again) {
    if (again.followed_.nodes().size() != followed_.nodes().size()) {
        return; // another course of the computation: not to be taken node by node
    }
    for (int node = 0; node < static_cast<int>(followed_.nodes().size()); ++node) {
        if (std::fabs(again.misfit(node)) * bound(node) <
            std::fabs(misfit(node)) * again.bound(node)) {
            const auto n = place_of_node(node);
            followed_.replace(node, again.followed_.nodes()[n]);
            bound_[n] = again.bound_[n];
        }
    }
}

void SideReplay::find_bounds() {
    bound_.clear();
    std::vector<double> errors;
    for (const ReplayedValue& node : followed_.nodes()) {
        const double roundoff = precision_.roundoff(tap_of(node.node.tap), nullptr);
        const double bound = local_bound(node, roundoff, errors);
        bound_.push_back(bound + roundoff * std::fabs(node.computed) + node.used_error);
        errors.push_back(node.recorded || node.stands_for >= 0 ? node.used_error : bound);
    }
}

template <class Found>
bool SideReplay::any_source(int node, const Found& found) const {
    std::vector<int> open{node};
    std::set<int> seen;
    while (!open.empty()) {
        const int here = open.back();
        open.pop_back();
        for (const auto& [parent, slope] :
             followed_.nodes()[static_cast<std::size_t>(here)].parents) {
            if (!seen.insert(parent).second) {
                continue;
            }
            const ReplayedValue& source = followed_.nodes()[static_cast<std::size_t>(parent)];
            if (found(parent, source)) {
                return true;
            }
            if (!source.recorded) {
                open.push_back(parent);
                if (source.stands_for >= 0 && found(source.stands_for, source)) {
                    return true;
                }
            }
        }
    }
    return false;
}

bool SideReplay::reached_from(int node, const std::set<int>& origins) const {
    return any_source(node, [&origins](int source, const ReplayedValue& /*unused*/) {
        return origins.count(source) > 0;
    });
}

int SideReplay::repeated_unprinted(int node) const {
    const ReplayedValue& here = followed_.nodes()[place_of_node(node)];
    for (const auto& [parent, slope] : here.parents) {
        const ReplayedValue& source = followed_.nodes()[static_cast<std::size_t>(parent)];
        if (!source.recorded && source.stands_for < 0 &&
            source.node.component == here.node.component && source.node.site == here.node.site &&
            std::fabs(source.used - here.computed) <= allowance * bound(node)) {
            return parent;
        }
    }
    return -1;
}

int SideReplay::repeated_unprinted(const std::set<int>& nodes) const {
    int first = -1;
    for (const int node : nodes) {
        const int repeated = repeated_unprinted(node);
        if (repeated < 0) {
            return -1;
        }
        first = first < 0 ? repeated : std::min(first, repeated);
    }
    return first;
}

bool SideReplay::passes_through_unprinted(int node, const std::set<std::string>& taps) const {
    return any_source(node, [&taps](int /*unused*/, const ReplayedValue& source) {
        return !source.recorded && source.stands_for < 0 && taps.count(source.node.tap) > 0;
    });
}

RecordedValues SideReplay::recorded_of(const Side& side) const {
    RecordedValues recorded;
    for (const CanonicalValue& value : side.values) {
        if (value.known && value.printed().numeric && std::isfinite(value.value)) {
            recorded[value.node].push_back(
                {value.value, error_of(value, precision_, tap_of(value.node.tap))});
        }
    }
    return recorded;
}

const TapSpec* SideReplay::tap_of(const std::string& key) const {
    return program_->find_tap(key);
}

double SideReplay::local_bound(const ReplayedValue& node, double roundoff,
                               const std::vector<double>& errors) const {
    double inputs = 0;
    // after a chain of many operations all errors of one sign are beyond belief: 8 deviations are
    // enough, and below 64 equal roundings the strict bound is the smaller one
    constexpr double deviations = 8;
    double rounding = std::min(node.rounding, deviations * node.scatter);
    for (const auto& [parent, slope] : node.parents) {
        const auto p = static_cast<std::size_t>(parent);
        inputs += std::fabs(slope) * errors[p];
        rounding += std::fabs(slope) < ReplayedValue::anything
                        ? std::fabs(slope * followed_.nodes()[p].used)
                        : 0;
    }
    const double error = inputs + roundoff * rounding + node.blur;
    if (node.margin < ReplayedValue{}.margin) {
        return error >= node.margin ? 1 : 0; // a decision falls this way or the other
    }
    return error;
}

double SideReplay::print_error(const CanonicalValue& value) const {
    return half_quantum(value, precision_.digits) +
           precision_.roundoff(tap_of(value.node.tap), &value) * std::fabs(value.value);
}

double SideReplay::misfit(int node) const {
    const ReplayedValue& here = followed_.nodes()[place_of_node(node)];
    return here.used - here.computed;
}

std::vector<double> SideReplay::spread(const SidePrecision& precision) const {
    std::vector<double> errors;
    for (const ReplayedValue& node : followed_.nodes()) {
        const double roundoff = precision.roundoff(tap_of(node.node.tap), nullptr);
        errors.push_back(local_bound(node, roundoff, errors));
    }
    return errors;
}

} // namespace tapir::trace
