#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "corpus_scene.hpp"
#include "cuda/kernel_texts.hpp"
#include "cuda/kernels.hpp"
#include "cuda/ptx_runtime.hpp"
#include "on_runtime.hpp"

/// The table of kernels against the PTX in this program, and every kernel run with every check.
namespace {

using namespace tapir;
using namespace tapir::engine;
using namespace tapir::test;

constexpr ptx::Checks all_checks{
    .bounds = true, .alignment = true, .initialised = true, .races = true};

std::set<std::string> entries_in_program() {
    std::set<std::string> names;
    for (const std::string& text : cuda::kernels_ptx()) {
        const ptx::Module module = ptx::read_module(text);
        names.insert(module.kernels().begin(), module.kernels().end());
    }
    names.erase("tapir_test_exact"); // this test program's own
    return names;
}

const std::string crystal = "-cell 25 30 35 80 95 105 -misset 11 -7 23 -Na 5 -Nb 4 -Nc 6 "
                            "-lambda 1.0 -distance 60 -pixel 0.8 -detpixels_x 40 -detpixels_y 32 "
                            "-nonoise -noprogress -hkl p1_tri.hkl ";

/// Scenes for each use of a kernel; with so many domains that no precision has room for their
/// cells in constant memory.
const std::vector<std::string>& scenes_of_many_domains() {
    static const std::string domains = "-mosaic 1.5 -mosaic_domains 1800 ";
    static const std::vector<std::string> scenes{
        crystal + domains + "-oversample 1",
        crystal + domains + "-oversample 1 -phi 0 -osc 1 -phisteps 2 -water 0.01 -dmin 2.9",
        crystal + domains + "-oversample 2 -oversample_polar -oversample_omega",
        crystal + domains +
            "-oversample 1 -detector_abs 200 -detector_thick 300 "
            "-detector_thicksteps 2 -oversample_thick",
        crystal + domains + "-oversample 1 -round_xtal",
        crystal + domains + "-oversample 1 -gauss_xtal -phi -1 -osc 2 -phisteps 2",
        crystal + domains + "-oversample 1 -tophat_spots",
        crystal + domains + "-oversample 1 -interpolate",
        crystal + domains + "-oversample 1 -interpolate -round_xtal"};
    return scenes;
}

/// Runs every case of the corpus and the scenes above, a few pixels each.
/// @return how many comparisons there were
int run_everything(cuda::Runtime& runtime) {
    int compared = 0;
    const auto run = [&](const Experiment& experiment, int c_threads) {
        for (const PhiMode mode : {PhiMode::c_parity, PhiMode::spec}) {
            for (const Dtype dtype : {Dtype::float64, Dtype::mixed, Dtype::float32}) {
                CAPTURE(static_cast<int>(dtype));
                const Beside found =
                    beside(runtime, on_cpu(experiment, run_of(mode, dtype, c_threads)));
                CHECK(found.same());
                CHECK(found.values > 0);
                ++compared;
            }
        }
    };
    for (const CorpusCase& corpus_case : corpus_cases()) {
        CAPTURE(corpus_case.name);
        Experiment experiment = experiment_of(corpus_case);
        leave_some_pixels(experiment, 2, 4);
        run(experiment, corpus_case.threads);
    }
    for (const std::string& words : scenes_of_many_domains()) {
        CAPTURE(words);
        Experiment experiment = experiment_in_words(words);
        leave_some_pixels(experiment, 1, 2);
        run(experiment, 1);
    }
    return compared;
}

const char* const list_name = "/tests/cuda/never_run.txt";

std::map<std::string, std::size_t> listed_never_run() {
    std::ifstream file(std::string(TAPIR_SOURCE_DIR) + list_name);
    std::map<std::string, std::size_t> listed;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.front() == '#') {
            continue;
        }
        std::istringstream words(line);
        std::string kernel;
        std::size_t count = 0;
        words >> kernel >> count;
        listed[kernel] = count;
    }
    return listed;
}

void write_never_run(const ptx::Coverage& coverage) {
    std::ofstream file(std::string(TAPIR_SOURCE_DIR) + list_name);
    file
        << "# Instructions of each kernel's PTX that no test runs, of how many. A change that adds "
           "to them\n# needs a scene that runs what it adds. Written anew by\n"
           "# TAPIR_UPDATE=1 build/cuda/tests/cuda/test_ptx -tc='*every kernel*'\n";
    for (const ptx::KernelCoverage& kernel : coverage) {
        if (kernel.kernel != "tapir_test_exact") {
            file << kernel.kernel << " " << kernel.never_ran.size() << " of " << kernel.instructions
                 << "\n";
        }
    }
}

std::string never_ran_text(const ptx::KernelCoverage& kernel) {
    std::string text = kernel.kernel + ", instructions that never ran:\n";
    for (const ptx::InstructionText& one : kernel.never_ran) {
        text += "  " + std::to_string(one.line) + ": " + one.text + "\n";
    }
    return text;
}

} // namespace

