#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "align/text_counters.hpp"

namespace tapir::trace {

/// Where the lines of a document stand, as digests by which lines of two documents are found to be
/// each other's. What only few lines are asked for is computed when it is asked for.
class LineKeys {
  public:
    LineKeys() = default;
    /// The document, the forms, the counters and `form_of` must outlive the keys.
    /// @param form_of  a line's number in `forms`
    LineKeys(const TextDocument& document, const TextForms& forms, const TextCounters& counters,
             const std::vector<std::uint32_t>& form_of);

    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(content_.size()); }
    /// Scope, form and values, of each line.
    [[nodiscard]] std::span<const std::uint64_t> content() const { return content_; }
    /// Scope, form and counters; 0 where it has neither scope nor counters.
    [[nodiscard]] std::uint64_t place(std::uint32_t line) const;
    /// Form and values to three digits.
    [[nodiscard]] std::uint64_t rounded(std::uint32_t line) const;
    /// Its own counters; 0: it has none.
    [[nodiscard]] std::uint64_t counters(std::uint32_t line) const {
        return places_[line].counters;
    }
    /// Counters of the lines that it stands under.
    [[nodiscard]] std::uint64_t scope(std::uint32_t line) const {
        return scopes_[places_[line].scope].digest;
    }
    /// The innermost line that it stands under, or `no_line`.
    [[nodiscard]] std::uint32_t scope_line(std::uint32_t line) const {
        return scopes_[places_[line].scope].line;
    }
    /// How many lines without counters stand before it in its scope.
    [[nodiscard]] std::uint32_t rank(std::uint32_t line) const { return places_[line].rank; }

  private:
    struct Place {
        std::uint64_t counters = 0;
        std::uint32_t scope = 0; ///< number in `scopes_`
        std::uint32_t rank = 0;
    };
    /// What stands under a line of counters, or under none.
    struct Scope {
        std::uint64_t digest = 0;
        std::uint32_t line = no_line;
    };
    const TextDocument* document_ = nullptr;
    const TextForms* forms_ = nullptr;
    const TextCounters* of_slots_ = nullptr;
    std::span<const std::uint32_t> form_of_;
    std::vector<std::uint64_t> content_;
    std::vector<Place> places_;
    std::vector<Scope> scopes_;

    struct OpenScope;
    [[nodiscard]] std::uint64_t heading_form(std::uint32_t line) const;
};

} // namespace tapir::trace
