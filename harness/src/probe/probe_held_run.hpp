#pragma once

#include <set>
#include <string>
#include <vector>

#include "probe/probe_fit.hpp"

namespace tapir::harness {

/// A component that was not computed as in the base run.
struct Reaction {
    int record = -1;
    double base = 0, program = 0;
};

/// What a run told in which one tap was moved and every other one was held.
struct HeldRun {
    Experiment experiment;
    std::vector<Reaction> reactions;
};

/// Runs a program with all taps held at the values of a first run, but for what is moved.
class HeldRuns {
  public:
    /// @param base  the first run; @param table  its records
    HeldRuns(const ProbeRequest& request, const ProbeEvents& base, RecordTable table);

    /// @param records  numbers of those of the tap that are moved; null: all
    [[nodiscard]] HeldRun run(const ProbeMove& move, const std::vector<int>* records);
    [[nodiscard]] int count() const { return count_; }
    /// What was seen besides, a sentence each: how a run ended, what could not be held.
    [[nodiscard]] std::vector<std::string> notes() const;

  private:
    void note_end(const ProbeEvents& events, const ProbeMove& move);
    void note_decisions(const ProbeEvents& events, const HeldRun& run, const ProbeMove& move);

    ProbeRequest request_;
    RecordTable table_;
    std::string signal_;
    int code_ = 0;
    int count_ = 0;
    std::set<std::string> notes_;
};

} // namespace tapir::harness
