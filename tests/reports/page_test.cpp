#include <doctest/doctest.h>

#include <limits>

#include "page/page_text.hpp"
#include "page_values.hpp"
#include "tapir/reports/page/report_page.hpp"

/// Pages as a whole: their size, their verdict, and that text stays text.
namespace {

using namespace tapir;
using namespace tapir::trace;
using namespace tapir::reports;
using namespace tapir::test;

/// A comparison with so many values that depart and that agree.
Comparison with_values(int departing, int agreeing) {
    Comparison comparison;
    comparison.loops = nest::loops();
    comparison.verdict = departing > 0 ? Verdict::divergence : Verdict::parity;
    comparison.sentence = "A sentence.";
    Details& details = comparison.details;
    details.taps = {{"a", {}}, {"b", {}}};
    const auto add = [&details](int count, const std::string& tap, Standing standing) {
        for (int i = 0; i < count; ++i) {
            details.values.push_back(value_of(tap, i, standing));
        }
        details.taps[tap == "a" ? 0 : 1].count[static_cast<std::size_t>(standing)] +=
            static_cast<std::uint64_t>(count);
    };
    add(departing > 0 ? 1 : 0, "a", Standing::root);
    add(departing > 0 ? departing - 1 : 0, "b", Standing::propagated);
    add(agreeing, "b", Standing::identical);
    return comparison;
}

PageInput page_input_of(const std::string& text) {
    PageInput input;
    input.command = text;
    input.stages = {{"a", text, "b"}, {{0, 1}, {1, 2}}};
    input.plots = {{"b", 0, text, nest::phi_tic}};
    Panel panel;
    panel.title = panel.caption = panel.alternative = text;
    panel.picture = {1, 1, {0}, ColourMap::diverging};
    panel.marks = {{1, 0, 0, text}};
    panel.ticks = {text, text};
    input.panels = {panel};
    input.provenance = {{text, text}};
    return input;
}

/// Every field holds `text`, many times.
Comparison filled(const std::string& text, std::size_t count) {
    Comparison comparison = with_values(30, 30);
    RootCause root;
    root.kind = root.key = root.tap = root.unit = root.reference = root.candidate = text;
    root.cause_class = CauseClass::formula;
    root.evidence = {{Rule::log_states, WhichSide::candidate, {text, text, text}}};
    root.side = WhichSide::candidate;
    root.relative = std::numeric_limits<double>::quiet_NaN();
    constexpr std::size_t more_than_listed = 40;
    root.propagated.assign(std::min(count, more_than_listed), {text, text, text});
    comparison.roots.assign(std::min(count, more_than_listed), root);
    comparison.sentence = comparison.tolerance_text = text;
    comparison.missing.assign(count, text);
    comparison.extra.assign(count, text);
    comparison.notes.assign(count, text);
    comparison.sharpness.assign(count, {text, 1, 1});
    SignedErrors bias{.tap = text, .records = 100, .positive = 100};
    bias.sum = bias.sum_of_squares = 100;
    comparison.errors.assign(count, bias);
    for (ComparedValue& value : comparison.details.values) {
        value.kind = value.key = value.unit = value.reference = value.candidate = text;
    }
    comparison.details.taps.push_back({text, {}});
    return comparison;
}

} // namespace

TEST_CASE("report_page: any text in any field stays text, visible, and within a megabyte") {
    std::string longest;
    while (longest.size() < 20000) {
        longest += "<\"&'\x1b\xe2\x80\xae" + std::string(longest.size() % 7, 'x');
    }
    for (const std::string& text :
         {std::string("</script><script>alert(1)</script>"), std::string("\x1b[31m\a\b\x7f\x9b"),
          std::string("\xe2\x80\xae\xe2\x81\xa6\xd8\x9c"), std::string("a\0b", 3), longest,
          std::string("{} {:n} %s"), std::string("' onload='alert(1)"), std::string()}) {
        CAPTURE(text.substr(0, 40));
        for (const std::size_t count : {std::size_t{1}, std::size_t{300}}) {
            const std::string page =
                report_page(filled(text, count), {text, text, text}, page_input_of(text));
            CHECK(page.size() <= page_limit);
            CHECK(count_of(page, "<script") == 1);
            CHECK(count_of(page, "</script") == 1);
            CHECK(page.find("onload='") == std::string::npos);
            bool plain = true;
            for (const char c : page) {
                plain = plain && (c == '\n' || (c >= ' ' && c <= '~'));
            }
            CHECK(plain);
        }
    }
    const std::string page = report_page(filled("\x1b\xe2\x80\xae", 1), {}, {});
    CHECK(page.find("\\x1b\\u{202e}") != std::string::npos);
}

