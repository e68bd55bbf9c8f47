#include "commands/diff_command.hpp"

#include <memory>

#include "bundle/comparison_bundle.hpp"
#include "commands/option_groups.hpp"

namespace tapir::harness {

void add_diff_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args,
                      const std::string& command_line) {
    auto job = std::make_shared<ComparisonJob>();
    job->kind = JobKind::diff;
    job->command_line = command_line;
    auto evidence = std::make_shared<ComparisonBundle>();
    job->evidence = evidence;
    CLI::App* command = app.add_subcommand(
        "diff", "Find where two traces, or two outputs of any program, first part");
    command
        ->add_option("reference", job->request.reference,
                     "A trace of any dialect, or any text; - is standard input")
        ->required();
    command->add_option("candidate", job->request.candidate, "The other trace or text")->required();
    add_scene_and_run_options(*command, job->request.scene, args);
    add_model_option(*command, job->request.model);
    add_tolerance_options(*command, job->tolerance);
    add_scope_options(*command, job->tolerance.scope);
    add_besides_options(*command, job->request.besides);
    add_verdict_files(*command, job->files);
    add_bundle_options(*command, evidence->option, command_line);
    command->footer("Example:\n"
                    "  tapir diff c.log ours.log --config supervisor --json verdict.json\n"
                    "  tapir diff c.log ours.log --repeat 3 --repeat-command './port --trace'\n"
                    "  tapir diff heat_c.log heat_py.log --model heat_equation.json\n"
                    "  tapir diff md_cpu.out md_gpu.out.gz --ignore '*seed*=random on purpose'\n"
                    "Exit code: 0 parity, 1 divergence, 2 bad input, 3 not comparable, 4 a print "
                    "is wrong, not\nthe computation, 5 internal error");
    command->callback([job, &exit_code] { exit_code = run_comparison(*job); });
}

} // namespace tapir::harness
