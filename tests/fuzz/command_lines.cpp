// Renders random command lines of nanoBragg's own options: each must give an image or a message.
// Usage: fuzz_command_lines [COUNT] [SEED]; exit status 1 when one of them does neither.
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "nanobragg/nanobragg_args.hpp"
#include "nanobragg/nanobragg_options.hpp"
#include "scene/scene_source.hpp"
#include "tapir/engine/files/integer_images.hpp"
#include "tapir/engine/scene_summary.hpp"
#include "tapir/engine/simulate.hpp"
#include "tapir/trace/base/error.hpp"

namespace {

using namespace tapir;

/// A grammar of all options: each with values that fit it, now and then with others.
class CommandLines {
  public:
    explicit CommandLines(unsigned seed) : random_(seed) {}

    std::vector<std::string> next() {
        std::vector<std::string> args{"-cell", "25",         "30", "35",          "80", "95",
                                      "105",   "-default_F", "10", "-detpixels",  "6",  "-pixel",
                                      "2",     "-N",         "4",  "-oversample", "1"};
        if (one_in(3)) {
            append(args, {"-hkl", file("small.hkl")});
        }
        const auto& options = harness::nanobragg_options();
        for (auto n = below(7); n > 0; --n) {
            const harness::Option& option = options[below(options.size())];
            args.push_back(token_of(option));
            for (int value = 0; value < option.values && !one_in(40); ++value) {
                args.push_back(value_for(option));
            }
        }
        if (one_in(10)) {
            std::shuffle(args.begin(), args.end(), random_);
        }
        return args;
    }

  private:
    std::size_t below(std::size_t limit) { return random_() % limit; }
    bool one_in(std::size_t n) { return below(n) == 0; }
    static void append(std::vector<std::string>& to, const std::vector<std::string>& words) {
        to.insert(to.end(), words.begin(), words.end());
    }
    static std::string file(const char* name) {
        return std::string(TAPIR_TEST_DATA) + "/reference/inputs/" + name;
    }

    std::string token_of(const harness::Option& option) {
        std::string token(option.pattern);
        if (one_in(12)) {
            token += "x"; // still matched by most
        }
        if (one_in(25)) {
            token.insert(1 + below(token.size()), 1, static_cast<char>('a' + below(26)));
        }
        return token;
    }

    std::string value_for(const harness::Option& option) {
        static const std::vector<std::string> odd{
            "0",      "-1",         "1e30",        "-1e-30", "nan",    "inf",  "x",
            "",       "1e308",      "360",         "-0",     "7.5",    "rand", "random",
            "1e-300", "2147483647", "-2147483648", "beam",   "sample", "--",   "0x10"};
        if (one_in(6)) {
            return odd[below(odd.size())];
        }
        const std::string_view name = option.pattern;
        if (name == "-mat") {
            return file("A_orient2.mat");
        }
        if (name == "-hkl") {
            return file(one_in(2) ? "p1_tri.hkl" : "small.hkl");
        }
        if (name == "-sourcefile") {
            return file("sources.txt");
        }
        if (name == "-img" || name == "-mask") {
            return file("mask_64x48.img");
        }
        if (name == "-stol" || name == "-4stol" || name == "-Q") {
            return file("bg.stol");
        }
        static const std::vector<std::string> plain{"0",   "1",   "2",    "3",    "5",    "0.5",
                                                    "12",  "40",  "0.02", "-3",   "-0.4", "100",
                                                    "1e3", "0.1", "0.9",  "1e12", "4",    "6"};
        return plain[below(plain.size())];
    }

