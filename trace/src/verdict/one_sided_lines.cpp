#include "verdict/one_sided_lines.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "format/text_names.hpp"
#include "tapir/trace/base/number_text.hpp"
#include "verdict/shown_text.hpp"

namespace tapir::trace {

namespace {

/// Tells lines of one side, runs of them as one.
class OneSidedLines {
  public:
    OneSidedLines(const TextSides& sides, const TextPairing& pairing, bool reference)
        : sides_(sides), document_(reference ? sides.reference : sides.candidate),
          keys_(reference ? pairing.reference : pairing.candidate),
          form_of_(reference ? pairing.form_of_reference : pairing.form_of_candidate),
          lines_(reference ? pairing.only_reference : pairing.only_candidate),
          what_(reference ? "missing" : "extra") {}

    std::vector<std::string> told() {
        std::vector<std::string> entries;
        for (std::size_t at = 0; at < lines_.size();) {
            std::size_t end = end_of_step(at);
            if (end > at + 1) {
                entries.push_back(step_text(at, end));
            } else {
                end = end_of_run(at);
                constexpr std::size_t few = 20;
                if (end - at > few) {
                    entries.push_back(run_text(at, end));
                } else {
                    for (std::size_t i = at; i < end; ++i) {
                        entries.push_back("line " + std::to_string(number(lines_[i])) + ": " +
                                          text(lines_[i]));
                    }
                }
            }
            at = end;
        }
        return entries;
    }

  private:
    const TextSides& sides_;
    const TextDocument& document_;
    const LineKeys& keys_;
    const std::vector<std::uint32_t>& form_of_;
    const std::vector<std::uint32_t>& lines_;
    const char* what_;

    [[nodiscard]] int number(std::uint32_t line) const {
        return document_.line_number(document_.lines()[line].begin);
    }
    [[nodiscard]] std::string text(std::uint32_t line) const {
        std::string_view whole = document_.text_of(document_.lines()[line]);
        whole.remove_prefix(std::min(whole.find_first_not_of(" \t"), whole.size()));
        return shown_text(whole);
    }
    /// The outermost counter under which a line stands: its name's slot and its value.
    [[nodiscard]] std::optional<std::pair<std::size_t, double>> counter(std::uint32_t line) const {
        while (keys_.scope_line(line) != no_line) {
            line = keys_.scope_line(line);
        }
        const std::uint32_t form = form_of_[line];
        for (std::size_t k = 0; k < sides_.forms.slots(form); ++k) {
            if (sides_.counters.is_counter(sides_.forms.slot(form, k))) {
                return std::pair(k,
                                 document_.slots()[document_.lines()[line].first_slot + k].value);
            }
        }
        return std::nullopt;
    }
    /// The end of the lines that stand one after the other under the same outermost counter.
    [[nodiscard]] std::size_t end_of_step(std::size_t at) const {
        const auto first = counter(lines_[at]);
        std::size_t end = at + 1;
        while (first && end < lines_.size() && lines_[end] == lines_[end - 1] + 1) {
            const auto here = counter(lines_[end]);
            if (!here || here->second != first->second) {
                break;
            }
            ++end;
        }
        return end;
    }
    [[nodiscard]] std::size_t end_of_run(std::size_t at) const {
        std::size_t end = at + 1;
        while (end < lines_.size() && lines_[end] == lines_[end - 1] + 1 &&
               end_of_step(end) == end + 1) {
            ++end;
        }
        return end;
    }
    [[nodiscard]] std::string step_text(std::size_t at, std::size_t end) const {
        std::uint32_t line = lines_[at];
        while (keys_.scope_line(line) != no_line) {
            line = keys_.scope_line(line);
        }
        const auto first = *counter(lines_[at]);
        std::string name = slot_name(document_, line, first.first).key;
        name = name.empty() ? "row" : shown_text(name);
        const bool whole = std::binary_search(lines_.begin(), lines_.end(), line);
        return (whole ? "" : "of ") + name + " " + general15(first.second) +
               (whole ? std::string(" is ") + what_ + ": " : ", ") + std::to_string(end - at) +
               " lines, from line " + std::to_string(number(lines_[at])) + ": " + text(lines_[at]);
    }
    [[nodiscard]] std::string run_text(std::size_t at, std::size_t end) const {
        return "line " + std::to_string(number(lines_[at])) + " and the " +
               std::to_string(end - at - 1) + " lines behind it: " + text(lines_[at]);
    }
};

} // namespace

std::vector<std::string> one_sided_lines(const TextSides& sides, const TextPairing& pairing,
                                         bool reference) {
    return OneSidedLines(sides, pairing, reference).told();
}

} // namespace tapir::trace
