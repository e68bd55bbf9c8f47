#pragma once

#include <string>

#include "nest.hpp"
#include "tapir/trace/verdict/comparison.hpp"

/// What tests of pages share.
namespace tapir::test {

/// How often a part stands in a text.
inline std::size_t count_of(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos;
         at = text.find(part, at + part.size())) {
        ++count;
    }
    return count;
}

/// A value of the nest's phi steps. @param phi_tic  its step
inline trace::ComparedValue value_of(const std::string& tap, int phi_tic,
                                     trace::Standing standing) {
    trace::ComparedValue value;
    value.kind = "STEP";
    value.key = value.tap = tap;
    value.unit = "m";
    value.site = trace::nest::Place{.slow = 685, .fast = 1039, .phi_tic = phi_tic};
    value.reference = "1.25";
    value.candidate = standing < trace::Standing::missing ? "1.375" : "1.25";
    value.reference_value = 1.25;
    value.candidate_value = standing < trace::Standing::missing ? 1.375 : 1.25;
    value.relative = standing < trace::Standing::missing ? 1.0 / 11 : 0;
    value.standing = standing;
    return value;
}

} // namespace tapir::test
