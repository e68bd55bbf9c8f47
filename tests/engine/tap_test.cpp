#include <doctest/doctest.h>

#include <cstring>
#include <set>

#include "scenes.hpp"
#include "tapir/engine/arithmetic/reference.hpp"
#include "tapir/engine/pixel_kernel.hpp"
#include "tapir/engine/setup/derive_scene.hpp"

/// What a tap is: declared once, passed through, and the value comes back to be gone on with.
namespace {

using namespace tapir;
using namespace tapir::engine;
using namespace tapir::test;

/// Replaces one scalar tap by a given value; every other value goes through.
class ReplacingTap {
  public:
    static constexpr bool records = true;
    ReplacingTap(const trace::TapSpec& spec, double value) : spec_(&spec), value_(value) {}

    template <class T>
    T operator()(const trace::TapSpec& spec, const Site&, T value) {
        if (&spec == spec_) {
            for_each_component(value, [this](double& component) { component *= value_; });
        }
        return value;
    }

  private:
    const trace::TapSpec* spec_;
    double value_;
};

double photons_with(const trace::TapSpec& spec, double factor) {
    NullTap nothing;
    const auto scene = derive_scene<double>(small_experiment(), PhiMode::spec, nothing);
    ReplacingTap tap(spec, factor);
    PhiState state;
    return pixel_photons<Float64, ReferenceArithmetic>(scene.view(), {2, 2}, state, tap);
}

/// Nodes of a graph by tap key.
std::vector<int> nodes_of(const trace::LineageGraph& graph, const std::string& tap) {
    std::vector<int> nodes;
    for (int node = 0; node < graph.size(); ++node) {
        if (graph.key(node).tap == tap) {
            nodes.push_back(node);
        }
    }
    return nodes;
}

std::set<std::string> parent_taps(const trace::LineageGraph& graph, int node) {
    std::set<std::string> taps;
    for (const int parent : graph.parents(node)) {
        taps.insert(graph.key(parent).tap);
    }
    return taps;
}

using Names = std::set<std::string>;

} // namespace

TEST_CASE("taps: keys are unique and every one has a unit and a meaning") {
    std::set<std::string> keys;
    for (const trace::TapSpec* spec : taps::all) {
        CAPTURE(std::string(spec->key));
        CHECK(keys.insert(spec->key).second);
        CHECK(spec->width >= 1);
        CHECK(std::strlen(spec->unit) > 0);
        CHECK(std::strlen(spec->meaning) > 0);
    }
}

TEST_CASE("taps: every record stands in the table, with its width, at a site of its scope") {
    ExperimentRequest request = small_request();
    request.mosaic_domains = 2;
    request.mosaic_spread_rad = 0.01;
    request.oversample = 2;
    std::set<const trace::TapSpec*> seen;
    for (const Pivot pivot : {Pivot::beam, Pivot::sample}) {
        request.pivot = pivot;
        const trace::MemorySink sink = recorded(resolved(request), {1, 1}, c_parity());
        for (const auto& entry : sink.entries()) {
            CAPTURE(std::string(entry.spec->key));
            CHECK(std::find(taps::all.begin(), taps::all.end(), entry.spec) != taps::all.end());
            CHECK(entry.site == project(entry.site, entry.spec->scope));
            seen.insert(entry.spec);
        }
    }
    // all are reached but those of features this scene has not
    const std::set<std::string> elsewhere{
        "tricubic_first", "tricubic_grid",      "F_cell_interpolated",    "CACHE_MISS",
        "a_matrix",       "source_weight",      "flat_position",          "beyond_resolution",
        "b_factor",       "temperature_factor", "index_distance_squared", "spot_distance_squared",
        "F_latt_squared", "F_cell_squared",     "cos_2theta_step",        "source_index",
        "I_term_weighted"};
    for (const trace::TapSpec* spec : taps::all) {
        const std::string key = spec->key;
        const bool reached = seen.count(spec) == 1;
        CHECK_MESSAGE(reached == (elsewhere.count(key) == 0),
                      "the tap '" << key
                                  << (reached ? "' is reached by this scene: take it out of the "
                                                "list `elsewhere`"
                                              : "' is not reached by this scene: put it into the "
                                                "list `elsewhere`, and test it in a scene of its "
                                                "own"));
    }
}

TEST_CASE("taps: an image rendered with recording on has the bits of one with it off") {
    for (const RunSpec& options : {RunSpec{}, c_parity()}) {
        const Image<float> untraced = render(small_experiment(), options);
        trace::CountingSink counting;
        const Image<float> traced = render_recording(
            small_experiment(), options, [&counting](trace::Pixel) { return &counting; });
        CHECK(std::memcmp(untraced.data(), traced.data(), untraced.size() * sizeof(float)) == 0);
        CHECK(counting.records() > 30 * 4 * 10);
        trace::MemorySink one_pixel;
        const Image<float> partly = render_recording(
            small_experiment(), options, [&one_pixel](trace::Pixel pixel) -> trace::Sink* {
                return pixel.slow == 2 && pixel.fast == 3 ? &one_pixel : nullptr;
            });
        CHECK(untraced == partly);
        const double value =
            values_at(one_pixel, taps::image_value, Site{.slow = 2, .fast = 3}).front();
        CHECK(static_cast<float>(value) == untraced[2 * 5 + 3]);
    }
}

