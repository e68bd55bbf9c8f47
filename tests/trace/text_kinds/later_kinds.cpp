// Kinds that were written after the comparer, and without a look at it.
#include <array>
#include <string>

#include "kinds.hpp"

namespace tapir::test {

namespace {

Page orbital_energies(const Habit& habit) {
    Page page{habit};
    page.words(" SCF Done:  E(RHF) =  ").value("E(RHF)", page.values.between(-77, -75), 9);
    page.words("     A.U. after ").count("", page.values.whole(5, 20), 4).words(" cycles").end();
    for (const char* row : {" occ.", " occ.", "virt.", "virt."}) {
        page.words(std::string{" Alpha "} + row + " eigenvalues -- ");
        for (int orbital = 0; orbital < 5; ++orbital) {
            page.value("", page.values.between(-20, 3), 5, 10);
        }
        page.end();
    }
    page.line(" Dipole moment (field-independent basis, Debye):");
    page.words("    X= ").value("X", page.values.between(-2, 2), 4, 12).words("    Y= ");
    page.value("Y", page.values.between(-2, 2), 4, 12).words("  Tot= ");
    page.value("Tot", page.values.between(1, 3), 4, 12).end();
    return page.words(" Job cpu time: elapsed ").duration(1, " seconds").end();
}

/// Its headings are words apart by one blank, over columns that rows' names shift: nobody but a
/// reader of R knows which is over which, so that no name is asked.
Page regression_summary(const Habit& habit) {
    Page page{habit};
    page.line("Coefficients:").line("            Estimate Std. Error t value Pr(>|t|)");
    constexpr std::array<const char*, 4> stars{" ***", " **", " *", ""};
    std::size_t row = 0;
    for (const char* name : {"(Intercept)", "height     ", "weight     ", "age        "}) {
        page.words(name).value("", page.values.between(-40, 40), 5, 10);
        page.value("", page.values.between(0.1, 4), 5, 10);
        page.value("", page.values.between(-9, 9), 3, 9).words(" ");
        page.power("", page.values.between(1e-9, 1e-2), 3, 10).words(stars.at(row++)).end();
    }
    page.line("---").line("Signif. codes:  0 '***' 0.001 '**' 0.01 '*' 0.05 '.' 0.1 ' ' 1");
    page.words("Residual standard error: ").value("", page.values.between(1, 5), 4);
    page.words(" on ").count("", page.values.whole(20, 90)).words(" degrees of freedom").end();
    page.words("Multiple R-squared: ").value("R-squared", page.values.next(), 5);
    return page.words(", Adjusted R-squared: ").value("R-squared", page.values.next(), 5).end();
}

Page data_frame(const Habit& habit) {
    Page page{habit};
    page.line("       temp      rain  station");
    for (long row = 0; row < 9; ++row) {
        page.index(row).words("  ").value("temp", page.values.between(-9, 30), 6, 9);
        page.value("rain", page.values.between(1, 9), 6, 10);
        page.words(row % 3 == 0 ? "    north" : "    south").end();
    }
    page.line("").line("[9 rows x 3 columns]").line("temp    float64");
    return page.words("mean of temp: ").value("mean of temp", page.values.between(1, 9), 6).end();
}

Page batches(const Habit& habit) {
    Page page{habit};
    page.line("  Bat./Gen.      k            Average k")
        .line("  =========   ========   ====================");
    for (long batch = 1; batch <= 10; ++batch) {
        page.words("  ").index(batch, 6).words("/1    ");
        page.value("k", page.values.between(0.9, 1.1), 5);
        if (batch > 3) {
            page.words("    ").value("Average k", page.values.between(0.9, 1.1), 5);
            page.words(" +/- ").value("Average k", page.values.between(0.001, 0.02), 5);
        }
        page.end();
    }
    page.words(" k-effective (Collision)     = ")
        .value("k-effective", page.values.between(0.9, 1.1), 5);
    return page.words(" +/- ").value("", page.values.between(0.001, 0.01), 5).end();
}

Page mesh_file(const Habit& habit) {
    Page page{habit};
    page.line("o tetra").words("# written ").date().words(" ").clock().end();
    for (int vertex = 0; vertex < 10; ++vertex) {
        page.words("v ").value("", page.values.between(-1, 1), 6).words(" ");
        page.value("", page.values.between(-1, 1), 6).words(" ");
        page.value("", page.values.between(-1, 1), 6).end();
    }
    page.line("usemtl steel");
    for (int face = 0; face < 8; ++face) {
        page.words("f ").count("", page.values.whole(1, 10)).words(" ");
        page.count("", page.values.whole(1, 10)).words(" ");
        page.count("", page.values.whole(1, 10)).end();
    }
    return page;
}

Page krylov_monitor(const Habit& habit) {
    Page page{habit};
    for (long outer = 0; outer < 3; ++outer) {
        page.words("  ").index(outer).words(" SNES Function norm ");
        page.power("Function norm", page.values.between(1e-6, 1), 12).end();
        for (long inner = 0; inner < 4; ++inner) {
            page.words("    ").index(inner).words(" KSP Residual norm ");
            page.power("Residual norm", page.values.between(1e-6, 1), 12).end();
        }
        page.line("    Linear solve converged due to CONVERGED_RTOL iterations 3");
    }
    return page.line("Nonlinear solve converged due to CONVERGED_FNORM_RELATIVE");
}

Page positions(const Habit& habit) {
    Page page{habit};
    for (int fix = 0; fix < 12; ++fix) {
        page.words("$POS,").value("", page.values.between(1000, 6000), 4);
        page.words(fix % 4 == 0 ? ",S," : ",N,").value("", page.values.between(1000, 9000), 4);
        page.words(",E,").count("", page.values.whole(4, 12)).words(",");
        page.value("", page.values.between(100, 900), 2).words(",M").end();
    }
    return page.line("$END");
}

Page debug_structs(const Habit& habit) {
    Page page{habit};
    for (long id = 0; id < 10; ++id) {
        page.words("Particle { id: ").index(id).words(", pos: [");
        page.value("pos", page.values.between(-5, 5), 6).words(", ");
        page.value("pos", page.values.between(-5, 5), 6).words("], charge: ");
        page.value("charge", page.values.between(-2, 2), 6).words(", kind: ");
        page.words(id % 2 == 0 ? "Ion, bound: Some(true) }" : "Atom, bound: None }").end();
    }
    page.words("thread 'main' finished with Ok(").value("", page.values.between(1, 9), 6);
    return page.words(")").end();
}

Page listing_with_carriage_control(const Habit& habit) {
    Page page{habit};
    page.line("1          NEUTRON BALANCE          PAGE 1");
    for (long iteration = 1; iteration <= 6; ++iteration) {
        page.words("0  ITER=").index(iteration, 4).words("   KEFF=");
        page.value("KEFF", page.values.between(0.9, 1.1), 7, 12).words("   ERR=");
        page.power("ERR", page.values.between(1e-6, 1e-2), 4, 12).end();
    }
    page.line("0  GROUP       FLUX         SOURCE");
    for (long group = 1; group <= 6; ++group) {
        page.words(" ").index(group, 5).words("  ").power("FLUX", page.values.between(0, 9), 5, 13);
        page.words("  ").power("SOURCE", page.values.between(0, 9), 5, 13).end();
    }
    return page.line("0 ***** NORMAL TERMINATION *****");
}

Page query_result(const Habit& habit) {
    Page page{habit};
    page.line(" name   | mass     | radius   | note").line("--------+----------+----------+------");
    for (const char* name : {"ceres ", "pallas", "vesta ", "hygiea", "juno  "}) {
        page.words(std::string{" "} + name + " | ").value("mass", page.values.between(1, 9), 6);
        page.words(" | ").value("radius", page.values.between(100, 900), 4).words(" | ");
        page.words(name[0] == 'v' ? "bright" : "").end();
    }
    return page.line("(5 rows)");
}

Page crystal_loop(const Habit& habit) {
    Page page{habit};
    page.line("data_model").words("_cell_length_a    ");
    page.value("_cell_length_a", page.values.between(9, 12), 4).end();
    page.words("_cell_angle_beta  ")
        .value("_cell_angle_beta", page.values.between(90, 99), 4)
        .end();
    page.line("loop_").line("_atom_label").line("_atom_fract_x").line("_atom_fract_y");
    page.line("_atom_occupancy");
    for (const char* label : {"O1", "O2", "C1", "C2", "C3", "N1", "H1a", "H1b"}) {
        page.words(std::string{label} + " ").value("", page.values.next(), 5).words(" ");
        page.value("", page.values.next(), 5).words(" ").value("", page.values.next(), 2).end();
    }
    return page.line("#END");
}

Page budget(const Habit& habit) {
    Page page{habit};
    page.line("Surface energy budget, monthly means").line("");
    page.line("   month   shortwave    longwave     runoff")
        .line("              W/m2         W/m2      mm/day");
    for (const char* month : {"march", "april", "june ", "july "}) {
        page.words(std::string{"   "} + month)
            .value("shortwave", page.values.between(90, 300), 4, 12);
        page.value("longwave", page.values.between(-90, -20), 4, 13);
        page.value("runoff", page.values.between(0, 9), 4, 11).end();
    }
    page.words("   closure ............... ").power("closure", page.values.between(1e-6, 1e-3), 3);
    return page.end().line("   budget is closed within tolerance");
}

} // namespace

std::vector<Kind> later_kinds() {
    return {
        {"orbital energies", orbital_energies, {}},
        {"regression summary", regression_summary, {}},
        {"data frame", data_frame, {.style = true}},
        {"batches", batches, {}},
        {"mesh file", mesh_file, {.style = true}},
        {"Krylov monitor", krylov_monitor, {.style = true, .letter = true, .digits = true}},
        {"positions", positions, {}},
        {"structs", debug_structs, {.style = true}},
        {"listing", listing_with_carriage_control, {.letter = true}},
        {"query result", query_result, {.style = true}},
        {"crystal loop", crystal_loop, {}},
        {"budget", budget, {.style = true}},
    };
}

} // namespace tapir::test
