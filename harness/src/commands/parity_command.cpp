#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>

#include <nlohmann/json.hpp>

#include "../native_trace.hpp"
#include "../parity_sides.hpp"
#include "commands.hpp"
#include "tapir/engine/rendered_pixels.hpp"
#include "tapir/engine/taps.hpp"
#include "tapir/reports/bundle_folder.hpp"
#include "tapir/reports/parity_report.hpp"
#include "tapir/trace/build_info.hpp"
#include "tapir/trace/digest.hpp"
#include "tapir/trace/error.hpp"
#include "tapir/trace/file_io.hpp"
#include "tapir/trace/number_text.hpp"

namespace tapir::harness {

namespace {

using engine::PixelIndex;

struct ParityOptions {
    SceneOptions scene;
    std::vector<std::string> devices{"cpu", "cuda"};
    std::vector<int> pixels; ///< slow, fast, slow, fast, ...
    bool all_pixels = false, brief = false;
    double rtol = 0;
    std::string json, bundle;
};

std::vector<PixelIndex> rendered_pixels(const engine::Experiment& experiment) {
    const engine::RenderedPixels rendered(experiment.input);
    std::vector<PixelIndex> pixels;
    std::vector<int> columns;
    for (int slow = 0; slow < experiment.input.pixels_slow; ++slow) {
        rendered.columns(slow, columns);
        for (const int fast : columns) {
            pixels.push_back({slow, fast});
        }
    }
    return pixels;
}

/// Those asked for, each once; else the ones that tell most: the brightest, the first, which comes
/// with nothing carried over, and the last.
std::vector<PixelIndex> pixels_to_trace(const ParityOptions& options,
                                        const std::vector<PixelIndex>& rendered,
                                        const engine::Image<double>& image, int columns) {
    if (options.all_pixels) {
        return rendered;
    }
    std::vector<PixelIndex> wanted;
    for (std::size_t i = 0; i + 1 < options.pixels.size(); i += 2) {
        wanted.push_back({options.pixels[i], options.pixels[i + 1]});
    }
    if (wanted.empty()) {
        const auto brightest =
            static_cast<int>(std::max_element(image.begin(), image.end()) - image.begin());
        wanted = {{brightest / columns, brightest % columns}, rendered.front(), rendered.back()};
    }
    std::vector<PixelIndex> pixels;
    for (const PixelIndex& pixel : wanted) {
        const bool known = std::any_of(pixels.begin(), pixels.end(), [&](const PixelIndex& other) {
            return other.slow == pixel.slow && other.fast == pixel.fast;
        });
        if (!known) {
            pixels.push_back(pixel);
        }
    }
    return pixels;
}

/// A side with its image.
struct Computed {
    ParitySide side;
    engine::Image<double> image;
};

/// Holds the photons of traced pixels against those of a frame.
void compare_with_frame(const trace::MemorySink& traced, const Computed& computed, int columns,
                        trace::ParityCount& count) {
    for (const trace::MemorySink::Entry& entry : traced.entries()) {
        if (entry.spec->id() == engine::taps::photons.id()) {
            const auto place =
                static_cast<std::size_t>(entry.site.slow) * static_cast<std::size_t>(columns) +
                static_cast<std::size_t>(entry.site.fast);
            count.add_value("photons of trace | frame", "photons",
                            computed.side.name + " " + trace::to_text(entry.site),
                            traced.values(entry).front(), computed.image[place]);
        }
    }
}

/// What two sides are compared by.
struct Compared {
    const engine::Experiment* experiment;
    std::vector<PixelIndex> pixels;  ///< to trace
    std::vector<std::size_t> places; ///< of all rendered pixels
    double rtol;
};

/// Traces, a few pixels at a time, and counts.
/// @return corruptions planted and noticed
int compare_traces(const Compared& what, const Computed& reference, const Computed& candidate,
                   trace::LastPlaceOf last_place, trace::ParityCount& count) {
    constexpr std::size_t at_once = 64;
    const int columns = what.experiment->input.pixels_fast;
    const bool once = same_trace(reference.side.run, candidate.side.run);
    int planted = 0;
    for (std::size_t first = 0; first < what.pixels.size(); first += at_once) {
        const auto begin = what.pixels.begin() + static_cast<std::ptrdiff_t>(first);
        const std::vector<PixelIndex> some(
            begin,
            begin + static_cast<std::ptrdiff_t>(std::min(at_once, what.pixels.size() - first)));
        trace::MemorySink ours;
        trace::MemorySink theirs;
        engine::trace_pixels(*what.experiment, reference.side.run, some, ours);
        if (!once) {
            engine::trace_pixels(*what.experiment, candidate.side.run, some, theirs);
            count.add(ours, theirs, first == 0);
            if (first == 0 && count.table().agrees()) {
                planted = trace::plant_corruptions(ours, theirs, what.rtol, last_place);
            }
        }
        compare_with_frame(ours, reference, columns, count);
        compare_with_frame(once ? ours : theirs, candidate, columns, count);
    }
    return planted;
}

trace::LastPlaceOf last_place_of(const ParitySide& a, const ParitySide& b) {
    const bool wide =
        a.run.dtype == engine::Dtype::float64 && b.run.dtype == engine::Dtype::float64;
    return wide ? trace::LastPlaceOf::float64 : trace::LastPlaceOf::float32;
}

/// Two sides. @param planted  goes up by the corruptions planted and noticed
reports::ParityComparison compare_two(const Compared& what, const Computed& reference,
                                      const Computed& candidate, int& planted) {
    const trace::LastPlaceOf last_place = last_place_of(reference.side, candidate.side);
    trace::ParityCount records(what.rtol, last_place);
    planted += compare_traces(what, reference, candidate, last_place, records);
    trace::ParityCount image(what.rtol, last_place);
    const auto columns = static_cast<std::size_t>(what.experiment->input.pixels_fast);
    image.add_image(reference.image, candidate.image, what.places, columns);
    if (image.table().agrees()) {
        planted += trace::plant_in_image(reference.image, candidate.image, what.places, columns,
                                         what.rtol, last_place);
    }
    return {reference.side.name,
            candidate.side.name,
            difference_kind(reference.side.run, candidate.side.run),
            records.table(),
            image.table(),
            same_trace(reference.side.run, candidate.side.run)};
}

/// What was found, and the pixels it was found in.
struct Outcome {
    reports::ParityReport report;
    std::vector<PixelIndex> pixels;
};

std::string digest_of(const engine::Image<double>& image) {
    return sha256_hex({reinterpret_cast<const char*>(image.data()), image.size() * sizeof(double)});
}

/// Every side against the one it differs least from. One image is held a side.
Outcome compare_sides(const ParityOptions& options, const engine::Experiment& experiment,
                      const std::vector<ParitySide>& sides) {
    const int columns = experiment.input.pixels_fast;
    const std::vector<PixelIndex> rendered = rendered_pixels(experiment);
    if (rendered.empty()) {
        throw InputError({.where = "scene",
                          .problem = "renders no pixel",
                          .reason = "there is nothing to compare",
                          .remedy = "Widen the region of interest, or the mask."});
    }
    std::vector<Computed> computed;
    computed.reserve(sides.size());
    reports::ParityReport report;
    for (const ParitySide& side : sides) {
        computed.push_back({side, engine::render_unrounded(experiment, side.run)});
        report.sides.push_back({side.name, described(side.run), digest_of(computed.back().image)});
    }
    report.scene = options.scene.description() + ", phi mode " +
                   (sides.front().run.phi_mode == engine::PhiMode::spec ? "spec" : "c-parity");
    report.rtol = options.rtol;
    Compared what{&experiment,
                  pixels_to_trace(options, rendered, computed.front().image, columns),
                  {},
                  options.rtol};
    for (const PixelIndex& pixel : rendered) {
        what.places.push_back(static_cast<std::size_t>(pixel.slow) *
                                  static_cast<std::size_t>(columns) +
                              static_cast<std::size_t>(pixel.fast));
    }
    for (const PixelIndex& pixel : what.pixels) {
        report.pixels.push_back(fmt::format("{} {}", pixel.slow, pixel.fast));
    }
    for (std::size_t i = 1; i < sides.size(); ++i) {
        report.comparisons.push_back(
            compare_two(what, computed[partner_of(sides, i)], computed[i], report.planted));
    }
    return {report, what.pixels};
}

/// Name of the machine that computed, as far as it matters.
std::string machine_json(const std::vector<ParitySide>& sides) {
    nlohmann::ordered_json machine{
        {"program", program_name},
        {"version", program_version},
        {"compiler", __VERSION__},
        {"instruction_set", engine::name_of(engine::chosen_instruction_set())}};
    const bool cuda = std::any_of(sides.begin(), sides.end(), [](const ParitySide& side) {
        return side.run.device == engine::Device::cuda;
    });
    if (cuda) {
        const engine::CudaDevice device = engine::cuda_device();
        machine["cuda_device"] = device.name;
        machine["compute_capability"] =
            fmt::format("{}.{}", device.capability_major, device.capability_minor);
        machine["cuda_driver"] = device.driver_version;
        machine["cuda_runtime"] = device.runtime_version;
    }
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    machine["utc"] = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                                 fmt::gmtime(std::chrono::system_clock::to_time_t(now)));
    constexpr int indent = 2;
    return machine.dump(indent) + "\n";
}

/// Command, tables, machine, and a trace of each side.
void write_bundle(const ParityOptions& options, const engine::Experiment& experiment,
                  const std::vector<ParitySide>& sides, const Outcome& outcome,
                  const std::string& commands) {
    std::vector<reports::BundleFile> files{
        {"commands.txt", commands},
        {"parity.json", reports::parity_json(outcome.report)},
        {"parity.txt", reports::parity_text(outcome.report, false)},
        {"run_metadata.json", machine_json(sides)}};
    constexpr std::size_t most_traced = 16; // of --all-pixels
    const std::vector<PixelIndex> pixels(
        outcome.pixels.begin(), outcome.pixels.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                             most_traced, outcome.pixels.size())));
    for (const ParitySide& side : sides) {
        std::string name = side.name;
        std::replace(name.begin(), name.end(), ':', '_');
        std::replace(name.begin(), name.end(), '=', '_');
        files.push_back(
            {"trace_" + name + ".log", native_trace(options.scene, experiment, side.run, pixels)});
    }
    reports::write_folder(options.bundle, files);
}