TEST_CASE("trace_pixels: a pixel traced alone has the value of the whole image") {
    for (const RunSpec& options : {RunSpec{}, c_parity(), c_parity(3)}) {
        const Image<float> image = render(small_experiment(), options);
        for (const trace::Pixel pixel :
             {trace::Pixel{0, 0}, trace::Pixel{2, 0}, trace::Pixel{5, 4}}) {
            const trace::MemorySink sink = recorded(small_experiment(), pixel, options);
            const double value =
                values_at(sink, taps::image_value, Site{.slow = pixel.slow, .fast = pixel.fast})
                    .front();
            CHECK(static_cast<float>(value) ==
                  image[static_cast<std::size_t>(pixel.slow * 5 + pixel.fast)]);
        }
    }
}

TEST_CASE("exchange contract: the kernel goes on with what the tap returns") {
    const double plain = photons_with(taps::photons, 1);
    CHECK(photons_with(taps::polar_final, 2) == doctest::Approx(2 * plain).epsilon(1e-15));
    CHECK(photons_with(taps::f_cell, 3) == doctest::Approx(9 * plain).epsilon(1e-14));
    CHECK(photons_with(taps::f_latt, 0.5) == doctest::Approx(0.25 * plain).epsilon(1e-14));
    CHECK(photons_with(taps::photons, 7) == 7 * plain);
    // vectors: everything after them moves
    for (const trace::TapSpec* spec :
         {&taps::cell_phi, &taps::cell, &taps::scattering_vector, &taps::pixel_position,
          &taps::detector_coordinates, &taps::incident, &taps::miller_index}) {
        CAPTURE(std::string(spec->key));
        CHECK(photons_with(*spec, 1.01) != plain);
    }
}

TEST_CASE("exchange contract: what is only displayed changes nothing") {
    const double plain = photons_with(taps::photons, 1);
    for (const trace::TapSpec* spec : taps::all) {
        if (spec->display_only) {
            CAPTURE(std::string(spec->key));
            CHECK(photons_with(*spec, 2) == plain);
        }
    }
}

TEST_CASE("lineage: the graph is the one the equations say, in both arithmetics") {
    bool portable = false;
    SUBCASE("reference") {}
    SUBCASE("portable") {
        portable = true;
    }
    RunSpec options;
    options.arithmetic = portable ? ArithmeticPolicy::portable : ArithmeticPolicy::reference;
    const trace::LineageGraph graph = lineage(small_experiment(), options, {{2, 2}});
    const auto parents = [&graph](const char* tap) {
        return parent_taps(graph, nodes_of(graph, tap).back());
    };
    CHECK(parents("q") == Names{"diffracted", "incident", "wavelength"});
    CHECK(parents("hkl_frac") == Names{"cell", "q"});
    CHECK(parents("hkl_nearest") == Names{"hkl_frac"});
    // the portable arithmetic takes the whole index out before it goes on
    CHECK(parents("F_latt_b") == (portable ? Names{"cell_counts", "hkl_frac", "hkl_nearest"}
                                           : Names{"cell_counts", "hkl_frac"}));
    CHECK(parents("F_latt") == Names{"F_latt_a", "F_latt_b", "F_latt_c"});
    CHECK(parents("F_cell") == Names{"hkl_nearest"});
    CHECK(parents("I_term") == Names{"F_cell", "F_latt"});
    CHECK(parents("I_sum") == Names{"I_sum", "I_term"});
    CHECK(parents("cell_phi") == Names{"cell_unrotated", "phi", "spindle_axis"});
    CHECK(parents("omega") == Names{"airpath", "close_distance", "pixel_size"});
    CHECK(parents("photons") == Names{"I_total", "capture_final", "fluence", "omega_final",
                                      "polar_final", "r_e_squared", "steps"});
    CHECK(nodes_of(graph, "photons").size() == 1);
}

TEST_CASE("lineage: parents come first, and nobody computes from what is displayed") {
    const trace::LineageGraph graph = lineage(small_experiment(), c_parity(), {{2, 2}});
    std::set<std::string> displayed;
    for (const trace::TapSpec* spec : taps::all) {
        if (spec->display_only) {
            displayed.insert(spec->key);
        }
    }
    for (int node = 0; node < graph.size(); ++node) {
        for (const int parent : graph.parents(node)) {
            CHECK(parent < node);
            CHECK(displayed.count(graph.key(parent).tap) == 0);
        }
    }
    // one node for each recorded value
    const trace::MemorySink sink = recorded(small_experiment(), {2, 2}, c_parity());
    std::size_t values = 0;
    for (const auto& entry : sink.entries()) {
        values += sink.values(entry).size();
    }
    CHECK(static_cast<std::size_t>(graph.size()) == values);
}

TEST_CASE("lineage: at phi 0 the carried vectors come from the last step, the fresh from none") {
    const auto parents_at_zero = [](const RunSpec& options) {
        const trace::LineageGraph graph = lineage(small_experiment(), options, {{2, 2}});
        return parent_taps(graph, nodes_of(graph, "cell_phi").front());
    };
    CHECK(parents_at_zero({}) == Names{"cell_unrotated"});
    CHECK(parents_at_zero(c_parity()) == Names{"cell_unrotated", "phi", "spindle_axis"});
}
