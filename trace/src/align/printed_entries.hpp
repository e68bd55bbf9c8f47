#pragma once

#include <set>
#include <string>
#include <vector>

#include "tapir/trace/format/trace_file.hpp"
#include "tapir/trace/record/program_model.hpp"

namespace tapir::trace {

/// The entries of a model that speak of a file: of its dialect, with a key they depend on. A port
/// that prints in the py dialect may print a line of the C program's too, with the same meaning.
/// Habits of a program (a label's unit, a key printed twice with two meanings) are those that the
/// file's own records show.
class PrintedEntries {
  public:
    PrintedEntries(const TraceFile& file, const ProgramModel& program);

    [[nodiscard]] const std::vector<const TapPrint*>& all() const { return entries_; }

    /// The entry of one printed value of a record; null when the model does not know it.
    ///
    /// A log may print a known key among words (kind TEXT), or behind a word that no entry has
    /// (TRACE_PY_LATTICE): it means the plain line then, where the file has none of that key.
    /// @param printing  how often the record was printed before
    [[nodiscard]] const TapPrint* find(const PrintedRecord& record, int part, int printing) const;

    /// The kind by which a record of an unknown key is told apart: "" where the kind says nothing.
    [[nodiscard]] std::string kind_of(const PrintedRecord& record) const;

  private:
    [[nodiscard]] const TapPrint* find_as(const PrintedRecord& record, std::string_view kind,
                                          int part, int printing) const;
    [[nodiscard]] const TapPrint* find_in_words(const PrintedRecord& record, int part) const;
    [[nodiscard]] bool has_empty_kind(const PrintedRecord& record) const;
    void take_units_of(const TraceFile& file, const ProgramModel& program);
    void find_second_printings(const TraceFile& file);

    std::vector<const TapPrint*> entries_;
    std::set<std::string, std::less<>> plain_keys_; ///< that the file prints in plain lines
    std::set<std::string, std::less<>> keys_of_several_kinds_;
    std::set<std::string, std::less<>> second_alone_; ///< keys of which only that printing is there
    std::set<std::string, std::less<>> kinds_;        ///< of any entry
};

/// Whether two files are of one dialect, and print their numbers in lines of one form: in TRACE_
/// lines, among words, or in the C program's printout of a pixel.
[[nodiscard]] bool written_alike(const TraceFile& one, const TraceFile& other);

} // namespace tapir::trace
