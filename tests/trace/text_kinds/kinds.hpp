#pragma once

#include <functional>
#include <string>
#include <vector>

#include "page.hpp"

namespace tapir::test {

/// Which habits change nothing in a kind of output; what every kind stands (blanks, line ends, the
/// run's clocks and folders) is not listed.
struct Stands {
    bool style = false;    ///< 0.00125 for 1.25e-03
    bool letter = false;   ///< another letter for the exponent
    bool plus = false;     ///< +1.5 for 1.5
    bool digits = false;   ///< fewer decimals, and the print itself proves it
    bool order = false;    ///< lines that bear their index come in another order
    bool tag = false;      ///< another tag at the head of the lines
    bool wrapping = false; ///< lists are broken into other lines
    bool shape = false;    ///< an array in it has another shape when reshaped, a fault
};

/// A kind of ordinary output: what many programs print in this way.
struct Kind {
    std::string name;
    std::function<Page(const Habit& habit)> print;
    Stands stands{};
};

[[nodiscard]] std::vector<Kind> dynamics_kinds(); ///< tables and blocks of steps and atoms
[[nodiscard]] std::vector<Kind> solver_kinds();   ///< iterations, residuals, spectra
[[nodiscard]] std::vector<Kind> array_kinds();    ///< arrays, matrices, columns
[[nodiscard]] std::vector<Kind> data_kinds();     ///< JSON, CSV, YAML and their like
[[nodiscard]] std::vector<Kind> document_kinds(); ///< tables and reports for people
[[nodiscard]] std::vector<Kind> later_kinds();    ///< written after the comparer, to try it

/// A kind nobody thought of: its separators, brackets, counters, tables, units and number formats
/// are drawn. The same number gives the same kind.
[[nodiscard]] Kind drawn_kind(unsigned number);

} // namespace tapir::test