ExitCode run_parity(const ParityOptions& options, const std::string& command_line) {
    engine::RunOptions common;
    common.phi_mode = options.scene.chosen_phi_mode();
    common.c_threads = options.scene.c_threads;
    const std::vector<ParitySide> sides = parity_sides(options.devices, common);
    if (options.all_pixels && !options.pixels.empty()) {
        throw InputError({.where = "--all-pixels",
                          .problem = "does not go with --pixel",
                          .reason = "one of them says which pixels are traced",
                          .remedy = "Give one of the two."});
    }
    if (!options.bundle.empty()) {
        reports::require_absent(options.bundle);
    }
    const engine::Experiment experiment = options.scene.load();
    const Outcome outcome = compare_sides(options, experiment, sides);
    const ExitCode code = outcome.report.parity() ? ExitCode::success : ExitCode::divergence;
    if (!options.json.empty()) {
        write_file_atomically(options.json, reports::parity_json(outcome.report));
    }
    if (!options.bundle.empty()) {
        write_bundle(options, experiment, sides, outcome,
                     fmt::format("{}\nexit status {}\n", command_line, static_cast<int>(code)));
    }
    print(reports::parity_text(outcome.report, options.brief));
    return code;
}

} // namespace

void add_parity_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args,
                        const std::string& command_line) {
    auto options = std::make_shared<ParityOptions>();
    CLI::App* command =
        app.add_subcommand("parity", "Compute a scene in several ways and compare every bit of it");
    options->scene.declare_scene(*command, args);
    command
        ->add_option(
            "--devices", options->devices,
            "Sides to compare, parted by commas: cpu or cuda, each with what is particular "
            "after colons: scalar, baseline, avx2, avx512, threads=N, float64, mixed, "
            "float32, portable, reference; or matrix, for every instruction set of this CPU and "
            "three numbers of threads")
        ->delimiter(',')
        ->capture_default_str();
    command
        ->add_option("-p,--pixel", options->pixels,
                     "SLOW FAST to trace, may be given again [the brightest, first and last]")
        ->type_size(2)
        ->type_name("SLOW FAST");
    command->add_flag("--all-pixels", options->all_pixels, "Trace every pixel");
    command
        ->add_option("--rtol", options->rtol,
                     "Relative difference that passes [none: every bit must agree]")
        ->check([](const std::string& text) {
            const std::optional<double> value = trace::parse_number(text);
            constexpr double most = 0.1;
            return value && *value >= 1e-300 && *value <= most
                       ? std::string()
                       : "Give a number from 1e-300 to 0.1, not " + text;
        });
    command->add_flag("--brief", options->brief, "Only the keys that differ");
    command->add_option("--json", options->json, "The same as JSON");
    command->add_option("--bundle", options->bundle,
                        "New folder for command, tables and checksums");
    command->footer(
        "Examples:\n"
        "  tapir parity --config supervisor --devices cpu,cuda\n"
        "  tapir parity --config supervisor --devices cpu:reference,cpu,cpu:float32\n"
        "  tapir parity --args-file args.txt --devices matrix --brief\n"
        "A side is compared with the earlier one it differs least from: 'device' when\n"
        "only the machine differs, 'precision' the number type, 'port' the arithmetic.\n"
        "Exit code: 0 all bits agree, or what --rtol allows; 1 divergence; 2 bad input;\n"
        "           6 no such device");
    command->callback(
        [options, &exit_code, command_line] { exit_code = run_parity(*options, command_line); });
}

} // namespace tapir::harness
