#include <doctest/doctest.h>

#include <algorithm>

#include "cuda/kernel_texts.hpp"
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

/// A scene in which every step reaches the sum: the C program's factors of the running sum make all
/// but the last vanish. The background makes it one of the weighted kernel.
const Expected& expected() {
    static const Expected one = [] {
        Experiment experiment = experiment_in_words(
            "-cell 25 30 35 80 95 105 -misset 11 -7 23 -Na 5 -Nb 4 -Nc 6 -lambda 1 -distance 60 "
            "-pixel 0.8 -detpixels_x 40 -detpixels_y 32 -nonoise -noprogress -default_F 30 "
            "-hdivrange 5 -hdivsteps 2 -dispersion 4 -dispsteps 2 -phi 0 -osc 1 -phisteps 2 "
            "-mosaic 1 -mosaic_domains 3 -oversample 2 -water 0.0001 -polar 0.7 -hkl "
            "p1_tri.hkl");
        leave_some_pixels(experiment, 10, 20);
        return on_cpu(experiment, run_of(PhiMode::c_parity, Dtype::float64, 2));
    }();
    return one;
}

/// Whole frames in other orientations, for edits that the scene does not notice: where they change
/// none of these either, they change no value.
const std::vector<Expected>& wider() {
    static const std::vector<Expected> all = [] {
        std::vector<Expected> made;
        for (const char* words :
             {"-misset 3 40 -20 -Na 2 -Nb 7 -Nc 3 -lambda 1.2 -distance 45 -dmin 2.4 -water 0.001",
              "-misset 80 -7 5 -Na 9 -Nb 1 -Nc 4 -lambda 0.9 -distance 70 -curved_det -water 0.1",
              "-misset 0 0 0 -Na 3 -Nb 3 -Nc 3 -lambda 1 -distance 60 -phi 0 -osc 1 -phisteps 3 "
              "-water 0.0001"}) {
            const Experiment experiment = experiment_in_words(
                std::string("-cell 25 30 35 80 95 105 -pixel 0.8 -detpixels_x 40 -detpixels_y 32 "
                            "-nonoise -noprogress -oversample 1 -hkl p1_tri.hkl ") +
                words);
            made.push_back(on_cpu(experiment, run_of(PhiMode::c_parity, Dtype::float64, 1)));
        }
        return made;
    }();
    return all;
}

/// Whether the comparison, or a check of the executor, sees that something is wrong.
bool is_noticed(cuda::Runtime& runtime, const Expected& on_cpu) {
    try {
        return !beside(runtime, on_cpu).same();
    } catch (const InternalError&) {
        return true;
    }
}

bool is_noticed(cuda::Runtime& runtime) {
    return is_noticed(runtime, expected());
}

bool changes_wider(cuda::Runtime& runtime) {
    return std::any_of(wider().begin(), wider().end(),
                       [&](const Expected& one) { return is_noticed(runtime, one); });
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

    for (const ptx::KernelCoverage& one : sound.machine().coverage()) {
        const bool is_ours = one.kernel == frame_kernel || one.kernel == trace_kernel;
        REQUIRE((one.launches > 0) == is_ours);
    }
    const auto bright = std::count_if(expected().image.begin(), expected().image.end(),
                                      [](double photons) { return photons > 0; });
    REQUIRE(bright > 100);
    const RunSpec without = run_of(PhiMode::spec, Dtype::float64);
    REQUIRE(on_cpu(expected().experiment, without).image != expected().image);

    int planted = 0;
    int noticed = 0;
    const auto count = [&](const std::string& name, bool is_seen) {
        CAPTURE(name);
        ++planted;
        noticed += is_seen ? 1 : 0;
        WARN_MESSAGE(is_seen, "not noticed: " << name);
    };
    for (const LaunchFault& fault : launch_faults()) {
        cuda::PtxRuntime fresh({text}); // or what a sound run left in its memory would help
        const std::unique_ptr<PassOn> runtime = fault.make(fresh);
        count(fault.name, is_noticed(*runtime));
    }
    for (const auto& [kernel, edits] :
         {std::pair(frame_kernel, std::size_t{24}), std::pair(trace_kernel, std::size_t{16})}) {
        for (const PtxEdit& edit : ptx_edits(text, lines_run(sound, text, kernel), edits)) {
            cuda::PtxRuntime edited({edit.text});
            const bool is_seen = is_noticed(edited);
            if (is_seen || changes_wider(edited)) {
                count(std::string(kernel) + " " + edit.name, is_seen);
            } else {
                MESSAGE("changes no value: " << std::string(kernel) << " " << edit.name);
            }
        }
    }
    MESSAGE(noticed << " of " << planted << " planted faults were noticed");
    CHECK(planted >= 32);
    CHECK(noticed * 32 >= planted * 29);
}
