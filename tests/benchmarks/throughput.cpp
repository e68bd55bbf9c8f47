// Times `tapir diff` on a generated pair of traces, or of texts, beside GNU diff, numdiff and cmp,
// one after the other in one run, the least of several times each. scripts/bench --traces and
// --texts build and run it.
#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "nanobragg/nanobragg_args.hpp"
#include "scene/scene_source.hpp"
#include "speed/process.hpp"
#include "tapir/engine/rendered_pixels.hpp"
#include "tapir/engine/simulate.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"
#include "tapir/trace/format/binary_writer.hpp"
#include "tapir/trace/format/native_writer.hpp"
#include "texts.hpp"

namespace {

using namespace tapir;

/// Hands records on, some with other values.
class Changing final : public trace::Sink {
  public:
    enum class What : std::uint8_t { nothing, one_value, last_digits };

    Changing(trace::Sink& to, What what, std::uint64_t place)
        : to_(&to), what_(what), place_(place) {}

    void record(const trace::TapSpec& spec, const trace::Site& site,
                std::span<const double> values) override {
        std::vector<double> sent(values.begin(), values.end());
        const bool counts = spec.kind == trace::ValueKind::integer;
        constexpr double slightly = 1e-9;
        constexpr double hardly = 1e-15;
        if (what_ == What::one_value && seen_ >= place_ && !done_ && !counts && sent[0] != 0) {
            sent[0] *= 1 + slightly;
            done_ = true;
        }
        if (what_ == What::last_digits && !counts) {
            for (double& value : sent) {
                value *= 1 + hardly;
            }
        }
        ++seen_;
        to_->record(spec, site, sent);
    }
    [[nodiscard]] std::uint64_t seen() const { return seen_; }

