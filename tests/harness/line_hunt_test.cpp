#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>

#include "hunted_traces.hpp"
#include "tapir/trace/verdict/text_comparison.hpp"

/// Lines that are left out between dialects, each in turn; and single edits of the same values as
/// free text.
namespace {

using namespace tapir;
using namespace tapir::test;

/// The loops that a native record line states, "phi_tic=3, mos=0"; "" where there are none.
std::string loops_of(const std::string& line) {
    const std::size_t begin = line.find("] ") + 2;
    const std::size_t end = line.find(" :");
    std::string loops = begin < end ? line.substr(begin, end - begin) : "";
    for (std::size_t at = loops.find(' '); at != std::string::npos; at = loops.find(' ', at + 2)) {
        loops.replace(at, 1, ", ");
    }
    return loops;
}

/// The records of a native text as a program prints them that nobody described: the passes of the
/// loops on a line of their own, and below them "name [unit] = v, v, v".
std::string free_text(const std::vector<std::string>& lines) {
    std::string text = "Single pixel\n";
    std::string open;
    for (const std::string& line : lines) {
        const std::string loops = loops_of(line);
        if (loops != open && !loops.empty()) {
            text += loops + "\n";
        }
        open = loops;
        const std::size_t name_end = line.find("] ") + 1;
        std::string values = line.substr(std::min(line.find(" :") + 3, line.size()));
        for (std::size_t at = values.find(' '); at != std::string::npos;
             at = values.find(' ', at + 2)) {
            values.replace(at, 1, ", ");
        }
        text += "  " + line.substr(0, name_end) + " = " + values + "\n";
    }
    return text;
}

} // namespace

TEST_CASE("edit hunt: each line that is left out between dialects is red, or is named") {
    const ScratchFolder scratch;
    std::map<std::string, int> counts;
    const Scene scene = traced("phi_scan", {26, 25});
    for (const Form reference : {Form::c, Form::py, Form::native}) {
        for (const Form candidate : {Form::c, Form::py, Form::native}) {
            if (reference == candidate) {
                continue;
            }
            const auto ours = record_lines(scene.texts.at(reference), reference);
            const auto theirs = record_lines(scene.texts.at(candidate), candidate);
            const TraceFile one = read_as(scene, ours, reference, false, scratch, "reference");
            const Comparison sound =
                compared(one, read_as(scene, theirs, candidate, false, scratch, "candidate"));
            REQUIRE_MESSAGE(sound.verdict == Verdict::parity, sound.sentence);
            for (std::size_t line = 0; line < theirs.size(); ++line) {
                auto lines = theirs;
                lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(line));
                const TraceFile without =
                    read_as(scene, lines, candidate, false, scratch, "candidate");
                const Comparison result = compared(one, without);
                if (result.verdict != Verdict::parity) {
                    ++counts["red"];
                    continue;
                }
                CAPTURE(static_cast<int>(reference));
                CAPTURE(static_cast<int>(candidate));
                CAPTURE(theirs[line].substr(0, 100));
                CAPTURE(result.sentence);
                CHECK(compared(one, without, true).verdict != Verdict::parity);
                const bool more = names_more(result.keys, sound.keys);
                // of a key that only the candidate has nothing was compared before either
                const bool own = result.keys.of_candidate.size() < sound.keys.of_candidate.size();
                // the pixel itself is told by its position on the detector, which is compared
                const bool pixel = theirs[line].rfind("TRACE_CONFIG", 0) == 0;
                const bool mark = theirs[line].rfind("TRACE_PY_TRICUBIC_GRID_", 0) == 0;
                CHECK((more || own || pixel || mark));
                ++counts[more    ? "named as lacking"
                         : own   ? "an own key, named no more"
                         : pixel ? "the line that tells the pixel"
                                 : "a mark that holds nothing"];
            }
        }
    }
    CHECK(counts["red"] > 0);
    CHECK(counts["named as lacking"] > 0);
    for (const auto& [what, times] : counts) {
        MESSAGE(times << " lines: " << what);
    }
}

TEST_CASE("edit hunt: of free text no single edit is green, but for the sign of a zero") {
    constexpr int of_each = 100;
    std::mt19937 random(21);
    int count = 0;
    int zeros = 0;
    for (const Scene& scene : scenes()) {
        const auto lines = record_lines(scene.texts.at(Form::native), Form::native);
        const std::string sound = free_text(lines);
        REQUIRE(trace::compare_texts({"reference", sound}, {"candidate", sound}, {}).verdict ==
                Verdict::parity);
        for (int i = 0; i < edits * of_each; ++i) {
            const auto kind = static_cast<Edit>(i % edits);
            std::optional<Edited> edit;
            while (!edit) {
                edit = edited(lines, true, kind, random);
            }
            const std::string changed = free_text(edit->lines);
            const bool of_reference = random() % 2 == 0;
            const Comparison result =
                of_reference
                    ? trace::compare_texts({"reference", changed}, {"candidate", sound}, {})
                    : trace::compare_texts({"reference", sound}, {"candidate", changed}, {});
            ++count;
            zeros += result.verdict == Verdict::parity && edit->zeros_alone ? 1 : 0;
            CAPTURE(edit_names[static_cast<std::size_t>(kind)]);
            CAPTURE(edit->line.substr(0, 100));
            CAPTURE(of_reference);
            CAPTURE(result.sentence);
            CHECK((edit->zeros_alone || result.verdict != Verdict::parity));
        }
    }
    CHECK(count == 2 * edits * of_each);
    CHECK(zeros < count / 10);
    MESSAGE(zeros << " of " << count << " are green: the sign of a zero");
}
