#include <doctest/doctest.h>

#include "compare/trace_diff.hpp"
#include "native_traces.hpp"
#include "tapir/trace/base/number_text.hpp"

/// The page of traces of many pixels: of which pixel its parts are, and that it is the right one.
namespace {

using namespace tapir;
using namespace tapir::test;

const std::string large =
    " -- -default_F 100 -cell 100 110 120 80 85 95 -N 5 -lambda 1 -distance 100 -detpixels 16 "
    "-pixel 0.5 -oversample 1 -phi 0 -osc 1 -phisteps 3 -mosaic 0.2 -mosaic_domains 2";

struct Shown {
    trace::Comparison comparison;
    reports::PageInput page;

    [[nodiscard]] std::uint64_t roots_of(const std::string& tap) const {
        for (const trace::TapTally& tally : comparison.details.taps) {
            if (tally.tap == tap) {
                return tally.of(trace::Standing::root);
            }
        }
        return 0;
    }
};

Shown compared(const std::string& one, const std::string& other) {
    Shown shown;
    shown.comparison = harness::diff_files(one, other, nullptr, {}, {}, &shown.page);
    return shown;
}

} // namespace

TEST_CASE("page of many pixels: it shows the pixel of the first root, not the first that differs") {
    const ScratchFolder scratch;
    const std::string reference = traced(scratch, "a", "--all-pixels", large);
    const std::string candidate =
        changed(scratch, reference, "b", [](std::vector<std::string>& lines) {
            std::string& early = lines[find_line(lines, "F_cell ", "slow=0 fast=1 ")];
            const double value = std::stod(early.substr(early.rfind(' ')));
            replace_number(early, trace::shortest(value * (1 + 1e-13)));
            replace_number(lines[find_line(lines, "omega ", "slow=8 fast=3 ")], "7.25");
        });
    const Shown red = compared(reference, candidate);
    REQUIRE(red.comparison.roots.size() == 2);
    CHECK(red.comparison.roots.front().tap == "omega");
    CHECK(red.comparison.roots.back().cause_class == trace::CauseClass::precision);
    CHECK(red.page.pixel == "8,3");
    CHECK(red.roots_of("omega") == 1);
    CHECK(red.roots_of("F_cell") == 0);
    REQUIRE(!red.comparison.details.values.empty());
    CHECK(red.comparison.details.values.front().candidate == "7.25");
    const std::string page = reports::report_page(red.comparison, {"a", "b", ""}, red.page);
    CHECK(page.find("of pixel 8,3 alone") != std::string::npos);
}

TEST_CASE("page of many pixels: a root of the set-up, a record that is missing, nothing at all") {
    const ScratchFolder scratch;
    const std::string reference = traced(scratch, "a", "--all-pixels", large);
    const std::string setup = changed(scratch, reference, "b", [](std::vector<std::string>& lines) {
        replace_number(lines[find_line(lines, "distance", "")], "0.25");
    });
    const Shown of_setup = compared(reference, setup);
    CHECK(of_setup.page.pixel == "0,0");
    CHECK(of_setup.roots_of(of_setup.comparison.roots.front().tap) == 1);

    const std::string missing =
        changed(scratch, reference, "c", [](std::vector<std::string>& lines) {
            const std::size_t at = find_line(lines, "F_latt ", "slow=8 fast=3 ");
            lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at));
        });
    CHECK(compared(reference, missing).page.pixel == "8,3");

    const std::string same = traced(scratch, "d", "--all-pixels", large);
    const Shown green = compared(reference, same);
    CHECK(green.comparison.verdict == trace::Verdict::parity);
    CHECK(green.page.pixel == "0,0");
    CHECK(!green.comparison.details.values.empty());
}
