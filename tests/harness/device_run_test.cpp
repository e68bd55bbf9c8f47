#include <doctest/doctest.h>

#include <cstring>

#include "corpus_scene.hpp"
#include "cuda/frame_run.hpp"
#include "run/run_types.hpp"
#include "tapir/engine/arithmetic/portable.hpp"
#include "tapir/engine/pixel_kernel.hpp"
#include "tapir/engine/record_buffer.hpp"
#include "tapir/engine/simulate.hpp"
#include "tapir/trace/base/error.hpp"

/// How a device is run, without one: the order of pixels and states, and the buffer of records, on
/// a frame that computes every pixel by itself on the host.
namespace {

using namespace tapir;
using namespace tapir::engine;
using namespace tapir::test;

/// Like cuda::DeviceFrame: each pixel alone, from the state it is given.
template <class Numbers>
class HostFrame {
  public:
    HostFrame(const DerivedScene<Numbers>& scene, int rows, int columns)
        : view_(scene.view()), columns_(columns),
          image_(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns), 0),
          ended_(view_.interpolate && view_.interpolation_ends ? image_.size() : 0) {}

    void compute_all(const PhiState& state) {
        for (std::size_t place = 0; place < image_.size(); ++place) {
            compute_one(static_cast<std::int64_t>(place), state);
        }
    }
    void compute(const std::vector<std::int64_t>& pixels, const PhiState& state) {
        for (const std::int64_t place : pixels) {
            compute_one(place, state);
        }
    }
    [[nodiscard]] std::vector<std::uint8_t> ended_interpolation() const { return ended_; }
    [[nodiscard]] const std::vector<double>& image() const { return image_; }
    [[nodiscard]] int computed() const { return computed_; }

  private:
    void compute_one(std::int64_t place, PhiState state) {
        NullTap tap;
        const trace::Pixel pixel{static_cast<int>(place / columns_),
                                 static_cast<int>(place % columns_)};
        const auto at = static_cast<std::size_t>(place);
        image_[at] = static_cast<double>(
            pixel_photons<Numbers, PortableArithmetic>(view_, pixel, state, tap));
        if (!ended_.empty()) {
            ended_[at] = state.interpolation_ended ? 1 : 0;
        }
        ++computed_;
    }

    SceneView<Numbers> view_;
    int columns_;
    std::vector<double> image_;
    std::vector<std::uint8_t> ended_;
    int computed_ = 0;
};

bool is_large(const Experiment& experiment) {
    return experiment.input.pixels_fast > 1000;
}

RunSpec run_of(PhiMode mode, int c_threads) {
    RunSpec run;
    run.phi_mode = mode;
    run.c_threads = c_threads;
    return run;
}

bool same_bits(const Image<double>& a, const std::vector<double>& b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

} // namespace

TEST_CASE("device run: pixels computed all at once have the bits of the C program's order") {
    int compared = 0;
    for (const CorpusCase& corpus_case : corpus_cases()) {
        const Experiment experiment = experiment_of(corpus_case);
        if (is_large(experiment)) {
            continue;
        }
        CAPTURE(corpus_case.name);
        for (const PhiMode mode : {PhiMode::c_parity, PhiMode::spec}) {
            for (const int c_threads : {1, 3}) {
                if (c_threads > 1 && experiment.interpolate) {
                    continue; // the C program's result is defined for one thread
                }
                CAPTURE(c_threads);
                const RunSpec run = run_of(mode, c_threads);
                NullTap tap;
                const auto scene = scene_of_run<Float64>(experiment, run, tap);
                HostFrame<Float64> frame(scene, experiment.input.pixels_slow,
                                         experiment.input.pixels_fast);
                cuda::FrameRun<Float64, HostFrame<Float64>>(experiment, run, frame).compute();
                CHECK(same_bits(render_unrounded(experiment, run), frame.image()));
                ++compared;
            }
        }
    }
    CHECK(compared > 400);
}

