#include "stage/stage_comparison.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace tapir::trace {

namespace {

constexpr double bound_allowance = SideReplay::allowance;
constexpr double infinite = std::numeric_limits<double>::infinity();

double ratio_of(double departure, double allowed) {
    if (departure == 0) {
        return 0;
    }
    // a bound that is no number allows nothing
    return allowed > 0 && std::isfinite(allowed) ? departure / allowed : infinite;
}

} // namespace

StageComparison::StageComparison(const Side& reference, const Side& candidate,
                                 const ProgramModel& program, const std::vector<Pixel>& pixels,
                                 const Oracle& what_if)
    : pixels_(pixels), what_if_(&what_if), program_(&program),
      reference_(reference, program, pixels, what_if),
      candidate_(candidate, program, pixels, what_if),
      spread_(reference_.spread(reference_.precision())) {
    const std::vector<double> of_candidate = reference_.spread(candidate_.precision());
    for (std::size_t i = 0; i < spread_.size(); ++i) {
        spread_[i] += of_candidate[i];
    }
}

Finding StageComparison::contradiction_of(const CanonicalValue& value, const SideReplay& side,
                                          int node) {
    const double used = side.followed().nodes()[place_of_node(node)].used;
    Finding found{Rule::printed_once_more, {}, {ShownNumber{used}}};
    const double power = std::round(std::log10(std::fabs(value.value / used)));
    constexpr double digits = 1e-9;
    if (power != 0 && std::isfinite(power) &&
        std::fabs(value.value / used / std::pow(10.0, power) - 1) < digits) {
        found.terms.emplace_back(static_cast<Count>(power));
    }
    return found;
}

double StageComparison::contradiction(const CanonicalValue& value, const SideReplay& side,
                                      int node) {
    const ReplayedValue& here = side.followed().nodes()[place_of_node(node)];
    return ratio_of(std::fabs(value.value - here.used),
                    bound_allowance * (side.print_error(value) + here.used_error));
}

const TapSpec* StageComparison::tap(const std::string& key) const {
    return program_->find_tap(key);
}

bool StageComparison::neither_follows(const Local& local, double departure) const {
    constexpr double small_part = 1e-3;
    const ReplayedValue& node = reference_.followed().nodes()[place_of_node(local.reference)];
    const bool looked_up =
        std::any_of(node.parents.begin(), node.parents.end(), [](const auto& parent) {
            return std::fabs(parent.second) >= ReplayedValue::anything;
        });
    // an entry of a table has no rounding to share: of whatever table, it is the same or not
    return !looked_up && candidate_.departs(local.candidate) &&
           reference_.departs(local.reference) &&
           departure < small_part * std::min(std::fabs(candidate_.misfit(local.candidate)),
                                             std::fabs(reference_.misfit(local.reference)));
}

std::optional<StageComparison::Local> StageComparison::local(const Pair& pair) const {
    Local local;
    local.reference = reference_.followed().index_of(pair.reference->node);
    local.candidate = candidate_.followed().index_of(pair.candidate->node);
    if (local.reference < 0 || local.candidate < 0 || !std::isfinite(pair.reference->value) ||
        !std::isfinite(pair.candidate->value)) {
        return std::nullopt;
    }
    const double departure =
        std::fabs(candidate_.misfit(local.candidate) - reference_.misfit(local.reference));
    local.departure = ratio_of(departure, allowed(local));
    if (neither_follows(local, departure)) {
        // both are made in another way: what rounding since the beginning may do decides
        const double expected =
            reference_.followed().nodes()[place_of_node(local.reference)].computed;
        const double larger = std::fmax(1, std::fabs(pair.reference->value / expected));
        local.departure = ratio_of(std::fabs(pair.reference->value - pair.candidate->value),
                                   larger * tolerance(pair, local));
        local.same_way = local.departure <= 1;
    }
    const double contradiction_of_prints =
        std::max(contradiction(*pair.candidate, candidate_, local.candidate),
                 contradiction(*pair.reference, reference_, local.reference));
    if (contradiction_of_prints > 1) {
        local.contradicts = true;
        local.departure = contradiction_of_prints;
    }
    return local;
}

double StageComparison::allowed(const Local& local) const {
    return bound_allowance *
           (candidate_.bound(local.candidate) + reference_.bound(local.reference));
}

double StageComparison::tolerance(const Pair& pair, const Local& local) const {
    return bound_allowance *
           (spread_[place_of_node(local.reference)] + reference_.print_error(*pair.reference) +
            candidate_.print_error(*pair.candidate));
}

void StageComparison::judge(Pair& pair) const {
    const std::optional<Local> here = local(pair);
    if (!here) {
        return;
    }
    pair.tolerance = tolerance(pair, *here);
    const double difference = std::fabs(pair.reference->value - pair.candidate->value);
    const bool close =
        (std::isfinite(pair.tolerance) && difference <= pair.tolerance) || here->same_way;
    // the same number under another label, or in another unit, is no agreement: judged before
    if (pair.comparable && close && here->departure <= 1) {
        pair.agrees = true;
        pair.permission = Permission::none; // none is needed
        pair.swamped = false;
    }
}

