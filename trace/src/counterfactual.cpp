#include "counterfactual.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string_view>

#include "parent_change.hpp"

namespace tapir::trace {

namespace {

constexpr std::size_t most_sites = 3;
constexpr double tight = 1e-10;
constexpr double telling = 1e3; ///< the departure is at least so many times the misfit

/// What the candidate has in a record of the root's tap, by component.
struct Target {
    RecordKey record;
    std::map<int, const Pair*> components; ///< departing
};

std::vector<Target> targets_of(const std::vector<const Pair*>& departing) {
    std::vector<Target> targets;
    for (const Pair* pair : departing) {
        const NodeKey& node = pair->reference->node;
        const RecordKey record{node.tap, node.site};
        auto found = std::find_if(targets.begin(), targets.end(),
                                  [&](const Target& target) { return target.record == record; });
        if (found == targets.end()) {
            if (targets.size() == most_sites) {
                continue;
            }
            targets.push_back({record, {}});
            found = targets.end() - 1;
        }
        found->components.try_emplace(node.component, pair);
    }
    return targets;
}

bool matches(const Target& target, const Values& values) {
    return std::all_of(
        target.components.begin(), target.components.end(), [&](const auto& component) {
            const auto index = static_cast<std::size_t>(component.first);
            if (index >= values.size()) {
                return false;
            }
            const double candidate = component.second->candidate->value;
            const double misfit = std::fabs(values[index] - candidate);
            const double departure = std::fabs(component.second->reference->value - candidate);
            return misfit <= tight * std::fabs(candidate) && departure > telling * misfit;
        });
}

/// Records the root's record at a site was computed from, nearest first.
std::vector<RecordKey> parents_of(const Target& target, const LineageGraph& graph) {
    std::vector<RecordKey> parents;
    for (const auto& [component, pair] : target.components) {
        const int node = graph.find(pair->reference->node);
        if (node < 0) {
            continue;
        }
        for (const int parent : graph.parents(node)) {
            const RecordKey key{graph.key(parent).tap, graph.key(parent).site};
            if (std::find(parents.begin(), parents.end(), key) == parents.end()) {
                parents.push_back(key);
            }
        }
    }
    return parents;
}

/// The search for one root.
class Search {
  public:
    Search(const std::vector<const Pair*>& departing, const Dictionary& dictionary,
           const LineageGraph& graph, const WhatIf& what_if)
        : dictionary_(&dictionary), what_if_(&what_if), targets_(targets_of(departing)),
          parents_(parents_of(targets_.front(), graph)) {
        for (int node = 0; node < graph.size(); ++node) {
            const NodeKey& key = graph.key(node);
            if (key.site == Site{} && key.component == 0) {
                set_up_.push_back({{key.tap, key.site}, what_if.record({key.tap, key.site}, {})});
            }
        }
    }

    std::optional<Classification> run() const {
        if (!computes_reference()) {
            return std::nullopt;
        }
        if (auto found = other_place()) {
            return found;
        }
        for (const ParentChange& change : parent_changes()) {
            for (const RecordKey& parent : parents_) {
                if (follows(change, parent)) {
                    return said(change.cause_class, change.what + " " + named(parent));
                }
            }
        }
        if (auto found = other_record()) {
            return found;
        }
        if (auto found = switched()) {
            return found;
        }
        return set_up_factor();
    }

  private:
    static std::string named(const RecordKey& record) { return record.tap; }

    static Classification said(const std::string& cause_class, const std::string& what) {
        return {cause_class,
                "the candidate's value is what the stage gives with " + what +
                    ", everything else as recorded",
                "candidate"};
    }

    /// The engine stands on the reference's side; otherwise its answers mean nothing here.
    [[nodiscard]] bool computes_reference() const {
        return std::all_of(targets_.begin(), targets_.end(), [this](const Target& target) {
            const Values values = what_if_->record(target.record, {});
            return std::all_of(
                target.components.begin(), target.components.end(), [&](const auto& component) {
                    const auto index = static_cast<std::size_t>(component.first);
                    const double reference = component.second->reference->value;
                    return index < values.size() &&
                           std::fabs(values[index] - reference) <= tight * std::fabs(reference);
                });
        });
    }

    /// A parent's key at another site of the same root: the same tap, the loops of that site.
    static RecordKey moved(const RecordKey& parent, const RecordKey& from, const RecordKey& to) {
        Site site = parent.site;
        const auto follow = [](int& loop, int before, int after) {
            loop = loop >= 0 && loop == before ? after : loop;
        };
        follow(site.slow, from.site.slow, to.site.slow);
        follow(site.fast, from.site.fast, to.site.fast);
        follow(site.thick, from.site.thick, to.site.thick);
        follow(site.sub_s, from.site.sub_s, to.site.sub_s);
        follow(site.sub_f, from.site.sub_f, to.site.sub_f);
        follow(site.source, from.site.source, to.site.source);
        follow(site.phi_tic, from.site.phi_tic, to.site.phi_tic);
        follow(site.mos, from.site.mos, to.site.mos);
        return {parent.tap, site};
    }

    /// Whether all sites follow from one change of a parent.
    [[nodiscard]] bool follows(const ParentChange& change, const RecordKey& parent) const {
        return std::all_of(targets_.begin(), targets_.end(), [&](const Target& target) {
            const RecordKey here = moved(parent, targets_.front().record, target.record);
            const Values before = what_if_->record(here, {});
            if (before.empty()) {
                return false;
            }
            const Values after = change.apply(before, change.parameter);
            return after != before &&
                   matches(target, what_if_->record(target.record, {{here, after}}));
        });
    }

