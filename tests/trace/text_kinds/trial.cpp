#include "trial.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tapir/trace/format/plain_text.hpp"
#include "tapir/trace/verdict/text_comparison.hpp"

namespace tapir::test {

namespace {

using trace::Comparison;
using trace::Verdict;

/// The lines of which one side has others, so that a failure can be read without the files.
std::string difference(const std::string& reference, const std::string& candidate) {
    const auto lines = [](const std::string& text) {
        std::vector<std::string> all;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = std::min(text.find('\n', at), text.size());
            all.push_back(text.substr(at, end - at));
            at = end + 1;
        }
        return all;
    };
    const auto one = lines(reference), two = lines(candidate);
    std::size_t head = 0;
    while (head < one.size() && head < two.size() && one[head] == two[head]) {
        ++head;
    }
    const auto at = [head](const std::vector<std::string>& all) {
        return head < all.size() ? all[head] : std::string{"(no more lines)"};
    };
    return "line " + std::to_string(head + 1) + ": `" + at(one) + "` | `" + at(two) + "`";
}

/// Writes a pair for a closer look into the folder that TAPIR_KEEP_PAIRS names.
void keep(const std::string& name, const std::string& reference, const std::string& candidate) {
    const char* folder = std::getenv("TAPIR_KEEP_PAIRS");
    if (folder == nullptr) {
        return;
    }
    std::string file = name;
    for (char& c : file) {
        c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
    }
    const auto write = [&](const char* end, const std::string& text) {
        std::ofstream{std::filesystem::path{folder} / (file + end), std::ios::binary} << text;
    };
    write(".ref", reference);
    write(".cand", candidate);
}

void note(std::vector<std::string>& list, const std::string& what, const std::string& reference,
          const std::string& candidate, const Comparison& comparison) {
    keep(what, reference, candidate);
    if (list.size() < 400) {
        list.push_back(what + ": " + comparison.sentence + "\n      " +
                       difference(reference, candidate));
    }
}

void count(Tally& tally, const Comparison& comparison) {
    ++tally.pairs;
    ++(comparison.verdict == Verdict::parity           ? tally.green
       : comparison.verdict == Verdict::not_comparable ? tally.refused
                                                       : tally.red);
}

/// The line of the candidate that the comparison names first: that of the first root or, where
/// whole lines have no partner, that of the first such line.
long first_line(const Comparison& comparison) {
    if (!comparison.roots.empty()) {
        return comparison.roots.front().candidate_line;
    }
    const auto& lines = comparison.extra.empty() ? comparison.missing : comparison.extra;
    const std::size_t digit =
        lines.empty() ? std::string::npos : lines.front().find_first_of("0123456789");
    return digit == std::string::npos ? 0 : std::strtol(lines.front().c_str() + digit, nullptr, 10);
}

/// Whether the first root is where the fault was planted, and bears its name.
void look_at_place(const Planted& planted, const std::string& what, const std::string& reference,
                   const std::string& candidate, const Comparison& comparison, Tally& tally) {
    ++tally.asked_places;
    const bool has_root = !comparison.roots.empty();
    const long line = first_line(comparison);
    if (line > 0 && std::labs(line - static_cast<long>(planted.line)) <= 1) {
        ++tally.right_places;
    } else {
        note(tally.misplaced, what + " [root at line " + std::to_string(line) + "]", reference,
             candidate, comparison);
    }
    if (has_root && !planted.key.empty()) {
        ++tally.asked_keys;
        const std::string name =
            has_root ? comparison.roots.front().kind + "/" + comparison.roots.front().key : "";
        if (name.find(planted.key) != std::string::npos) {
            ++tally.right_keys;
        } else {
            note(tally.misplaced, what + " [" + planted.key + " is called " + name + "]", reference,
                 candidate, comparison);
        }
    }
}

std::vector<Edit> all_edits() {
    std::vector<Edit> all = number_edits();
    for (const auto& more : {word_edits(), line_edits(), regular_edits()}) {
        all.insert(all.end(), more.begin(), more.end());
    }
    return all;
}

/// A sound print of the candidate that needs no word of the user.
Variation some_variation(const Kind& kind, unsigned seed, Values& random) {
    std::vector<Variation> all = sound_variations(kind, seed);
    all.pop_back(); // the one that needs --printed-digits
    return *one_of(all, random);
}

} // namespace

Comparison compared(const std::string& reference, const std::string& candidate,
                    const trace::TextRequest& request) {
    constexpr std::size_t largest = 1U << 24U;
    const std::string one = trace::plain_text_of(reference, "reference.log", largest);
    const std::string two = trace::plain_text_of(candidate, "candidate.log", largest);
    return trace::compare_texts({"reference.log", one}, {"candidate.log", two}, request);
}

Comparison compared(const std::string& reference, const std::string& candidate,
                    bool printed_digits) {
    trace::TextRequest request;
    request.tolerance.scope.printed_digits = printed_digits;
    return compared(reference, candidate, request);
}

void try_sound(const Kind& kind, unsigned seed, Tally& tally) {
    const std::string own = text_of(printed(kind, {"", Habit{.seed = seed}}));
    for (const Variation& variation : sound_variations(kind, seed)) {
        const std::string other = text_of(printed(kind, variation));
        for (const auto& [reference, candidate] : {std::pair{own, other}, std::pair{other, own}}) {
            const Comparison comparison = compared(reference, candidate, variation.printed_digits);
            count(tally, comparison);
            if (comparison.verdict != Verdict::parity) {
                note(comparison.verdict == Verdict::not_comparable ? tally.misplaced
                                                                   : tally.failures,
                     kind.name + ", " + variation.name, reference, candidate, comparison);
            }
        }
    }
}

void try_edits(const Kind& kind, int times, Tally& tally) {
    Values random{static_cast<unsigned>(kind.name.size() * 131 + 5)};
    for (const Edit& edit : all_edits()) {
        for (int time = 0; time < times; ++time) {
            const auto seed = static_cast<unsigned>(time / 2 + 1);
            const Variation variation = time % 2 == 0 ? Variation{"own", Habit{.seed = seed}}
                                                      : some_variation(kind, seed, random);
            const std::string reference = text_of(printed(kind, {"", Habit{.seed = seed}}));
            std::vector<Line> lines = printed(kind, variation);
            const std::string sound = text_of(lines);
            const auto planted = edit.plant(lines, random);
            const std::string candidate = text_of(lines);
            if (!planted || candidate == sound) {
                continue;
            }
            const Comparison comparison = compared(reference, candidate);
            const std::string what = kind.name + ", " + variation.name + ", " +
                                     std::string{edit.name} + " at line " +
                                     std::to_string(planted->line);
            count(tally, comparison);
            if (comparison.verdict == Verdict::parity) {
                note(tally.failures, what, reference, candidate, comparison);
            } else if (edit.has_place) {
                look_at_place(*planted, what, reference, candidate, comparison, tally);
            }
        }
    }
}

int hunt_factor() {
    const char* factor = std::getenv("TAPIR_HUNT");
    return factor == nullptr ? 1 : std::max(1, std::atoi(factor));
}

} // namespace tapir::test
