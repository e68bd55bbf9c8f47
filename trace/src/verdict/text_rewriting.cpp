#include "verdict/text_rewriting.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "format/text_names.hpp"

namespace tapir::trace {

namespace {

/// A text with pieces of it replaced, in their order.
class Rewriting {
  public:
    explicit Rewriting(std::string_view text) : from_(text) {}

    void replace(std::size_t begin, std::size_t end, std::string_view by) {
        text_.append(from_.substr(done_, begin - done_));
        // what is longer takes a blank from before it, so that columns stay where they are
        for (std::size_t more = by.size(); more > end - begin; --more) {
            if (text_.size() < 2 || text_.back() != ' ' || text_[text_.size() - 2] != ' ') {
                break;
            }
            text_.pop_back();
        }
        text_.append(by);
        done_ = end;
    }
    [[nodiscard]] std::string finish() {
        text_.append(from_.substr(done_));
        return std::move(text_);
    }

  private:
    std::string_view from_;
    std::size_t done_ = 0;
    std::string text_;
};

// --- counters ---

/// The numbers that a slot holds, of each side.
using Numbers = std::array<std::set<double>, 2>;

/// By how much the candidate counts further than the reference; 0: not all by the same, or not by
/// one from 0.
int shift_of(const Numbers& numbers) {
    constexpr std::size_t several = 2; // of one pass nothing tells from where it is counted
    const auto& [ours, theirs] = numbers;
    if (ours.size() < several || ours.size() != theirs.size()) {
        return 0;
    }
    const double shift = *theirs.begin() - *ours.begin();
    const bool by_one = shift == 1 || shift == -1;
    const bool from_zero = std::min(*ours.begin(), *theirs.begin()) == 0;
    const bool all = std::equal(ours.begin(), ours.end(), theirs.begin(),
                                [shift](double one, double other) { return one + shift == other; });
    return by_one && from_zero && all ? static_cast<int>(shift) : 0;
}

std::map<std::size_t, Numbers> counters_of(const TextSides& sides) {
    std::map<std::size_t, Numbers> counters;
    constexpr std::size_t many = 2000000; // their numbers would fill the memory
    if (sides.reference.lines().size() > many || sides.candidate.lines().size() > many) {
        return counters;
    }
    for (const std::size_t side : {0U, 1U}) {
        const TextDocument& document = side == 0 ? sides.reference : sides.candidate;
        for (const TextLine& line : document.lines()) {
            const std::uint32_t form =
                side == 0 ? sides.forms.of_reference(line) : sides.forms.of_candidate(line);
            for (std::size_t k = 0; k < sides.forms.slots(form); ++k) {
                const std::size_t slot = sides.forms.slot(form, k);
                if (sides.counters.is_counter(slot)) {
                    counters[slot][side].insert(document.slots()[line.first_slot + k].value);
                }
            }
        }
    }
    return counters;
}

/// What the shifted counters of the candidate are called.
class CounterNames {
  public:
    CounterNames(const TextSides& sides, const std::set<std::size_t>& shifted) {
        const TextDocument& document = sides.candidate;
        for (const TextForm& one : document.forms()) {
            if (one.lines == 0) {
                continue;
            }
            const std::uint32_t form = sides.forms.of_candidate(document.lines()[one.first_line]);
            const LineNames names(document, one.first_line);
            for (std::size_t k = 0; k < one.slots; ++k) {
                const bool is_shifted = shifted.count(sides.forms.slot(form, k)) > 0;
                (is_shifted ? counters_ : others_).insert(names.of_slot(k).key);
            }
        }
    }
    [[nodiscard]] std::string list() const {
        std::string text;
        for (const std::string& name : counters_) {
            text += (text.empty() ? "" : ", ") + name;
        }
        return text;
    }
    /// The one name that all have, where nothing else has it.
    [[nodiscard]] std::string only() const {
        const bool one = counters_.size() == 1 && others_.count(*counters_.begin()) == 0;
        return one ? *counters_.begin() : "";
    }

