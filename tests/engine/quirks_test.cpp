#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <set>
#include <string>

#include "program.hpp"
#include "scenes.hpp"
#include "stages.hpp"
#include "tapir/engine/quirks.hpp"
#include "tapir/engine/taps.hpp"
#include "tapir/trace/base/error.hpp"

/// The registry of the C program's behaviours, and that each switch does something.
namespace {

using namespace tapir;
using namespace tapir::engine;
using namespace tapir::test;

/// The registry as a document.
std::string document() {
    std::string text =
        "# Quirks\n\nEach is a switch: `--quirk ID=on|off`. Profile `spec` has all of them off. "
        "`--phi-mode` decides on\n`phi0_carryover`. Generated from `src/quirks.cpp`; "
        "`TAPIR_UPDATE=1 build/dev/tests/test_engine -tc=\"QUIRKS*\"` writes it.\n\n"
        "| id | part | nanobragg | nanobragg-2026 | on | off |\n|---|---|---|---|---|---|\n";
    const QuirkSet plain = profile("nanobragg");
    for (const QuirkInfo& info : quirks()) {
        const char* part = info.part == QuirkPart::physics  ? "physics"
                           : info.part == QuirkPart::set_up ? "set-up"
                                                            : "options";
        text += "| `" + std::string(info.id) + "` | " + part + " | " +
                (plain.has(info.quirk) ? "on" : "off") + " | " +
                (info.in_nanobragg_2026 ? "on" : "off") + " | " + std::string(info.on) + " | " +
                std::string(info.off) + " |\n";
    }
    return text;
}

/// Structure factors that differ from index to index, in a box with an edge.
std::shared_ptr<const StructureFactors> bumpy() {
    int i = 0;
    return std::make_shared<StructureFactors>(
        factors_of({-3, 3, -3, 3, -3, 3}, 1.0,
                   [&i](int /*h*/, int /*k*/, int /*l*/) { return 10 + i++ % 37; }));
}

Image<float> image_of(ExperimentRequest request, Quirk quirk, bool on) {
    request.quirks.set(quirk, on);
    const Experiment experiment = resolve(request, bumpy());
    RunSpec run;
    run.phi_mode = quirk == Quirk::phi0_carryover && on ? PhiMode::c_parity : PhiMode::spec;
    return render(experiment, run);
}

/// A scene in which a quirk shows.
struct Showcase {
    Quirk quirk;
    std::function<void(ExperimentRequest&)> prepare;
};

std::vector<Showcase> showcases() {
    using R = ExperimentRequest;
    return {
        {Quirk::phi0_carryover, [](R&) {}},
        {Quirk::oversample_running_sum,
         [](R& r) {
             r.oversample = 2;
             r.oversample_omega = true;
         }},
        {Quirk::last_layer_capture,
         [](R& r) {
             r.sensor_thickness_m = 4e-4;
             r.sensor_attenuation_per_m = 5000;
             r.sensor_layers = 3;
         }},
        {Quirk::cached_polarisation, [](R& r) { r.oversample = 2; }},
        {Quirk::cached_solid_angle, [](R& r) { r.oversample = 2; }},
        {Quirk::layers_beyond_sensor,
         [](R& r) {
             r.sensor_thickness_m = 4e-4;
             r.sensor_attenuation_per_m = 5000;
             r.sensor_layers = 3;
             r.oversample_thick = true;
         }},
        {Quirk::source_weights_ignored,
         [](R& r) {
             r.sources = {{.position = {-10, 0, 0}, .weight = 1},
                          {.position = {-10, 0.1, 0}, .weight = 3}};
         }},
        {Quirk::one_step_divergence_untrimmed,
         [](R& r) { r.divergence_horizontal = {.range = 0.1, .step = 0.04, .count = 5}; }},
        {Quirk::water_scaled_twice,
         [](R& r) {
             r.water_size_m = 1e-5;
             r.fluence_per_m2 = 1e28;
         }},
        {Quirk::unrotated_spot_shape,
         [](R& r) {
             r.shape = LatticeShape::gauss;
             r.shape_fudge = 0.01;
         }},
        {Quirk::interpolation_switches_off, [](R& r) { r.interpolation = Interpolation::on; }},
        {Quirk::inexact_triclinic_cell, [](R&) {}},
        {Quirk::named_convention_sets_pivot,
         [](R& r) {
             r.convention = Convention::mosflm;
             r.pivot = Pivot::sample;
             r.pivot_given = true;
             r.detector_rotation_rad = {0, 0.2, 0};
         }},
        {Quirk::near_point_unused,
         [](R& r) {
             r.convention = Convention::xds;
             r.near_x_m = 1e-3;
             r.near_y_m = 2e-3;
         }},
        {Quirk::sample_clipped_by_beam,
         [](R& r) {
             r.sample_size_m = {0, 2e-8, 0};
             r.beam_size_m = 1e-8;
         }},
    };
}

} // namespace

