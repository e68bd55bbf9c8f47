#pragma once

#include <string>
#include <utility>
#include <vector>

namespace tapir::trace {

/// What the user does not want compared, and why; the verdict counts what it leaves out.
struct IgnoreRule {
    std::string pattern; ///< of names and of words of a line, with * and ?: "*elapsed*"
    std::string reason;
};

/// What of two files is compared with what.
struct ComparedScope {
    std::vector<IgnoreRule> ignored;
    /// Names of the reference, and the names the candidate has for the same.
    std::vector<std::pair<std::string, std::string>> same_names;
    /// Whether what only one side prints is no parity, whatever the dialects.
    bool complete = false;
    /// Whether a number agrees with a coarser print of itself, without evidence for its digits.
    bool printed_digits = false;
};

} // namespace tapir::trace
