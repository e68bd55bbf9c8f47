#include "commands/gradient_command.hpp"

#include <memory>

#include "commands/gradient_options.hpp"
#include "run/gradient_job.hpp"

namespace tapir::harness {

void add_gradient_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args) {
    auto job = std::make_shared<GradientJob>();
    CLI::App* command =
        app.add_subcommand("gradient", "Derivatives of pixels by numbers of the scene");
    add_gradient_options(*command, *job, args);
    command->add_flag("--sum", job->sum, "Of all the pixels together");
    command->footer(
        "Each number varies alone, the others stay as they are in effect; the set-up is in it.\n"
        "Examples:\n"
        "  tapir gradient --config supervisor --pixel 685 1039 --param cell_a,misset_x\n"
        "  tapir gradient --config supervisor --roi 680 690 1030 1045 --sum --json sum.json\n"
        "Exit code: 0 success, 2 bad input");
    command->callback([job, &exit_code] {
        run_gradient(*job);
        exit_code = ExitCode::success;
    });
}

} // namespace tapir::harness
