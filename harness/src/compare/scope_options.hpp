#pragma once

#include <string>
#include <vector>

#include "tapir/trace/align/compared_scope.hpp"

namespace tapir::harness {

/// What the user says about what is compared at all, as typed.
struct ScopeOptions {
    std::vector<std::string> ignored;    ///< "PATTERN=REASON"
    std::vector<std::string> same_names; ///< "REFERENCE=CANDIDATE"
    bool complete = false;
    bool printed_digits = false;

    [[nodiscard]] bool given() const {
        return !ignored.empty() || !same_names.empty() || complete || printed_digits;
    }
    /// @throws InputError  a rule without a reason or a name, or one that is given twice
    [[nodiscard]] trace::ComparedScope load() const;
};

/// Refuses what no command line may say, wherever it stands.
/// @param where  the options, or the file they stand in
/// @throws InputError  see `ScopeOptions::load`
void check_scope(const std::string& where, const trace::ComparedScope& scope);

} // namespace tapir::harness
