#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>

#include "compare/trace_diff.hpp"
#include "hunted_traces.hpp"
#include "tapir/trace/base/number_text.hpp"

/// Ten thousand single edits of sound traces, in every pair of dialects: none is green, but those
/// that change nothing of what is compared, each by a rule that is looked up in the verdict itself.
/// And a thousand ways of printing the same: none is red.
namespace {

using namespace tapir;
using namespace tapir::test;

constexpr const char* nothing_in_another_unit =
    "nothing in another unit is nothing: the numbers are zeros";

/// Why an edit may be green; "" when it may not.
/// @param edited_reference  whether the reference was edited
std::string why_green(const Comparison& sound, const Comparison& green, const Edited& edit,
                      bool edited_reference, Verdict when_complete) {
    const trace::OneSidedKeys& keys = green.keys;
    const bool told = when_complete != Verdict::parity;
    const bool named = has(edited_reference ? keys.of_reference : keys.of_candidate, edit.key);
    if (told && names_more(keys, sound.keys)) {
        return "a key that one side does not print any more, or not everywhere, is named in the "
               "first sentence";
    }
    if (told && edit.kind == Edit::drop &&
        (keys.of_reference != sound.keys.of_reference ||
         keys.of_candidate != sound.keys.of_candidate)) {
        return "nothing was compared with the key, and the first sentence names it no more";
    }
    if (named && told) {
        return "only this side prints the key, and the verdict's first sentence names it";
    }
    if (edit.zeros_alone) {
        return "the sign of a zero, on which dialects need not agree; the sentence counts them";
    }
    const bool native_unit = edit.kind == Edit::unit && edit.line.rfind("TRACE_", 0) != 0;
    if (native_unit &&
        edit.line.find_first_of("123456789", edit.line.find(" :")) == std::string::npos) {
        return nothing_in_another_unit;
    }
    const bool of_lines = edit.kind == Edit::drop || edit.kind == Edit::twice;
    if (told && (of_lines ? keys.elsewhere != sound.keys.elsewhere : keys.elsewhere > 0)) {
        return "where the other side's kind of trace prints none of the key, and the first "
               "sentence counts such values";
    }
    return "";
}

/// Ways of printing the same.
enum class Variation { order, line_ends, number_style, digits, prose, blanks };
constexpr int variations = 6;

bool is_keyed(const std::string& line) {
    return line.rfind("TRACE_C:", 0) == 0 || line.rfind("TRACE_PY:", 0) == 0;
}

std::string key_of(const std::string& line) {
    const std::size_t begin = line.find_first_not_of(' ', line.find(':') + 1);
    return line.substr(begin, line.find_first_of(" =", begin) - begin);
}

/// Whether a line is keyed, and its key on no other: those that come again begin a block.
bool stands_once(const std::vector<std::string>& lines, std::size_t place) {
    return is_keyed(lines[place]) &&
           std::count_if(lines.begin(), lines.end(), [&](const std::string& line) {
               return is_keyed(line) && key_of(line) == key_of(lines[place]);
           }) == 1;
}

/// Each number of the values of a line, changed by a function of its text.
template <class Change>
std::string with_numbers(const std::string& line, const Change& change) {
    std::string text;
    std::size_t at = line.find_first_of(": ") + 1;
    text = line.substr(0, at);
    while (at < line.size()) {
        const std::size_t end = std::min(line.find_first_of(" =,;[]:", at), line.size());
        const std::string word = line.substr(at, end - at);
        const bool fraction = word.find_first_of(".e") != std::string::npos;
        text += fraction && trace::parse_number(word) ? change(word) : word;
        text += end < line.size() ? line.substr(end, 1) : "";
        at = end + 1;
    }
    return text;
}

std::string in_other_style(const std::string& word) {
    const std::size_t exponent = word.find('e');
    if (exponent != std::string::npos) {
        std::string text = word;
        text[exponent] = 'E';
        return text;
    }
    return word.front() == '-' ? word : "+" + word;
}

/// A text trace printed in another way.
std::vector<std::string> varied(std::vector<std::string> lines, Variation variation,
                                std::mt19937& random) {
    const std::size_t place = random() % (lines.size() - 4);
    switch (variation) {
    case Variation::order:
        if (stands_once(lines, place) && stands_once(lines, place + 1)) {
            std::swap(lines[place], lines[place + 1]);
        }
        break;
    case Variation::line_ends:
        for (std::string& line : lines) {
            line += "\r";
        }
        break;
    case Variation::number_style:
        lines[place] = with_numbers(lines[place], in_other_style);
        break;
    case Variation::digits:
        for (std::string& line : lines) {
            line = with_numbers(line, [](const std::string& word) {
                return trace::general(*trace::parse_number(word), 12);
            });
        }
        break;
    case Variation::prose:
        lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(place),
                     "progress: " + std::to_string(random() % 100) + "% done");
        break;
    case Variation::blanks:
        lines[place] += "  ";
        break;
    }
    return lines;
}

} // namespace

