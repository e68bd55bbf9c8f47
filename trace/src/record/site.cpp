#include "tapir/trace/record/site.hpp"

#include "tapir/trace/base/text_buffer.hpp"

namespace tapir::trace {

void append(TextBuffer& text, const Site& site) {
    const auto add = [&text](std::string_view name, int index) {
        if (index >= 0) {
            text.append(name);
            text.append_integer(index);
        }
    };
    add(" slow=", site.slow);
    add(" fast=", site.fast);
    add(" thick=", site.thick);
    add(" sub_s=", site.sub_s);
    add(" sub_f=", site.sub_f);
    add(" source=", site.source);
    add(" phi_tic=", site.phi_tic);
    add(" mos=", site.mos);
}

std::string to_text(const Site& site) {
    TextBuffer text;
    append(text, site);
    return text.view().empty() ? "set-up" : std::string(text.view().substr(1));
}

} // namespace tapir::trace
