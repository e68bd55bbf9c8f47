#pragma once

#include <map>
#include <vector>

#include "stage/observation.hpp"
#include "stage/parent_change.hpp"
#include "stage/side_replay.hpp"

namespace tapir::trace {

/// A root's stage, run again on the candidate's own records with something changed.
class StageRerun {
  public:
    static constexpr std::size_t most_sites = 3;

    StageRerun(const SideReplay& candidate, const Observations& observations,
               const Oracle& what_if);

    [[nodiscard]] const std::string& tap() const { return targets_.front().record.tap; }
    /// Records the root is computed from, at its first departing site.
    [[nodiscard]] const std::vector<RecordKey>& parents() const { return parents_; }
    /// What the candidate goes on with in a record.
    [[nodiscard]] Values used(const RecordKey& record) const;

    /// Says whether a change must from now on leave the components alone that do not depart. One
    /// wrong statement may have changed one component only, but what spares the rest explains
    /// better.
    void spare_what_agrees(bool yes) { spares_what_agrees_ = yes; }

    /// Whether every departing component, at up to `most_sites` sites, is what the stage gives when
    /// a parent is changed.
    /// @param scales  the change makes values of another size: they have to be that, too
    template <class Change>
    [[nodiscard]] bool follows(std::size_t parent, const Change& change,
                               bool scales = false) const {
        for (const Target& target : targets_) {
            if (parent >= target.parents.size()) {
                return false;
            }
            const RecordKey& here = target.parents[parent];
            const Values before = used(here);
            const Values after = change(before);
            if (before.empty() || after == before ||
                !matches(target, computed(target, here, after), false, scales)) {
                return false;
            }
        }
        return true;
    }

    /// Whether values, by record and its inputs, are those of the candidate; where there are none
    /// the site is passed over.
    template <class ValuesAt>
    [[nodiscard]] bool all_match(const ValuesAt& values_at, bool with_spread) const {
        bool matched = false;
        for (const Target& target : targets_) {
            const Values values = values_at(target.record, inputs_of(target));
            if (!values.empty() && !matches(target, values, with_spread)) {
                return false;
            }
            matched = matched || !values.empty();
        }
        return matched;
    }

    /// By how much, relatively, a component of a parent has to change for the departing component
    /// that tells it best; nothing where one of them does not depend on it.
    [[nodiscard]] std::optional<Range> relative_change(std::size_t parent, int component) const;
    /// Departing components that have to agree on a change.
    [[nodiscard]] std::size_t components_to_agree() const;
    static constexpr int all_components = -1;

  private:
    struct Target {
        RecordKey record;
        std::vector<const Observation*> components; ///< departing
        std::vector<const Observation*> sound;
        std::vector<RecordKey> parents;
    };
    /// Keeps the first sites whose value is computed there as the computation at hand does it: one
    /// that both sides only carry on, from where nobody prints it, departs because of the others.
    void leave_what_is_carried();
    [[nodiscard]] std::vector<Replacement> inputs_of(const Target& target) const;
    [[nodiscard]] bool matches(const Target& target, const Values& values, bool with_spread = false,
                               bool scales = false) const;
    [[nodiscard]] Values computed(const Target& target, const RecordKey& changed,
                                  const Values& values) const;
    [[nodiscard]] std::vector<RecordKey> parents_of(const Target& target) const;
    [[nodiscard]] double slope(const Observation& here, const RecordKey& parent,
                               int component) const;

    const SideReplay* candidate_;
    const Oracle* what_if_;
    std::vector<Target> targets_;
    std::vector<RecordKey> parents_;
    bool spares_what_agrees_ = false;
};

/// Values with one component, or all of them, times a factor.
[[nodiscard]] Values scaled(const Values& values, int component, double factor);

} // namespace tapir::trace
