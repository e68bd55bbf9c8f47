#include "tapir/reports/verdict/verdict_screen.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tapir/reports/text/evidence_text.hpp"
#include "tapir/reports/text/printable.hpp"
#include "tapir/trace/base/number_text.hpp"
#include "text/ulp_text.hpp"
#include "text/verdict_text.hpp"

namespace tapir::reports {

namespace {

constexpr std::size_t line_width = 100;

/// Text from a trace, safe on a terminal and cut to the screen.
std::string safe(std::string text, std::size_t width = line_width) {
    text = safe_lines(text);
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\n' || c == '\t' || c == '\r'; }, '?');
    if (text.size() > width) {
        std::size_t end = width - 3;
        while (end > 0 && (text[end] & '\xc0') == '\x80') {
            --end; // a letter of several bytes stays whole
        }
        text.resize(end);
        text += "...";
    }
    return text;
}

class Screen {
  public:
    explicit Screen(bool colour) : colour_(colour) {}

    void line(const std::string& text = "") { text_ += safe(text) + "\n"; }
    /// A longer text, indented by six, on a limited number of lines.
    void paragraph(const std::string& text, int most_lines = 4) {
        wrapped("     ", text, most_lines);
    }
    /// The same for a line of a list.
    void item(const std::string& text, int most_lines) { wrapped(" ", text, most_lines); }
    void headline(trace::Verdict verdict, const std::string& text) {
        const char* code = verdict == trace::Verdict::parity ? "\x1b[1;32m" : "\x1b[1;31m";
        text_ += colour_ ? code + safe(text) + "\x1b[0m\n" : safe(text) + "\n";
    }
    /// The text, cut after the last line of the screen.
    [[nodiscard]] std::string take() {
        constexpr int height = 40;
        std::size_t end = 0;
        for (int line = 0; line < height; ++line) {
            const std::size_t next = text_.find('\n', end);
            if (next == std::string::npos) {
                return std::move(text_);
            }
            end = next + 1;
        }
        text_.resize(end);
        return std::move(text_);
    }

  private:
    void wrapped(std::string line, const std::string& text, int most_lines) {
        std::size_t begin = 0;
        int lines = 1;
        while (begin < text.size()) {
            const std::size_t end = std::min(text.find(' ', begin), text.size());
            const std::string word = text.substr(begin, end - begin);
            if (line.size() + 1 + word.size() > line_width) {
                if (++lines > most_lines) {
                    line.resize(std::min(line.size(), line_width - 4));
                    line += " ...";
                    break;
                }
                text_ += safe(line) + "\n";
                line = "     ";
            }
            line += " " + word;
            begin = end + 1;
        }
        text_ += safe(line) + "\n";
    }

