#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <deque>
#include <set>
#include <string>
#include <vector>

#include "scenes.hpp"
#include "tapir/engine/arithmetic/portable.hpp"
#include "tapir/engine/arithmetic/reference.hpp"
#include "tapir/engine/pixel_kernel.hpp"
#include "tapir/engine/setup/derive_scene.hpp"
#include "tapir/engine/tap_policies.hpp"

/// Values put in at a tap, and the graph of what they feed.
namespace {

using namespace tapir;
using namespace tapir::engine;
using namespace tapir::test;
using doctest::Approx;

/// Puts a fixed value in at one tap and records what passes every tap, after the exchange.
template <class Put>
class ExchangeTap {
  public:
    static constexpr bool records = true;
    ExchangeTap(const trace::TapSpec& spec, Put put, trace::Sink& sink)
        : spec_(&spec), put_(put), record_(sink) {}

    template <class T>
    T operator()(const trace::TapSpec& spec, const Site& site, T value) {
        if constexpr (std::is_same_v<T, Put>) {
            value = &spec == spec_ ? put_ : value;
        }
        return record_(spec, site, value);
    }

  private:
    const trace::TapSpec* spec_;
    Put put_;
    RecordTap record_;
};

/// Keeps the widths that the tap really handed over, not those its spec promises.
class WidthSink final : public trace::Sink {
  public:
    void record(const trace::TapSpec& spec, const trace::Site& /*site*/,
                std::span<const double> values) override {
        handed_over.emplace_back(&spec, values.size());
    }
    std::vector<std::pair<const trace::TapSpec*, std::size_t>> handed_over;
};

constexpr trace::Pixel pixel{2, 2};

template <class Put>
double photons_with(const trace::TapSpec& spec, const Put& put, const ExperimentRequest& request,
                    trace::Sink& sink) {
    NullTap nothing;
    const auto scene = derive_scene<double>(resolved(request), PhiMode::spec, nothing);
    ExchangeTap<Put> tap(spec, put, sink);
    PhiState state;
    return pixel_photons<Float64, PortableArithmetic>(scene.view(), pixel, state, tap);
}

double plain_photons(const ExperimentRequest& request, trace::Sink& sink) {
    return photons_with(taps::photons, 0.0F, request,
                        sink); // no tap carries a float
}

std::vector<std::vector<double>> all_of(const trace::MemorySink& sink, const trace::TapSpec& spec) {
    std::vector<std::vector<double>> found;
    for (const auto& entry : sink.entries()) {
        if (entry.spec == &spec) {
            const auto values = sink.values(entry);
            found.emplace_back(values.begin(), values.end());
        }
    }
    return found;
}

ExperimentRequest rich_request() {
    ExperimentRequest request = small_request();
    request.mosaic_domains = 2;
    request.mosaic_spread_rad = 0.01;
    request.oversample = 2;
    return request;
}

/// Everything that a node was computed from, however far back.
std::set<int> ancestors(const trace::LineageGraph& graph, int node) {
    std::set<int> seen;
    std::deque<int> open{node};
    while (!open.empty()) {
        for (const int parent : graph.parents(open.front())) {
            if (seen.insert(parent).second) {
                open.push_back(parent);
            }
        }
        open.pop_front();
    }
    return seen;
}

Site step_site(int phi_tic, int mos) {
    return {pixel.slow, pixel.fast, 0, 0, 0, 0, phi_tic, mos};
}

} // namespace

TEST_CASE("exchange: a polarisation put in scales the photons by what it replaced") {
    for (const int oversample : {1, 3}) { // with several rays the same value is put in at each
        ExperimentRequest request = small_request();
        request.oversample = oversample;
        trace::MemorySink plain_sink;
        const double plain = plain_photons(request, plain_sink);
        const double polar = all_of(plain_sink, taps::polar_final).front().front();
        REQUIRE(polar > 0.1);
        trace::MemorySink sink;
        const double replaced = photons_with(taps::polar, 0.125, request, sink);
        CHECK(all_of(sink, taps::polar_final).front().front() == 0.125);
        // two roundings of the quotient
        CHECK(replaced == Approx(plain * 0.125 / polar).epsilon(1e-15));
        // nothing else is computed from it
        CHECK(all_of(sink, taps::i_total) == all_of(plain_sink, taps::i_total));
        CHECK(all_of(sink, taps::omega) == all_of(plain_sink, taps::omega));
    }
}

TEST_CASE("exchange: a turned cell put in is gone on with, domain by domain") {
    ExperimentRequest request = small_request();
    request.mosaic_domains = 2;
    request.mosaic_spread_rad = 0.01;
    trace::MemorySink plain_sink;
    const double plain = plain_photons(request, plain_sink);
    const Cell<double> put{{30e-10, 0, 1e-10}, {0, 31e-10, 2e-10}, {1e-10, 0, 29e-10}};
    trace::MemorySink sink;
    CHECK(photons_with(taps::cell_phi, put, request, sink) != plain);
    const std::vector<double> expected{30e-10, 0, 1e-10, 0, 31e-10, 2e-10, 1e-10, 0, 29e-10};
    const auto cells = all_of(sink, taps::cell);
    REQUIRE(cells.size() == 8); // four steps of two domains
    for (std::size_t i = 0; i < cells.size(); ++i) {
        CHECK((cells[i] == expected) == (i % 2 == 0)); // domain 0 is not turned
        CHECK(cells[i] == cells[i % 2]);
    }
    // what comes before the tap is as it was, what comes after is not
    for (const trace::TapSpec* spec : {&taps::scattering_vector, &taps::polar, &taps::omega}) {
        CHECK(all_of(sink, *spec) == all_of(plain_sink, *spec));
    }
    for (const trace::TapSpec* spec :
         {&taps::cell, &taps::miller_index, &taps::f_latt_a, &taps::f_latt, &taps::i_term,
          &taps::i_sum, &taps::i_total, &taps::photons}) {
        CAPTURE(spec->key);
        CHECK(all_of(sink, *spec) != all_of(plain_sink, *spec));
    }
}

