#include "console/console.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <exception>

#include "tapir/trace/base/build_info.hpp"

namespace tapir::harness {

void print(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
}

namespace {

/// A log that cannot be written any more must not hide the message itself.
void say(spdlog::level::level_enum level, std::string_view text) {
    try {
        spdlog::log(level, "{}", text);
    } catch (const std::exception& error) {
        fmt::print(stderr, "tapir: {}\n", error.what());
    }
}

} // namespace

void complain(std::string_view text) {
    say(spdlog::level::warn, text);
}

void report_error(std::string_view text) {
    say(spdlog::level::err, text);
}

std::string as_typed(const std::vector<std::string>& arguments) {
    const std::string plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                              "-_=+:,./%@";
    std::string line = program_name;
    for (const std::string& argument : arguments) {
        line += ' ';
        if (!argument.empty() && argument.find_first_not_of(plain) == std::string::npos) {
            line += argument;
            continue;
        }
        line += '\'';
        for (const char letter : argument) {
            line += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
        }
        line += '\'';
    }
    return line;
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