std::vector<SignedErrors> StageComparison::errors(const std::vector<Pair>& pairs) const {
    std::vector<SignedErrors> all;
    std::map<std::string, std::size_t> places;
    for (const Pair& pair : pairs) {
        const std::optional<Local> here = pair.comparable ? local(pair) : std::nullopt;
        const double size = std::fabs(pair.reference->value);
        if (!here || !(size > 0)) {
            continue;
        }
        const double error =
            (candidate_.misfit(here->candidate) - reference_.misfit(here->reference)) / size;
        if (!std::isfinite(error)) {
            continue;
        }
        const auto [found, fresh] = places.try_emplace(pair.reference->node.tap, all.size());
        if (fresh) {
            all.push_back({});
            all.back().tap = pair.reference->node.tap;
        }
        SignedErrors& tap = all[found->second];
        ++tap.records;
        tap.positive += error > 0 ? 1U : 0U;
        tap.negative += error < 0 ? 1U : 0U;
        tap.sum += error;
        tap.sum_of_squares += error * error;
    }
    return all;
}

Observations StageComparison::observations(const LocalRoot& root,
                                           const std::vector<Pair>& pairs) const {
    Observations observations;
    const bool of_reference = root.side == WhichSide::reference;
    const SideReplay& own = side(root);
    const SideReplay& other = of_reference ? candidate_ : reference_;
    for (const Pair& pair : pairs) {
        const std::optional<Local> here =
            pair.reference->node.tap == root.tap ? local(pair) : std::nullopt;
        if (!here || here->contradicts) {
            continue;
        }
        Observation seen;
        const int node_of_own = of_reference ? here->reference : here->candidate;
        const int node_of_other = of_reference ? here->candidate : here->reference;
        seen.site = pair.candidate->node.site;
        seen.component = pair.candidate->node.component;
        const ReplayedValue& node = own.followed().nodes()[place_of_node(node_of_own)];
        seen.expected = node.computed + other.misfit(node_of_other);
        seen.value = node.used;
        seen.allowed = allowed(*here);
        seen.spread = std::max(seen.allowed, tolerance(pair, *here));
        seen.print_error = node.used_error;
        seen.departs = !pair.agrees && here->departure > 1;
        seen.node = node_of_own;
        observations.push_back(seen);
    }
    std::stable_sort(observations.begin(), observations.end(),
                     [](const Observation& a, const Observation& b) { return a.node < b.node; });
    const auto end =
        std::unique(observations.begin(), observations.end(),
                    [](const Observation& a, const Observation& b) { return a.node == b.node; });
    observations.erase(end, observations.end());
    return observations;
}

std::optional<double> StageComparison::computed(const CanonicalValue& value) const {
    const int node = reference_.followed().index_of(value.node);
    return node < 0 ? std::nullopt
                    : std::optional(reference_.followed().nodes()[place_of_node(node)].computed);
}

bool StageComparison::takes_as_recorded(const std::vector<const Pair*>& pairs) const {
    const std::vector<ReplayedValue>& nodes = reference_.followed().nodes();
    return std::any_of(pairs.begin(), pairs.end(), [&](const Pair* pair) {
        const int node = reference_.followed().index_of(pair->reference->node);
        return node >= 0 && !nodes[place_of_node(node)].has_stage;
    });
}

bool StageComparison::shared_departure(const Pair& pair) const {
    const std::optional<Local> here = pair.agrees ? local(pair) : std::nullopt;
    return here && reference_.departs(here->reference) && candidate_.departs(here->candidate);
}

std::optional<Finding> StageComparison::shared_contradiction(const Pair& pair) const {
    const std::optional<Local> here = pair.agrees ? local(pair) : std::nullopt;
    return here && contradiction(*pair.candidate, candidate_, here->candidate) > 1 &&
                   contradiction(*pair.reference, reference_, here->reference) > 1
               ? std::optional(contradiction_of(*pair.candidate, candidate_, here->candidate))
               : std::nullopt;
}

double StageComparison::visible(const Pair& pair) const {
    const std::optional<Local> here = local(pair);
    return here ? allowed(*here) : infinite;
}

std::vector<Sharpness> StageComparison::sharpness(const std::vector<Pair>& pairs) const {
    std::vector<Sharpness> rows;
    std::map<std::string, std::size_t> places;
    for (const Pair& pair : pairs) {
        const std::optional<Local> here = local(pair);
        if (!here || pair.reference->value == 0) {
            continue;
        }
        const double visible = allowed(*here) / std::fabs(pair.reference->value);
        const auto [place, fresh] = places.try_emplace(pair.reference->node.tap, rows.size());
        if (fresh) {
            rows.push_back({pair.reference->node.tap, visible, visible, allowed(*here)});
        }
        Sharpness& row = rows[place->second];
        row.sharpest = std::min(row.sharpest, visible);
        if (visible > row.bluntest) {
            row.bluntest = visible;
            row.bluntest_absolute = allowed(*here);
        }
    }
    return rows;
}

} // namespace tapir::trace
