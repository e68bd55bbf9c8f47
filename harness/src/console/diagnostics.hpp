#pragma once

#include <chrono>
#include <string>
#include <vector>

/// What the program says of its own work, through spdlog: to standard error and, if asked for, to a
/// file. Results never go this way. Code that has something to say includes <spdlog/spdlog.h>.
namespace tapir::harness {

/// How much is said, and where.
struct DiagnosticOptions {
    int verbose = 0;   ///< how often -v was given: 1 what is done, 2 details, 3 everything
    std::string level; ///< "trace", "debug", "info", "warning" or "error"; empty: -v decides
    std::string file;  ///< empty: none
};

/// The words that `DiagnosticOptions::level` knows.
[[nodiscard]] std::vector<std::string> diagnostic_levels();

/// Sets up what the whole process says. Until then warnings and errors are said, nothing else.
///
/// A file takes all that standard error takes, and at least the details (debug). It is created, or
/// continued when it is a log of this program; nothing else is ever written to.
/// @param words  the command line: the file must not be named by another of its words
/// @throws InputError  the file is something else, is named twice, or cannot be written, now or
/// later
void start_diagnostics(const DiagnosticOptions& options, const std::vector<std::string>& words);

/// Says how long a step took (info), when it ends.
class TimedStep {
  public:
    explicit TimedStep(std::string what);
    ~TimedStep();
    TimedStep(const TimedStep&) = delete;
    TimedStep& operator=(const TimedStep&) = delete;
    TimedStep(TimedStep&&) = delete;
    TimedStep& operator=(TimedStep&&) = delete;

  private:
    std::string what_;
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

} // namespace tapir::harness
