#include <doctest/doctest.h>

#include <random>

#include "cuda/runtime.hpp"
#include "device_under_test.hpp"
#include "on_runtime.hpp"
#include "tapir/trace/base/error.hpp"

/// Random command lines, always the same ones.
namespace {

using namespace tapir;
using namespace tapir::engine;
using namespace tapir::test;

class RandomScenes {
  public:
    std::string next() {
        std::string words = "-cell 25 30 35 80 95 105 -lambda " + number(0.8, 1.4) + " -distance " +
                            number(40, 90) +
                            " -pixel 2 -detpixels_x 13 "
                            "-detpixels_y 11 -nonoise -noprogress -misset " +
                            number(-40, 40) + " " + number(-40, 40) + " " + number(-40, 40) +
                            " -Na " + whole(1, 7) + " -Nb " + whole(1, 7) + " -Nc " + whole(1, 7) +
                            " -oversample " + whole(1, 2) + " ";
        words += one_of({"-hkl p1_tri.hkl ", "-hkl small.hkl ", "-default_F 20 ",
                         "-hkl small.hkl -default_F 7 "});
        words += one_of({"", "-round_xtal ", "-gauss_xtal ", "-tophat_spots "});
        words += one_of({"", "", "-interpolate ", "-nointerpolate "});
        words += one_of({"", "-phi 0 -osc 1 -phisteps 3 ", "-phi -1 -osc 2 -phisteps 2 ",
                         "-phi " + number(-20, 20) + " -osc 0.5 -phisteps 2 "});
        words += one_of({"", "", "-mosaic 1 -mosaic_domains 4 ", "-mosaic 20 -mosaic_domains 3 "});
        words += one_of({"", "-hdivrange 5 -hdivsteps 2 ", "-dispersion 4 -dispsteps 3 ",
                         "-sourcefile sources.txt "});
        words += one_of({"", "-detector_abs 200 -detector_thick 400 -detector_thicksteps 3 ",
                         "-curved_det ", "-point_pixel "});
        words += one_of({"", "-oversample_thick ", "-oversample_polar ", "-oversample_omega ",
                         "-oversample_polar -oversample_omega "});
        words += one_of({"", "-nopolar ", "-polar 0.7 ", "-polar 0 "});
        words += one_of({"", "-dmin 3 ", "-water 0.02 ", "-twotheta 9 ",
                         "-detector_rotx 5 -detector_roty -4 "});
        return words;
    }

    RunSpec run() {
        return run_of(below(2) == 0 ? PhiMode::c_parity : PhiMode::spec,
                      dtype_choice.words.at(below(3)).second, 1 + static_cast<int>(below(3)));
    }

  private:
    std::size_t below(std::size_t limit) { return random_() % limit; }
    std::string number(double least, double most) {
        constexpr double steps = 1e6;
        return std::to_string(least + (most - least) * static_cast<double>(below(1000001)) / steps);
    }
    std::string whole(std::size_t least, std::size_t most) {
        return std::to_string(least + below(most - least + 1));
    }
    std::string one_of(const std::vector<std::string>& choices) {
        return choices[below(choices.size())];
    }

    std::mt19937 random_{20};
};

} // namespace

TEST_CASE("device: random command lines have the CPU's bits") {
    RandomScenes scenes;
    int compared = 0;
    int refused = 0;
    for (int i = 0; i < 150; ++i) {
        const std::string words = scenes.next();
        RunSpec run = scenes.run();
        CAPTURE(words);
        CAPTURE(static_cast<int>(run.dtype));
        try {
            const Experiment experiment = experiment_in_words(words);
            if (experiment.interpolate) {
                run.c_threads = 1; // the C program's result is defined for one thread
            }
            const Expected expected = on_cpu(experiment, run);
            CHECK(beside(cuda::runtime_of(device_under_test), expected).same());
            ++compared;
        } catch (const InputError& error) {
            MESSAGE(words << ": " << error.what());
            ++refused;
        }
    }
    CHECK(compared > 100);
    CHECK(refused < 30);
}
