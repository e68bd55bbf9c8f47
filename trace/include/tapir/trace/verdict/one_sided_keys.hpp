#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace tapir::trace {

/// Which keys only one of two traces prints, "STEP/F_cell" or "polar". Of those no value was
/// compared; the verdict's sentence names and counts them.
struct OneSidedKeys {
    std::set<std::string> compared; ///< of the reference, those with a value that was compared
    std::vector<std::string> of_reference, of_candidate; ///< in the order of the files
    /// Keys of the reference and of the candidate that may be one key under two names: each side
    /// has one of them alone, and they are alike in name, shape or value.
    std::vector<std::pair<std::string, std::string>> alike;
    /// Whether a side says itself which keys it watches: what is none of them is not its own lack.
    bool reference_chooses = false, candidate_chooses = false;
    std::uint64_t elsewhere = 0; ///< values of other keys, where the other side prints none
    /// Keys that a side's kind of trace prints, as the program model says, and this one does not.
    /// What they would show is compared with another print of it.
    std::vector<std::string> lacking_in_reference, lacking_in_candidate;
    /// Keys that a side does not print at all places where it prints their like: "polar (3 of 4)".
    std::vector<std::string> in_part_of_reference, in_part_of_candidate;

    [[nodiscard]] bool any() const {
        return !of_reference.empty() || !of_candidate.empty() || elsewhere > 0 ||
               !lacking_in_reference.empty() || !lacking_in_candidate.empty() ||
               !in_part_of_reference.empty() || !in_part_of_candidate.empty();
    }
    /// Adds what another pixel of the same traces shows.
    OneSidedKeys& operator+=(const OneSidedKeys& other);
};

/// ", in 45 keys; 27 of the reference's are not printed by the candidate: R_total, ...; 3 are the
/// candidate's own: ..."; "" when both sides print the same.
[[nodiscard]] std::string to_text(const OneSidedKeys& keys);

} // namespace tapir::trace
