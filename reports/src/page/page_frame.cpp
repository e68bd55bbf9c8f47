#include "page/page_frame.hpp"

#include <fmt/format.h>

#include "page/page_style.hpp"
#include "tapir/trace/base/build_info.hpp"
#include "text/base64.hpp"

namespace tapir::reports {

namespace {

std::string without(const Section& section) {
    return fmt::format("<p class=\"note\">{} left out: the page would be larger than a "
                       "megabyte.</p>\n",
                       section.name);
}

std::size_t size_of(const std::vector<Section>& sections) {
    std::size_t size = 0;
    for (const Section& section : sections) {
        size += section.text.size();
    }
    return size;
}

} // namespace

std::string page_begin(const std::string& title) {
    const std::string style = page_style();
    const std::string script = page_script();
    return fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'{}'; script-src '{}'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"referrer\" content=\"no-referrer\">\n<link rel=\"icon\" href=\"data:,\">\n"
        "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n",
        policy_hash(style), policy_hash(script), title, style);
}

std::string page_end() {
    return fmt::format(
        "<p class=\"muted\">Made by {} {}.</p>\n</main>\n<script>{}</script>\n</body>\n"
        "</html>\n",
        program_name, program_version, page_script());
}

std::size_t make_fit(std::vector<Section>& sections, std::size_t room, std::size_t spare) {
    for (std::size_t i = sections.size(); i-- > 0 && size_of(sections) + spare > room;) {
        if (!sections[i].name.empty() && !sections[i].text.empty()) {
            sections[i].text = without(sections[i]);
        }
    }
    return room - size_of(sections);
}

} // namespace tapir::reports
