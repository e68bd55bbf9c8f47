#include "scene/crystal_fields.hpp"

#include "scene/field_makers.hpp"

namespace tapir::engine::fields {

namespace {

void visit_orientation(F f, ExperimentRequest& e) {
    Field edges{.key = "cell_edges_angstrom",
                .name = "cell edge",
                .unit = &units::angstroms_kept,
                .place = 47,
                .topic = "cell"};
    f.given(edges, e.cell_given);
    edges.place = 53;
    f.triple(edges, e.cell_edges_angstrom);
    f.triple({.key = "cell_angles_deg",
              .name = "cell angle",
              .unit = &units::degrees,
              .place = 54,
              .topic = "cell"},
             e.cell_angles_rad);
    Field misset{.key = "misset_deg", .name = "misset", .unit = &units::degrees, .place = 49};
    f.given(misset, e.misset_given);
    misset.place = 50;
    vector(f, misset, e.misset_rad);
    const Field seed{.key = "random_misset_seed", .name = "misset seed", .place = 51};
    f.given(seed, e.misset_random);
    f.integer(seed, e.misset_seed);
}

} // namespace

void visit_crystal(F f, ExperimentRequest& e) {
    f.file({.key = "matrix_file", .name = "A matrix", .place = 48}, SceneFile::matrix);
    visit_orientation(f, e);
    f.triple({.key = "cell_counts",
              .name = "cell count",
              .place = 55,
              .allowed = Allowed::anything,
              .topic = "Na"},
             e.cell_counts);
    vector(f,
           {.key = "sample_size_mm",
            .name = "sample size",
            .unit = &units::millimetres,
            .place = 56,
            .topic = "sample x"},
           e.sample_size_m);
    choice<LatticeShape>(f, {.key = "shape", .name = "spot shape", .place = 57}, e.shape,
                         {{"square", LatticeShape::square},
                          {"round", LatticeShape::round},
                          {"gauss", LatticeShape::gauss},
                          {"tophat", LatticeShape::tophat}});
    f.number({.key = "shape_fudge", .name = "spot shape fudge", .place = 58, .topic = "fudge"},
             e.shape_fudge);
    f.number({.key = "b_factor_angstrom2",
              .name = "B factor",
              .unit = &units::square_angstroms_kept,
              .digested = later,
              .allowed = Allowed::not_negative,
              .reason = "it is a mean square displacement of atoms, times 8 pi^2",
              .remedy = "Give square angstrom, for example 20."},
             e.b_factor_angstrom2);
    f.number(
        {.key = "mosaic_spread_deg", .name = "mosaic spread", .unit = &units::degrees, .place = 59},
        e.mosaic_spread_rad);
    integer(f, {.key = "mosaic_domains", .name = "mosaic domains", .place = 60}, e.mosaic_domains);
    f.integer({.key = "mosaic_seed", .name = "mosaic seed", .place = 61}, e.mosaic_seed);
}

} // namespace tapir::engine::fields
