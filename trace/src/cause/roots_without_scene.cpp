#include "cause/roots_without_scene.hpp"

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "cause/other_print.hpp"

namespace tapir::trace {

namespace {

using Pairs = std::vector<const Pair*>;
using Matrix = Eigen::Matrix<double, 3, 3, Eigen::RowMajor>;

Pairs pairs_of(const RecordsOnly& records, const RootCause& root, bool departing_only) {
    Pairs pairs;
    for (const Pair& pair : records.alignment->pairs) {
        if (pair.reference->node.tap == root.tap && pair.comparable &&
            (!departing_only || !pair.agrees)) {
            pairs.push_back(&pair);
        }
    }
    return pairs;
}

bool is_open(const RootCause& root) {
    return root.cause_class == CauseClass::formula || root.cause_class == CauseClass::scale ||
           root.cause_class == CauseClass::offset;
}

// Three vectors -----------------------------------------------------------------------------------

/// Both sides' values at the root's site, nine or three.
bool rows_of(const RecordsOnly& records, const RootCause& root, std::vector<double>& reference,
             std::vector<double>& candidate) {
    std::size_t before = reference.size();
    for (const Pair* pair : pairs_of(records, root, false)) {
        if (pair->reference->node.site == root.site &&
            pair->reference->node.component == static_cast<int>(reference.size() - before)) {
            reference.push_back(pair->reference->value);
            candidate.push_back(pair->candidate->value);
        }
    }
    return reference.size() > before;
}

/// How far the transposed reference is from the candidate, as part of how far the reference is;
/// nothing when exchanging rows and columns does not explain most of it.
std::optional<double> left_when_transposed(const std::vector<double>& reference,
                                           const std::vector<double>& candidate) {
    constexpr std::size_t nine = 9;
    if (reference.size() != nine) {
        return std::nullopt;
    }
    const Eigen::Map<const Matrix> here(reference.data());
    const Eigen::Map<const Matrix> there(candidate.data());
    const double before = (here - there).cwiseAbs().maxCoeff();
    const double after = (here.transpose() - there).cwiseAbs().maxCoeff();
    constexpr double small_part = 0.02;
    if (!(before > 0) || !(after < small_part * before)) {
        return std::nullopt;
    }
    return after / before;
}

void name_transposed(const RecordsOnly& records, std::vector<RootCause>& roots) {
    for (std::size_t first = 0; first < roots.size(); ++first) {
        std::vector<double> reference;
        std::vector<double> candidate;
        std::vector<std::size_t> members;
        constexpr std::size_t nine = 9;
        for (std::size_t i = first; i < roots.size() && reference.size() < nine; ++i) {
            const TapSpec* tap = records.program->find_tap(roots[i].tap);
            const bool alike = tap != nullptr && is_open(roots[i]) &&
                               (tap->width == 3 || tap->width == 9) &&
                               roots[i].unit == roots[first].unit;
            if (alike && rows_of(records, roots[i], reference, candidate)) {
                members.push_back(i);
            }
        }
        const auto left = left_when_transposed(reference, candidate);
        if (!left || members.front() != first) {
            continue;
        }
        for (const std::size_t member : members) {
            roots[member].cause_class = CauseClass::permutation;
            Finding found{Rule::rows_and_columns_exchanged};
            if (*left > 0) {
                found.terms.emplace_back(ShownNumber{*left, 2});
            }
            roots[member].evidence = {std::move(found)};
        }
        return;
    }
}

// Shifts ------------------------------------------------------------------------------------------

void name_half_pixels(const RecordsOnly& records, double pixel_size_m, RootCause& root) {
    if (!(pixel_size_m > 0) || root.unit != "m" || !is_open(root)) {
        return;
    }
    const Pairs departing = pairs_of(records, root, true);
    double halves = 0;
    for (const Pair* pair : departing) {
        const double shift = pair->candidate->value - pair->reference->value;
        const double here = std::fabs(shift) / (pixel_size_m / 2);
        const double nearest = std::round(here);
        constexpr double tight = 1e-6;
        constexpr double most = 4;
        if (nearest < 1 || nearest > most || std::fabs(here - nearest) > tight ||
            (halves != 0 && nearest != halves)) {
            return;
        }
        halves = nearest;
    }
    if (halves == 0) {
        return;
    }
    constexpr int digits = 6;
    const ShownNumber shift_m{halves * pixel_size_m / 2, digits};
    const auto components = static_cast<Count>(departing.size());
    root.cause_class = CauseClass::offset;
    root.evidence = {halves == 1 ? Finding{Rule::shifted_by_half_pixel, {}, {shift_m, components}}
                                 : Finding{Rule::shifted_by_half_pixels,
                                           {},
                                           {ShownNumber{halves / 2}, shift_m, components}}};
}

// Stages ------------------------------------------------------------------------------------------

/// One side held against the stages, whatever the scene.
class Stages {
  public:
    Stages(const SideReplay& check, const ProgramModel& program)
        : program_(&program), check_(&check) {
        const std::vector<ReplayedValue>& nodes = check_->followed().nodes();
        for (const ReplayedValue& node : nodes) {
            // an option of the scene that nobody printed is taken at its default
            const TapSpec* tap = program_->find_tap(node.node.tap);
            const bool option = tap != nullptr && tap->scope == no_loops && node.parents.empty();
            known_.push_back(
                node.recorded || option ||
                (!node.parents.empty() &&
                 std::all_of(node.parents.begin(), node.parents.end(), [this](const auto& parent) {
                     return known_[static_cast<std::size_t>(parent.first)] || parent.second == 0;
                 })));
        }
    }

