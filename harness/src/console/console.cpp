#include "console/console.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>

#include "console/standard_streams.hpp"
#include "tapir/reports/text/printable.hpp"
#include "tapir/trace/base/build_info.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::harness {

namespace {

[[noreturn]] void cannot_print(int error) {
    throw InputError({.where = "standard output",
                      .problem = "cannot be written: " + std::string(std::strerror(error)),
                      .reason = "the result, or the end of it, is lost",
                      .remedy = "Let it go to a terminal, a file with room for it, or a program "
                                "that reads to the end."});
}

} // namespace

void print_bytes(std::string_view bytes) {
    errno = 0;
    if (std::fwrite(bytes.data(), 1, bytes.size(), stdout) != bytes.size()) {
        cannot_print(errno);
    }
}

void print(std::string_view text) {
    print_bytes(reports::safe_lines(text, colour_wanted()));
}

void print_lines(const std::vector<std::string>& lines) {
    for (const std::string& line : lines) {
        print(line + "\n");
    }
}

void finish_printing() {
    errno = 0;
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
        cannot_print(errno);
    }
}

namespace {

/// A log that cannot be written any more must not hide the message itself.
void say(spdlog::level::level_enum level, std::string_view text) {
    try {
        spdlog::log(level, "{}", text);
    } catch (const std::exception& error) {
        to_standard_error("tapir: " + reports::printable(error.what()) + "\n");
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
        to_standard_error("\r\x1b[K");
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
    to_standard_error(fmt::format("\r{} [{:#<{}}{:.<{}}] {:3d}%", what_, "", filled, "",
                                  cells - filled, percent));
}

} // namespace tapir::harness
