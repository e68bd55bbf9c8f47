#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <chrono>
#include <memory>

#include "commands.hpp"
#include "tapir/engine/files/dump_file.hpp"
#include "tapir/engine/files/integer_images.hpp"
#include "tapir/reports/picture.hpp"
#include "tapir/trace/error.hpp"
#include "tapir/trace/file_io.hpp"

namespace tapir::harness {

namespace {

struct RenderOptions {
    SceneOptions scene;
    std::string float_out, smv_out, noise_out, pgm_out, png_out, dump_out;
    int threads = 0;
};

void require_output(const RenderOptions& options) {
    for (const std::string* file : {&options.float_out, &options.smv_out, &options.noise_out,
                                    &options.pgm_out, &options.png_out, &options.dump_out}) {
        if (!file->empty()) {
            return;
        }
    }
    throw InputError({.where = "tapir render",
                      .problem = "has nowhere to write",
                      .reason = "an image that nobody sees is not worth rendering",
                      .remedy = "Give at least one of --float-out, --smv-out, --noise-out, "
                                "--pgm-out, --png-out."});
}

/// The seed of the noise image; without one the clock gives it, and says so.
long noise_seed(const RenderOptions& options, const engine::Experiment& experiment) {
    const engine::ImageScale& images = experiment.input.images;
    if (images.seed_given) {
        return images.noise_seed;
    }
    const bool clock = experiment.input.quirks.has(engine::Quirk::clock_seeds);
    if (!clock || options.scene.strict) {
        throw InputError({.where = "--noise-out " + options.noise_out,
                          .problem = "needs a seed",
                          .reason = "the image could not be made again",
                          .remedy = "Give -seed N, or images.noise_seed in the preset."});
    }
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const long seed = std::chrono::duration_cast<std::chrono::seconds>(now).count();
    complain(fmt::format("notice: no -seed: the clock gives {} for the noise image (quirk "
                         "clock_seeds)",
                         seed));
    return seed;
}

std::string float_bytes(const std::vector<float>& image) {
    static_assert(std::endian::native == std::endian::little, "float images are little-endian");
    return {reinterpret_cast<const char*>(image.data()), image.size() * sizeof(float)};
}

std::string png_of(const engine::Experiment& experiment, const std::vector<float>& image) {
    return reports::png_bytes(
        reports::picture_of(image, static_cast<std::size_t>(experiment.input.pixels_slow),
                            static_cast<std::size_t>(experiment.input.pixels_fast)));
}

/// Every file that was asked for, with its bytes; nothing has been written yet.
std::vector<std::pair<std::string, std::string>> files_of(const RenderOptions& options,
                                                          const engine::Experiment& experiment,
                                                          const std::vector<float>& image,
                                                          long seed) {
    std::vector<std::pair<std::string, std::string>> files;
    const auto add = [&files](const std::string& file, auto bytes) {
        if (!file.empty()) {
            files.emplace_back(file, bytes());
        }
    };
    add(options.float_out, [&] { return float_bytes(image); });
    add(options.smv_out, [&] { return engine::smv_image(experiment, image); });
    add(options.noise_out, [&] { return engine::smv_noise_image(experiment, image, seed); });
    add(options.pgm_out, [&] { return engine::pgm_image(experiment, image); });
    add(options.png_out, [&] { return png_of(experiment, image); });
    add(options.dump_out, [&] { return engine::dump_bytes(*experiment.structure_factors); });
    return files;
}

/// Before hours are spent on rendering.
void check_dump(const RenderOptions& options, const engine::Experiment& experiment) {
    if (!options.dump_out.empty() && !experiment.structure_factors->was_read()) {
        throw InputError({.where = "--dump-out " + options.dump_out,
                          .problem = "has nothing to hold",
                          .reason = "no reflection list was read",
                          .remedy = "Give a reflection list, or leave the option out."});
    }
}

ExitCode run_render(const RenderOptions& options) {
    require_output(options);
    engine::RunOptions run = options.scene.run_options();
    run.threads = options.threads;
    const engine::Experiment experiment = options.scene.load();
    check_dump(options, experiment);
    const long seed = options.noise_out.empty() ? 0 : noise_seed(options, experiment);
    std::vector<float> image;
    {
        ProgressBar bar("render");
        image = engine::render(experiment, run, bar.callback());
    }
    const auto files = files_of(options, experiment, image, seed);
    std::string names;
    for (const auto& [file, bytes] : files) {
        write_file_atomically(file, bytes);
        names += (names.empty() ? "" : ", ") + file;
    }
    double sum = 0;
    for (const float value : image) {
        sum += static_cast<double>(value);
    }
    const auto brightest = std::max_element(image.begin(), image.end()) - image.begin();
    const auto width = static_cast<std::ptrdiff_t>(experiment.input.pixels_fast);
    print(fmt::format("{}: {} x {} pixels (slow x fast), {:.9g} photons, brightest {:.9g} at slow "
                      "{} fast {}\n",
                      names, experiment.input.pixels_slow, experiment.input.pixels_fast, sum,
                      image[static_cast<std::size_t>(brightest)], brightest / width,
                      brightest % width));
    return ExitCode::success;
}

} // namespace

void add_render_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args) {
    auto options = std::make_shared<RenderOptions>();
    CLI::App* command = app.add_subcommand("render", "Render the whole detector");
    options->scene.arithmetic = "portable";
    options->scene.declare(*command, args);
    command->add_option("-f,--float-out", options->float_out,
                        "Float image: little-endian float32, [slow][fast], no header");
    command->add_option("--smv-out", options->smv_out, "SMV image, 16 bits, without noise");
    command->add_option("--noise-out", options->noise_out, "SMV image with Poisson noise");
    command->add_option("--pgm-out", options->pgm_out, "Graymap, 8 bits");
    command->add_option("--png-out", options->png_out, "Picture: dark spots on white");
    command->add_option("--dump-out", options->dump_out,
                        "Structure factor cache in the C program's format (Fdump.bin)");
    command->add_option("-t,--threads", options->threads, "Threads; 0: all")
        ->check(CLI::Range(0, 1 << 12))
        ->capture_default_str();
    command->footer("Examples:\n"
                    "  tapir render --config supervisor --float-out supervisor.f32\n"
                    "  tapir render --args-file args.txt --smv-out int.img --png-out look.png\n"
                    "Exit code: 0 success, 2 bad input, 5 internal error, 6 no such device");
    command->callback([options, &exit_code] { exit_code = run_render(*options); });
}

} // namespace tapir::harness