TEST_CASE("device run: a thread's first pixels come with nothing, all others with the same") {
    const CorpusCase corpus_case{"phi_cross_zero", 1, case_folder("phi_cross_zero")};
    const Experiment experiment = experiment_of(corpus_case);
    const RunSpec run = run_of(PhiMode::c_parity, 3);
    NullTap tap;
    const auto scene = scene_of_run<Float64>(experiment, run, tap);
    HostFrame<Float64> frame(scene, experiment.input.pixels_slow, experiment.input.pixels_fast);
    cuda::FrameRun<Float64, HostFrame<Float64>>(experiment, run, frame).compute();
    const int pixels = experiment.input.pixels_slow * experiment.input.pixels_fast;
    CHECK(frame.computed() == pixels + 3);
}

TEST_CASE("device tables: a scene in any precision says which amplitudes its kernel reads") {
    const auto check = []<class Numbers>(Numbers, const Experiment& experiment) {
        RunSpec run;
        NullTap tap;
        const auto exact = scene_of_run<Float64>(experiment, run, tap);
        const auto scene = scene_of_run<Numbers>(experiment, run, tap);
        CHECK(scene.amplitude_table().size() ==
              exact.structure_factors->amplitude_electrons.size());
        CHECK(scene.amplitude_table().data() == scene.view().structure_factors.amplitude_electrons);
    };
    for (const char* name : {"simple_cubic", "tricubic", "sourcefile"}) {
        CAPTURE(name);
        const Experiment experiment = experiment_of({name, 1, case_folder(name)});
        check(Float64{}, experiment);
        check(Mixed{}, experiment);
        check(Float32{}, experiment);
    }
}

TEST_CASE("device records: a buffer holds what a sink is given, and counts what has no room") {
    int compared = 0;
    for (const CorpusCase& corpus_case : corpus_cases()) {
        const Experiment experiment = experiment_of(corpus_case);
        if (is_large(experiment)) {
            continue;
        }
        CAPTURE(corpus_case.name);
        NullTap nothing;
        const auto scene = scene_of_run<Float64>(experiment, run_of(PhiMode::c_parity, 1), nothing);
        const trace::Pixel pixel{experiment.input.pixels_slow / 2,
                                 experiment.input.pixels_fast / 3};
        trace::MemorySink expected;
        RecordTap sink_tap(expected);
        PhiState state;
        (void)pixel_photons<Float64, PortableArithmetic>(scene.view(), pixel, state, sink_tap);

        const auto into = [&](std::vector<std::uint64_t>& words) {
            RecordBuffer buffer{.words = words.data(), .capacity = words.size()};
            BufferTap tap(buffer);
            PhiState fresh;
            (void)pixel_photons<Float64, PortableArithmetic>(scene.view(), pixel, fresh, tap);
            return buffer;
        };
        std::vector<std::uint64_t> words(1000, 0);
        RecordBuffer buffer = into(words);
        if (!buffer.complete()) {
            words.assign(buffer.wanted, 0);
            buffer = into(words);
        }
        REQUIRE(buffer.complete());
        trace::MemorySink found;
        replay(std::span(words).first(buffer.wanted), found);
        REQUIRE(found.entries().size() == expected.entries().size());
        bool same = true;
        for (std::size_t i = 0; i < found.entries().size(); ++i) {
            const auto& a = found.entries()[i];
            const auto& b = expected.entries()[i];
            const auto left = found.values(a);
            const auto right = expected.values(b);
            same = same && a.spec == b.spec && a.site == b.site &&
                   std::memcmp(left.data(), right.data(), left.size_bytes()) == 0;
        }
        CHECK(same);
        compared += static_cast<int>(found.entries().size());

        std::vector<std::uint64_t> too_small(buffer.wanted - 1, 0);
        const RecordBuffer cut = into(too_small);
        CHECK_FALSE(cut.complete());
        CHECK(cut.wanted == buffer.wanted);
    }
    CHECK(compared > 10000);
}

TEST_CASE("device records: words that are no record are an internal error") {
    trace::MemorySink sink;
    const std::vector<std::uint64_t> nonsense{12345, 0, 0, 0, 0, 0};
    CHECK_THROWS_AS(replay(nonsense, sink), InternalError);
    const std::vector<std::uint64_t> cut{std::uint64_t{taps::photons.id()} << 32U | 1U, 0, 0};
    CHECK_THROWS_AS(replay(cut, sink), InternalError);
}
