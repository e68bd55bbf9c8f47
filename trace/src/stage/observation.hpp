#pragma once

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "tapir/trace/record/oracle.hpp"
#include "tapir/trace/record/site.hpp"

namespace tapir::trace {

/// One component of a root: what its stage gives on the candidate's own records, and what the
/// candidate has.
struct Observation {
    Site site;
    int component = 0;
    double expected = 0, value = 0;
    double allowed = 0;     ///< how far apart rounding in the stage may move the two
    double spread = 0;      ///< and rounding since the beginning, from what the scene gives
    double print_error = 0; ///< how far what the value was printed from may lie from it
    bool departs = false;
    int node = -1; ///< of the candidate's side

    [[nodiscard]] bool fits(double other) const { return std::fabs(value - other) <= allowed; }
    [[nodiscard]] double difference() const { return value - expected; }
};

/// All of a tap, in order of computation; at least one departs.
using Observations = std::vector<Observation>;

/// An interval that every observation allows.
struct Range {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();

    void narrow(double centre, double half_width) {
        low = std::fmax(low, centre - half_width);
        high = std::fmin(high, centre + half_width);
    }
    [[nodiscard]] bool any() const { return low <= high; }
    [[nodiscard]] bool holds(double x) const { return low <= x && x <= high; }
    [[nodiscard]] double middle() const { return low / 2 + high / 2; }
    [[nodiscard]] double half_width() const { return high / 2 - low / 2; }
};

} // namespace tapir::trace
