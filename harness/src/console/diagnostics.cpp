#include "console/diagnostics.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <memory>
#include <utility>

#include "console/file_roles.hpp"
#include "console/log_file_sink.hpp"
#include "console/screen_sink.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::harness {

namespace {

namespace fs = std::filesystem;
using Level = spdlog::level::level_enum;

const std::vector<std::pair<std::string, Level>>& levels() {
    static const std::vector<std::pair<std::string, Level>> all{{"trace", Level::trace},
                                                                {"debug", Level::debug},
                                                                {"info", Level::info},
                                                                {"warning", Level::warn},
                                                                {"error", Level::err}};
    return all;
}

Level level_of(const DiagnosticOptions& options) {
    const auto named = std::find_if(levels().begin(), levels().end(), [&options](const auto& one) {
        return one.first == options.level;
    });
    if (named != levels().end()) {
        return named->second;
    }
    return options.verbose == 0   ? Level::warn
           : options.verbose == 1 ? Level::info
           : options.verbose == 2 ? Level::debug
                                  : Level::trace;
}

/// One path for all names of a file.
fs::path resolved(const std::string& file) {
    std::error_code failed;
    const fs::path path = fs::weakly_canonical(fs::absolute(file), failed);
    return failed ? fs::path(file) : path;
}

/// The file a word of the command line names: the word, or what stands behind its "=".
void require_named_once(const std::string& file, const std::vector<std::string>& words) {
    const auto names_it = [&file](const std::string& word) {
        return !word.empty() && resolved(word) == resolved(file);
    };
    const auto uses = std::count_if(words.begin(), words.end(), [&](const std::string& word) {
        return names_it(word) || names_it(word.substr(word.find('=') + 1));
    });
    if (uses > 1) {
        throw InputError({.where = "--log-file " + file,
                          .problem = "is named for something else, too",
                          .reason = "the log would be written into it",
                          .remedy = "Give the log a file of its own."});
    }
}

/// As the rest of the program writes to standard error.
std::shared_ptr<spdlog::logger> new_logger(Level level) {
    auto screen = std::make_shared<ScreenSink>();
    screen->set_level(level);
    screen->set_formatter(safe_formatter("tapir: %*"));
    auto logger = std::make_shared<spdlog::logger>("tapir", std::move(screen));
    logger->set_level(level);
    // a log that cannot be written is an error of the user's: it goes on to main
    logger->set_error_handler([](const std::string&) {
        if (std::current_exception()) {
            throw; // NOLINT(misc-throw-by-value-catch-by-reference)
        }
    });
    return logger;
}

/// spdlog's own logger would write to standard output, where results go.
const bool replaced = [] {
    spdlog::set_default_logger(new_logger(Level::warn));
    return true;
}();

} // namespace

std::vector<std::string> diagnostic_levels() {
    std::vector<std::string> names;
    for (const auto& [name, level] : levels()) {
        names.push_back(name);
    }
    return names;
}

void start_diagnostics(const DiagnosticOptions& options, const std::vector<std::string>& words) {
    static_cast<void>(replaced);
    const Level level = level_of(options);
    const std::shared_ptr<spdlog::logger> logger = new_logger(level);
    if (!options.file.empty()) {
        require_named_once(options.file, words);
        files_of_this_run().writes("--log-file", options.file);
        auto file = std::make_shared<LogFileSink>(options.file);
        const Level of_file = options.level.empty() ? std::min(level, Level::debug) : level;
        file->set_level(of_file);
        file->set_formatter(safe_formatter("%Y-%m-%dT%H:%M:%S.%e %l: %*"));
        logger->set_level(std::min(level, of_file));
        logger->sinks().push_back(std::move(file));
    }
    spdlog::set_default_logger(logger);
}

TimedStep::TimedStep(std::string what) : what_(std::move(what)) {}

TimedStep::~TimedStep() {
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin_;
    try {
        spdlog::info("{}: {:.3f} s", what_, taken.count());
    } catch (...) { // NOLINT(bugprone-empty-catch): the next message finds the same file broken
    }
}

} // namespace tapir::harness