    /// The root's own tap, taken one step of a loop further or back.
    [[nodiscard]] std::optional<Classification> other_place() const {
        struct Loop {
            int Site::*member;
            const char* name;
        };
        constexpr std::array<Loop, 6> loops{{{&Site::thick, "layer"},
                                             {&Site::sub_s, "subpixel row"},
                                             {&Site::sub_f, "subpixel column"},
                                             {&Site::source, "source"},
                                             {&Site::phi_tic, "phi step"},
                                             {&Site::mos, "mosaic domain"}}};
        for (const Loop& loop : loops) {
            if (targets_.front().record.site.*loop.member < 0) {
                continue;
            }
            for (const int step : {1, -1}) {
                int matched = 0;
                // at the end of a loop there is no other place to compare with
                const bool all =
                    std::all_of(targets_.begin(), targets_.end(), [&](const Target& target) {
                        RecordKey other = target.record;
                        other.site.*loop.member += step;
                        const Values values =
                            other.site.*loop.member >= 0 ? what_if_->record(other, {}) : Values{};
                        matched += values.empty() ? 0 : 1;
                        return values.empty() || matches(target, values);
                    });
                if (all && matched > 0) {
                    return said(step > 0 ? "index" : "stale",
                                std::string(step > 0 ? "the next " : "the previous ") + loop.name);
                }
            }
        }
        return std::nullopt;
    }

    /// Another set-up record of as many components in a parent's place.
    [[nodiscard]] std::optional<Classification> other_record() const {
        for (const RecordKey& parent : parents_) {
            const Values own = what_if_->record(parent, {});
            for (const auto& item : set_up_) {
                const RecordKey& other = item.first;
                const Values& values = item.second;
                if (other == parent || values.size() != own.size() || values == own) {
                    continue;
                }
                const bool all =
                    std::all_of(targets_.begin(), targets_.end(), [&](const Target& target) {
                        const RecordKey here =
                            moved(parent, targets_.front().record, target.record);
                        return matches(target, what_if_->record(target.record, {{here, values}}));
                    });
                if (all) {
                    return said("permutation", named(other) + " in the place of " + named(parent));
                }
            }
        }
        return std::nullopt;
    }

    /// A behaviour switched over.
    [[nodiscard]] std::optional<Classification> switched() const {
        for (const Switch& which : what_if_->switches()) {
            const bool all =
                std::all_of(targets_.begin(), targets_.end(), [&](const Target& target) {
                    return matches(target, what_if_->record_switched(target.record, which));
                });
            if (all) {
                return Classification{which.cause_class,
                                      "candidate equals the reference with " + which.id +
                                          " switched over",
                                      "candidate"};
            }
        }
        return std::nullopt;
    }

    /// Every departing component is the reference's times, or shifted by a half or a whole, one and
    /// the same number of the set-up.
    [[nodiscard]] std::optional<Classification> set_up_factor() const {
        const Pair& first = *targets_.front().components.begin()->second;
        const TapSpec* own = dictionary_->find_tap(targets_.front().record.tap);
        for (const auto& [record, values] : set_up_) {
            const TapSpec* spec = dictionary_->find_tap(record.tap);
            if (values.size() != 1 || values.front() == 0 || spec == nullptr || own == nullptr ||
                record == targets_.front().record) {
                continue;
            }
            const double number = std::fabs(values.front());
            const double ratio = std::fabs(first.candidate->value / first.reference->value);
            const double power = std::log10(ratio / number);
            const double inverse = std::log10(ratio * number);
            const bool one = std::fabs(std::fabs(ratio) - 1) < tight;
            const bool times = std::fabs(power - std::round(power)) < tight;
            const bool by = std::fabs(inverse - std::round(inverse)) < tight;
            const std::string_view unit = spec->unit;
            if (!one && unit != "1" && (times || by) && has_ratio(first)) {
                return said("unit", std::string("a factor that is ") + (by ? "1/" : "") +
                                        record.tap + " in a unit of its own");
            }
            const double shift = (first.candidate->value - first.reference->value) / number;
            const double halves = 2 * shift;
            if (unit == own->unit && unit != "1" &&
                std::fabs(halves - std::round(halves)) < tight * telling &&
                std::round(halves) != 0 && std::fabs(halves) <= 4) {
                return said("offset", (std::fabs(halves) == 1 ? "a half of " : "whole steps of ") +
                                          record.tap + " added or left out");
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] bool has_ratio(const Pair& first) const {
        const double ratio = first.candidate->value / first.reference->value;
        return std::all_of(targets_.begin(), targets_.end(), [ratio](const Target& target) {
            return std::all_of(
                target.components.begin(), target.components.end(), [ratio](const auto& component) {
                    const double expected = component.second->reference->value * ratio;
                    return std::fabs(component.second->candidate->value - expected) <=
                           tight * std::fabs(expected);
                });
        });
    }

    const Dictionary* dictionary_;
    const WhatIf* what_if_;
    std::vector<std::pair<RecordKey, Values>> set_up_; ///< records of the set-up, as computed
    std::vector<Target> targets_;
    std::vector<RecordKey> parents_;
};

} // namespace

std::optional<Classification> counterfactual(const std::vector<const Pair*>& departing,
                                             const Dictionary& dictionary,
                                             const LineageGraph& graph, const WhatIf& what_if) {
    return Search(departing, dictionary, graph, what_if).run();
}

} // namespace tapir::trace