    /// The edge of a pixel, from the first printed record that tells it.
    [[nodiscard]] double pixel_size() const {
        const std::vector<ReplayedValue>& nodes = check_->followed().nodes();
        for (const ReplayedValue& node : nodes) {
            if (!node.recorded || node.computed == 0) {
                continue;
            }
            double size = 0;
            double elasticity = 0;
            bool others_recorded = true;
            for (const auto& [index, slope] : node.parents) {
                const ReplayedValue& parent = nodes[static_cast<std::size_t>(index)];
                if (parent.node.tap == program_->pixel_size_tap && !parent.recorded) {
                    size = parent.used;
                    elasticity = slope * parent.used / node.computed;
                } else {
                    others_recorded = others_recorded && parent.recorded;
                }
            }
            if (others_recorded && size > 0 && std::fabs(elasticity) > 1) { // a power of it
                return size * std::pow(node.used / node.computed, 1 / std::round(elasticity));
            }
        }
        return 0;
    }

    /// A factor computed from printed records that nobody printed, by which both sides differ.
    [[nodiscard]] std::optional<Finding> factor_left_out(const Pairs& departing) const {
        constexpr double tight = 1e-9;
        if (departing.empty()) { // what departs is no number
            return std::nullopt;
        }
        const std::vector<ReplayedValue>& nodes = check_->followed().nodes();
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const ReplayedValue& node = nodes[i];
            const TapSpec* tap = program_->find_tap(node.node.tap);
            const double factor = node.computed;
            if (node.recorded || !known_[i] || node.parents.empty() || tap == nullptr ||
                tap->width != 1 || std::string_view(tap->unit) != "1" || !std::isfinite(factor) ||
                factor == 0 || std::fabs(factor) == 1) {
                continue;
            }
            for (const double power : {1.0, -1.0}) {
                const double ratio = power > 0 ? factor : 1 / factor;
                const bool fits =
                    std::all_of(departing.begin(), departing.end(), [ratio](const Pair* pair) {
                        const double expected = pair->reference->value * ratio;
                        return expected != 0 && std::fabs(pair->candidate->value - expected) <=
                                                    tight * std::fabs(expected);
                    });
                if (fits) {
                    return Finding{power > 0 ? Rule::reference_times_unprinted_factor
                                             : Rule::reference_without_unprinted_factor,
                                   {},
                                   {tap->key, ShownNumber{factor}}};
                }
            }
        }
        return std::nullopt;
    }

  private:
    const ProgramModel* program_;
    const SideReplay* check_;
    std::vector<bool> known_;
};

// Empty entries -----------------------------------------------------------------------------------

void name_empty_entry(const RecordsOnly& records, RootCause& root) {
    const TapSpec* tap = records.program->find_tap(root.tap);
    const Pairs pairs = pairs_of(records, root, false);
    if (tap == nullptr || records.program->list_loop < 0 ||
        tap->scope != loop_bit(static_cast<std::size_t>(records.program->list_loop)) ||
        pairs.empty() || !is_open(root)) {
        return;
    }
    for (const bool of_reference : {true, false}) {
        const auto value = [of_reference](const Pair* pair, bool own) {
            return of_reference == own ? pair->reference->value : pair->candidate->value;
        };
        const bool empty = std::all_of(pairs.begin(), pairs.end(),
                                       [&](const Pair* pair) { return value(pair, true) == 0; });
        const bool filled = std::any_of(pairs.begin(), pairs.end(),
                                        [&](const Pair* pair) { return value(pair, false) != 0; });
        if (empty && filled) {
            root.side = of_reference ? WhichSide::reference : WhichSide::candidate;
            root.evidence = {{Rule::empty_entry_of_list, root.side}};
        }
    }
}

/// @param stages  of the reference; or null
void refine_all(const RecordsOnly& records, const Stages* stages, std::vector<RootCause>& roots) {
    name_transposed(records, roots);
    double size = records.pixel_size_m;
    if (!(size > 0) && stages != nullptr) {
        size = stages->pixel_size();
    }
    for (RootCause& root : roots) {
        name_half_pixels(records, size, root);
        name_empty_entry(records, root);
        if (is_open(root)) {
            name_other_record(pairs_of(records, root, true), *records.alignment->reference,
                              *records.candidate, *records.graph, root);
        }
        if (stages != nullptr && is_open(root)) {
            if (const auto found = stages->factor_left_out(pairs_of(records, root, true))) {
                root.cause_class = CauseClass::normalisation;
                root.evidence = {*found};
            }
        }
    }
}

} // namespace

void refine_roots(const RecordsOnly& records, std::vector<RootCause>& roots) {
    if (roots.empty()) {
        return;
    }
    if (records.of_reference == nullptr) {
        refine_all(records, nullptr, roots);
        return;
    }
    const Stages stages(records.of_reference->check(), *records.program);
    refine_all(records, &stages, roots);
}

void rounding_last(std::vector<RootCause>& roots) {
    std::stable_partition(roots.begin(), roots.end(), [](const RootCause& root) {
        return root.cause_class != CauseClass::precision;
    });
}

} // namespace tapir::trace
