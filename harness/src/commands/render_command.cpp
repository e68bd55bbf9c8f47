#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <memory>

#include "commands.hpp"
#include "tapir/trace/error.hpp"
#include "tapir/trace/file_io.hpp"

namespace tapir::harness {

namespace {

struct RenderOptions {
    SceneOptions scene;
    std::string float_out;
    int threads = 0;
};

ExitCode run_render(const RenderOptions& options) {
    engine::RunOptions run = options.scene.run_options();
    run.threads = options.threads;
    const engine::Experiment experiment = options.scene.load();
    print_notices(experiment);
    std::vector<float> image;
    {
        ProgressBar bar("render");
        image = engine::render(experiment, run, bar.callback());
    }
    static_assert(std::endian::native == std::endian::little, "float images are little-endian");
    const std::string_view bytes(reinterpret_cast<const char*>(image.data()),
                                 image.size() * sizeof(float));
    write_file_atomically(options.float_out, bytes);
    double sum = 0;
    for (const float value : image) {
        sum += static_cast<double>(value);
    }
    const auto brightest = std::max_element(image.begin(), image.end()) - image.begin();
    const auto width = static_cast<std::ptrdiff_t>(experiment.input.pixels_fast);
    print(fmt::format("{}: {} x {} pixels (slow x fast), {:.9g} photons, brightest {:.9g} at slow "
                      "{} fast {}\n",
                      options.float_out, experiment.input.pixels_slow, experiment.input.pixels_fast,
                      sum, image[static_cast<std::size_t>(brightest)], brightest / width,
                      brightest % width));
    return ExitCode::success;
}

} // namespace

void add_render_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args) {
    auto options = std::make_shared<RenderOptions>();
    CLI::App* command = app.add_subcommand("render", "Render the whole detector");
    options->scene.declare(*command, args);
    command
        ->add_option("-f,--float-out", options->float_out,
                     "Float image: little-endian float32, [slow][fast], no header")
        ->required();
    command->add_option("-t,--threads", options->threads, "Threads; 0: all")
        ->check(CLI::Range(0, 1 << 12))
        ->capture_default_str();
    command->footer("Example:\n"
                    "  tapir render --config supervisor --float-out supervisor.f32\n"
                    "Exit code: 0 success, 2 bad input, 5 internal error, 6 no such device");
    command->callback([options, &exit_code] { exit_code = run_render(*options); });
}

} // namespace tapir::harness
