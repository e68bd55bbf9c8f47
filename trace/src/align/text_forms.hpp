#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "format/text_document.hpp"
#include "tapir/trace/align/compared_scope.hpp"

namespace tapir::trace {

/// Which rule leaves something of a text out: 0 for none, or the rule's place and 1.
using RuleNumber = std::uint16_t;

/// The forms of two documents under common numbers, the candidate's words under the reference's
/// names where the user or a common prefix says so.
class TextForms {
  public:
    TextForms(const TextDocument& reference, const TextDocument& candidate,
              const ComparedScope& scope);

    [[nodiscard]] std::uint32_t size() const {
        return static_cast<std::uint32_t>(slot_base_.size() - 1);
    }
    [[nodiscard]] std::uint32_t of_reference(const TextLine& line) const {
        return of_reference_[line.form];
    }
    [[nodiscard]] std::uint32_t of_candidate(const TextLine& line) const {
        return of_candidate_[line.form];
    }
    /// The number of a slot among those of all forms.
    [[nodiscard]] std::size_t slot(std::uint32_t form, std::size_t which) const {
        return slot_base_[form] + which;
    }
    [[nodiscard]] std::size_t slots(std::uint32_t form) const {
        return slot_base_[form + 1] - slot_base_[form];
    }
    [[nodiscard]] std::size_t all_slots() const { return slot_base_.back(); }
    /// A form's words and marks, under the reference's names.
    [[nodiscard]] const std::string& text(std::uint32_t form) const { return *texts_[form]; }

    /// The prefixes that are taken for one: "TRACE_C" and "TRACE_PY"; empty when there are none.
    [[nodiscard]] const std::pair<std::string, std::string>& prefixes() const { return prefixes_; }
    /// How often the user's maps gave words of the candidate another name.
    [[nodiscard]] std::uint64_t renamed() const { return renamed_count_; }
    /// Of the user's maps, those that no word of the candidate has.
    [[nodiscard]] const std::vector<std::string>& unused_maps() const { return unused_maps_; }

  private:
    std::vector<std::uint32_t> of_reference_, of_candidate_; ///< by the document's number
    std::vector<std::size_t> slot_base_;
    std::deque<std::string> renamed_; ///< texts that are of neither document
    std::vector<const std::string*> texts_;
    std::pair<std::string, std::string> prefixes_;
    std::vector<std::string> unused_maps_;
    std::uint64_t renamed_count_ = 0;
};

/// The prefix by which two programs' lines differ: a tag of capital letters at the head of lines,
/// TRACE_C of one and TRACE_PY of the other, alike up to the first underscore; of at least a
/// quarter of the lines of each side and on none of the other. Empty when there is none.
[[nodiscard]] std::pair<std::string, std::string> renamed_prefix(const TextDocument& reference,
                                                                 const TextDocument& candidate);

} // namespace tapir::trace
