#include <doctest/doctest.h>

#include <algorithm>

#include "cuda/ptx_runtime.hpp"
#include "launch_faults.hpp"
#include "on_runtime.hpp"
#include "ptx_edits.hpp"

/// Faults are planted in copies, launches and single instructions, to see whether the comparison
/// against the CPU notices them.
namespace {

using namespace tapir;
using namespace tapir::engine;
using namespace tapir::test;

const char* const frame_kernel = "tapir_frame_float64_weighted_constant";
const char* const trace_kernel = "tapir_trace_float64";

/// A scene in which every table, option and state that the kernel has is used.
const Expected& expected() {
    static const Expected one = [] {
        Experiment experiment = experiment_in_words(
            "-cell 25 30 35 80 95 105 -misset 11 -7 23 -Na 5 -Nb 4 -Nc 6 -distance 60 -pixel 0.8 "
            "-detpixels_x 40 -detpixels_y 32 -nonoise -noprogress -hkl p1_tri.hkl -sourcefile "
            "sources.txt -phi 0 -osc 1 -phisteps 2 -mosaic 1 -mosaic_domains 3 -oversample 2 "
            "-oversample_omega -polar 0.7 -detector_abs 200 -detector_thick 300 "
            "-detector_thicksteps 2 -detector_roty 20");
        leave_some_pixels(experiment, 10, 20);
        return on_cpu(experiment, run_of(PhiMode::c_parity, Dtype::float64, 2));
    }();
    return one;
}

/// Whether the comparison, or a check of the executor, sees that something is wrong.
bool is_noticed(cuda::Runtime& runtime) {
    try {
        return !beside(runtime, expected()).same();
    } catch (const InternalError&) {
        return true;
    }
}

const std::string& text_with(const std::vector<std::string>& texts, const std::string& kernel) {
    return *std::find_if(texts.begin(), texts.end(), [&](const std::string& text) {
        return text.find(".entry " + kernel + "(") != std::string::npos;
    });
}

/// The lines of a kernel that the scene runs.
std::set<int> lines_run(const cuda::PtxRuntime& runtime, const std::string& text,
                        const std::string& kernel) {
    std::set<int> lines = instruction_lines(text, kernel);
    for (const ptx::KernelCoverage& one : runtime.machine().coverage()) {
        if (one.kernel == kernel) {
            for (const ptx::InstructionText& never : one.never_ran) {
                lines.erase(never.line);
            }
        }
    }
    return lines;
}

} // namespace

TEST_CASE("planted faults: nearly all of those in launches and instructions are noticed") {
    const std::vector<std::string> texts = cuda::kernels_ptx();
    const std::string& text = text_with(texts, frame_kernel);
    REQUIRE(text.find(trace_kernel) != std::string::npos);
    cuda::PtxRuntime sound({text});
    REQUIRE(beside(sound, expected()).same()); // or everything would be noticed

    int planted = 0;
    int noticed = 0;
    const auto count = [&](const std::string& name, bool is_seen) {
        CAPTURE(name);
        ++planted;
        noticed += is_seen ? 1 : 0;
        WARN_MESSAGE(is_seen, "not noticed: " << name);
    };
    for (const LaunchFault& fault : launch_faults()) {
        const std::unique_ptr<PassOn> runtime = fault.make(sound);
        count(fault.name, is_noticed(*runtime));
    }
    REQUIRE(beside(sound, expected()).same()); // no fault outlives its test
    for (const auto& [kernel, edits] :
         {std::pair(frame_kernel, std::size_t{18}), std::pair(trace_kernel, std::size_t{9})}) {
        for (const PtxEdit& edit : ptx_edits(text, lines_run(sound, text, kernel), edits)) {
            cuda::PtxRuntime edited({edit.text});
            count(std::string(kernel) + " " + edit.name, is_noticed(edited));
        }
    }
    MESSAGE(noticed << " of " << planted << " planted faults were noticed");
    CHECK(planted >= 32);
    CHECK(noticed * 32 >= planted * 29);
}
