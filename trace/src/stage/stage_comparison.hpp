#pragma once

#include <optional>
#include <string>
#include <vector>

#include "align/alignment.hpp"
#include "stage/observation.hpp"
#include "stage/side_replay.hpp"
#include "tapir/trace/record/oracle.hpp"
#include "tapir/trace/stage/finding.hpp"
#include "tapir/trace/stage/sharpness.hpp"

namespace tapir::trace {

/// A tap at which a side departs from what its own records make of the stage.
struct LocalRoot {
    std::string tap;
    std::vector<const Pair*> departing;  ///< in order of computation
    double strength = 0;                 ///< largest departure, in units of what rounding allows
    WhichSide side = WhichSide::neither; ///< the one that departs; neither: both do
    std::optional<Finding> misprint;     ///< why the print, not the computation, is wrong
};

/// Both sides held against the computation, stage by stage.
///
/// A stage runs on a side's own records, so what departs there begins there: all independent roots
/// in one pass, whatever the noise of the candidate. The tolerances come from the computation: the
/// stage's conditioning, the side's precision and the digits it prints.
class StageComparison {
  public:
    StageComparison(const Side& reference, const Side& candidate, const ProgramModel& program,
                    const std::vector<Pixel>& pixels, const Oracle& what_if);

    /// Whether the computation could be followed at all.
    [[nodiscard]] bool usable() const { return reference_.usable() && candidate_.usable(); }

    /// Decides whether the values of a pair agree: within what rounding since the beginning may do,
    /// and in their own stage. Pairs that are no records of the computation are left alone.
    void judge(Pair& pair) const;

    /// How the two values of a pair stand in their own stage.
    struct Local {
        int reference = -1, candidate = -1; ///< nodes
        double departure = 0;               ///< in units of what rounding allows
        bool same_way = false;              ///< neither side follows the stage, and they agree
        bool contradicts = false; ///< one side prints something else elsewhere for the same record
    };
    /// @return nothing for what is no record of the computation, or no number
    [[nodiscard]] std::optional<Local> local(const Pair& pair) const;
    /// How far the values of a pair may lie apart by rounding since the beginning.
    [[nodiscard]] double tolerance(const Pair& pair, const Local& local) const;
    /// How far a print lies from what its side goes on with, in units of what its digits allow.
    [[nodiscard]] static double contradiction(const CanonicalValue& value, const SideReplay& side,
                                              int node);
    /// What else the side prints for the record, and how the two are related.
    [[nodiscard]] static Finding contradiction_of(const CanonicalValue& value,
                                                  const SideReplay& side, int node);

    /// What the stage gives and what a side has, for every compared component of a tap.
    [[nodiscard]] Observations observations(const LocalRoot& root,
                                            const std::vector<Pair>& pairs) const;
    /// The side whose records a root is held against: the candidate, unless the reference is odd.
    [[nodiscard]] const SideReplay& side(const LocalRoot& root) const {
        return root.side == WhichSide::reference ? reference_ : candidate_;
    }

    [[nodiscard]] const SideReplay& reference() const { return reference_; }
    [[nodiscard]] const SideReplay& candidate() const { return candidate_; }
    [[nodiscard]] const std::vector<Pixel>& pixels() const { return pixels_; }
    [[nodiscard]] const Oracle& what_if() const { return *what_if_; }
    /// What is known of a tap; null for one that the program does not have.
    [[nodiscard]] const TapSpec* tap(const std::string& key) const;

    /// What the stage gives for a record of the reference, from the records before it; nothing for
    /// what is no record of the computation.
    [[nodiscard]] std::optional<double> computed(const CanonicalValue& value) const;
    /// Whether one of the pairs is of an input, which no stage computes.
    [[nodiscard]] bool takes_as_recorded(const std::vector<const Pair*>& pairs) const;
    /// Whether both sides of a pair that agrees depart from the stage.
    [[nodiscard]] bool shared_departure(const Pair& pair) const;
    /// What both sides of a pair that agrees print for the same record elsewhere too.
    [[nodiscard]] std::optional<Finding> shared_contradiction(const Pair& pair) const;

    /// The smallest change of a pair's value that its own stage shows.
    [[nodiscard]] double visible(const Pair& pair) const;
    /// The errors made in the stages themselves, tap by tap.
    [[nodiscard]] std::vector<SignedErrors> errors(const std::vector<Pair>& pairs) const;
    /// How well each tap's values were compared.
    [[nodiscard]] std::vector<Sharpness> sharpness(const std::vector<Pair>& pairs) const;

  private:
    /// Whether both sides depart from the stage's equation by about the same.
    [[nodiscard]] bool neither_follows(const Local& local, double departure) const;
    /// How far the departures of both sides from one stage may lie apart.
    [[nodiscard]] double allowed(const Local& local) const;

    const std::vector<Pixel> pixels_;
    const Oracle* what_if_;
    const ProgramModel* program_;
    SideReplay reference_, candidate_;
    std::vector<double> spread_; ///< of the reference's nodes, both sides' rounding together
};

} // namespace tapir::trace
