// Iterations, residuals, optimisers, spectra.
#include <array>
#include <string>

#include "kinds.hpp"

namespace tapir::test {

namespace {

Page scf_cycles(const Habit& habit) {
    Page page{habit};
    page.line("Restricted calculation, basis of 24 functions");
    double change = 0.5;
    for (long cycle = 1; cycle <= 12; ++cycle) {
        change *= -page.values.between(0.05, 0.3);
        page.words(" iter").index(cycle, 3).words("  E = ");
        page.value("E", -76.02 + change, 10).words("  dE = ").power("dE", change, 4);
        page.words("  |g| = ").power("g", page.values.between(1e-7, 1e-2), 4).end();
    }
    page.line("SCF converged: true");
    return page.words("Final energy ")
        .value("Final energy", page.values.between(-77, -76), 10)
        .end();
}

Page residual_table(const Habit& habit) {
    Page page{habit};
    page.line("+------+------------+------------+------------+");
    page.line("| Iter |  rms[Rho]  |  rms[RhoU] |     CL     |");
    page.line("+------+------------+------------+------------+");
    for (long iteration = 0; iteration < 14; ++iteration) {
        page.words("| ").index(iteration, 4).words(" | ");
        page.value("rms[Rho]", page.values.between(-9, -2), 6, 10).words(" | ");
        page.value("rms[RhoU]", page.values.between(-9, -2), 6, 10).words(" | ");
        page.value("CL", page.values.between(0.2, 0.9), 6, 10).words(" |").end();
    }
    return page.line("+------+------------+------------+------------+");
}

Page optimiser(const Habit& habit) {
    Page page{habit};
    page.line("Minimising by conjugate gradients");
    for (long evaluation = 1; evaluation <= 10; ++evaluation) {
        page.words("At iterate ").index(evaluation, 5).words("    f= ");
        page.power("f", page.values.between(1, 1e4), 6).words("    |proj g|= ");
        page.power("proj g", page.values.between(1e-5, 1), 6).end();
    }
    page.line("");
    page.words("   nfev = ").count("nfev", page.values.whole(20, 60)).end();
    page.words("   message: CONVERGENCE: NORM OF PROJECTED GRADIENT").end();
    page.words("   x = [").value("x", page.values.between(-2, 2), 8).words(" ");
    return page.value("x", page.values.between(-2, 2), 8).words("]").end();
}

Page clocked_solver(const Habit& habit) {
    Page page{habit};
    page.words("Started ").date().words(" ").clock().words(" in ").folder().words("case.in").end();
    for (long iteration = 1; iteration <= 10; ++iteration) {
        page.words("[").clock().words("] CG iteration ").index(iteration).words(" residual ");
        page.power("residual", page.values.between(1e-9, 1e-1), 6).end();
    }
    page.words("Converged, relative error ").power("", page.values.between(1e-9, 1e-8), 6).end();
    return page.words("Elapsed ").duration(2, " s").end();
}

Page newton_nested(const Habit& habit) {
    Page page{habit};
    for (long newton = 1; newton <= 3; ++newton) {
        page.words("Newton ").index(newton).words(":").end();
        for (long krylov = 1; krylov <= 4; ++krylov) {
            page.words("    Krylov ").index(krylov).words(": residual = ");
            page.power("residual", page.values.between(1e-7, 1e-2), 7).end();
        }
        page.words("    step length = ").value("step length", page.values.between(0.1, 1), 7).end();
    }
    return page.words("iterations ").count("iterations", page.values.whole(11, 19)).end();
}

Page progress_lines(const Habit& habit) {
    Page page{habit};
    for (long epoch = 1; epoch <= 10; ++epoch) {
        page.words("Epoch ").index(epoch).words("/10 [====>] loss: ");
        page.value("loss", page.values.between(0.1, 3), 6).words(" - accuracy: ");
        page.value("accuracy", page.values.between(0.5, 1), 6).words(" - lr: ");
        page.power("lr", page.values.between(1e-4, 1e-3), 3).end();
    }
    return page.words("Best epoch: ").count("Best epoch", page.values.whole(3, 9)).end();
}

Page histogram(const Habit& habit) {
    Page page{habit};
    page.line("Distribution of bond lengths (200 pairs)");
    for (int bin = 0; bin < 10; ++bin) {
        const long entries = page.values.whole(1, 30);
        page.words("[").value("", 0.25 * bin, 2).words(", ").value("", 0.25 * (bin + 1), 2);
        page.words(") ").count("", entries, 4).words("  ");
        page.words(std::string(static_cast<std::size_t>(entries), '*')).end();
    }
    return page.words("mean ").value("mean", page.values.between(1, 2), 5).words(" A").end();
}

Page time_steps(const Habit& habit) {
    Page page{habit};
    double time = 0;
    for (long step = 1; step <= 5; ++step) {
        time += page.values.between(0.01, 0.1);
        page.words("Time step ").index(step).words(", t = ").value("t", time, 6).words(" s").end();
        page.words("  Courant number mean: ").value("mean", page.values.between(0.1, 0.4), 6);
        page.words(" max: ").value("max", page.values.between(0.5, 0.9), 6).end();
        page.words("  Ux: initial residual = ").power("initial residual", page.values.next(), 5);
        page.words(", no iterations ").count("no iterations", page.values.whole(2, 9)).end();
        page.words("  ExecutionTime = ").duration(2, " s").end();
    }
    return page.line("End");
}

Page spectrum(const Habit& habit) {
    Page page{habit};
    page.line("# infrared spectrum").line("# wavenumber[1/cm]  intensity[km/mol]  symmetry");
    constexpr std::array<const char*, 4> symmetries{"A1", "B2", "E1u", "A2"};
    double wavenumber = 300;
    for (std::size_t mode = 0; mode < 13; ++mode) {
        wavenumber += page.values.between(20, 200);
        page.value("wavenumber", wavenumber, 4, 14);
        page.value("intensity", page.values.between(1, 150), 4, 14);
        page.words(std::string{"   "} + symmetries.at(mode % symmetries.size())).end();
    }
    return page;
}

Page bands(const Habit& habit) {
    Page page{habit};
    for (int point = 0; point < 3; ++point) {
        page.words("   k = ").value("k", 0.125 * point, 4).words(" ").value("k", 0.25, 4);
        page.words(" ").value("k", 0.5 - 0.125 * point, 4).words("   bands (eV):").end();
        const int in_a_row = habit.narrow ? 4 : 8;
        for (int band = 0; band < 12; ++band) {
            page.value("", -6 + band * 1.5 + page.values.next(), 4, 10);
            if (band % in_a_row == in_a_row - 1 || band == 11) {
                page.end();
            }
        }
        page.line("");
    }
    page.words("   the Fermi energy is ").value("Fermi energy", page.values.between(5, 7), 4);
    return page.words(" eV").end();
}

Page integrator(const Habit& habit) {
    Page page{habit};
    page.line("method = BDF, rtol = 1e-06");
    for (int step = 0; step < 12; ++step) {
        page.words("t=").power("t", 0.001 * (step + 1) * (step + 2), 6).words(" h=");
        page.power("h", page.values.between(1e-4, 1e-2), 6).words(" order=");
        page.count("order", page.values.whole(1, 5)).words(" y=(");
        page.power("y", page.values.between(-1, 1), 6).words("; ");
        page.power("y", page.values.between(-1, 1), 6).words(")").end();
    }
    return page.words("rejected steps: ").count("rejected steps", page.values.whole(1, 9)).end();
}

} // namespace

std::vector<Kind> solver_kinds() {
    return {
        {"SCF cycles", scf_cycles, {.style = true, .letter = true}},
        {"residual table", residual_table, {.style = true, .digits = true}},
        {"optimiser", optimiser, {.style = true, .letter = true}},
        {"solver with clocks", clocked_solver, {.style = true, .letter = true, .digits = true}},
        {"nested Newton", newton_nested, {.style = true, .letter = true}},
        {"progress lines", progress_lines, {.style = true, .plus = true}},
        {"histogram", histogram, {}},
        {"time steps", time_steps, {.style = true, .letter = true}},
        {"spectrum", spectrum, {.style = true}},
        {"bands", bands, {.wrapping = true}},
        {"integrator", integrator, {.style = true, .letter = true, .plus = true}},
    };
}

} // namespace tapir::test
