#include <doctest/doctest.h>

#include <functional>

#include "native_traces.hpp"
#include "streams.hpp"
#include "tapir/trace/base/number_text.hpp"

/// Traces compared piece by piece: the verdict is that of the whole files, held in memory.
namespace {

using namespace tapir;
using namespace tapir::test;

const std::vector<std::pair<std::string, std::function<void(std::vector<std::string>&)>>>&
changes() {
    static const std::vector<std::pair<std::string, std::function<void(std::vector<std::string>&)>>>
        all{
            {"nothing", [](auto&) {}},
            {"a factor of one pixel",
             [](auto& l) { replace_number(l[find_line(l, "F_latt ", "slow=2 fast=3 ")], "7.25"); }},
            {"a value of the set-up",
             [](auto& l) { replace_number(l[find_line(l, "distance", "")], "0.25"); }},
            {"no number on one side",
             [](auto& l) { replace_number(l[find_line(l, "omega ", "slow=3 ")], "nan"); }},
            {"another unit",
             [](auto& l) {
                 std::string& line = l[find_line(l, "omega ", "slow=3 fast=1 ")];
                 line.replace(line.find('['), 3, "[mr");
             }},
            {"a record is missing",
             [](auto& l) {
                 l.erase(l.begin() +
                         static_cast<std::ptrdiff_t>(find_line(l, "F_latt ", "slow=2 fast=3 ")));
             }},
            {"a record twice",
             [](auto& l) {
                 const std::size_t at = find_line(l, "F_latt ", "slow=2 fast=3 ");
                 l.insert(l.begin() + static_cast<std::ptrdiff_t>(at), l[at]);
             }},
            {"two records exchanged",
             [](auto& l) {
                 const std::size_t at = find_line(l, "F_latt_a ", "slow=2 fast=3 ");
                 std::swap(l[at], l[at + 1]);
             }},
            {"a loop index",
             [](auto& l) {
                 std::string& line = l[find_line(l, "F_latt ", "slow=2 fast=3 ")];
                 line.replace(line.find("phi_tic=0"), 9, "phi_tic=7");
             }},
            {"a loop index written as a fraction",
             [](auto& l) {
                 std::string& line = l[find_line(l, "F_latt ", "slow=2 fast=3 ")];
                 line.replace(line.find("phi_tic=0"), 9, "phi_tic=0.0");
             }},
            {"a unit written as a fraction",
             [](auto& l) {
                 std::string& line = l[find_line(l, "F_latt ", "slow=2 fast=3 ")];
                 line.replace(line.find("[1]"), 3, "[1.0]");
             }},
            {"a line that is no record",
             [](auto& l) { l[find_line(l, "F_latt ", "slow=2 fast=3 ")] = "F_latt is 3"; }},
            {"more digits than a double has",
             [](auto& l) {
                 replace_number(l[find_line(l, "F_latt ", "slow=2 fast=3 ")],
                                "1.23456789012345678901");
             }},
        };
    return all;
}

} // namespace

TEST_CASE("stream: the verdict and the counts are those of the whole files") {
    const ScratchFolder scratch;
    const std::string reference = traced(scratch, "a.trace", "--all-pixels");
    for (const auto& one : changes()) {
        const std::string& what = one.first;
        CAPTURE(what);
        const std::string candidate = changed(scratch, reference, "b.trace", one.second);
        const trace::Comparison all = whole(reference, candidate);
        const bool same = what == "nothing" || what == "two records exchanged";
        CHECK((all.verdict == trace::Verdict::parity) == same);
        check_same(streamed(reference, candidate), all);
        const trace::Comparison back = streamed(candidate, reference);
        CHECK((back.verdict == trace::Verdict::parity) == same);
    }
}

TEST_CASE("stream: the same corruption on both sides is not agreed upon") {
    const ScratchFolder scratch;
    const std::string reference = traced(scratch, "a.trace", "--all-pixels");
    for (const std::string number : {"nan", "-nan", "inf", "-inf", "1e999", "word", "0x10"}) {
        CAPTURE(number);
        const auto corrupt = [&](std::vector<std::string>& lines) {
            replace_number(lines[find_line(lines, "F_latt ", "slow=2 fast=3 ")], number);
        };
        const std::string one = changed(scratch, reference, "one.trace", corrupt);
        const std::string other = changed(scratch, reference, "other.trace", corrupt);
        CHECK(streamed(one, other).verdict != trace::Verdict::parity);
        CHECK(whole(one, other).verdict != trace::Verdict::parity);
    }
}

TEST_CASE("stream: tolerances of the user") {
    const ScratchFolder scratch;
    const std::string reference = traced(scratch, "a.trace", "--all-pixels");
    const std::string candidate =
        changed(scratch, reference, "b.trace", [](std::vector<std::string>& lines) {
            for (const std::string pixel : {"slow=2 fast=3 ", "slow=3 fast=1 "}) {
                std::string& line = lines[find_line(lines, "omega ", pixel)];
                const double value = std::stod(line.substr(line.rfind(' ')));
                replace_number(line, trace::shortest(value * (1 + 1e-3)));
            }
        });
    for (const double rtol : {0.0, 1e-4, 0.5}) {
        CAPTURE(rtol);
        trace::Tolerance tolerance;
        tolerance.relative = rtol;
        const trace::Comparison all = whole(reference, candidate, tolerance);
        CHECK((all.verdict == trace::Verdict::parity) == (rtol == 0.5));
        check_same(streamed(reference, candidate, tolerance), all);
    }
}

TEST_CASE("stream: pixels in another order, too few, and beyond the number looked at") {
    const ScratchFolder scratch;
    const std::string pixels = "--pixel 1 1 --pixel 2 2 --pixel 3 3 --pixel 3 0 --pixel 0 3";
    const std::string others = "--pixel 0 3 --pixel 3 3 --pixel 3 0 --pixel 2 2 --pixel 1 1";
    const std::string reference = traced(scratch, "a.trace", pixels);
    const std::string candidate = traced(scratch, "b.trace", others);
    const trace::Comparison green = streamed(reference, candidate);
    CHECK(green.verdict == trace::Verdict::parity);
    check_same(green, whole(reference, candidate));

    const std::string fewer = traced(scratch, "c.trace", "--pixel 1 1 --pixel 2 2");
    CHECK(streamed(reference, fewer).reason == trace::VerdictReason::other_pixel);
    CHECK(streamed(fewer, reference).reason == trace::VerdictReason::other_pixel);

    const auto break_all = [](std::vector<std::string>& lines) {
        for (std::string& line : lines) {
            if (line.find("F_latt ") == 0) {
                replace_number(line, "1.5");
            }
        }
    };
    const std::string broken = changed(scratch, candidate, "d.trace", break_all);
    const trace::Comparison red =
        streamed(reference, broken, {},
                 [](trace::StreamOptions& options) { options.most_departing_pixels = 2; });
    const trace::Comparison all = whole(reference, broken);
    CHECK(red.departing == all.departing);
    CHECK(red.compared == all.compared);
    CHECK(red.roots.front().tap == all.roots.front().tap);
    CHECK(red.roots.front().evidence.back() ==
          trace::Finding{trace::Rule::same_in_other_pixels, {}, {trace::Count{1}}});
}
