#include "run/render_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <filesystem>
#include <vector>

#include "console/console.hpp"
#include "console/diagnostics.hpp"
#include "console/output_file.hpp"
#include "console/standard_streams.hpp"
#include "run/raw_bytes.hpp"
#include "scene/device_words.hpp"
#include "tapir/engine/files/dump_file.hpp"
#include "tapir/engine/files/integer_images.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"

namespace tapir::harness {

namespace {

/// What was rendered.
struct Rendered {
    engine::Image<float> image;
    engine::Image<double> unrounded; ///< when it was asked for
};

/// A file to write; its bytes stand in `made` or elsewhere in memory.
struct OutputFile {
    std::string name, made;
    std::string_view elsewhere;

    [[nodiscard]] std::string_view bytes() const { return made.empty() ? elsewhere : made; }
};

void require_outputs(const RenderOptions& options) {
    const std::vector<std::string> all = options.outputs();
    require_one_standard_output(all);
    if (std::any_of(all.begin(), all.end(), [](const auto& file) { return !file.empty(); })) {
        return;
    }
    throw InputError({.where = "tapir render",
                      .problem = "has nowhere to write",
                      .reason = "an image that nobody sees is not worth rendering",
                      .remedy = "Give at least one of --float-out, --raw-out, --smv-out, "
                                "--noise-out, --pgm-out, --png-out."});
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

std::string picture_bytes(const PictureOutput& picture, const engine::Experiment& experiment,
                          const engine::Image<float>& image) {
    const PictureSubject subject{image, experiment.input.pixels_slow, experiment.input.pixels_fast,
                                 "photons", picture.axes ? spacing_map(experiment) : nullptr};
    return picture.png(subject, picture.shading(subject));
}

/// Every file that was asked for, with its bytes; nothing has been written yet.
/// @return refers to `rendered`
std::vector<OutputFile> files_of(const RenderOptions& options, const engine::Experiment& experiment,
                                 const Rendered& rendered, long seed) {
    std::vector<OutputFile> files;
    const auto refer = [&files](const std::string& file, std::string_view bytes) {
        if (!file.empty()) {
            files.push_back({file, {}, bytes});
        }
    };
    const auto make = [&files](const std::string& file, auto bytes) {
        if (!file.empty()) {
            files.push_back({file, bytes(), {}});
        }
    };
    const engine::Image<float>& image = rendered.image;
    refer(options.float_out, raw_bytes(image));
    refer(options.raw_out, raw_bytes(rendered.unrounded));
    make(options.smv_out, [&] { return engine::smv_image(experiment, image); });
    make(options.noise_out, [&] { return engine::smv_noise_image(experiment, image, seed); });
    make(options.pgm_out, [&] { return engine::pgm_image(experiment, image); });
    make(options.picture.file, [&] { return picture_bytes(options.picture, experiment, image); });
    make(options.dump_out, [&] { return engine::dump_bytes(*experiment.structure_factors); });
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

/// Writes files side by side: the system spends its time on each of them alone.
/// @throws InputError  of the first file in the list that could not be written
void write_all(const std::vector<OutputFile>& files) {
    std::vector<std::exception_ptr> failures(files.size());
#pragma omp parallel for schedule(dynamic)
    for (std::size_t i = 0; i < files.size(); ++i) {
        try {
            write_output(files[i].name, files[i].bytes());
        } catch (...) {
            failures[i] = std::current_exception();
        }
    }
    for (const std::exception_ptr& failure : failures) {
        if (failure) {
            std::rethrow_exception(failure);
        }
    }
}

Rendered rendered_image(const RenderOptions& options, const engine::Experiment& experiment,
                        const engine::RunSpec& run) {
    ProgressBar bar("render");
    Rendered rendered;
    if (options.raw_out.empty()) {
        rendered.image = engine::render(experiment, run, bar.callback());
        return rendered;
    }
    rendered.unrounded = engine::render_unrounded(experiment, run, bar.callback());
    rendered.image = engine::Image<float>(rendered.unrounded.size());
    std::transform(rendered.unrounded.begin(), rendered.unrounded.end(), rendered.image.begin(),
                   [](double photons) { return static_cast<float>(photons); });
    return rendered;
}

} // namespace

std::string render_to_files(const RenderOptions& options) {
    options.picture.check();
    require_outputs(options);
    engine::RunSpec run = options.scene.run_spec();
    say_limits(run.device);
    run.threads = options.threads > 0 ? threads_that_start(options.threads) : 0;
    engine::use_threads(run.threads);
    const engine::Experiment experiment = options.scene.load();
    check_dump(options, experiment);
    const long seed = options.noise_out.empty() ? 0 : noise_seed(options, experiment);
    const Rendered rendered = [&] {
        const TimedStep step("rendering");
        return rendered_image(options, experiment, run);
    }();
    const std::vector<OutputFile> files = files_of(options, experiment, rendered, seed);
    write_all(files);
    std::string names;
    for (const OutputFile& file : files) {
        names += (names.empty() ? "" : ", ") + file.name;
    }
    const auto width = static_cast<std::size_t>(experiment.input.pixels_fast);
    const engine::ImageSummary summary = engine::summary_of(rendered.image, width);
    return fmt::format("{}: {} x {} pixels (slow x fast), {:.9g} photons, brightest {:.9g} at slow "
                       "{} fast {}\n",
                       names, experiment.input.pixels_slow, experiment.input.pixels_fast,
                       summary.photons, summary.brightest, summary.brightest_index / width,
                       summary.brightest_index % width);
}

} // namespace tapir::harness
