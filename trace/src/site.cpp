#include "tapir/trace/site.hpp"

namespace tapir::trace {

std::string to_text(const Site& site) {
    std::string text;
    const auto add = [&text](const char* name, int index) {
        if (index >= 0) {
            text += (text.empty() ? "" : " ") + std::string(name) + "=" + std::to_string(index);
        }
    };
    add("slow", site.slow);
    add("fast", site.fast);
    add("thick", site.thick);
    add("sub_s", site.sub_s);
    add("sub_f", site.sub_f);
    add("source", site.source);
    add("phi_tic", site.phi_tic);
    add("mos", site.mos);
    return text.empty() ? "set-up" : text;
}

} // namespace tapir::trace
