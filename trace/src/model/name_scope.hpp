#pragma once

#include <string>
#include <vector>

#include "model/bind_formula.hpp"

namespace tapir::trace {

/// What the names of a formula mean where it stands, inside the sums that are open.
class NameScope {
  public:
    NameScope(const FormulaNames& names, const FormulaPlace& place)
        : names_(&names), place_(&place) {}

    /// Binds a name to a tap, a constant or an index. @return how many components it has
    /// @throws InputError  with the nearest name where it is not known
    int bind(Formula& formula) const;
    /// Binds the name of a tap. @param all_loops  whether each of its loops must have an index here
    int bind_tap(Formula& formula, int tap, bool all_loops) const;
    /// @throws InputError  places in the loops stand behind what is no tap
    void require_no_places(const Formula& formula) const;

    void begin_sum(const std::string& name, int loop) { sums_.push_back({name, loop}); }
    void end_sum() { sums_.pop_back(); }

    [[nodiscard]] const Loops& loops() const { return *names_->loops; }
    [[noreturn]] void fail(const Formula& at, const std::string& problem, const std::string& reason,
                           const std::string& remedy) const;

  private:
    struct SumIndex {
        std::string name;
        int loop;
    };

    [[nodiscard]] LoopSet bound_loops() const;
    [[nodiscard]] bool is_index(const std::string& name) const;
    [[noreturn]] void fail_unknown(const Formula& formula) const;
    void bind_places(Formula& formula, LoopSet loops_of_tap) const;
    [[nodiscard]] std::string loops_text(LoopSet set) const;

    const FormulaNames* names_;
    const FormulaPlace* place_;
    std::vector<SumIndex> sums_;
};

} // namespace tapir::trace
