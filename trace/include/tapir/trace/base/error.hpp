#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace tapir {

/// The four parts of a helpful message, named so that none is forgotten or swapped.
struct InputProblem {
    std::string where;   ///< file and line, option, or JSON pointer
    std::string problem; ///< what is wrong, with the offending value
    std::string reason;  ///< why it matters
    std::string remedy;  ///< what to do instead
};

/// An input the user can correct; exit code 2. Reads as "where: problem (reason). Remedy."
class InputError : public std::runtime_error {
  public:
    explicit InputError(const InputProblem& problem);
};

/// The asked-for device is not there; exit code 6. A check that did not run is never a pass.
class DeviceUnavailable : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// A promise of this program to itself was broken; exit code 5.
class InternalError : public std::logic_error {
  public:
    using std::logic_error::logic_error;
};

/// The candidate nearest to `word` by edit distance, or "" when none is near (more than a third
/// of the letters differ).
[[nodiscard]] std::string nearest_word(std::string_view word,
                                       const std::vector<std::string>& candidates);

} // namespace tapir