    std::string text_;
    bool colour_;
};

/// A number to three digits; other text as it is.
std::string brief(const std::string& text) {
    const auto number = trace::parse_number(text);
    return number ? fmt::format("{:.3g}", *number) : text;
}

std::string name_of(const trace::RootCause& root) {
    return root.kind.empty() ? root.key : root.kind + "/" + root.key;
}

/// ": cell, F_latt -2.38 | 1.38, ...": the taps a root reaches, reference | candidate.
std::string consequences(const trace::RootCause& root) {
    constexpr std::size_t most = 14;
    std::string text;
    for (std::size_t i = 0; i < std::min(most, root.propagated.size()); ++i) {
        const trace::Consequence& here = root.propagated[i];
        text += text.empty() ? ": " : ", ";
        text += here.tap + " " + brief(here.reference) + " | " + brief(here.candidate);
    }
    return text + (root.propagated.size() > most ? ", ..." : "");
}

/// How far apart the two values are; of words of texts nothing is said.
std::string difference_text(const trace::RootCause& root, bool of_texts) {
    if (of_texts && std::isnan(root.relative)) {
        return {};
    }
    // of what is no finite number there is none
    return std::isfinite(root.relative)
               ? fmt::format("relative {:.3g}{}", root.relative, ulp_text(root.ulp))
               : "no finite difference";
}

void print_root(Screen& screen, const trace::RootCause& root, const trace::Comparison& comparison,
                const Subject& subject, std::size_t number) {
    const std::string site = site_text(root.site, comparison);
    screen.line(fmt::format("  {}. {}   class {}{}", number, name_of(root),
                            to_text(root.cause_class), site.empty() ? "" : "   at " + site));
    if (!root.reference.empty() || !root.candidate.empty()) {
        screen.line(fmt::format("      reference {}   candidate {}{}", root.reference,
                                root.candidate, root.unit.empty() ? "" : "   [" + root.unit + "]"));
        std::string difference = difference_text(root, comparison.of_texts);
        difference +=
            root.strength > 0 ? fmt::format(", {:.3g} x what rounding allows", root.strength) : "";
        difference += comparison.of_texts ? "" : "; tap " + root.tap;
        if (root.sites > 1) {
            difference += fmt::format("{}{} sites", difference.empty() ? "" : ", ", root.sites);
        }
        if (!difference.empty()) {
            screen.line("      " + difference);
        }
    }
    const std::string place = place_text(root, subject.reference, subject.candidate);
    if (!place.empty()) {
        screen.paragraph(place, 2);
    }
    screen.paragraph("evidence: " + evidence_text(root.evidence) +
                     (root.side == trace::WhichSide::neither
                          ? ""
                          : std::string("; the odd side is the ") + to_text(root.side)));
    if (comparison.of_texts && root.explains == 0) {
        return;
    }
    screen.paragraph(fmt::format("explains {} other departing value(s), folded as propagated{}",
                                 root.explains, consequences(root)),
                     2);
}

void print_list(Screen& screen, const char* title, const std::vector<std::string>& names) {
    constexpr std::size_t shown = 2;
    if (names.empty()) {
        return;
    }
    screen.line(fmt::format("{} ({}):", title, names.size()));
    for (std::size_t i = 0; i < std::min(shown, names.size()); ++i) {
        screen.line("      " + names[i]);
    }
    if (names.size() > shown) {
        screen.line(fmt::format("      ... and {} more", names.size() - shown));
    }
}

void print_one_sided(Screen& screen, const trace::Comparison& comparison) {
    const std::vector<const trace::SignedErrors*> taps = one_sided_errors(comparison);
    constexpr std::size_t shown = 3;
    for (std::size_t i = 0; i < std::min(shown, taps.size()); ++i) {
        screen.paragraph(fmt::format("one-sided: {} errs by {:+.2g} of its value on average, {} of "
                                     "{} records up, {} down (candidate less reference, in the "
                                     "stage itself)",
                                     taps[i]->tap, taps[i]->mean(), taps[i]->positive,
                                     taps[i]->records, taps[i]->negative));
    }
}

} // namespace

std::string verdict_screen(const trace::Comparison& comparison, const Subject& subject,
                           bool colour) {
    constexpr std::size_t shown_roots = 2;
    constexpr std::size_t listed_roots = 6;
    constexpr std::size_t shown_notes = 12;
    Screen screen(colour);
    screen.headline(comparison.verdict, verdict_words(comparison));
    constexpr int lines_of_sentence = 8;
    screen.paragraph(comparison.sentence, lines_of_sentence);
    screen.line("  reference  " + subject.reference);
    screen.line("  candidate  " + subject.candidate);
    if (comparison.compared > 0) {
        screen.line("  compared   " + counts_text(comparison));
        screen.paragraph("tolerance: " + comparison.tolerance_text);
    }
    if (const std::string account = account_text(comparison); !account.empty()) {
        screen.paragraph("account: " + account, 2);
    }
    if (comparison.verdict == trace::Verdict::parity) {
        screen.line(fmt::format("  self-test  {} planted corruptions, {} caught",
                                comparison.planted, comparison.caught));
    }
    if (!comparison.roots.empty()) {
        screen.line(fmt::format(
            "first divergence and root cause{}:",
            comparison.roots.size() > 1 ? fmt::format("s ({})", comparison.roots.size()) : ""));
        for (std::size_t i = 0; i < std::min(shown_roots, comparison.roots.size()); ++i) {
            print_root(screen, comparison.roots[i], comparison, subject, i + 1);
        }
        for (std::size_t i = shown_roots; i < std::min(listed_roots, comparison.roots.size());
             ++i) {
            const trace::RootCause& root = comparison.roots[i];
            screen.item(fmt::format("{}. {}   class {}   {}", i + 1, name_of(root),
                                    to_text(root.cause_class), evidence_text(root.evidence)),
                        2);
        }
        if (comparison.roots.size() > listed_roots) {
            screen.line(fmt::format("  ... and {} more; --json lists all of them",
                                    comparison.roots.size() - listed_roots));
        }
    }
    print_one_sided(screen, comparison);
    for (const std::string& line : besides_texts(comparison)) {
        constexpr int lines_besides = 6;
        screen.paragraph(line, lines_besides);
    }
    print_list(screen, "missing in the candidate", comparison.missing);
    print_list(screen, "extra in the candidate", comparison.extra);
    for (std::size_t i = 0; i < std::min(shown_notes, comparison.notes.size()); ++i) {
        screen.paragraph("note: " + note_text(comparison.notes[i]));
    }
    return screen.take();
}

} // namespace tapir::reports
