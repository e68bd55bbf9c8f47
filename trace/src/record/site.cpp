#include "tapir/trace/record/site.hpp"

#include "tapir/trace/base/text_buffer.hpp"

namespace tapir::trace {

void append(TextBuffer& text, const Site& site, const Loops& loops) {
    for (std::size_t loop = 0; loop < loops.size(); ++loop) {
        if (site[loop] >= 0) {
            text.append(loops.prefix(loop));
            text.append_integer(site[loop]);
        }
    }
}

std::string to_text(const Site& site, const Loops& loops) {
    TextBuffer text;
    append(text, site, loops);
    return text.view().empty() ? "set-up" : std::string(text.view().substr(1));
}

} // namespace tapir::trace
