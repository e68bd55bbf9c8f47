#pragma once

#include <cmath>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "align/alignment.hpp"
#include "align/side_precision.hpp"
#include "tapir/trace/record/oracle.hpp"

namespace tapir::trace {

/// A node of a replay as the index of a list.
[[nodiscard]] constexpr std::size_t place_of_node(int node) {
    return static_cast<std::size_t>(node);
}

/// One side held against the computation, stage by stage: each record against what its stage makes
/// of the records the side itself printed before it.
class SideReplay {
  public:
    SideReplay(const Side& side, const ProgramModel& program, const std::vector<Pixel>& pixels,
               const Oracle& what_if);

    /// The same side with the printed values of some nodes withheld.
    [[nodiscard]] SideReplay without(const std::set<int>& nodes, const std::vector<Pixel>& pixels,
                                     const Oracle& what_if) const;

    [[nodiscard]] const Replay& followed() const { return followed_; }
    [[nodiscard]] const SidePrecision& precision() const { return precision_; }
    [[nodiscard]] bool usable() const { return !followed_.nodes().empty(); }

    /// How far a printed value may lie from what it was printed from.
    [[nodiscard]] double print_error(const CanonicalValue& value) const;
    /// How many times the first-order bound of rounding a departure must reach: other libraries and
    /// orders of operation stay below once.
    static constexpr double allowance = 2;
    /// Whether a record departs from its stage by more than rounding explains.
    [[nodiscard]] bool departs(int node) const {
        return std::fabs(misfit(node)) > allowance * bound(node);
    }
    /// Whether it follows from it; what is no number does neither.
    [[nodiscard]] bool follows(int node) const {
        return std::fabs(misfit(node)) <= allowance * bound(node);
    }
    /// Recorded minus computed.
    [[nodiscard]] double misfit(int node) const;
    /// How far rounding, and the digits of the records it was computed from, may move a record.
    [[nodiscard]] double bound(int node) const { return bound_[place_of_node(node)]; }

    /// Whether one of `origins` feeds a node, directly or through records nobody printed.
    [[nodiscard]] bool reached_from(int node, const std::set<int>& origins) const;
    /// The first node of the unprinted records that nodes only repeat, each its own component and
    /// at the same site; -1 when one of them does more.
    [[nodiscard]] int repeated_unprinted(const std::set<int>& nodes) const;
    /// Whether a node is computed from unprinted records of one of the taps.
    [[nodiscard]] bool passes_through_unprinted(int node, const std::set<std::string>& taps) const;

    /// How far rounding since the beginning may have moved each record, for a computation with
    /// another side's precision.
    [[nodiscard]] std::vector<double> spread(const SidePrecision& precision) const;

  private:
    SideReplay(const ProgramModel& program, SidePrecision precision, RecordedValues recorded,
               Arrangement arrangement, const std::vector<Pixel>& pixels, const Oracle& what_if);
    /// A record that does not follow in one arrangement of the operations may follow in another.
    void allow_other_arrangements(const std::vector<Pixel>& pixels, const Oracle& what_if);
    /// Takes from another arrangement the records that follow better there.
    void take_better_nodes(const SideReplay& again);
    /// Visits what feeds a node, going on where a record is not printed, until `found` is true.
    template <class Found>
    [[nodiscard]] bool any_source(int node, const Found& found) const;
    [[nodiscard]] RecordedValues recorded_of(const Side& side) const;
    /// Whether what a set-up prints in single precision are copies of numbers that were not.
    [[nodiscard]] bool set_up_is_copied() const;
    void find_bounds();
    [[nodiscard]] int repeated_unprinted(int node) const;
    /// Adds what the errors of its parents and its own rounding make of a node's error.
    [[nodiscard]] double local_bound(const ReplayedValue& node, double roundoff,
                                     const std::vector<double>& errors) const;
    [[nodiscard]] const TapSpec* tap_of(const std::string& key) const;

    const ProgramModel* program_;
    SidePrecision precision_;
    RecordedValues recorded_;
    Arrangement arrangement_ = 0;
    Replay followed_;
    std::vector<double> bound_;
};

} // namespace tapir::trace
