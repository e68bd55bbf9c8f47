#pragma once

#include <cstdint>
#include <vector>

#include "align/text_forms.hpp"
#include "format/text_document.hpp"

namespace tapir::trace {

/// Which slots are counters of loops: integers that say where a line belongs rather than what was
/// computed. A slot that is taken for a counter by mistake is still compared: lines whose counters
/// differ are not each other's.
class TextCounters {
  public:
    /// @param ignored  by slot: not 0 where it is not compared; such a slot is never a counter
    TextCounters(const TextDocument& reference, const TextDocument& candidate,
                 const TextForms& forms, std::vector<RuleNumber> ignored);

    [[nodiscard]] bool is_ignored(std::size_t slot) const { return ignored_[slot] != 0; }

    [[nodiscard]] bool is_counter(std::size_t slot) const { return counter_[slot] != 0; }
    /// How many counters a form has.
    [[nodiscard]] std::uint32_t of_form(std::uint32_t form) const { return count_[form]; }
    /// Whether all of a form's numbers are counters, so that its lines open a scope: "step = 3".
    [[nodiscard]] bool opens_scope(std::uint32_t form) const { return scope_[form] != 0; }

  private:
    std::vector<RuleNumber> ignored_;
    std::vector<char> counter_; ///< by slot of TextForms
    std::vector<std::uint32_t> count_;
    std::vector<char> scope_;
};

} // namespace tapir::trace
