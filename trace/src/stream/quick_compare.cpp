#include "stream/quick_compare.hpp"

#include <algorithm>

#include "align/tolerance_reach.hpp"
#include "base/close_digits.hpp"
#include "format/native_reader.hpp"
#include "format/text_line.hpp"
#include "stream/quick_compare_blocks.hpp"
#include "stream/quick_compare_text.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

constexpr CharacterSet blank(" ");

} // namespace

QuickCompare::QuickCompare(Layout layout, const Tolerance& tolerance,
                           std::string_view terminal_keys)
    // what holds for single keys is left to the closer look
    : layout_(layout),
      tolerance_(tolerance.keys.empty() && tolerance.noise.empty() ? tolerance : Tolerance{}),
      terminal_key_(terminal_keys.substr(0, terminal_keys.find_first_of(" |"))) {}

void QuickCompare::note_departure(std::string_view reference, std::string_view candidate) {
    if (seen_.clear) {
        seen_.clear = false;
        seen_.first_reference = reference;
        seen_.first_candidate = candidate;
    }
}

void QuickCompare::one_sided(std::string_view reference, std::string_view candidate) {
    note_departure(reference, candidate);
    ++(reference.empty() ? seen_.extra : seen_.missing);
}

/// Records of one place stand together.
bool QuickCompare::has_good_loops(std::string_view loops) {
    if (loops == good_loops_) {
        return true;
    }
    const bool good = good_loops(loops);
    if (good) {
        good_loops_ = loops;
    }
    return good;
}

void QuickCompare::count_native(std::string_view line) {
    const auto parts = split_native_line(line);
    const std::uint64_t numbers =
        parts && has_good_loops(parts->loops) ? count_numbers(parts->numbers) : 0;
    seen_.values += numbers;
    if (numbers == 0) {
        note_departure(line, line); // the reader has to say what is wrong with it
    }
}

void QuickCompare::count_text(std::string_view line) {
    const TraceLine parts = read_text_line(line);
    switch (parts.form) {
    case TraceLine::Form::free_text:
    case TraceLine::Form::config:
    case TraceLine::Form::mark:
        return;
    case TraceLine::Form::unreadable:
        note_departure(line, line);
        return;
    case TraceLine::Form::keyed:
        if (!parts.tail.empty() || !parts.number.empty()) {
            note_departure(line, line);
        }
        ended_ = ended_ || (parts.kind.empty() && parts.key == terminal_key_);
        for_each_piece(parts.rest, value_separators, [&](std::string_view piece) {
            ++seen_.values;
            if (!says_number(piece)) {
                note_departure(line, line);
            }
        });
        break;
    case TraceLine::Form::indexed:
        for_each_piece(parts.rest, blank, [&](std::string_view word) {
            Site site;
            const IndexedPair pair = read_indexed_pair(word, site, version_1_loops());
            seen_.values += pair.meaning == IndexedPair::Meaning::record ? 1U : 0U;
            if (pair.meaning == IndexedPair::Meaning::no_pair ||
                pair.meaning == IndexedPair::Meaning::broken_index ||
                (pair.meaning == IndexedPair::Meaning::record && !says_number(pair.value))) {
                note_departure(line, line);
            }
        });
        break;
    }
}

void QuickCompare::count(std::string_view line) {
    if (layout_ == Layout::native_lines) {
        count_native(line);
    } else {
        count_text(line);
    }
}

/// Counts two numbers that are written differently. @return whether they agree within what the user
/// allows. What counts something, and lines whose unit is not the tap's, are left to the closer
/// look.
bool QuickCompare::hold_numbers(std::string_view one, std::string_view other) {
    const auto a = parse_number(one);
    const auto b = parse_number(other);
    const bool measured = a && b && (has_fraction(one) || has_fraction(other));
    if (!measured || !(write_one_number(one, *a, other, *b) || agree(*a, *b))) {
        ++seen_.departing;
        return false;
    }
    return true;
}

bool QuickCompare::agree(double a, double b) {
    const bool in_unit_of_tap = layout_ != Layout::c_lines;
    const Reach reached = reach({.relative = tolerance_.relative,
                                 .absolute = in_unit_of_tap ? tolerance_.absolute : 0,
                                 .ulp = in_unit_of_tap ? tolerance_.ulp : 0},
                                a, b);
    seen_.within += reached == Reach::none ? 0U : 1U;
    seen_.swamped += reached == Reach::swamped ? 1U : 0U;
    return reached != Reach::none;
}

