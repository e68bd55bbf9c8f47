// Reports and tables that are made for people.
#include <array>
#include <string>

#include "kinds.hpp"

namespace tapir::test {

namespace {

Page markdown_table(const Habit& habit) {
    Page page{habit};
    page.line("## Results").line("");
    page.line("| method | error | order | cells |").line("|:-------|------:|------:|------:|");
    for (const char* method : {"upwind", "central", "quick", "minmod", "superbee", "weno5"}) {
        page.words(std::string{"| "} + method + " | ").power("error", page.values.next(), 4);
        page.words(" | ").value("order", page.values.between(1, 5), 4).words(" | ");
        page.count("cells", page.values.whole(100, 9000)).words(" |").end();
    }
    page.line("").words("Best error: **").power("Best error", page.values.next(), 4);
    return page.words("** (grid 4)").end();
}

Page latex_table(const Habit& habit) {
    Page page{habit};
    page.line("\\begin{tabular}{lrr}").line("\\hline").line("Sample & Mass (g) & Yield \\\\");
    page.line("\\hline");
    for (const char* sample : {"alpha", "beta", "gamma", "delta", "epsilon"}) {
        page.words(std::string{sample} + " & ").value("", page.values.between(1, 40), 4);
        page.words(" & ").value("", page.values.between(0.1, 0.9), 4).words(" \\\\").end();
    }
    return page.line("\\hline").line("\\end{tabular}");
}

Page test_log(const Habit& habit) {
    Page page{habit};
    page.words("Test project ").folder().words("build").end();
    constexpr std::array<const char*, 7> names{"mesh_read",  "mesh_write",  "solve_heat",
                                               "solve_wave", "norms_agree", "io_limits",
                                               "restart"};
    for (std::size_t test = 0; test < names.size(); ++test) {
        page.words("    Test #").index(static_cast<long>(test) + 1).words(": ");
        page.words(std::string{names.at(test)} + " ........   ");
        page.words(test == 4 ? "***Failed   " : "Passed   ").duration(2, " sec").end();
    }
    page.words("86% tests passed, 1 tests failed out of 7").end();
    return page.words("Total Test time (real) = ").duration(2, " sec").end();
}

Page unit_test_log(const Habit& habit) {
    Page page{habit};
    page.line("[==========] Running 5 tests from 1 test suite.");
    for (const char* name : {"Norm.Zero", "Norm.Unit", "Solve.Small", "Solve.Large", "Io.Round"}) {
        page.line(std::string{"[ RUN      ] "} + name);
        page.words("  measured ").value("measured", page.values.between(0, 9), 8);
        page.words(" expected ").value("expected", page.values.between(0, 9), 8).end();
        page.line(std::string{"[       OK ] "} + name);
    }
    return page.line("[  PASSED  ] 5 tests.");
}

Page percent_table(const Habit& habit) {
    Page page{habit};
    page.line("Element     Share      Change");
    for (const char* element : {"oxygen", "silicon", "aluminium", "iron", "calcium", "sodium"}) {
        page.words(std::string{element} + std::string(12 - std::string{element}.size(), ' '));
        page.value("Share", page.values.between(1, 60), 2).words("%   ");
        page.value("Change", page.values.between(-5, 5), 2).words("%").end();
    }
    return page.words("Total ").value("Total", page.values.between(99, 101), 2).words("%").end();
}

Page nested_sections(const Habit& habit) {
    Page page{habit};
    for (const char* chapter : {"1 Geometry", "2 Material", "3 Loads"}) {
        page.line(chapter).line("==========");
        for (const char* part : {"  inner shell", "  outer shell"}) {
            page.line(part);
            page.words("    thickness ............ ");
            page.value("thickness", page.values.between(1, 9), 5).words(" mm").end();
            page.words("    modulus .............. ");
            page.value("modulus", page.values.between(100, 300), 5).words(" GPa").end();
        }
    }
    return page;
}

Page timing_table(const Habit& habit) {
    Page page{habit};
    page.words("Finished at ").clock().words(" on ").date().end();
    for (const char* part : {"assemble", "precondition", "solve", "write"}) {
        page.words(std::string{part} + " residual ").power("residual", page.values.next(), 5);
        page.words(" elapsed ").duration(3, " s").end();
    }
    page.words("Process ").words("used wall time ").duration(3, " s").end();
    return page.words("norm of the solution ").value("", page.values.between(1, 9), 6).end();
}

Page greek_names(const Habit& habit) {
    Page page{habit};
    for (long iteration = 1; iteration <= 7; ++iteration) {
        page.words("it ").index(iteration).words("  \u03b1 = ");
        page.value("\u03b1", page.values.between(0, 1), 7).words("  \u0394E = ");
        page.value("\u0394E", page.values.between(-1, 1), 7).words(" eV  \u03c3\u00b2 = ");
        page.value("\u03c3\u00b2", page.values.between(0, 1), 7).end();
    }
    return page.words("\u03bb\u2098\u2090\u2093 = ").value("", page.values.between(0, 9), 7).end();
}

Page warnings_and_words(const Habit& habit) {
    Page page{habit};
    page.line("INFO  reading the mesh").line("WARNING: 3 elements are inverted");
    page.line("boundary north: periodic").line("boundary south: wall").line("converged: yes");
    for (const char* name : {"lift", "drag", "moment"}) {
        page.words(std::string{"INFO  "} + name + " coefficient is ");
        page.value("", page.values.between(-1, 1), 6).end();
    }
    page.words("INFO  mass balance ")
        .power("mass balance", page.values.between(1e-9, 1e-8), 4)
        .end();
    return page.line("ERROR: cannot open the restart file");
}

Page configuration(const Habit& habit) {
    Page page{habit};
    page.line("solver version 2.14.1").line("using threads 3-5 of 8").line("grid 64x32x16");
    page.words("reading ").folder().words("input.dat").end();
    for (const char* name : {"gravity", "viscosity", "surface tension", "inlet speed"}) {
        page.words(std::string{name} + std::string(20 - std::string{name}.size(), ' ') + "[SI] : ");
        page.value(name, page.values.between(0.1, 90), 6).end();
    }
    page.words("cells: ").count("cells", page.values.whole(1000, 9999)).end();
    return page.line("scheme: second-order, limiter: none");
}

Page peaks(const Habit& habit) {
    Page page{habit};
    page.line("  h   k   l      d (A)      F^2    sigma");
    for (int peak = 0; peak < 16; ++peak) {
        page.count("", peak % 5 - 2, 3).count("", peak / 3, 4).count("", peak / 4 - 1, 4);
        page.value("", page.values.between(1, 9), 5, 11);
        page.value("", page.values.between(1, 900), 2, 9);
        page.value("", page.values.between(0.1, 9), 2, 8).end();
    }
    return page;
}

Page fit_report(const Habit& habit) {
    Page page{habit};
    page.line("[[Variables]]");
    for (const char* name : {"amplitude", "centre", "width", "offset"}) {
        page.words(std::string{"    "} + name + ":  ").value(name, page.values.between(1, 90), 7);
        page.words(" +/- ").value(name, page.values.between(0.01, 1), 7);
        page.words(" (").value("", page.values.between(0.1, 3), 2).words("%)").end();
    }
    page.line("[[Correlations]]");
    for (const char* pair : {"amplitude, width", "centre, offset", "width, offset"}) {
        page.words(std::string{"    C("} + pair + ") = ").value("C", page.values.next(), 4).end();
    }
    return page.words("    chi-square = ").value("chi-square", page.values.between(1, 90), 6).end();
}

} // namespace

std::vector<Kind> document_kinds() {
    return {
        {"Markdown table", markdown_table, {.style = true}},
        {"LaTeX table", latex_table, {}},
        {"test log", test_log, {}},
        {"unit test log", unit_test_log, {.style = true, .plus = true}},
        {"percent table", percent_table, {}},
        {"nested sections", nested_sections, {.style = true}},
        {"timing table", timing_table, {.style = true}},
        {"Greek names", greek_names, {.style = true, .plus = true}},
        {"warnings and words", warnings_and_words, {.style = true}},
        {"configuration", configuration, {.style = true}},
        {"peak list", peaks, {}},
        {"fit report", fit_report, {}},
    };
}

} // namespace tapir::test
