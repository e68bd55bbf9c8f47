#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "align/alignment.hpp"
#include "stage/side_replay.hpp"
#include "tapir/trace/cause/root_cause.hpp"
#include "tapir/trace/record/oracle.hpp"

namespace tapir::trace {

/// What holding the records of one side against each other gives.
struct AuditFindings : Counts {
    std::vector<RootCause> roots; ///< one for each tap that fails
};

/// The records of one side held against each other: every record whose stage needs no option of the
/// scene, and whose inputs are printed, against what its stage makes of them.
class RecordAudit {
  public:
    /// @param stages  the computation, of any scene with the loops of the side
    /// @param pixels  of the side
    /// @param usual   also the stages that an option may skip, see
    /// `ProgramModel::usually_contained`
    RecordAudit(const Side& side, const ProgramModel& program, std::vector<Pixel> pixels,
                const Oracle& stages, bool usual);

    /// Counts, and a root for each tap that fails. The "reference" of a root is what
    /// the other records give.
    [[nodiscard]] AuditFindings run() const;

    [[nodiscard]] const SideReplay& check() const { return check_; }
    /// Whether a node's stage was asked.
    [[nodiscard]] bool audited(int node) const { return audited_[static_cast<std::size_t>(node)]; }
    /// Whether a tap is recorded, its stage was asked wherever it is, and holds.
    [[nodiscard]] bool holds(const std::string& tap) const;
    /// Recorded values whose change must show, one of each kind of record and of each of its places
    /// in the loops: those of audited stages, and those that are printed more than once.
    [[nodiscard]] std::vector<const CanonicalValue*> one_of_each_kind(std::size_t most) const;

  private:
    void find_departures(AuditFindings& result) const;
    void find_contradictions(AuditFindings& result) const;
    void find_repeats(AuditFindings& result) const;
    void find_no_numbers(AuditFindings& result) const;
    [[nodiscard]] RootCause root_of(const std::set<int>& nodes) const;
    [[nodiscard]] std::optional<Finding> rearranged(const ReplayedValue& node) const;

    const Side* side_;
    const ProgramModel* program_;
    const Oracle* stages_;
    std::vector<Pixel> pixels_;
    SideReplay check_;
    std::vector<bool> audited_;
};

} // namespace tapir::trace
