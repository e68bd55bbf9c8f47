#include "commands/why_command.hpp"

#include <memory>

#include "bundle/comparison_bundle.hpp"
#include "commands/option_groups.hpp"
#include "compare/tolerance_file.hpp"

namespace tapir::harness {

void add_why_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args,
                     const std::string& command_line) {
    auto job = std::make_shared<ComparisonJob>();
    job->kind = JobKind::why;
    job->command_line = command_line;
    auto evidence = std::make_shared<ComparisonBundle>();
    job->evidence = evidence;
    ComparisonRequest* options = &job->request;
    CLI::App* command =
        app.add_subcommand("why", "From two traces, or two images, to one screen of root cause");
    command->add_option("reference", options->reference, "A trace, any text, or an image")
        ->required();
    command->add_option("candidate", options->candidate, "The other one")->required();
    add_scene_and_run_options(*command, options->scene, args);
    add_model_option(*command, options->model);
    command->add_option("--rtol", options->rtol,
                        "Allowed relative difference of pixels [1e-6]; traces get theirs from the "
                        "computation");
    command
        ->add_option("--images", options->images,
                     "Of two traces: the images that the traced programs wrote")
        ->expected(2)
        ->type_name("REFERENCE CANDIDATE");
    add_scope_options(*command, job->tolerance.scope);
    add_besides_options(*command, job->request.besides);
    add_verdict_files(*command, job->files);
    add_bundle_options(*command, evidence->option, command_line);
    command->footer(
        "Images: .npy, SMV, or raw float32 (with the scene, which tells their size). The most\n"
        "telling pixels are picked, computed here, and the options to trace them are shown.\n"
        "Examples:\n"
        "  tapir why c.log port.log --config supervisor\n"
        "  tapir why c.f32 gpu.f32 --args-file args.txt\n"
        "  tapir why c.f32 gpu.f32 --args-file args.txt --arbiter\n"
        "  tapir why c.log gpu.log --images c.f32 gpu.f32 --args-file args.txt\n"
        "Exit code: 0 parity, 1 divergence, 2 bad input, 3 not comparable, 4 a print is wrong");
    command->callback([job, &exit_code] {
        check_image_rtol("--rtol", job->request.rtol);
        exit_code = run_comparison(*job);
    });
}

} // namespace tapir::harness
