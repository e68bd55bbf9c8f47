#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tapir/engine/progress.hpp"

namespace tapir::harness {

/// Exit codes of the program, see the design's command-line contract.
enum class ExitCode : int {
    success = 0,
    divergence = 1,
    bad_input = 2,
    not_comparable = 3,
    does_not_attest = 4,
    internal_error = 5,
    no_device = 6
};

/// Text for people and pipes, to standard output: what a terminal must not be sent, wherever it
/// came from, is shown as "?".
/// @throws InputError  standard output cannot be written
void print(std::string_view text);
/// Each as a line of its own.
void print_lines(const std::vector<std::string>& lines);

/// Bytes that are no text, to standard output, as they are. @throws InputError  as `print`
void print_bytes(std::string_view bytes);

/// Waits until all that was printed has left the program. Whoever reads it has it whole, or the
/// program does not end with success. @throws InputError  as `print`
void finish_printing();

/// One line to standard error, "tapir: ...", and to the log if there is one: a warning.
void complain(std::string_view text);

/// The same of what ends the program; it is said at every level.
void report_error(std::string_view text);

/// The command line, so that a shell reads it the same way again.
[[nodiscard]] std::string as_typed(const std::vector<std::string>& arguments);

/// Whether standard output takes colour: a terminal, and NO_COLOR is not set.
[[nodiscard]] bool colour_wanted();

/// A progress bar on standard error when that is a terminal, nothing otherwise.
class ProgressBar {
  public:
    explicit ProgressBar(std::string_view what);
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;
    ProgressBar(ProgressBar&&) = delete;
    ProgressBar& operator=(ProgressBar&&) = delete;

    /// For the engine; empty when standard error is no terminal, where the bar would not be seen.
    [[nodiscard]] engine::ProgressCallback callback();

  private:
    void show(double share);

    std::string_view what_;
    bool visible_;
    int shown_percent_ = -1;
};

} // namespace tapir::harness
