#include "nanobragg/crystal_options.hpp"

#include "nanobragg/option_makers.hpp"

namespace tapir::harness::options {

namespace {

void read_cell(ArgumentReader& r) {
    ExperimentRequest& e = experiment(r);
    e.cell_given = true;
    for (std::size_t i = 0; i < 6; ++i) {
        // the C program stops at the end, or where the next option begins
        if (!r.has_word(i + 1) || r.word(i + 1).empty() || r.word(i + 1).front() == '-') {
            return;
        }
        double& field = i < 3 ? e.cell_edges_angstrom[i] : e.cell_angles_rad[i - 3];
        field = i < 3 ? r.number(i + 1) : degree(r.number(i + 1));
    }
}

void read_misset(ArgumentReader& r) {
    if (r.token() != "-misset") {
        if (!r.has_quirk(Quirk::misset_seed_is_misset)) {
            return; // -misset_seed has an option of its own
        }
        r.notice(Quirk::misset_seed_is_misset,
                 r.token() + " is read as -misset too, with the three words that follow");
    }
    ExperimentRequest& e = experiment(r);
    if (r.word().find("rand") != std::string::npos) {
        e.misset_random = true;
        return;
    }
    e.misset_random = false;
    e.misset_given = true;
    e.misset_rad = {degree(r.number(1)), degree(r.number(2)), degree(r.number(3))};
}

} // namespace

std::vector<Option> size_options() {
    const auto size = [](std::string_view pattern, bool x, bool y, bool z, Names names) {
        Topics topics;
        const auto add = [&topics](bool on, const char* topic) {
            if (on) {
                topics.emplace_back(topic);
            }
        };
        add(x, "sample x");
        add(y, "sample y");
        add(z, "sample z");
        return Option{.pattern = pattern,
                      .apply =
                          [x, y, z](ArgumentReader& r) {
                              const double value = millimetre(r.number());
                              Vec3<double>& s = experiment(r).sample_size_m;
                              s = {x ? value : s.x, y ? value : s.y, z ? value : s.z};
                          },
                      .topics = topics,
                      .names = std::move(names)};
    };
    std::vector<Option> options{
        size("-width", false, true, false, {}),
        size("-heigh", false, false, true, {"-height"}),
    };
    // "sample" and "xtal" mean the same
    options.push_back(size("-samplesize", true, true, true, {}));
    options.push_back(size("-sample_size", true, true, true, {}));
    options.push_back(size("-sample_thick", true, false, false, {"-sample_thickness"}));
    options.push_back(size("-sample_x", true, false, false, {}));
    options.push_back(size("-sample_width", false, true, false, {}));
    options.push_back(size("-sample_y", false, true, false, {}));
    options.push_back(size("-sample_heigh", false, false, true, {"-sample_height"}));
    options.push_back(size("-sample_z", false, false, true, {}));
    options.push_back(size("-xtalsize", true, true, true, {}));
    options.push_back(size("-xtal_size", true, true, true, {}));
    options.push_back(size("-xtal_thick", true, false, false, {"-xtal_thickness"}));
    options.push_back(size("-xtal_x", true, false, false, {}));
    options.push_back(size("-xtal_width", false, true, false, {}));
    options.push_back(size("-xtal_y", false, true, false, {}));
    options.push_back(size("-xtal_heigh", false, false, true, {"-xtal_height"}));
    options.push_back(size("-xtal_z", false, false, true, {}));
    return options;
}

std::vector<Option> crystal_options() {
    using E = ExperimentRequest;
    const auto count = [](std::string_view pattern, std::size_t edge, std::string_view topic) {
        Option option = whole(pattern, [edge](E& e, int n) { e.cell_counts[edge] = n; }, {topic});
        option.last = true;
        return option;
    };
    Option all_counts = whole(
        "-N",
        [](E& e, int n) {
            const double cells = n;
            e.cell_counts = {cells, cells, cells};
        },
        {"Na", "Nb", "Nc"}, {}, Match::exact);
    all_counts.last = true;
    const auto shape = [](std::string_view pattern, LatticeShape kind) {
        return flag(pattern, [kind](E& e) { e.shape = kind; }, {"spot shape"});
    };
    const std::string_view spread = "mosaic spread";
    return {
        count("-Na", 0, "Na"),
        count("-Nb", 1, "Nb"),
        count("-Nc", 2, "Nc"),
        all_counts,
        {.pattern = "-cell", .apply = read_cell, .values = 6, .topics = {"cell"}},
        {.pattern = "-misset", .apply = read_misset, .values = 3, .topics = {"misset"}},
        number("-mosaic", &E::mosaic_spread_rad, degree, {spread}, {}, Match::exact),
        number("-mosaici", &E::mosaic_spread_rad, degree, {spread}, {"-mosaicity"}),
        number("-mosaic_spr", &E::mosaic_spread_rad, degree, {spread}, {"-mosaic_spread"}),
        whole("-mosaic_dom", [](E& e, int n) { e.mosaic_domains = n; }, {"mosaic domains"},
              {"-mosaic_domains"}),
        whole("-mosaic_seed", [](E& e, int n) { e.mosaic_seed = n; }, {"mosaic seed"}),
        {.pattern = "-misset_seed",
         .apply =
             [](ArgumentReader& r) {
                 experiment(r).misset_seed = r.integer();
                 r.misset_seed_given = true;
             },
         .topics = {"misset seed"}},
        {.pattern = "-mat",
         .apply = [](ArgumentReader& r) { r.scene.matrix_file = r.word(); },
         .topics = {"A matrix"},
         .names = {"-matrix"}},
        shape("-round_xtal", LatticeShape::round),
        shape("-square_xtal", LatticeShape::square),
        shape("-gauss_xtal", LatticeShape::gauss),
        shape("-binary_spots", LatticeShape::tophat),
        shape("-tophat_spots", LatticeShape::tophat),
        number("-fudge", &E::shape_fudge, as_is, {"fudge"}),
        unused("-density", 1),
        unused("-sample_den", 1, Match::contains, {"-sample_density"}),
        unused("-MW", 1, Match::exact),
        unused("-molec", 1, Match::contains, {"-molecular_weight"}),
    };
}

std::vector<Option> structure_factor_options() {
    using E = ExperimentRequest;
    const auto stol = [](std::string_view pattern) {
        Option option = unused(pattern, 1, Match::exact);
        option.apply = [](ArgumentReader& r) { r.scene.stol_file = r.word(); };
        return option;
    };
    return {
        {.pattern = "-hkl",
         .apply = [](ArgumentReader& r) { r.scene.reflection_file = r.word(); },
         .topics = {"structure factors"}},
        number("-default_F", &E::default_structure_factor_electrons, as_is, {"default_F"}),
        flag("-interpolate", [](E& e) { e.interpolation = Interpolation::on; }, {"interpolation"}),
        flag("-nointerpolate", [](E& e) { e.interpolation = Interpolation::off; },
             {"interpolation"}),
        {.pattern = "-dump",
         .apply =
             [](ArgumentReader& r) {
                 if (r.token().find("-dump_pixel") == std::string::npos) {
                     r.scene.dump_file = r.word();
                 }
             },
         .topics = {"structure factor cache"},
         .names = {"-dump_pixel"}},
        unused("-stolout", 1),
        stol("-stol"),
        stol("-4stol"),
        stol("-Q"),
        number("-water", &E::water_size_m, micrometre_by_division, {"water"}),
    };
}

} // namespace tapir::harness::options
