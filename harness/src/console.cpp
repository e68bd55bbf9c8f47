#include "console.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace tapir::harness {

void print(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
}

void complain(std::string_view text) {
    fmt::print(stderr, "tapir: {}\n", text);
}

bool colour_wanted() {
    const char* refused = std::getenv("NO_COLOR");
    return (refused == nullptr || *refused == '\0') && ::isatty(STDOUT_FILENO) == 1;
}

ProgressBar::ProgressBar(std::string_view what)
    : what_(what), visible_(::isatty(STDERR_FILENO) == 1) {}

ProgressBar::~ProgressBar() {
    if (shown_percent_ >= 0) {
        std::fputs("\r\x1b[K", stderr);
    }
}

engine::ProgressCallback ProgressBar::callback() {
    if (!visible_) {
        return {};
    }
    return [this](double share) { show(share); };
}

void ProgressBar::show(double share) {
    constexpr int whole = 100;
    constexpr int cells = 40;
    const int percent = static_cast<int>(share * whole);
    if (percent == shown_percent_) {
        return;
    }
    shown_percent_ = percent;
    const int filled = static_cast<int>(share * cells);
    fmt::print(stderr, "\r{} [{:#<{}}{:.<{}}] {:3d}%", what_, "", filled, "", cells - filled,
               percent);
    std::fflush(stderr);
}

} // namespace tapir::harness
