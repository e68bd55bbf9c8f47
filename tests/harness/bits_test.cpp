#include <doctest/doctest.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>

#include "corpus_scene.hpp"
#include "tapir/engine/simulate.hpp"
#include "tapir/trace/base/digest.hpp"

/// Portable arithmetic: the same bits for every instruction set, thread count, compiler and
/// machine.
namespace {

using namespace tapir;
using namespace tapir::test;
using engine::Dtype;
using engine::Image;
using engine::InstructionSet;
using engine::PhiMode;

struct NamedDtype {
    Dtype dtype;
    const char* name;
};
constexpr std::array<NamedDtype, 3> dtypes{
    {{Dtype::float64, "float64"}, {Dtype::mixed, "mixed"}, {Dtype::float32, "float32"}}};

struct NamedMode {
    PhiMode mode;
    const char* name;
};
constexpr std::array<NamedMode, 2> modes{
    {{PhiMode::c_parity, "c-parity"}, {PhiMode::spec, "spec"}}};

engine::RunSpec run_of(const CorpusCase& corpus_case, PhiMode mode, Dtype dtype) {
    engine::RunSpec run;
    run.arithmetic = engine::ArithmeticPolicy::portable;
    run.phi_mode = mode;
    run.dtype = dtype;
    run.c_threads = corpus_case.threads;
    return run;
}

bool same_bits(const Image<double>& a, const Image<double>& b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

std::string digest_of(const Image<double>& image) {
    return sha256_hex({reinterpret_cast<const char*>(image.data()), image.size() * sizeof(double)});
}

std::string key_of(const std::string& corpus_case, const std::string& mode,
                   const std::string& dtype) {
    std::string key = corpus_case;
    return key.append(" ").append(mode).append(" ").append(dtype);
}

/// "case mode dtype" to the digest of its image.
std::map<std::string, std::string> kept_digests(const std::string& file) {
    std::map<std::string, std::string> digests;
    std::ifstream lines(file);
    std::string name;
    std::string mode;
    std::string dtype;
    std::string digest;
    while (lines >> name >> mode >> dtype >> digest) {
        digests[key_of(name, mode, dtype)] = digest;
    }
    return digests;
}

} // namespace

TEST_CASE("portable: every instruction set and thread count gives the bits of pixel after pixel") {
    int compared = 0;
    for (const CorpusCase& corpus_case : corpus_cases()) {
        CAPTURE(corpus_case.name);
        const engine::Experiment experiment = experiment_of(corpus_case);
        const bool large = experiment.input.pixels_fast > 1000; // minutes without fma instructions
        for (const NamedMode& mode : modes) {
            for (const NamedDtype& dtype : dtypes) {
                if (large && (dtype.dtype != Dtype::float64 || mode.mode != PhiMode::c_parity)) {
                    continue;
                }
                engine::RunSpec run = run_of(corpus_case, mode.mode, dtype.dtype);
                run.instruction_set = InstructionSet::scalar;
                const Image<double> expected = render_unrounded(experiment, run);
                for (const InstructionSet set : engine::available_instruction_sets()) {
                    for (const int threads : {1, 3}) {
                        if (large && set == InstructionSet::baseline) {
                            continue;
                        }
                        CAPTURE(std::string(mode.name));
                        CAPTURE(std::string(dtype.name));
                        CAPTURE(std::string(name_of(set)));
                        CAPTURE(threads);
                        run.instruction_set = set;
                        run.threads = threads;
                        CHECK(same_bits(render_unrounded(experiment, run), expected));
                        ++compared;
                    }
                }
            }
        }
    }
    CHECK(compared > 4000);
}

// The digests were made by this program; they are kept to be met by every compiler and machine.
// TAPIR_UPDATE=1 writes them anew: then every image of the portable arithmetic has changed.
TEST_CASE("portable: the images have the bits they have everywhere") {
    const std::string file = std::string(TAPIR_TEST_DATA) + "/portable_digests.txt";
    const std::map<std::string, std::string> kept = kept_digests(file);
    std::string made;
    for (const CorpusCase& corpus_case : corpus_cases()) {
        const engine::Experiment experiment = experiment_of(corpus_case);
        for (const NamedMode& mode : modes) {
            for (const NamedDtype& dtype : dtypes) {
                const std::string name = key_of(corpus_case.name, mode.name, dtype.name);
                CAPTURE(name);
                const std::string digest = digest_of(
                    render_unrounded(experiment, run_of(corpus_case, mode.mode, dtype.dtype)));
                made.append(name).append(" ").append(digest).append("\n");
                const auto found = kept.find(name);
                CHECK((found != kept.end() && found->second == digest));
            }
        }
    }
    CHECK(kept.size() == (57 + 66) * 2 * 3);
    if (const char* update = std::getenv("TAPIR_UPDATE"); update != nullptr && *update == '1') {
        std::ofstream(file) << made;
    }
}

TEST_CASE("portable: a pixel traced afterwards has the bits of the frame") {
    int compared = 0;
    for (const CorpusCase& corpus_case : corpus_cases()) {
        const engine::Experiment experiment = experiment_of(corpus_case);
        const auto columns = static_cast<std::size_t>(experiment.input.pixels_fast);
        if (columns > 1000) {
            continue;
        }
        CAPTURE(corpus_case.name);
        for (const NamedDtype& dtype : dtypes) {
            CAPTURE(std::string(dtype.name));
            const engine::RunSpec run = run_of(corpus_case, PhiMode::c_parity, dtype.dtype);
            const Image<double> image = render_unrounded(experiment, run);
            const auto brightest = static_cast<std::size_t>(
                std::max_element(image.begin(), image.end()) - image.begin());
            const trace::Pixel pixel{static_cast<int>(brightest / columns),
                                     static_cast<int>(brightest % columns)};
            trace::MemorySink sink;
            engine::trace_pixels(experiment, run, {pixel}, sink);
            double photons = -1;
            for (const auto& entry : sink.entries()) {
                if (std::strcmp(entry.spec->key, "photons") == 0) {
                    photons = sink.values(entry).front();
                }
            }
            CHECK(photons == image[brightest]);
            ++compared;
        }
    }
    CHECK(compared > 300);
}
