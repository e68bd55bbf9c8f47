#pragma once

#include <vector>

#include "compare/job_kind.hpp"
#include "tapir/trace/record/pixel.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::harness {

struct ComparisonRequest;

/// What is asked for besides a verdict, and never changes it.
struct Besides {
    bool arbiter = false;             ///< which side is nearer to the exact answer of the scene
    bool conditioning = false;        ///< what moves the roots, and by how much
    std::vector<trace::Pixel> pixels; ///< that the arbiter looks at; empty: the most telling ones

    [[nodiscard]] bool any() const { return arbiter || conditioning; }
};

/// Looks whether what is asked for besides can be had at all, before anything is compared.
/// @throws InputError  no scene, one of another program, or one whose files cannot be read
void check_besides(const ComparisonRequest& request);

/// Adds it to a comparison that has been made.
/// @throws InputError  texts, or images of whole numbers: they are not this engine's values; a
///                     pixel of too many steps, or outside the detector
void add_besides(JobKind kind, const ComparisonRequest& request, trace::Comparison& result);

} // namespace tapir::harness
