// Arrays, matrices and columns.
#include <array>
#include <string>

#include "kinds.hpp"

namespace tapir::test {

namespace {

Page numpy_array(const Habit& habit) {
    Page page{habit};
    const int rows = habit.reshaped ? 6 : 4, columns = habit.reshaped ? 4 : 6;
    const int in_a_row = habit.narrow ? 2 : columns;
    page.words("weights = ").end();
    for (int row = 0; row < rows; ++row) {
        page.words(row == 0 ? "[[" : " [");
        for (int column = 0; column < columns; ++column) {
            if (column > 0 && column % in_a_row == 0) {
                page.end().words("  ");
            }
            page.words(column % in_a_row == 0 ? "" : " ");
            page.value("weights", page.values.between(-1, 1), 6, 9);
        }
        page.words(row == rows - 1 ? "]]" : "]").end();
    }
    return page.words("norm: ").value("norm", page.values.between(1, 3), 6).end();
}

Page torch_tensor(const Habit& habit) {
    Page page{habit};
    const int rows = habit.reshaped ? 3 : 5, columns = habit.reshaped ? 5 : 3;
    for (const char* name : {"layer1.weight", "layer2.weight"}) {
        page.words(std::string{name} + " tensor([");
        for (int row = 0; row < rows; ++row) {
            page.words(row == 0 ? "[" : "        [");
            for (int column = 0; column < columns; ++column) {
                page.words(column == 0 ? "" : ", ");
                page.value("", page.values.between(-2, 2), 5, 8);
            }
            page.words(row == rows - 1 ? "]], dtype=torch.float64)" : "],").end();
        }
    }
    return page;
}

Page list_directed(const Habit& habit) {
    Page page{habit};
    for (const char* name : {" density", " pressure"}) {
        page.line(name);
        const int in_a_row = habit.narrow ? 3 : 5;
        for (int i = 0; i < 23; ++i) {
            page.words("  ").value("", page.values.between(-9, 9), 10);
            if (i % in_a_row == in_a_row - 1 || i == 22) {
                page.end();
            }
        }
    }
    return page.words(" total mass ").value("total mass", page.values.between(100, 200), 10).end();
}

Page cdl_dump(const Habit& habit) {
    Page page{habit};
    page.line("netcdf field {").line("dimensions:").line("    x = 12 ;").line("variables:");
    page.line("    double height(x) ;").line("        height:units = \"m\" ;").line("data:");
    page.line("");
    for (const char* name : {" height = ", " speed = "}) {
        page.words(name);
        const int in_a_row = habit.narrow ? 4 : 6;
        for (int i = 0; i < 12; ++i) {
            page.value("", page.values.between(0, 50), 7).words(i == 11 ? " ;" : ", ");
            if (i % in_a_row == in_a_row - 1) {
                page.end().words(i == 11 ? "" : "    ");
            }
        }
    }
    return page.line("}");
}

Page plot_columns(const Habit& habit) {
    Page page{habit};
    page.line("# r  g(r)  coordination");
    for (int i = 0; i < 20; ++i) {
        page.value("", 0.1 * i + 0.05, 4).words(" ").value("", page.values.between(0, 3), 6);
        page.words(" ").value("", i + page.values.next(), 6).end();
    }
    return page;
}

Page integer_matrix(const Habit& habit) {
    Page page{habit};
    page.line("Adjacency matrix:");
    for (int row = 0; row < 7; ++row) {
        for (int column = 0; column < 7; ++column) {
            page.count("", page.values.whole(0, 1 + 40 * ((row + column) % 2)), 4);
        }
        page.end();
    }
    return page.words("Edges: ").count("Edges", page.values.whole(10, 40)).end();
}

Page sparse_matrix(const Habit& habit) {
    Page page{habit};
    page.line("%%MatrixMarket matrix coordinate real general").line("6 6 14");
    for (int entry = 0; entry < 14; ++entry) {
        page.count("", entry / 3 + 1).words(" ").count("", 1 + (entry * 5) % 6).words(" ");
        page.power("", page.values.between(-10, 10), 8).end();
    }
    return page;
}

Page braces(const Habit& habit) {
    Page page{habit};
    for (const char* name : {"origin", "normal", "fast_axis", "slow_axis", "beam", "pivot"}) {
        page.words(std::string{name} + " = {").value(name, page.values.between(-1, 1), 9);
        page.words(", ").value(name, page.values.between(-1, 1), 9).words(", ");
        page.value(name, page.values.between(-1, 1), 9).words("}").end();
    }
    page.words("gain = ").value("gain", page.values.between(1, 2), 9).end();
    return page;
}

Page complex_numbers(const Habit& habit) {
    Page page{habit};
    for (long order = 0; order < 10; ++order) {
        page.words("F(").index(order).words(") = (").value("F", page.values.between(-20, 20), 6);
        page.words(",").value("F", page.values.between(-20, 20), 6).words(")").end();
    }
    for (long root = 1; root <= 6; ++root) {
        page.words("root ").index(root).words(": ").value("root", page.values.between(1, 5), 6);
        page.words("+").value("root", page.values.between(1, 5), 6).words("j").end();
    }
    return page;
}

Page namelist(const Habit& habit) {
    Page page{habit};
    page.line(" &PHYSICS");
    for (const char* name : {"ALPHA", "BETA", "GAMMA", "RCUT", "VISC", "KAPPA"}) {
        page.words(std::string{" "} + name + "=  ");
        page.power(name, page.values.between(0.1, 900), 12).words(",").end();
    }
    page.words(" NSTEP=         ").count("NSTEP", page.values.whole(100, 999)).words(",").end();
    page.line(" LRESTART=F,").words(" GRID=");
    for (int i = 0; i < 6; ++i) {
        page.words("  ").power("GRID", page.values.between(1, 9), 12).words(",");
    }
    return page.end().line(" /");
}

Page fused_columns(const Habit& habit) {
    Page page{habit};
    page.line("REMARK   refined coordinates");
    for (long atom = 1; atom <= 14; ++atom) {
        page.words("ATOM  ").index(atom, 5).words("  CA  GLY A").count("", 10 + atom, 4);
        page.words("    ");
        for (int axis = 0; axis < 3; ++axis) { // the columns touch where a number is long
            page.value("", -page.values.between(100, 900), 3, 8);
        }
        page.value("", 1, 2, 6).value("", page.values.between(10, 90), 2, 6).end();
    }
    return page.line("END");
}

Page gradient_stack(const Habit& habit) {
    Page page{habit};
    for (long sweep = 1; sweep <= 3; ++sweep) {
        page.words("sweep ").index(sweep).end();
        for (int row = 0; row < 4; ++row) {
            for (int column = 0; column < 4; ++column) {
                page.words(column == 0 ? "" : " ").value("", page.values.between(-3, 3), 7, 11);
            }
            page.end();
        }
    }
    return page;
}

} // namespace

std::vector<Kind> array_kinds() {
    return {
        {"numpy array", numpy_array, {.style = true, .wrapping = true, .shape = true}},
        {"torch tensor", torch_tensor, {.style = true, .shape = true}},
        {"list-directed", list_directed, {.style = true, .digits = true, .wrapping = true}},
        {"CDL dump", cdl_dump, {.style = true, .wrapping = true}},
        {"plot columns", plot_columns, {.style = true}},
        {"integer matrix", integer_matrix, {}},
        {"sparse matrix", sparse_matrix, {.style = true, .letter = true}},
        {"vectors in braces", braces, {.style = true, .plus = true}},
        {"complex numbers", complex_numbers, {}},
        {"namelist", namelist, {.style = true, .letter = true}},
        {"fused columns", fused_columns, {}},
        {"stack of blocks", gradient_stack, {.style = true}},
    };
}

} // namespace tapir::test
