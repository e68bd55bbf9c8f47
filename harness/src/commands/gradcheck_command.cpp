#include "commands/gradcheck_command.hpp"

#include <memory>

#include "commands/gradient_options.hpp"
#include "run/gradient_job.hpp"

namespace tapir::harness {

void add_gradcheck_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args) {
    auto job = std::make_shared<GradientJob>();
    CLI::App* command = app.add_subcommand(
        "gradcheck", "Derivatives against central differences in a wider number type");
    add_gradient_options(*command, *job, args);
    command->add_option("--tolerance", job->tolerance, "Allowed relative difference")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    command->footer(
        "The differences are those of the same kernel and set-up in 113 bits; see COMMANDS.md for\n"
        "how their step is chosen. What cannot be checked is said, and counted.\n"
        "Examples:\n"
        "  tapir gradcheck --config supervisor --roi 685 686 1039 1040 --param cell_a\n"
        "  tapir gradcheck --args-file args.txt --pixel 51 51 --phi-mode c-parity\n"
        "Exit code: 0 all that could be checked agree, 1 one is off, 2 bad input, 3 nothing could\n"
        "be checked");
    command->callback([job, &exit_code] { exit_code = run_gradcheck(*job); });
}

} // namespace tapir::harness
