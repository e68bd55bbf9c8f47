#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tapir/trace/format/native_format.hpp"
#include "tapir/trace/record/dialect.hpp"
#include "tapir/trace/record/pixel.hpp"
#include "tapir/trace/record/site.hpp"

namespace tapir::trace {

/// One printed value. A token that is no number stays text and is compared as text.
struct PrintedValue {
    double number = 0;
    bool numeric = false;
    std::string text;
    std::string label; ///< "rotx" of "rotx:0.1", else empty
    /// How far what it was printed from may lie, where the file's digits do not say; else negative.
    double half_quantum = -1;
    bool converted = false; ///< into its tap's unit, by a model: its last digits are its own
};

/// One printed record: `kind` is "" for "TRACE_C: key ..." lines, else STEP, ROT, PHI, ...;
/// a native record has kind "native".
struct PrintedRecord {
    std::string kind;
    std::string key;
    Site site; ///< the indices the line states; -1 where it states none
    std::vector<PrintedValue> values;
    std::string unit; ///< native records state it
    int line = 0;
    int block = 0; ///< number of the loop block the line stands in, see read_trace
};

/// A whole trace of any dialect, as printed. Nothing is dropped: a line that looks like a record
/// and cannot be read is listed in `problems`.
struct TraceFile {
    std::string name; ///< for messages
    Dialect dialect = Dialect::c;
    std::optional<NativeHeader> header;
    Loops loops = version_1_loops(); ///< by whose numbers the sites are stated
    std::vector<PrintedRecord> records;
    std::vector<Pixel> pixels;         ///< stated by the header or TRACE_CONFIG lines
    std::vector<std::string> problems; ///< "line 12: ..." for unreadable records
    std::string truncation;            ///< empty when whole, else how one can tell
    std::uint64_t free_text_lines = 0;
    std::vector<std::string>
        words; ///< the first lines that say something without a number's record
    /// Of the text dialects, the lines that hold no record, each at its place: those that do are
    /// empty. So what a log says besides its records can be compared as text.
    std::string other_lines;
    int digits = 15; ///< significant digits numbers are printed with

    /// The dialect that decides what it could show: of an imported trace, the one it was in.
    [[nodiscard]] Dialect original_dialect() const;
};

/// States the sites of a file by the numbers of other loops.
/// @param loops  with all names that the file's records state, see `add_loops_of`
void adopt_loops(const Loops& loops, TraceFile& file);

/// Adds the loops that a file's records state and that are not there yet.
/// @return false when there are more than `most_loops`
[[nodiscard]] bool add_loops_of(const TraceFile& file, Loops& loops);

} // namespace tapir::trace