TEST_CASE(
    "page: one-sided errors stand in a table, the largest first, and those of both sides do not") {
    Comparison comparison = with_values(1, 1);
    const auto add = [&comparison](const std::string& tap, std::uint64_t up, std::uint64_t down,
                                   double each) {
        SignedErrors row;
        row.tap = tap;
        row.positive = up;
        row.negative = down;
        row.records = up + down;
        row.sum = (static_cast<double>(up) - static_cast<double>(down)) * each;
        row.sum_of_squares = static_cast<double>(up + down) * each * each;
        comparison.errors.push_back(row);
    };
    add("even", 50, 50, 1e-9);
    CHECK(one_sided_section(comparison).empty());
    CHECK(report_page(comparison, {}, {}).find("One-sided") == std::string::npos);
    add("small", 3, 97, 1e-16);
    add("<b>large", 100, 0, 2.5e-12);
    const std::string text = one_sided_section(comparison);
    CHECK(text.find("One-sided errors (2)") != std::string::npos);
    const std::string row = "<tr><th scope=\"row\">&lt;b&gt;large</th><td>+2.5e-12</td><td>100</td>"
                            "<td>0</td><td>100</td></tr>";
    CHECK(text.find(row) < text.find("<th scope=\"row\">small</th><td>-9.4e-17</td><td>3</td>"
                                     "<td>97</td><td>100</td>"));
    CHECK(text.find(">even<") == std::string::npos);
    CHECK(report_page(comparison, {}, {}).find(row) != std::string::npos);
    for (int i = 0; i < 100'000; ++i) {
        add(std::string(200, 'k') + std::to_string(i), 100, 0, 1e-10);
    }
    CHECK(one_sided_section(comparison).find("99952 more are left out here") != std::string::npos);
    CHECK(report_page(comparison, {}, {}).size() <= page_limit);
}

TEST_CASE("report_page: says the verdict first") {
    const std::string page = report_page(with_values(3, 4), {"r.log", "c.log", ""}, {});
    const std::size_t body = page.find("<body>");
    REQUIRE(body != std::string::npos);
    CHECK(page.find("DIVERGENCE</span>: A sentence.</h1>", body) < body + 150);
    CHECK(report_page(with_values(0, 4), {}, {}).find("PARITY</span>: A sentence.</h1>") !=
          std::string::npos);
    CHECK(report_page({}, {}, {}).find("NOT COMPARABLE</span>") != std::string::npos);
    CHECK(page == report_page(with_values(3, 4), {"r.log", "c.log", ""}, {}));
}

TEST_CASE("report_page: of too many values those that depart stay, and the rest is counted") {
    const std::string all = report_page(with_values(10, 90), {}, {});
    CHECK(count_of(all, "<tr data-s=") == 100);
    CHECK(all.find("id=\"left-out\"") == std::string::npos);
    Comparison huge = with_values(1000, 20000);
    huge.details.taps[1].count[static_cast<std::size_t>(Standing::identical)] += 1000000;
    const std::string page = report_page(huge, {}, {});
    CHECK(page.size() <= page_limit);
    CHECK(page.size() > page_limit / 10 * 9);
    CHECK(count_of(page, "<tr data-s=\"0\"") == 1);
    CHECK(count_of(page, "<tr data-s=\"1\"") == 999);
    const std::size_t shown = count_of(page, "<tr data-s=\"5\"");
    CHECK(shown > 1000);
    CHECK(page.find(std::to_string(1020000 - shown) + " identical") != std::string::npos);
}
