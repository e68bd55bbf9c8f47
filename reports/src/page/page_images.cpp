#include "page/page_images.hpp"

#include <fmt/format.h>

#include "page/page_text.hpp"
#include "text/base64.hpp"
#include "text/escape.hpp"

namespace tapir::reports {

namespace {

constexpr double shown_width = 400; // the style sheet's figure

std::string data_uri(const std::string& png) {
    return "data:image/png;base64," + base64(png);
}

/// The colours of a panel from its lowest value to its highest.
std::string bar(const Panel& panel) {
    Picture strip{1, colour_levels, {}, panel.picture.map};
    for (std::size_t i = 0; i < colour_levels; ++i) {
        strip.level.push_back(static_cast<std::uint8_t>(i));
    }
    std::string text =
        fmt::format(R"(<img class="bar" alt="colour bar" width="256" height="1" src="{}">)"
                    "<div class=\"ticks\">",
                    data_uri(png_bytes(strip)));
    for (const std::string& tick : panel.ticks) {
        text += "<span>" + escaped_excerpt(tick, name_limit) + "</span>";
    }
    return text + "</div>\n";
}

std::string rings(const Panel& panel) {
    const double scale = shown_width / static_cast<double>(panel.picture.columns);
    std::string text = fmt::format(R"(<svg viewBox="0 0 {:.0f} {:.1f}" aria-hidden="true">)",
                                   shown_width, scale * static_cast<double>(panel.picture.rows));
    for (const PanelMark& mark : panel.marks) {
        constexpr double radius = 10;
        const double x = mark.right * scale;
        const double y = mark.down * scale;
        const bool at_right = x > shown_width - 3 * radius;
        text += fmt::format(
            "<circle class=\"ring\" cx=\"{0:.1f}\" cy=\"{1:.1f}\" r=\"{2}\"/><circle class=\"ring "
            "inner\" cx=\"{0:.1f}\" cy=\"{1:.1f}\" r=\"{2}\"/><text class=\"tag\" x=\"{3:.1f}\" "
            "y=\"{4:.1f}\"{5}>{6}</text>",
            x, y, radius, at_right ? x - radius - 2 : x + radius + 2, y + radius / 2,
            at_right ? " text-anchor=\"end\"" : "", mark.number);
    }
    return text + "</svg>";
}

std::string figure(const Panel& panel) {
    return fmt::format("<figure>\n<h3>{}</h3>\n<div class=\"frame\"><img alt=\"{}\" width=\"{}\" "
                       "height=\"{}\" src=\"{}\">{}</div>\n{}<figcaption>{}</figcaption>\n</figure>"
                       "\n",
                       escaped_excerpt(panel.title, name_limit),
                       escaped_excerpt(panel.alternative, text_limit), panel.picture.columns,
                       panel.picture.rows, data_uri(png_bytes(panel.picture)), rings(panel),
                       bar(panel), escaped_excerpt(panel.caption, text_limit));
}

} // namespace

std::string image_section(const PageInput& input) {
    if (input.panels.empty()) {
        return "";
    }
    std::string text = "<section>\n<h2>Images</h2>\n<div class=\"panels\">\n";
    for (const Panel& panel : input.panels) {
        text += figure(panel);
    }
    text += "</div>\n";
    const std::vector<PanelMark>& marks = input.panels.front().marks;
    if (!marks.empty()) {
        text += "<p>Rings, the pixels that tell most:</p>\n<ol>\n";
        for (const PanelMark& mark : marks) {
            text += fmt::format("<li value=\"{}\">{}</li>\n", mark.number,
                                escaped_excerpt(mark.label, text_limit));
        }
        text += "</ol>\n";
    }
    return text + "</section>\n";
}

} // namespace tapir::reports
