#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace tapir::trace {

/// A program has at most so many loops, those of its pixels included.
inline constexpr std::size_t most_loops = 12;

/// Some of the loops of a program, as bits: loop n is bit n.
using LoopSet = std::uint16_t;

inline constexpr LoopSet no_loops = 0;

[[nodiscard]] constexpr LoopSet loop_bit(std::size_t loop) {
    return static_cast<LoopSet>(1U << loop);
}

/// A loop of a program, and what one pass of it is called.
struct Loop {
    std::string name;     ///< as traces print it, unique: "phi_tic"
    std::string pass{};   ///< "phi step"; "": the name
    std::string passes{}; ///< "phi step(s)"; "": the name with "(s)"
};

/// The loops of a program by number. Loops 0 and 1 are the row and the column of a pixel; a program
/// without pixels leaves them unused.
class Loops {
  public:
    static constexpr std::size_t row = 0, column = 1;
    static constexpr LoopSet pixel = loop_bit(row) | loop_bit(column);

    /// Those of a pixel alone, under the names of a detector's axes: slow and fast.
    Loops();
    /// @param row, column  the loops of a pixel
    /// @param inner        the others, outermost first; at most `most_loops` - 2
    /// @throws InternalError  too many, or one name twice
    Loops(const Loop& row, const Loop& column, const std::vector<Loop>& inner);

    [[nodiscard]] std::size_t size() const { return loops_.size(); }
    [[nodiscard]] const Loop& operator[](std::size_t loop) const { return loops_[loop]; }
    /// What stands before its index in a trace: " phi_tic=".
    [[nodiscard]] const std::string& prefix(std::size_t loop) const { return prefixes_[loop]; }
    /// The number of a loop; -1 when there is none of that name.
    [[nodiscard]] int find(std::string_view name) const;
    /// Adds a loop inside all others. @return its number; -1 when there is no room
    int add(const Loop& loop);
    /// "phi step", and "phi step(s)".
    [[nodiscard]] const std::string& pass(std::size_t loop) const;
    [[nodiscard]] std::string passes(std::size_t loop) const;
    /// The innermost loop; those of a pixel when there is no other.
    [[nodiscard]] LoopSet innermost() const { return loop_bit(loops_.size() - 1); }
    /// Whether both have the same names in the same places.
    [[nodiscard]] bool same_names(const Loops& other) const;

  private:
    std::vector<Loop> loops_;
    std::vector<std::string> prefixes_; ///< one for each loop, made when it is added
};

} // namespace tapir::trace
