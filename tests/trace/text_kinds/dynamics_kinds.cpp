// Steps, atoms and the tables that are printed of them.
#include <array>
#include <string>

#include "kinds.hpp"

namespace tapir::test {

namespace {

Page thermo_table(const Habit& habit) {
    Page page{habit};
    page.line("Setting up run ...").line("   Step      Temp        Press       TotEng");
    for (long step = 0; step <= 600; step += 50) {
        page.words("  ").index(step, 6);
        page.value("Temp", page.values.between(200, 400), 7, 14);
        page.value("Press", page.values.between(-40, 40), 7, 14);
        page.value("TotEng", page.values.between(-900, -800), 7, 14).end();
    }
    page.words("Loop time of ").duration(3, "").words(" on 4 procs for 600 steps").end();
    return page;
}

Page unit_blocks(const Habit& habit) {
    Page page{habit};
    for (long step = 1; step <= 5; ++step) {
        page.words("=== step ").index(step).words(" ===").end();
        page.words("  Kinetic energy   : ");
        page.value("Kinetic energy", page.values.between(10, 90), 6).words(" kJ/mol").end();
        page.words("  Potential energy : ");
        page.value("Potential energy", page.values.between(-900, -100), 6).words(" kJ/mol").end();
        page.words("  Temperature      : ");
        page.value("Temperature", page.values.between(250, 350), 6).words(" K").end();
        page.words("  Box length       : ");
        page.value("Box length", page.values.between(20, 30), 6).words(" nm").end();
    }
    return page.line("Run finished normally.");
}

Page rank_prefix(const Habit& habit) {
    Page page{habit};
    page.line("Decomposed into 8 parts");
    std::array<double, 8> norms{}, loads{};
    for (std::size_t rank = 0; rank < norms.size(); ++rank) {
        norms.at(rank) = page.values.between(1, 9);
        loads.at(rank) = page.values.between(10, 40);
    }
    for (const long rank : page.order(8)) {
        const auto at = static_cast<std::size_t>(rank);
        page.words("[rank ").index(rank).words("] norm = ").value("norm", norms.at(at), 8);
        page.words(", load = ").value("load", loads.at(at), 8).end();
    }
    return page.words("Global norm = ").value("Global norm", page.values.between(9, 20), 8).end();
}

Page energies_two_a_line(const Habit& habit) {
    Page page{habit};
    for (long cycle = 1; cycle <= 6; ++cycle) {
        page.words("     cycle #").index(cycle, 3).words("   mixing = ");
        page.value("mixing", 0.7, 2).end();
        page.words("     total energy = ").value("total energy", page.values.between(-40, -30), 8);
        page.words(" Ry   Harris = ").value("Harris", page.values.between(-40, -30), 8);
        page.words(" Ry").end();
        page.words("     estimated accuracy < ").power("", page.values.between(1e-6, 1e-3), 5);
        page.words(" Ry").end();
    }
    return page.line("     convergence has been achieved");
}

Page geometry(const Habit& habit) {
    Page page{habit};
    constexpr std::array<const char*, 9> elements{"C", "C", "O", "N", "H", "H", "H", "S", "Cl"};
    page.words("Number of atoms: ").count("Number of atoms", 9).end();
    page.line("Coordinates (Angstrom)").line("-----------------------");
    for (const char* element : elements) {
        page.words(std::string{"  "} + element + (element[1] == 0 ? " " : ""));
        for (int axis = 0; axis < 3; ++axis) {
            page.value("", page.values.between(-5, 5), 8, 14);
        }
        page.end();
    }
    page.line("-----------------------").words("Nuclear repulsion ");
    return page.value("Nuclear repulsion", page.values.between(40, 90), 9).words(" Eh").end();
}

Page stress_tensor(const Habit& habit) {
    Page page{habit};
    for (long step = 100; step <= 500; step += 100) {
        page.words("Stress tensor (GPa) at step ").index(step).words(":").end();
        for (const char* row : {"xx xy xz", "yx yy yz", "zx zy zz"}) {
            page.words(std::string{"  "} + row + "  ");
            for (int column = 0; column < 3; ++column) {
                page.value("", page.values.between(-2, 2), 6, 12);
            }
            page.end();
        }
    }
    return page;
}

Page units_attached(const Habit& habit) {
    Page page{habit};
    for (long sample = 1; sample <= 12; ++sample) {
        page.words("sample ").index(sample).words(": p=");
        page.value("p", page.values.between(1, 3), 5).words("Pa T=");
        page.value("T", page.values.between(280, 320), 5).words("K flow=");
        page.value("flow", page.values.between(-3, 3), 5).words("m/s open=");
        page.value("open", page.values.between(10, 90), 5).words("%").end();
    }
    return page;
}

Page atom_forces(const Habit& habit) {
    Page page{habit};
    page.words("Forces acting on atoms, run ").date().words(" ").clock().end();
    std::array<std::array<double, 3>, 14> forces{};
    for (auto& force : forces) {
        force = {page.values.between(-9, 9), page.values.between(-9, 9),
                 page.values.between(-9, 9)};
    }
    for (const long atom : page.order(14)) {
        const auto& force = forces.at(static_cast<std::size_t>(atom));
        page.words("atom ").index(atom).words(": force (").value("force", force[0], 8);
        page.words(", ").value("force", force[1], 8).words(", ").value("force", force[2], 8);
        page.words(")").end();
    }
    return page.words("Total force = ").value("Total force", page.values.between(0, 3), 8).end();
}

Page restart_blocks(const Habit& habit) {
    Page page{habit};
    for (long frame = 0; frame < 4; ++frame) {
        page.words("FRAME ").index(frame).end();
        page.words("  box ").value("box", 10 + page.values.next(), 5);
        page.words(" ").value("box", 11 + page.values.next(), 5);
        page.words(" ").value("box", 12 + page.values.next(), 5).end();
        for (long atom = 1; atom <= 5; ++atom) {
            page.words("  ").index(atom, 3).words(" Ar ");
            page.value("", page.values.between(0, 9), 5, 9);
            page.value("", page.values.between(0, 9), 5, 9).end();
        }
        page.line("END");
    }
    return page;
}

} // namespace

std::vector<Kind> dynamics_kinds() {
    return {
        {"thermo table", thermo_table, {.style = true, .digits = true}},
        {"blocks with units", unit_blocks, {.style = true, .plus = true}},
        {"rank prefix", rank_prefix, {.style = true, .digits = true, .order = true}},
        {"energies, two a line", energies_two_a_line, {.style = true, .letter = true}},
        {"geometry", geometry, {.style = true, .digits = true}},
        {"stress tensor", stress_tensor, {.style = true, .plus = true}},
        {"units attached", units_attached, {.plus = true, .digits = true}},
        {"forces of atoms", atom_forces, {.plus = true, .digits = true, .order = true}},
        {"frames", restart_blocks, {.style = true}},
    };
}

} // namespace tapir::test
