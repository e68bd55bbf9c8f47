#include "compare/tolerance_options.hpp"

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <filesystem>

#include "compare/tolerance_file.hpp"
#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/trace/align/noise.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"
#include "tapir/trace/base/number_text.hpp"
#include "tapir/trace/format/plain_text.hpp"
#include "tapir/trace/format/read_trace.hpp"

namespace tapir::harness {

namespace {

/// `--exact` allows nothing: what else is given would be silently without effect, or break it.
void reject_contradiction(const ToleranceOptions& options) {
    const trace::Tolerance& given = options.given;
    const char* other = given.relative != 0            ? "--rtol"
                        : given.absolute != 0          ? "--atol"
                        : given.ulp != 0               ? "--ulp"
                        : !options.keys_file.empty()   ? "--tolerances"
                        : options.repeat != 0          ? "--repeat-command"
                        : options.scope.printed_digits ? "--printed-digits"
                                                       : nullptr;
    if (given.exact && other != nullptr) {
        throw InputError({.where = "--exact",
                          .problem = std::string("contradicts ") + other,
                          .reason = "the one allows no difference at all, the other allows some",
                          .remedy = "Leave one of the two out."});
    }
}

/// What a command writes to standard output when it runs on `threads` threads.
std::string output_of(const std::string& command, int threads) {
    const std::string whole =
        "OMP_NUM_THREADS=" + std::to_string(threads) + "; export OMP_NUM_THREADS; " + command;
    std::FILE* pipe = ::popen(whole.c_str(), "r");
    std::string text;
    if (pipe != nullptr) {
        std::array<char, 65536> buffer{};
        std::size_t count = 0;
        while ((count = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0) {
            text.append(buffer.data(), count);
        }
    }
    const int status = pipe == nullptr ? -1 : ::pclose(pipe);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        throw InputError(
            {.where = "--repeat-command",
             .problem = "failed on " + std::to_string(threads) + " thread(s): " + command,
             .reason = "the reference cannot be run again",
             .remedy = "Give a shell command that writes the reference's trace to "
                       "standard output and exits with 0."});
    }
    return text;
}

} // namespace

trace::Tolerance ToleranceOptions::load(const trace::ProgramModel& program) const {
    reject_contradiction(*this);
    check_tolerance("--rtol, --atol, --ulp: ", {"", given.relative, given.absolute, given.ulp, ""});
    trace::Tolerance tolerance = given;
    tolerance.scope = scope.load();
    if (!keys_file.empty()) {
        tolerance.keys = read_tolerances(keys_file, program);
    }
    return tolerance;
}

std::vector<std::string> ToleranceOptions::run_again() const {
    std::vector<std::string> outputs;
    for (int threads = 1; threads <= repeat; ++threads) {
        outputs.push_back(output_of(command, threads));
    }
    return outputs;
}

std::optional<trace::Comparison> measure_noise(const std::string& reference,
                                               const std::vector<std::string>& outputs,
                                               trace::Tolerance& tolerance) {
    const trace::ProgramModel& program = engine::nanobragg_model();
    std::vector<trace::TraceFile> runs;
    for (const std::string& output : outputs) {
        const std::string name = "run " + std::to_string(runs.size() + 1);
        const std::string text = trace::form_of(output) == trace::FileForm::native
                                     ? output
                                     : trace::plain_text_of(output, name, trace::largest_text_held);
        runs.push_back(trace::parse_trace(text, name, program.terminal_keys));
    }
    trace::Noise noise = trace::noise_of(trace::read_trace(reference, program), runs, program);
    if (!noise.broken.empty()) {
        trace::Comparison refused;
        refused.reason = trace::VerdictReason::no_repetition;
        refused.sentence = "The reference does not repeat itself: " + noise.broken +
                           ". The runs were on 1 to " + std::to_string(outputs.size()) +
                           " threads.";
        return refused;
    }
    tolerance.noise = std::move(noise.of_taps);
    tolerance.repeats = static_cast<int>(outputs.size());
    return std::nullopt;
}

} // namespace tapir::harness
