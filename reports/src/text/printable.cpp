#include "tapir/reports/text/printable.hpp"

namespace tapir::reports {

std::string printable(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        const auto code = static_cast<unsigned char>(c);
        constexpr unsigned char first_printable = 0x20;
        constexpr unsigned char first_not_ascii = 0x7f;
        c = code >= first_printable && code < first_not_ascii ? c : '?';
    }
    return out;
}

} // namespace tapir::reports
