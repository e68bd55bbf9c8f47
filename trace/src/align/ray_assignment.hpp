#pragma once

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "tapir/trace/format/trace_file.hpp"
#include "tapir/trace/record/program_model.hpp"

/// Which line of sight a line of a text trace belongs to, where it does not say so itself
/// (FORMAT.md, "Where a line belongs").
namespace tapir::trace {

/// The loops of a line of sight, as the program's model names them.
struct SightLoops {
    LoopSet loops = no_loops;
    std::pair<int, int> square{-1, -1}; ///< see ProgramModel::square

    /// Whether a site states a line of sight.
    [[nodiscard]] bool stated_by(const Site& site) const {
        return loops != no_loops && site.states(loops);
    }
    /// The loops of a line of sight alone.
    [[nodiscard]] Site of(const Site& site) const { return project(site, loops); }
};

/// The loop indices of each block of lines, from the lines in it that state them.
/// Where none does, a square number of blocks is taken as subpixels, row by row. Where the lines
/// that state them stand apart, the blocks follow each other as the lines of sight do.
class BlockSites {
  public:
    /// @param in_loops  whether a record is printed once a line of sight
    /// @param hint  lines of sight of the other side, for pixels none of whose lines states one
    BlockSites(const TraceFile& file, const SightLoops& sight,
               const std::function<bool(const PrintedRecord&)>& in_loops, std::vector<Site> hint);

    /// Whether the lines that state a line of sight stand apart from the blocks they belong to.
    [[nodiscard]] bool apart(const PrintedRecord& record) const;
    [[nodiscard]] Site of(const PrintedRecord& record) const;

  private:
    struct Blocks {
        std::set<int> numbers;                ///< of blocks with records of the pixel's loops
        std::set<Site> rays;                  ///< stated anywhere, in the order of the loops
        std::map<int, std::set<Site>> stated; ///< by the lines of a block
    };

    void place(const Pixel& pixel, const Blocks& blocks);

    SightLoops sight_;
    std::vector<Site> hint_;
    std::map<std::pair<Pixel, int>, Site> sites_;
    std::set<Pixel> apart_;
};

/// Lines of one kind that stand together without a line of sight, as many as there are: the n-th is
/// of the n-th.
class GroupedLines {
  public:
    GroupedLines(const TraceFile& file, const SightLoops& sight);

    [[nodiscard]] std::optional<Site> ray(std::size_t place, const PrintedRecord& record) const;

  private:
    using Line = std::tuple<std::string, std::string, Site>;

    std::map<Pixel, std::vector<Site>> rays_;
    std::vector<std::map<Line, std::size_t>> counts_;
    std::map<std::size_t, std::pair<std::size_t, std::size_t>> group_; ///< group, number in it
};

/// Lines of one kind that are usually printed in the first pass of a loop alone, and here as often
/// as there are passes: the n-th printing is of the n-th pass.
class PassesOfLines {
  public:
    explicit PassesOfLines(const TraceFile& file);

    /// Puts the pass into the indices that a line states, where the line does not state it.
    /// @param entry  that speaks of the line; or null
    /// @param printing  how often the same line was printed before
    void state(const TapPrint* entry, const PrintedRecord& record, int printing,
               Site& stated) const;

  private:
    std::array<int, most_loops> passes_{};
    std::map<std::tuple<std::string, std::string, Site>, int> printings_;
};

/// For lines with a kind but no line of sight of their own, in files where such lines stand apart:
/// the one of the next line that states it, because an iteration ends with that line.
[[nodiscard]] std::vector<Site> rays_of_following_lines(const TraceFile& file,
                                                        const SightLoops& sight);

} // namespace tapir::trace