    std::mt19937 random_;
};

std::string text_of(const std::vector<std::string>& args) {
    std::string text;
    for (const std::string& arg : args) {
        text += " '" + arg + "'";
    }
    return text;
}

/// The work of a pixel times the pixels: what a user would wait for is not what a fuzzer should.
bool is_quick(const engine::Experiment& e) {
    const auto& i = e.input;
    const double sources = i.sources.empty() ? static_cast<double>(i.divergence_horizontal.count) *
                                                   i.divergence_vertical.count * i.dispersion.count
                                             : static_cast<double>(i.sources.size());
    constexpr double most_terms = 3e5;
    const double pixels = static_cast<double>(i.pixels_fast) * i.pixels_slow * i.sensor_layers;
    if (pixels * sources * i.phi_steps * i.mosaic_domains > most_terms) {
        return false;
    }
    return pixels * engine::summarise(e).steps < most_terms; // with the automatic oversampling
}

struct Tally {
    int rendered = 0, refused = 0, slow = 0, failed = 0;
};

/// Whether every instruction set and two threads give the bits of one pixel after the other.
bool same_bits_everywhere(const engine::Experiment& experiment, engine::RunSpec run) {
    run.arithmetic = engine::ArithmeticPolicy::portable;
    run.instruction_set = engine::InstructionSet::scalar;
    const engine::Image<double> expected = engine::render_unrounded(experiment, run);
    run.threads = 2;
    const auto sets = engine::available_instruction_sets();
    return std::all_of(sets.begin(), sets.end(), [&](engine::InstructionSet set) {
        run.instruction_set = set;
        const engine::Image<double> image = engine::render_unrounded(experiment, run);
        return std::memcmp(image.data(), expected.data(), image.size() * sizeof(double)) == 0;
    });
}

void run_one(const std::vector<std::string>& args, const engine::QuirkSet& quirks, Tally& tally) {
    try {
        const engine::Experiment experiment =
            harness::load_experiment(harness::scene_from_nanobragg_args(args, quirks));
        if (!is_quick(experiment)) {
            ++tally.slow;
            return;
        }
        engine::RunSpec run;
        run.threads = 1;
        run.phi_mode = engine::PhiMode::c_parity;
        constexpr std::array dtypes{engine::Dtype::float64, engine::Dtype::mixed,
                                    engine::Dtype::float32};
        run.dtype = dtypes[static_cast<std::size_t>(tally.rendered) % dtypes.size()];
        if (!same_bits_everywhere(experiment, run)) {
            ++tally.failed;
            std::printf("not the same bits everywhere:%s\n", text_of(args).c_str());
        }
        run.arithmetic = engine::ArithmeticPolicy::reference;
        run.dtype = engine::Dtype::float64;
        const engine::Image<float> image = engine::render(experiment, run);
        const std::size_t bytes = engine::smv_image(experiment, image).size() +
                                  engine::pgm_image(experiment, image).size();
        tally.rendered += bytes > 0 ? 1 : 0;
    } catch (const InputError& error) {
        ++tally.refused;
        if (std::string(error.what()).size() < 30) {
            ++tally.failed;
            std::printf("a message that says nothing:%s\n", text_of(args).c_str());
        }
    } catch (const std::exception& error) {
        ++tally.failed;
        std::printf("%s:%s\n", error.what(), text_of(args).c_str());
    }
}

} // namespace

int main(int argc, char** argv) {
    const int count = argc > 1 ? std::atoi(argv[1]) : 10000;
    const unsigned seed = argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 1;
    std::filesystem::current_path(std::filesystem::temp_directory_path());
    CommandLines lines(seed);
    Tally tally;
    for (int i = 0; i < count; ++i) {
        constexpr std::array profiles{"nanobragg", "nanobragg", "spec", "nanobragg-2026"};
        run_one(lines.next(), engine::profile(profiles.at(static_cast<std::size_t>(i) % 4)), tally);
    }
    std::printf("%d command lines: %d rendered, %d refused with a message, %d too long to render "
                "here, %d failed\n",
                count, tally.rendered, tally.refused, tally.slow, tally.failed);
    const bool worth_it = tally.rendered > count / 20 && tally.refused > count / 20;
    return tally.failed == 0 && worth_it ? 0 : 1;
}
