#include "align/line_keys.hpp"

#include <algorithm>
#include <bit>

#include "base/mixed.hpp"

namespace tapir::trace {

namespace {

std::uint64_t bits_of(double value) {
    return std::bit_cast<std::uint64_t>(value + 0.0);
}

std::uint64_t rounded_bits(double value) {
    constexpr unsigned dropped = 43; // two parts in a thousand are left
    return bits_of(value) >> dropped;
}

} // namespace

/// A scope that is open while lines are read, and how many lines without counters it has so far.
struct LineKeys::OpenScope {
    std::uint32_t form = 0;
    std::uint32_t number = 0; ///< in `scopes_`
    std::uint32_t lines = 0;
};

LineKeys::LineKeys(const TextDocument& document, const TextForms& forms,
                   const TextCounters& counters, const std::vector<std::uint32_t>& form_of)
    : document_(&document), forms_(&forms), of_slots_(&counters), form_of_(form_of),
      content_(document.lines().size()), places_(document.lines().size()), scopes_(1) {
    constexpr std::size_t deepest = 12;
    std::vector<OpenScope> open(1);
    for (std::uint32_t l = 0; l < size(); ++l) {
        const TextLine& line = document.lines()[l];
        const LineNotation& notation = document.notation_of(line);
        Place& place = places_[l];
        const std::uint32_t form = form_of[l];
        const std::size_t first = forms.slot(form, 0), slots = forms.slots(form);
        std::uint64_t values = form + 1;
        for (std::size_t k = 0; k < slots; ++k) {
            if (counters.is_ignored(first + k)) {
                continue;
            }
            const double value = document.slots()[line.first_slot + k].value;
            values = mixed(values, bits_of(value));
            if (counters.is_counter(first + k)) {
                place.counters = mixed(place.counters + k + 1, bits_of(value));
            }
        }
        if (notation.path != 0) {
            place.counters = mixed(place.counters, notation.path); // its place in JSON
        }
        const bool opens = counters.opens_scope(form);
        if (opens) {
            open.erase(std::find_if(open.begin() + 1, open.end(),
                                    [form](const OpenScope& one) { return one.form == form; }),
                       open.end());
        }
        OpenScope& scope = open.back();
        place.scope = scope.number;
        place.rank = scope.lines;
        const std::uint64_t digest = scopes_[scope.number].digest;
        content_[l] = mixed(mixed(mixed(values, digest), heading_form(l)), notation.kin);
        scope.lines += place.counters == 0 ? 1U : 0U;
        if (opens && open.size() <= deepest) {
            open.push_back({form, static_cast<std::uint32_t>(scopes_.size()), 0});
            scopes_.push_back({mixed(mixed(digest + 1, form), place.counters), l});
        }
    }
}

/// The form of the line's heading and 1; 0: it has none.
std::uint64_t LineKeys::heading_form(std::uint32_t line) const {
    const std::uint32_t heading = document_->lines()[line].heading;
    return heading == no_line ? 0 : form_of_[heading] + 1;
}

std::uint64_t LineKeys::place(std::uint32_t line) const {
    const std::uint64_t path = document_->notation_of(document_->lines()[line]).path;
    if (counters(line) == 0 && scope(line) == 0 && path == 0) {
        return 0;
    }
    std::uint64_t digest = mixed(form_of_[line] + 1, scope(line));
    digest = mixed(mixed(digest, heading_form(line)), counters(line));
    return mixed(digest, path);
}

std::uint64_t LineKeys::rounded(std::uint32_t line) const {
    const TextLine& of = document_->lines()[line];
    const std::uint32_t form = form_of_[line];
    std::uint64_t digest = form + 1;
    for (std::size_t k = 0; k < forms_->slots(form); ++k) {
        if (!of_slots_->is_ignored(forms_->slot(form, k))) {
            digest = mixed(digest, rounded_bits(document_->slots()[of.first_slot + k].value));
        }
    }
    return mixed(mixed(digest, heading_form(line)), document_->notation_of(of).kin);
}

} // namespace tapir::trace