TEST_CASE("edit hunt: of ten thousand single edits none is green that changes what is compared") {
    constexpr int of_each = 60;
    std::mt19937 random(19);
    const ScratchFolder scratch;
    std::map<std::string, int> allowed;
    int count = 0;
    int green_in_one_dialect = 0;
    for (const Scene& scene : scenes()) {
        for (const Form reference : forms) {
            for (const Form candidate : forms) {
                const auto ours = record_lines(scene.texts.at(reference), reference);
                const auto theirs = record_lines(scene.texts.at(candidate), candidate);
                const TraceFile one = read_as(scene, ours, reference, false, scratch, "reference");
                const TraceFile other =
                    read_as(scene, theirs, candidate, false, scratch, "candidate");
                const Comparison sound = compared(one, other);
                REQUIRE_MESSAGE(sound.verdict == Verdict::parity, sound.sentence);
                for (int i = 0; i < edits * of_each / 2; ++i) {
                    const auto kind = static_cast<Edit>(i % edits);
                    const bool of_reference = random() % 2 == 0;
                    const Form form = of_reference ? reference : candidate;
                    std::optional<Edited> edit;
                    while (!edit) {
                        edit = edited(of_reference ? ours : theirs, is_native(form), kind, random);
                    }
                    const TraceFile changed =
                        read_as(scene, edit->lines, form, kind == Edit::cut, scratch, "edited");
                    const TraceFile& left = of_reference ? changed : one;
                    const TraceFile& right = of_reference ? other : changed;
                    ++count;
                    const Comparison result = compared(left, right);
                    if (result.verdict != Verdict::parity) {
                        continue;
                    }
                    // what follows from the records of its own side is held against them
                    if (harness::diff_traces(left, right, nullptr, {}, {}).verdict !=
                        Verdict::parity) {
                        continue;
                    }
                    const std::string why = why_green(sound, result, *edit, of_reference,
                                                      compared(left, right, true).verdict);
                    CAPTURE(static_cast<int>(kind));
                    CAPTURE(static_cast<int>(reference));
                    CAPTURE(static_cast<int>(candidate));
                    CAPTURE(of_reference);
                    CAPTURE(edit->line.substr(0, 100));
                    CAPTURE(edit->key);
                    CHECK(!why.empty());
                    ++allowed[std::string(edit_names[static_cast<std::size_t>(kind)]) + ": " + why];
                    green_in_one_dialect +=
                        why != nothing_in_another_unit &&
                        (reference == candidate || (is_native(reference) && is_native(candidate)));
                }
            }
        }
    }
    CHECK(count >= 10000);
    CHECK(green_in_one_dialect == 0);
    for (const auto& [why, times] : allowed) {
        MESSAGE(times << " green: " << why);
    }
}

TEST_CASE(
    "edit hunt: a thousand other ways of printing the same are green, or refused with a reason") {
    constexpr int of_each = 60;
    std::mt19937 random(20);
    const ScratchFolder scratch;
    int count = 0;
    int green = 0;
    for (const Scene& scene : scenes()) {
        for (const Form reference : forms) {
            const auto ours = record_lines(scene.texts.at(reference), reference);
            const TraceFile one = read_as(scene, ours, reference, false, scratch, "reference");
            for (const Form candidate : {Form::c, Form::py, Form::native, Form::binary}) {
                const auto theirs = record_lines(scene.texts.at(candidate), candidate);
                for (int i = 0; i < of_each; ++i) {
                    auto lines = theirs;
                    if (is_native(candidate)) {
                        std::swap(lines[random() % lines.size()], lines[random() % lines.size()]);
                    } else {
                        lines = varied(theirs, static_cast<Variation>(i % variations), random);
                    }
                    const Comparison result =
                        compared(one, read_as(scene, lines, candidate, false, scratch, "varied"));
                    CAPTURE(i % variations);
                    CAPTURE(static_cast<int>(reference));
                    CAPTURE(static_cast<int>(candidate));
                    CAPTURE(result.sentence);
                    CHECK(result.verdict != Verdict::divergence);
                    CHECK(result.verdict != Verdict::not_attested);
                    ++count;
                    green += result.verdict == Verdict::parity ? 1 : 0;
                }
            }
        }
    }
    CHECK(count >= 1000);
    CHECK(green >= count * 9 / 10);
    MESSAGE(green << " of " << count << " are green");
}
