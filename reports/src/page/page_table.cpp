#include "page/page_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "page/page_text.hpp"
#include "text/escape.hpp"
#include "text/verdict_text.hpp"

namespace tapir::reports {

namespace {

using trace::ComparedValue;
using trace::Standing;

std::string difference_cells(const ComparedValue& value) {
    if (std::isnan(value.relative)) {
        return "<td></td><td></td><td></td>";
    }
    return fmt::format(R"(<td class="number">{:.3g}</td><td class="number">{:.4g}</td><td>{}</td>)",
                       value.relative, value.ulp, agreeing_digits(value.relative));
}

/// @param is_first  of its tap: links lead here
std::string row_of(const ComparedValue& value, const trace::Comparison& comparison, std::size_t tap,
                   bool is_first) {
    const auto standing = static_cast<int>(value.standing);
    return fmt::format(
        "<tr data-s=\"{0}\" data-t=\"{1}\"{2}><th scope=\"row\">{3}{4}</th><td>{5}</td>"
        "<td class=\"number\">{6}</td><td class=\"number\">{7}</td><td>{8}</td>{9}"
        "<td class=\"s s{0}\">{10}</td></tr>\n",
        standing, tap, is_first ? fmt::format(" id=\"t{}\"", tap) : "",
        escaped_excerpt(record_name(value.kind, value.key), name_limit),
        value.component > 0 ? fmt::format(" [{}]", value.component) : "",
        escaped_excerpt(site_text(value.site, comparison), name_limit),
        marked_number(value.reference, value.candidate),
        marked_number(value.candidate, value.reference), escaped_excerpt(value.unit, name_limit),
        difference_cells(value), to_text(value.standing));
}

using Counts = std::array<std::uint64_t, trace::standings>;

Counts counts_of(const trace::Details& details) {
    Counts counts{};
    for (const trace::TapTally& tally : details.taps) {
        for (std::size_t i = 0; i < counts.size(); ++i) {
            counts[i] += tally.count[i];
        }
    }
    return counts;
}

std::string filter_form(const trace::Details& details, const Counts& counts) {
    std::string text =
        "<form class=\"filter\" id=\"filter\" hidden role=\"search\" aria-label=\"Filter the "
        "records\">\n<label>Words <input type=\"search\" id=\"words\" autocomplete=\"off\"></label>"
        "\n<label>Tap <select id=\"tap\">\n<option value=\"\">all</option>\n";
    for (std::size_t i = 0; i < details.taps.size(); ++i) {
        text += fmt::format("<option value=\"{}\">{}</option>\n", i,
                            escaped_excerpt(details.taps[i].tap, name_limit));
    }
    text += "</select></label>\n<fieldset><legend>Status</legend>\n";
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] > 0) {
            text += fmt::format("<label><input type=\"checkbox\" value=\"{}\" checked> {} "
                                "({})</label>\n",
                                i, to_text(static_cast<Standing>(i)), counts[i]);
        }
    }
    return text + "</fieldset>\n<button type=\"reset\">Show all</button>\n</form>\n";
}

/// Rows from the first on, as many as there is room for, and how many of each standing are there.
struct Rows {
    std::string text;
    std::size_t count = 0;
    Counts of{};
};

Rows rows_of(const trace::Comparison& comparison, std::size_t room) {
    const trace::Details& details = comparison.details;
    std::map<std::string_view, std::size_t> index;
    for (std::size_t i = 0; i < details.taps.size(); ++i) {
        index.emplace(details.taps[i].tap, i);
    }
    std::vector<bool> seen(details.taps.size(), false);
    Rows rows;
    for (const ComparedValue& value : details.values) {
        const std::size_t tap = index.at(value.tap);
        const std::string row = row_of(value, comparison, tap, !seen[tap]);
        if (rows.text.size() + row.size() > room) {
            break;
        }
        seen[tap] = true;
        rows.text += row;
        ++rows.count;
        ++rows.of[static_cast<std::size_t>(value.standing)];
    }
    return rows;
}

std::string left_out_text(const Counts& counts, const Rows& rows) {
    std::string text;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] > rows.of[i]) {
            text += fmt::format("{}{} {}", text.empty() ? "" : ", ", counts[i] - rows.of[i],
                                to_text(static_cast<Standing>(i)));
        }
    }
    return text.empty()
               ? ""
               : fmt::format("<p class=\"note\" id=\"left-out\">Left out, so that the page "
                             "stays small: {}. The traces themselves hold them; values "
                             "that depart come first here.</p>\n",
                             text);
}

} // namespace

std::string table_section(const trace::Comparison& comparison, std::size_t room) {
    const trace::Details& details = comparison.details;
    if (details.values.empty()) {
        return "";
    }
    const Counts counts = counts_of(details);
    const std::string begin =
        "<section id=\"records\">\n<h2>Records</h2>\n" + filter_form(details, counts);
    const std::string middle =
        "<p id=\"count\" role=\"status\" aria-live=\"polite\"></p>\n<div class=\"scroll tall\" "
        "tabindex=\"0\" role=\"region\" aria-label=\"Records\">\n<table id=\"rows\">\n<thead><tr>"
        "<th scope=\"col\">record</th><th scope=\"col\">site</th><th scope=\"col\">reference</th>"
        "<th scope=\"col\">candidate</th><th scope=\"col\">unit</th><th scope=\"col\">relative</th>"
        "<th scope=\"col\">ulp</th><th scope=\"col\">digits that agree</th><th "
        "scope=\"col\">status</th></tr></thead>\n<tbody>\n";
    const std::string end = "</tbody>\n</table>\n</div>\n</section>\n";
    constexpr std::size_t note_room = 500;
    const std::size_t taken = begin.size() + middle.size() + end.size() + note_room;
    if (room < taken) {
        return "";
    }
    const Rows rows = rows_of(comparison, room - taken);
    return begin + left_out_text(counts, rows) + middle + rows.text + end;
}

} // namespace tapir::reports
