#pragma once

#include <string_view>

/// What the program needs of the process it runs in, whoever started it and how.
namespace tapir::harness {

/// Makes the process ready; called once, before anything is read or written.
///
/// A standard stream that is closed is given a place of its own, so that no file that is opened
/// later takes its number: what is then read from standard input or written to standard output
/// fails, and what is said on standard error is lost. A reader that goes away and a limit on the
/// size of files are errors of writing, not signals. More threads than the system starts are not
/// asked for.
void prepare_process();

/// Writes to standard error. Where nobody listens there is nobody to tell.
void to_standard_error(std::string_view text);

/// So many threads, or as many as the system starts; at most 4096, or one a processor.
[[nodiscard]] int threads_that_start(int wanted);

} // namespace tapir::harness
