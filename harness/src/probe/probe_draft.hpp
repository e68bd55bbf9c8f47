#pragma once

#include <string>
#include <vector>

namespace tapir::harness {

/// What a probe file is to be drafted from.
struct DraftRequest {
    std::vector<std::string> sources; ///< of C, C++, Fortran or Python, by their endings
    std::string watch;                ///< variables, with commas between them
    std::string function;             ///< where they are assigned; "": anywhere
};

/// A probe file for variables of a program, from its source: where they are assigned, in which
/// loops, and what the right sides name. Nothing is run; units are not known and stand as "?".
/// @throws InputError  a source cannot be read, or a variable is assigned nowhere in it;
///         DeviceUnavailable  there is no python3
[[nodiscard]] std::string draft_probe_file(const DraftRequest& request);

} // namespace tapir::harness