/// Whether two lines are of the same key, unit and loops, letter for letter, and may differ in
/// their values alone. That the reference's can be read has been seen.
bool QuickCompare::same_place(std::string_view reference, std::string_view candidate) const {
    if (layout_ == Layout::native_lines) {
        const std::size_t head = reference.find(" :", reference.find(']'));
        return head != std::string_view::npos &&
               candidate.substr(0, head + 2) == reference.substr(0, head + 2);
    }
    const TraceLine one = read_text_line(reference);
    const TraceLine other = read_text_line(candidate);
    return one.form == TraceLine::Form::keyed && other.form == one.form && one.kind == other.kind &&
           one.key == other.key;
}

/// Two lines that are not the same: all but their numbers must be.
void QuickCompare::hold_against(std::string_view reference, std::string_view candidate) {
    if (!same_place(reference, candidate)) {
        ++seen_.departing;
        note_departure(reference, candidate);
        return;
    }
    const std::string_view whole_reference = reference;
    const std::string_view whole_candidate = candidate;
    for (;;) {
        const std::size_t same = same_bytes(reference, candidate);
        if (same == reference.size() && same == candidate.size()) {
            return;
        }
        const Token one = token_at(reference, same);
        const Token other = token_at(candidate, same);
        const bool numbers = one.end > one.begin && other.end > other.begin;
        const DigitsTell digits =
            numbers ? digits_tell(reference.substr(one.begin, one.end - one.begin),
                                  candidate.substr(other.begin, other.end - other.begin),
                                  tolerance_.relative)
                    : DigitsTell{};
        if (digits.what == DigitsTell::What::close) {
            ++seen_.within;
        } else if (!numbers ||
                   !hold_numbers(reference.substr(one.begin, one.end - one.begin),
                                 candidate.substr(other.begin, other.end - other.begin))) {
            seen_.departing += numbers ? 0U : 1U;
            note_departure(whole_reference, whole_candidate);
            if (!numbers) {
                return; // out of step
            }
        }
        reference.remove_prefix(one.end);
        candidate.remove_prefix(other.end);
    }
}

/// Two native lines whose numbers are the same or so close that their digits tell, in one pass.
/// @return false, with nothing counted, where they are not
bool QuickCompare::digits_tell_all(std::string_view reference, std::string_view candidate) {
    const auto parts = split_native_line(reference);
    const auto head =
        parts ? static_cast<std::size_t>(parts->numbers.data() - reference.data()) : 0;
    if (!parts || candidate.substr(0, head) != reference.substr(0, head) ||
        !has_good_loops(parts->loops)) {
        return false;
    }
    std::uint64_t values = 0;
    std::uint64_t within = 0;
    reference.remove_prefix(head);
    candidate.remove_prefix(std::min(head, candidate.size()));
    while (!reference.empty() && !candidate.empty()) {
        if (reference.front() == ' ' && candidate.front() == ' ') {
            reference.remove_prefix(1);
            candidate.remove_prefix(1);
            continue;
        }
        const DigitsTell digits = digits_tell(reference, candidate, tolerance_.relative);
        if (digits.what == DigitsTell::What::nothing) {
            return false;
        }
        ++values;
        within += digits.what == DigitsTell::What::close ? 1U : 0U;
        reference.remove_prefix(digits.one);
        candidate.remove_prefix(digits.other);
    }
    if (values == 0 || !reference.empty() || !candidate.empty()) {
        return false;
    }
    seen_.values += values;
    seen_.within += within;
    return true;
}

void QuickCompare::lines(std::string_view reference, std::string_view candidate) {
    if (reference == candidate) {
        count(reference);
    } else if (layout_ != Layout::native_lines || !digits_tell_all(reference, candidate)) {
        count(reference);
        hold_against(reference, candidate);
    }
}

void QuickCompare::pieces(std::string_view reference, std::string_view candidate) {
    if (layout_ == Layout::binary) {
        compare_blocks(
            reference, candidate, [this](double a, double b) { return agree(a, b); }, seen_);
        return;
    }
    LineReader ours(reference);
    LineReader theirs(candidate);
    std::string_view one;
    if (reference == candidate) {
        while (ours.next(one)) {
            count(one);
        }
        return;
    }
    std::string_view other;
    for (;;) {
        const bool any = ours.next(one);
        if (any && theirs.next(other)) {
            lines(one, other);
        } else if (any) {
            one_sided(one, {});
        } else if (theirs.next(other)) {
            one_sided({}, other);
        } else {
            return;
        }
    }
}

QuickResult QuickCompare::result() const {
    QuickResult all = seen_;
    // a pixel without its end was cut short
    all.clear = all.clear && (layout_ != Layout::c_lines || ended_ || terminal_key_.empty());
    return all;
}

} // namespace tapir::trace
