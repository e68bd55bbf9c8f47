#include <doctest/doctest.h>

#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <regex>

#include <nlohmann/json.hpp>

#include "program.hpp"

/// One comparison on the terminal, in Markdown, on a page and as JSON.
namespace {

using namespace tapir::test;

const std::string reported_trace =
    std::string(TAPIR_SOURCE_DIR) + "/configs/traces/supervisor_685_1039_nanobragg.log";

/// Markdown's backslashes and a page's markup taken away.
std::string plain(const std::string& text) {
    const std::string without_tags = std::regex_replace(text, std::regex("<[^>]*>"), "");
    return std::regex_replace(without_tags, std::regex(R"(\\([^a-zA-Z0-9\s]))"), "$1");
}

/// {compared, identical, within tolerance, departing, outside the scope}
std::vector<std::uint64_t> counts_in(const std::string& text) {
    const std::regex pattern(R"((\d+) values: (\d+) identical, (\d+) within tolerance, (\d+) )"
                             R"(departing; (\d+) outside the scope)");
    std::smatch found;
    REQUIRE(std::regex_search(text, found, pattern));
    std::vector<std::uint64_t> counts;
    for (std::size_t i = 1; i < found.size(); ++i) {
        counts.push_back(std::stoull(found[i]));
    }
    return counts;
}

/// What a command writes to a terminal.
std::string on_terminal(const std::string& command) {
    int terminal = -1;
    const pid_t child = ::forkpty(&terminal, nullptr, nullptr, nullptr);
    REQUIRE(child >= 0);
    if (child == 0) {
        ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
        ::_exit(127);
    }
    std::string output;
    std::array<char, 4096> buffer{};
    for (ssize_t count = 0; (count = ::read(terminal, buffer.data(), buffer.size())) > 0;) {
        output.append(buffer.data(), static_cast<std::size_t>(count));
    }
    ::close(terminal);
    int status = 0;
    ::waitpid(child, &status, 0);
    return output;
}

} // namespace

TEST_CASE("reports: terminal, Markdown, page and JSON say the same numbers") {
    const ScratchFolder scratch;
    const std::string scene = " --config supervisor";
    const std::string trace = scratch.file("spec.log");
    REQUIRE(
        run_program("trace" + scene + " --pixel 685 1039 --dialect c --out " + trace).exit_code ==
        0);
    const Outcome screen = run_program("diff " + reported_trace + " " + trace + scene + " --json " +
                                       scratch.file("j") + " --markdown " + scratch.file("m") +
                                       " --html " + scratch.file("h"));
    CHECK(screen.exit_code == 1);
    const auto json = nlohmann::json::parse(text_of(scratch.file("j")));
    const std::vector<std::uint64_t> expected{json.at("compared"), json.at("identical"),
                                              json.at("within_tolerance"), json.at("departing"),
                                              json.at("not_compared")};
    CHECK(expected == std::vector<std::uint64_t>{701, 652, 0, 49, 0});
    const auto& root = json.at("first_divergence");
    for (const std::string& text :
         {screen.output, plain(text_of(scratch.file("m"))), plain(text_of(scratch.file("h")))}) {
        CAPTURE(text.substr(0, 200));
        CHECK(counts_in(text) == expected);
        for (const char* field : {"key", "reference", "candidate", "class", "side"}) {
            CAPTURE(field);
            CHECK(contains(text, root.at(field).get<std::string>()));
        }
    }
    CHECK(contains(plain(text_of(scratch.file("h"))), "43 other departing value(s)"));
    CHECK(contains(screen.output, "explains 43 other departing"));
}

TEST_CASE("reports: colour on a terminal alone, and never with NO_COLOR") {
    const std::string command = std::string(TAPIR_PROGRAM) + " attest " + reported_trace;
    CHECK(contains(on_terminal(command), "\x1b["));
    CHECK_FALSE(contains(on_terminal("NO_COLOR=1 " + command), "\x1b["));
    CHECK_FALSE(contains(run_program("attest " + reported_trace).output, "\x1b["));
}