  private:
    std::set<std::string> counters_, others_;
};

// --- tables ---

std::vector<std::string> words_of(const TextDocument& document, const TextLine& line) {
    std::vector<std::string> words;
    for (const TextToken& token : tokens_of(document, line)) {
        words.emplace_back(token.text(document.text()));
    }
    return words;
}

std::vector<std::string> sorted(std::vector<std::string> words) {
    std::sort(words.begin(), words.end());
    return words;
}

bool are_distinct(const std::vector<std::string>& sorted_words) {
    return std::adjacent_find(sorted_words.begin(), sorted_words.end()) == sorted_words.end();
}

/// How many lines below the headings are rows of the table; 0: one of them is none.
std::size_t rows_below(const TextDocument& document, std::uint32_t at, std::size_t columns) {
    std::size_t rows = 0;
    for (std::uint32_t l = at + 1; l < document.lines().size(); ++l) {
        const TextLine& line = document.lines()[l];
        const TextForm& form = document.form_of(line);
        const LineNotation& notation = document.notation_of(line);
        const bool is_row = form.slots > 0 && form.tokens() == columns && notation.brackets == 0 &&
                            notation.marks == 0 && notation.blank_cells == 0 && !notation.commented;
        if (!is_row) {
            return line.heading == at ? 0 : rows;
        }
        ++rows;
    }
    return rows;
}

/// The rows below a line that may be the headings of a table; 0: it is not.
std::size_t rows_of_table(const TextDocument& document, std::uint32_t at) {
    const TextLine& line = document.lines()[at];
    const TextForm& form = document.form_of(line);
    const LineNotation& notation = document.notation_of(line);
    const bool headings = form.slots == 0 && form.words > 1 && form.all_ignored == 0 &&
                          notation.brackets == 0 && notation.marks == 0 && notation.path == 0;
    return headings ? rows_below(document, at, form.words) : 0;
}

/// The headings of the reference's tables by their words, in the order of the file.
using Headings = std::map<std::vector<std::string>, std::vector<std::vector<std::string>>>;

Headings headings_of(const TextDocument& document) {
    Headings headings;
    for (std::uint32_t l = 0; l < document.lines().size(); ++l) {
        if (rows_of_table(document, l) > 0) {
            std::vector<std::string> words = words_of(document, document.lines()[l]);
            headings[sorted(words)].push_back(std::move(words));
        }
    }
    return headings;
}

/// Writes the tokens of a line in another order, what is between them as it is.
void reorder(const TextDocument& document, const TextLine& line,
             const std::vector<std::size_t>& order, Rewriting& rewriting) {
    const std::vector<TextToken> tokens = tokens_of(document, line);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        rewriting.replace(tokens[i].begin, tokens[i].end, tokens[order[i]].text(document.text()));
    }
}

} // namespace

std::optional<OtherStart> counted_from_another_start(const TextSides& sides) {
    std::set<std::size_t> shifted;
    std::set<int> kinds;
    for (const auto& [slot, numbers] : counters_of(sides)) {
        if (const int shift = shift_of(numbers); shift != 0) {
            shifted.insert(slot);
            kinds.insert(shift);
        }
    }
    if (kinds.size() != 1) {
        return std::nullopt;
    }
    const int shift = *kinds.begin();
    Rewriting rewriting(sides.candidate.text());
    for (const TextLine& line : sides.candidate.lines()) {
        const std::uint32_t form = sides.forms.of_candidate(line);
        for (std::size_t k = 0; k < sides.forms.slots(form); ++k) {
            const TextToken& token = sides.candidate.slots()[line.first_slot + k];
            if (shifted.count(sides.forms.slot(form, k)) > 0) {
                const auto number = static_cast<long long>(token.value) - shift;
                rewriting.replace(token.begin, token.end, std::to_string(number));
            }
        }
    }
    const CounterNames names(sides, shifted);
    return OtherStart{rewriting.finish(), shift > 0 ? 0 : 1, shift > 0 ? 1 : 0, names.list(),
                      names.only()};
}

std::optional<OtherColumns> columns_in_another_order(const TextDocument& reference,
                                                     const TextDocument& candidate) {
    const Headings headings = headings_of(reference);
    std::map<std::vector<std::string>, std::size_t> seen;
    Rewriting rewriting(candidate.text());
    OtherColumns found;
    for (std::uint32_t l = 0; l < candidate.lines().size(); ++l) {
        const TextLine& line = candidate.lines()[l];
        const std::size_t rows = rows_of_table(candidate, l);
        if (rows == 0) {
            continue;
        }
        const std::vector<std::string> words = words_of(candidate, line);
        const auto same = headings.find(sorted(words));
        if (same == headings.end() || !are_distinct(same->first)) {
            continue;
        }
        const std::size_t which = std::min(seen[same->first]++, same->second.size() - 1);
        const std::vector<std::string>& wanted = same->second[which];
        if (wanted == words) {
            continue;
        }
        std::vector<std::size_t> order;
        for (const std::string& word : wanted) {
            order.push_back(static_cast<std::size_t>(std::find(words.begin(), words.end(), word) -
                                                     words.begin()));
        }
        for (std::size_t row = 0; row <= rows; ++row) {
            reorder(candidate, candidate.lines()[l + row], order, rewriting);
        }
        found.line = found.line == 0 ? candidate.line_number(line.begin) : found.line;
        l += static_cast<std::uint32_t>(rows);
    }
    if (found.line == 0) {
        return std::nullopt;
    }
    found.text = rewriting.finish();
    return found;
}

} // namespace tapir::trace