TEST_CASE("exchange: a scattering vector put in at 0 is the forward peak") {
    ExperimentRequest request = small_request();
    trace::MemorySink sink;
    (void)photons_with(taps::scattering_vector, Vec3<double>{0, 0, 0}, request, sink);
    const double counts = 5 * 4 * 6; // cells
    for (const auto& f_latt : all_of(sink, taps::f_latt)) {
        CHECK(f_latt.front() == counts);
    }
    CHECK(all_of(sink, taps::i_total).front().front() == 4 * 100 * counts * counts);
}

TEST_CASE("taps: every record hands over as many values as its spec says") {
    for (const RunSpec& options : {RunSpec{}, c_parity()}) {
        WidthSink sink;
        trace_pixels(resolved(rich_request()), options, {{0, 0}, pixel}, sink);
        REQUIRE(sink.handed_over.size() > 500);
        for (const auto& record : sink.handed_over) {
            CAPTURE(record.first->key);
            CHECK(record.second == static_cast<std::size_t>(record.first->width));
        }
    }
}

TEST_CASE("taps: no two records of a run share tap and site") {
    const trace::MemorySink sink = recorded(resolved(rich_request()), pixel, c_parity());
    std::set<std::pair<const trace::TapSpec*, trace::Site>> seen;
    for (const auto& entry : sink.entries()) {
        CAPTURE(entry.spec->key);
        CHECK(seen.emplace(entry.spec, entry.site).second);
    }
}

TEST_CASE("render_recording: an image's bits do not depend on what is recorded") {
    for (const bool portable : {false, true}) {
        for (RunSpec options : {RunSpec{}, c_parity(4)}) {
            options.arithmetic =
                portable ? ArithmeticPolicy::portable : ArithmeticPolicy::reference;
            const Experiment experiment = resolved(rich_request());
            const Image<float> plain = render(experiment, options);
            trace::CountingSink all;
            trace::CountingSink some;
            const auto on_all =
                render_recording(experiment, options, [&all](trace::Pixel) { return &all; });
            const auto on_some =
                render_recording(experiment, options, [&some](trace::Pixel at) -> trace::Sink* {
                    return (at.slow + at.fast) % 3 == 0 ? &some : nullptr;
                });
            const std::size_t bytes = plain.size() * sizeof(float);
            REQUIRE(on_all.size() == plain.size());
            CHECK(std::memcmp(plain.data(), on_all.data(), bytes) == 0);
            CHECK(std::memcmp(plain.data(), on_some.data(), bytes) == 0);
            CHECK(all.records() > some.records());
            CHECK(some.records() > 0);
        }
    }
}

TEST_CASE("lineage: q comes from its own component of the directions and the wavelength") {
    const trace::LineageGraph graph = lineage(small_experiment(), {}, {pixel});
    const Site ray{pixel.slow, pixel.fast, 0, 0, 0, -1, -1, -1};
    Site beam = ray;
    beam.source = 0;
    for (int component = 0; component < 3; ++component) {
        const int q = graph.find({"q", component, beam});
        REQUIRE(q >= 0);
        const std::vector<int>& parents = graph.parents(q);
        const std::set<int> expected{graph.find({"diffracted", component, ray}),
                                     graph.find({"incident", component, beam}),
                                     graph.find({"wavelength", 0, Site{.source = 0}})};
        CHECK(expected.count(-1) == 0);
        CHECK(std::set<int>(parents.begin(), parents.end()) == expected);
        CHECK(parents.size() == 3);
    }
}

TEST_CASE("lineage: I_sum is the sum before it and this step's term") {
    const trace::LineageGraph graph = lineage(resolved(rich_request()), {}, {pixel});
    int before = graph.find({"background", 0, {}}); // what the sum begins with
    REQUIRE(before >= 0);
    for (int phi_tic = 0; phi_tic < 4; ++phi_tic) {
        for (int mos = 0; mos < 2; ++mos) {
            const int sum = graph.find({"I_sum", 0, step_site(phi_tic, mos)});
            const int term = graph.find({"I_term", 0, step_site(phi_tic, mos)});
            REQUIRE(sum >= 0);
            std::vector<int> expected{term};
            expected.push_back(before);
            std::sort(expected.begin(), expected.end());
            CHECK(graph.parents(sum) == expected);
            before = sum;
        }
    }
}

TEST_CASE("lineage: photons are reached from what they depend on, and only from that") {
    const trace::LineageGraph graph = lineage(small_experiment(), {}, {pixel});
    const int photons = graph.find({"photons", 0, Site{.slow = pixel.slow, .fast = pixel.fast}});
    REQUIRE(photons >= 0);
    const std::set<int> all = ancestors(graph, photons);
    CHECK(all.count(graph.find({"wavelength", 0, Site{.source = 0}})) == 1);
    for (int component = 0; component < 9; ++component) {
        CHECK(all.count(graph.find({"cell_unrotated", component, {}})) == 1);
    }
    CHECK(all.count(graph.find({"phi", 0, Site{.phi_tic = 1}})) == 1);
    // a reader's values: nothing is computed from them
    const Site beam{pixel.slow, pixel.fast, 0, 0, 0, 0, -1, -1};
    for (const int node : {graph.find({"stol", 0, beam}), graph.find({"r_e", 0, {}})}) {
        REQUIRE(node >= 0);
        CHECK(all.count(node) == 0);
    }
}
