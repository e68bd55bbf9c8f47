#include "commands/gradient_options.hpp"

#include "commands/option_checks.hpp"
#include "commands/option_groups.hpp"

namespace tapir::harness {

void add_gradient_options(CLI::App& command, GradientJob& job, const NanobraggArgs& args) {
    job.scene.usual_arithmetic = "portable";
    add_scene_and_run_options(command, job.scene, args);
    constexpr int ends = 4;
    command
        .add_option("--param", job.parameters,
                    "Names, with commas between; all the scene has a derivative by")
        ->delimiter(',')
        ->type_name("NAME,...");
    add_pixel_option(command, job.pixels, "Pixel, row then column from 0; as often as wanted");
    command.add_option("--roi", job.region, "A region, both ends included")
        ->expected(ends)
        ->type_name("SLOW_MIN SLOW_MAX FAST_MIN FAST_MAX");
    command.add_option("-t,--threads", job.threads, "Threads; 0: all")
        ->check(whole_number(0, 1 << 12))
        ->capture_default_str();
    command.add_option("--json", job.json, "The same for programs; -: standard output");
}

} // namespace tapir::harness