  private:
    trace::Sink* to_;
    What what_;
    std::uint64_t place_, seen_ = 0;
    bool done_ = false;
};

struct Pair {
    std::string name, reference, candidate;
    std::vector<std::vector<std::string>> commands; ///< ours first
};

struct Options {
    double megabytes = 0; ///< 0: as many as are usual for the kind of pair
    int repeats = 3;
    int threads = 1;
    bool texts = false;
    std::string record;
};

engine::Experiment scene(int pixels) {
    const std::string edge = std::to_string(pixels);
    return harness::load_experiment(harness::scene_from_nanobragg_args(
        {"-default_F", "100",         "-cell", "100",        "110", "120",
         "80",         "85",          "95",    "-N",         "5",   "-lambda",
         "1",          "-distance",   "100",   "-detpixels", edge,  "-pixel",
         "0.1",        "-oversample", "1",     "-phi",       "0",   "-osc",
         "1",          "-phisteps",   "10",    "-mosaic",    "0.2", "-mosaic_domains",
         "3"}));
}

/// Writes a trace of the whole detector. @return its number of records
std::uint64_t write(const std::string& path, bool binary, int pixels, Changing::What what,
                    std::uint64_t place) {
    const engine::Experiment experiment = scene(pixels);
    trace::NativeHeader header;
    header.program = "benchmark";
    header.version = "1";
    header.profile = "nanobragg";
    header.scene = experiment.digest;
    header.rectangle = {{0, 0}, {pixels - 1, pixels - 1}};
    const auto writer =
        binary ? trace::write_binary(path, header) : trace::write_native(path, header);
    Changing sink(*writer, what, place);
    engine::trace_pixels(experiment, {}, engine::RenderedPixels(experiment.input).all(), sink);
    writer->finish();
    return sink.seen();
}

/// As many pixels as make a pair of that size.
int edge_for(const std::string& folder, double megabytes) {
    constexpr int small = 10;
    write(folder + "/size", false, small, Changing::What::nothing, 0);
    const auto bytes = static_cast<double>(std::filesystem::file_size(folder + "/size"));
    std::filesystem::remove(folder + "/size");
    constexpr double million = 1e6;
    return static_cast<int>(small * std::sqrt(megabytes * million / 2 / bytes));
}

void require(bool good, const std::string& what) {
    if (!good) {
        throw InputError({.where = what,
                          .problem = "did not find the difference",
                          .reason = "its time means nothing",
                          .remedy = "Run the command by hand; is the program installed?"});
    }
}

nlohmann::json time_pair(const speed::WorkFolder& folder, const Pair& pair,
                         const Options& options) {
    std::vector<speed::Measured> least(pair.commands.size());
    constexpr double long_s = 20; // once is enough
    for (int round = 0; round < options.repeats; ++round) {
        for (std::size_t i = 0; i < pair.commands.size(); ++i) {
            if (round > 0 && least[i].seconds > long_s) {
                continue;
            }
            const std::vector<std::string>& command = pair.commands[i];
            const speed::Measured run = speed::measure(
                folder, command.front(), {command.begin() + 1, command.end()}, options.threads);
            require(run.exit_code <= 1 && run.exit_code >= 0, command.front());
            least[i] = round == 0 || run.seconds < least[i].seconds ? run : least[i];
        }
    }
    constexpr double million = 1e6;
    const double megabytes = static_cast<double>(std::filesystem::file_size(pair.reference) +
                                                 std::filesystem::file_size(pair.candidate)) /
                             million;
    fmt::print("{}: {:.0f} MB\n", pair.name, megabytes);
    nlohmann::json rows = nlohmann::json::array();
    for (std::size_t i = 0; i < least.size(); ++i) {
        const std::string name =
            std::filesystem::path(pair.commands[i].front()).filename().string();
        fmt::print("  {:<8} {:8.2f} s ({:.2f} s of processors) {:8.0f} MB/s  peak {:7.1f} MiB  "
                   "ours is {:.1f} x\n",
                   name, least[i].seconds, least[i].processor_seconds, megabytes / least[i].seconds,
                   least[i].peak_mib, least[i].seconds / least.front().seconds);
        rows.push_back({{"program", name},
                        {"seconds", least[i].seconds},
                        {"processor_seconds", least[i].processor_seconds},
                        {"megabytes_per_second", megabytes / least[i].seconds},
                        {"peak_mib", least[i].peak_mib},
                        {"exit_code", least[i].exit_code}});
    }
    return {{"pair", pair.name}, {"megabytes", megabytes}, {"runs", rows}};
}

std::vector<Pair> make_traces(const speed::WorkFolder& folder, const Options& options) {
    const int edge = edge_for(folder.path(), options.megabytes);
    const std::string a = folder.path() + "/a.trace";
    const std::string b = folder.path() + "/b.trace";
    const std::string n = folder.path() + "/n.trace";
    const std::uint64_t records = write(a, false, edge, Changing::What::nothing, 0);
    const std::uint64_t late = records / 10 * 9;
    write(b, false, edge, Changing::What::one_value, late);
    write(n, false, edge, Changing::What::last_digits, 0);
    write(a + ".bin", true, edge, Changing::What::nothing, 0);
    write(b + ".bin", true, edge, Changing::What::one_value, late);
    const std::string ours = TAPIR_PROGRAM;
    return {{"text, one value departs",
             a,
             b,
             {{ours, "diff", a, b}, {"diff", a, b}, {"numdiff", "-q", a, b}}},
            {"text, the last digits of all values differ, within --rtol 1e-12",
             a,
             n,
             {{ours, "diff", a, n, "--rtol", "1e-12"},
              {"diff", a, n},
              {"numdiff", "-q", "-r", "1e-12", a, n}}},
            {"binary, one value departs",
             a + ".bin",
             b + ".bin",
             {{ours, "diff", a + ".bin", b + ".bin"}, {"cmp", a + ".bin", b + ".bin"}}}};
}

std::vector<Pair> make_texts(const speed::WorkFolder& folder, const Options& options) {
    const std::string a = folder.path() + "/a.txt";
    const std::string b = folder.path() + "/b.txt";
    const std::string same = folder.path() + "/same.txt";
    speed::write_texts(a, b, options.megabytes / 2);
    std::filesystem::copy_file(a, same);
    const std::string ours = TAPIR_PROGRAM;
    return {{"lines of name = value, one last digit in fifty differs",
             a,
             b,
             {{ours, "diff", a, b}, {"diff", a, b}, {"numdiff", "-q", a, b}}},
            {"lines of name = value, equal", a, same, {{ours, "diff", a, same}, {"cmp", a, same}}}};
}

int run(Options options) {
    constexpr double usual_of_texts = 80, usual_of_traces = 1000;
    options.megabytes = options.megabytes > 0 ? options.megabytes
                        : options.texts       ? usual_of_texts
                                              : usual_of_traces;
    options.threads = options.texts ? 2 : 1; // one for each text
    const speed::WorkFolder folder;
    nlohmann::json results = nlohmann::json::array();
    for (const Pair& pair :
         options.texts ? make_texts(folder, options) : make_traces(folder, options)) {
        results.push_back(time_pair(folder, pair, options));
    }
    if (!options.record.empty()) {
        write_file_atomically(options.record, results.dump(1) + "\n");
    }
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app{"Times tapir diff beside GNU diff and numdiff"};
    Options options;
    app.add_flag("--texts", options.texts, "A pair of texts instead of traces, on two threads");
    app.add_option("--megabytes", options.megabytes, "Size of a pair [1000; of texts 80]");
    app.add_option("--repeats", options.repeats, "The least of so many times counts [3]");
    app.add_option("--record", options.record, "Keep the results in this file");
    CLI11_PARSE(app, argc, argv);
    try {
        return run(options);
    } catch (const std::exception& error) {
        fmt::print(stderr, "tapir_throughput: {}\n", error.what());
        return 1;
    }
}