TEST_CASE(
    "kernels: of several texts of the same kernels that for the newest architecture is taken") {
    const std::string old_text = ".target sm_80\n.visible .entry tapir_one(.param .u64 a)\n";
    const std::string new_text = ".target sm_100a\n.visible .entry tapir_one(.param .u64 a)\n";
    const std::string other = ".target sm_70\n.visible .entry tapir_two()\n";
    const std::string not_ours = ".target sm_120\n.visible .entry cub_reduce()\n";
    const std::vector<std::string> expected{new_text, other};
    CHECK(cuda::newest_kernels({old_text, new_text, not_ours, other}) == expected);
    CHECK(cuda::newest_kernels({other, new_text, old_text}) == expected);
    CHECK(cuda::newest_kernels({not_ours}).empty());
    CHECK(cuda::newest_kernels({}).empty());
}

TEST_CASE("kernels: every row of the table is an entry of the program's PTX, and the reverse") {
    std::set<std::string> rows;
    for (const cuda::Kernel& kernel : cuda::all_kernels()) {
        CHECK(kernel.symbol.on_host != nullptr);
        rows.insert(kernel.symbol.name);
    }
    CHECK(rows.size() == 27);
    CHECK(rows.size() == cuda::all_kernels().size());
    CHECK(rows == entries_in_program());
}

TEST_CASE("kernels: every kernel runs with every check, has the CPU's bits, and leaves no new "
          "instruction unrun") {
    cuda::PtxRuntime runtime(cuda::kernels_ptx(), all_checks);
    CHECK(run_everything(runtime) > 700);
    const ptx::Coverage coverage = runtime.machine().coverage();
    MESSAGE("instructions run: " << runtime.machine().instructions_run());
    std::map<std::string, const ptx::KernelCoverage*> by_name;
    for (const ptx::KernelCoverage& kernel : coverage) {
        by_name[kernel.kernel] = &kernel;
    }
    for (const cuda::Kernel& kernel : cuda::all_kernels()) {
        CAPTURE(kernel.symbol.name);
        REQUIRE(by_name.count(kernel.symbol.name) == 1);
        CHECK(by_name.at(kernel.symbol.name)->launches > 0);
    }
    if (std::getenv("TAPIR_UPDATE") != nullptr) {
        write_never_run(coverage);
    }
    const std::map<std::string, std::size_t> listed = listed_never_run();
    for (const cuda::Kernel& kernel : cuda::all_kernels()) {
        const ptx::KernelCoverage& found = *by_name.at(kernel.symbol.name);
        REQUIRE(listed.count(found.kernel) == 1);
        CHECK_MESSAGE(found.never_ran.size() <= listed.at(found.kernel), never_ran_text(found));
    }
}

TEST_CASE("kernels: threads in any order compute the same") {
    const std::vector<std::string> scenes{
        crystal + "-oversample 1 -phi 0 -osc 1 -phisteps 3",
        crystal + "-oversample 2 -oversample_omega -gauss_xtal -mosaic 1 -mosaic_domains 3",
        crystal + "-oversample 1 -interpolate"};
    for (const ptx::ThreadOrder order : {ptx::ThreadOrder::reversed, ptx::ThreadOrder::shuffled}) {
        cuda::PtxRuntime runtime(cuda::kernels_ptx(), {.order = order, .seed = 20});
        for (const std::string& words : scenes) {
            CAPTURE(words);
            const Experiment experiment = experiment_in_words(words);
            for (const Dtype dtype : {Dtype::float64, Dtype::mixed, Dtype::float32}) {
                CHECK(beside(runtime, on_cpu(experiment, run_of(PhiMode::c_parity, dtype, 2)))
                          .same());
            }
        }
    }
}

TEST_CASE("kernels: records that one launch has no room for come whole from a second") {
    Experiment experiment = experiment_in_words(scenes_of_many_domains().front());
    leave_some_pixels(experiment, 1, 1);
    cuda::PtxRuntime runtime(cuda::kernels_ptx());
    for (const Dtype dtype : {Dtype::float64, Dtype::mixed, Dtype::float32}) {
        const Expected expected = on_cpu(experiment, run_of(PhiMode::spec, dtype));
        std::uint64_t words = 0;
        for (const auto& entry : expected.records.entries()) {
            words += 5 + static_cast<std::uint64_t>(entry.spec->width);
        }
        CHECK(words > 131072); // what the first launch has room for
        CHECK(beside(runtime, expected).same());
    }
    for (const ptx::KernelCoverage& kernel : runtime.machine().coverage()) {
        if (kernel.kernel.starts_with("tapir_trace_")) {
            CHECK(kernel.launches == 2);
        }
    }
}