TEST_CASE("quirks: each of the physics and the set-up changes an image when it is switched") {
    std::set<Quirk> shown;
    for (const Showcase& showcase : showcases()) {
        ExperimentRequest request = small_request();
        request.interpolation = Interpolation::off;
        showcase.prepare(request);
        CAPTURE(std::string(id_of(showcase.quirk)));
        CHECK(image_of(request, showcase.quirk, true) != image_of(request, showcase.quirk, false));
        shown.insert(showcase.quirk);
    }
    for (const QuirkInfo& info : quirks()) {
        CAPTURE(std::string(info.id));
        CHECK((info.part == QuirkPart::options) == (shown.count(info.quirk) == 0));
    }
}

TEST_CASE("quirks: ids are unique, found by name, and a wrong one is answered with the nearest") {
    std::set<std::string_view> ids;
    int place = 0;
    for (const QuirkInfo& info : quirks()) {
        CHECK(static_cast<int>(info.quirk) == place++);
        CHECK(quirk_named(info.id) == info.quirk);
        CHECK(id_of(info.quirk) == info.id);
        CHECK(info.on.back() == '.');
        CHECK(info.off.back() == '.');
        CHECK(info.on != info.off);
        ids.insert(info.id);
    }
    CHECK(ids.size() == static_cast<std::size_t>(quirk_count));
    CHECK_THROWS_WITH_AS((void)quirk_named("phi0_caryover"), doctest::Contains("phi0_carryover"),
                         InputError);
    CHECK_THROWS_AS((void)profile("nanobrag"), InputError);
}

TEST_CASE("profiles: nanobragg is the C program, 2026 lacks what upstream has mended, spec all") {
    CHECK(profile("spec").bits() == 0);
    const QuirkSet plain = profile("nanobragg");
    const QuirkSet later = profile("nanobragg-2026");
    for (const Quirk mended :
         {Quirk::phi0_carryover, Quirk::oversample_running_sum, Quirk::last_curved_det_ignored}) {
        CHECK(plain.has(mended));
        CHECK_FALSE(later.has(mended));
    }
    CHECK(later.has(Quirk::misset_seed_is_misset));
    CHECK_FALSE(plain.has(Quirk::misset_seed_is_misset));
}

TEST_CASE("oversample_running_sum off: equal factors in every step are one factor of the pixel") {
    // one subpixel: its solid angle in every step is that of the pixel
    ExperimentRequest request = small_request();
    request.quirks.set(Quirk::oversample_running_sum, false);
    const Image<float> once = render(resolved(request), {});
    request.oversample_omega = true;
    request.oversample_polar = true;
    const Image<float> every = render(resolved(request), {});
    for (std::size_t i = 0; i < once.size(); ++i) {
        CHECK(static_cast<double>(every[i]) ==
              doctest::Approx(static_cast<double>(once[i])).epsilon(1e-6)); // single precision
    }
}

TEST_CASE("inexact_triclinic_cell off: the cell has exactly the edges and angles asked for") {
    ExperimentRequest request = small_request();
    request.quirks.set(Quirk::inexact_triclinic_cell, false);
    const auto cell = values_at(recorded(resolved(request), {0, 0}), taps::cell_unrotated, {});
    const Vec3<double> a{cell[0], cell[1], cell[2]};
    const Vec3<double> b{cell[3], cell[4], cell[5]};
    const Vec3<double> c{cell[6], cell[7], cell[8]};
    const auto& edges = request.cell_edges_angstrom;
    const auto& angles = request.cell_angles_rad;
    using doctest::Approx;
    CHECK(magnitude(a) * 1e10 == Approx(edges[0]).epsilon(1e-14));
    CHECK(magnitude(b) * 1e10 == Approx(edges[1]).epsilon(1e-14));
    CHECK(magnitude(c) * 1e10 == Approx(edges[2]).epsilon(1e-14));
    CHECK(std::acos(dot(unit_vector(b), unit_vector(c))) == Approx(angles[0]).epsilon(1e-14));
    CHECK(std::acos(dot(unit_vector(a), unit_vector(c))) == Approx(angles[1]).epsilon(1e-14));
    CHECK(std::acos(dot(unit_vector(a), unit_vector(b))) == Approx(angles[2]).epsilon(1e-14));
}

TEST_CASE("QUIRKS.md: is the table of the code") {
    const std::string path = std::string(TAPIR_SOURCE_DIR) + "/engine/QUIRKS.md";
    const char* update = std::getenv("TAPIR_UPDATE");
    if (update != nullptr && *update == '1') {
        std::ofstream(path) << document();
    }
    CHECK(text_of(path) == document());
}
