#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tapir/trace/format/trace_file.hpp"
#include "tapir/trace/record/graph.hpp"
#include "tapir/trace/record/program_model.hpp"

namespace tapir::trace {

/// One printed value together with what it means.
struct CanonicalValue {
    NodeKey node;       ///< tap, component and site; the printed names where the key is unknown
    bool known = false; ///< the program model knows the key
    double value = 0;   ///< in the tap's unit
    const PrintedRecord* record = nullptr;
    int part = 0;                    ///< which printed value of the record
    Site printed_site;               ///< indices the line states, with those of its block
    int occurrence = 0;              ///< n-th printing of the same kind, key and printed site
    const TapPrint* entry = nullptr; ///< null for native records and unknown keys

    [[nodiscard]] const PrintedValue& printed() const {
        return record->values[static_cast<std::size_t>(part)];
    }
    /// As reports show it: native records are of no kind.
    [[nodiscard]] std::string shown_kind() const {
        return record->kind == "native" ? "" : record->kind;
    }
};

/// Gives every printed value of a trace its tap, unit and site. Loop indices that a line does not
/// state are taken from the lines around it (FORMAT.md, "Where a line belongs").
/// @param rays_of_other_side  where no line of a pixel states its line of sight and there are as
///                            many of them, these in their order; empty: nobody knows
[[nodiscard]] std::vector<CanonicalValue>
canonicalise(const TraceFile& file, const ProgramModel& program,
             const std::vector<Site>& rays_of_other_side = {});

/// The lines of sight of a trace's first pixel, in the order of the loops.
[[nodiscard]] std::vector<Site> lines_of_sight(const std::vector<CanonicalValue>& values,
                                               const ProgramModel& program);

/// Whether an entry prints the record of a node.
[[nodiscard]] bool prints(const TapPrint& entry, const NodeKey& node);

/// What a trace prints at all: its dialect's entries, less the kinds of lines it never uses.
class PrintedScope {
  public:
    PrintedScope(const TraceFile& file, const ProgramModel& program);

    /// Whether the trace ought to hold this tap component at this site.
    [[nodiscard]] bool holds(const NodeKey& node) const;
    /// Whether lines of one kind are the only ones that show a node it holds.
    [[nodiscard]] bool only_in(std::string_view kind, const NodeKey& node) const;

  private:
    const ProgramModel* program_;
    Dialect dialect_;
    std::vector<const TapPrint*> entries_;
    std::optional<NativeHeader> header_; ///< of a native trace
};

} // namespace tapir::trace
