#include "page/page_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tapir/trace/base/number_text.hpp"
#include "text/escape.hpp"
#include "text/verdict_text.hpp"

namespace tapir::reports {

std::string record_name(std::string_view kind, std::string_view key) {
    return kind.empty() ? std::string(key) : std::string(kind) + "/" + std::string(key);
}

const char* to_text(trace::Standing standing) {
    switch (standing) {
    case trace::Standing::root:
        return "root";
    case trace::Standing::propagated:
        return "propagated";
    case trace::Standing::missing:
        return "missing";
    case trace::Standing::extra:
        return "extra";
    case trace::Standing::within:
        return "within tolerance";
    case trace::Standing::identical:
        return "identical";
    case trace::Standing::not_compared:
        return "not compared";
    }
    return "?";
}

int agreeing_digits(double relative) {
    constexpr int all = 17;
    if (std::isnan(relative) || relative >= 1) {
        return 0;
    }
    return relative == 0 ? all : std::min(all, static_cast<int>(std::floor(-std::log10(relative))));
}

std::size_t common_figures(std::string_view a, std::string_view b) {
    if (!trace::parse_number(a) || !trace::parse_number(b)) {
        return 0;
    }
    const auto mantissa = [](std::string_view text) {
        return text.substr(0, text.find_first_of("eE"));
    };
    const auto whole = [&mantissa](std::string_view text) {
        return std::min(mantissa(text).find('.'), mantissa(text).size());
    };
    const auto exponent = [&mantissa](std::string_view text) {
        return text.substr(mantissa(text).size());
    };
    if (whole(a) != whole(b) || exponent(a) != exponent(b)) {
        return 0;
    }
    const std::string_view first = mantissa(a);
    const std::string_view second = mantissa(b);
    const auto part = std::mismatch(first.begin(), first.end(), second.begin(), second.end());
    return static_cast<std::size_t>(part.first - first.begin());
}

std::string marked_number(std::string_view number, std::string_view other) {
    const std::size_t same = common_figures(number, other);
    if (number == other || number.size() > name_limit) {
        return escaped_excerpt(number, name_limit);
    }
    return fmt::format("{}<span class=\"differs\">{}</span>",
                       escaped_markup(number.substr(0, same)), escaped_markup(number.substr(same)));
}

std::string list_section(const char* title, const std::vector<std::string>& names) {
    if (names.empty()) {
        return "";
    }
    constexpr std::size_t most_listed = 100;
    std::string text = fmt::format("<section>\n<h2>{} ({})</h2>\n<ul>\n", title, names.size());
    for (std::size_t i = 0; i < std::min(most_listed, names.size()); ++i) {
        text += "<li>" + escaped_excerpt(names[i], text_limit) + "</li>\n";
    }
    text += "</ul>\n";
    if (names.size() > most_listed) {
        text += fmt::format("<p class=\"note\">{} more are left out here; the JSON verdict "
                            "(<code>--json</code>) lists all.</p>\n",
                            names.size() - most_listed);
    }
    return text + "</section>\n";
}

std::string one_sided_section(const trace::Comparison& comparison) {
    const std::vector<const trace::SignedErrors*> taps = one_sided_errors(comparison);
    if (taps.empty()) {
        return "";
    }
    std::string text = fmt::format(
        "<section id=\"one-sided\">\n<h2>One-sided errors ({})</h2>\n<p>Stages that err to one "
        "side "
        "on their own inputs, candidate less reference, relative to the value: a bias, however "
        "small, where rounding goes both ways.</p>\n<div class=\"scroll\" tabindex=\"0\" "
        "role=\"region\" aria-label=\"One-sided errors\">\n<table>\n<thead><tr><th>tap</th>"
        "<th>on average</th><th>up</th><th>down</th><th>records</th></tr></thead>\n<tbody>\n",
        taps.size());
    constexpr std::size_t most = 50;
    for (std::size_t i = 0; i < std::min(most, taps.size()); ++i) {
        const trace::SignedErrors& row = *taps[i];
        text += fmt::format("<tr><th scope=\"row\">{}</th><td>{:+.2g}</td><td>{}</td><td>{}</td>"
                            "<td>{}</td></tr>\n",
                            escaped_excerpt(row.tap, name_limit), row.mean(), row.positive,
                            row.negative, row.records);
    }
    text += "</tbody>\n</table>\n</div>\n";
    if (taps.size() > most) {
        text += fmt::format("<p class=\"note\">{} more are left out here; the JSON verdict "
                            "(<code>--json</code>) lists all.</p>\n",
                            taps.size() - most);
    }
    return text + "</section>\n";
}

std::string sharpness_section(const trace::Comparison& comparison) {
    if (comparison.sharpness.empty()) {
        return "";
    }
    std::string text =
        "<section>\n<h2>Smallest fault that shows</h2>\n<p>Relative, where a stage is conditioned "
        "best and where worst.</p>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
        "aria-label=\"Smallest fault that shows\">\n<table>\n<thead><tr><th>tap</th><th>best</th>"
        "<th>worst</th></tr></thead>\n<tbody>\n";
    constexpr std::size_t most = 200;
    for (std::size_t i = 0; i < std::min(most, comparison.sharpness.size()); ++i) {
        const trace::Sharpness& row = comparison.sharpness[i];
        text += fmt::format("<tr><th scope=\"row\">{}</th><td>{:.2g}</td><td>{:.2g}</td></tr>\n",
                            escaped_excerpt(row.tap, name_limit), row.sharpest, row.bluntest);
    }
    return text + "</tbody>\n</table>\n</div>\n</section>\n";
}

std::string provenance_section(const PageInput& input) {
    if (input.provenance.empty()) {
        return "";
    }
    std::string text = "<section>\n<h2>Provenance</h2>\n<dl>\n";
    for (const auto& [name, value] : input.provenance) {
        text += fmt::format("<dt>{}</dt><dd>{}</dd>\n", escaped_excerpt(name, name_limit),
                            escaped_excerpt(value, text_limit));
    }
    return text + "</dl>\n</section>\n";
}

std::string command_section(const PageInput& input) {
    if (input.command.empty()) {
        return "";
    }
    constexpr std::size_t most = 4000;
    return fmt::format(
        "<section>\n<h2>Command to reproduce</h2>\n<pre id=\"command\">{}</pre>\n<button "
        "type=\"button\" id=\"copy\" hidden>Copy the command</button> <span "
        "id=\"copied\" role=\"status\"></span>\n</section>\n",
        escaped_excerpt(input.command, most));
}

} // namespace tapir::reports
