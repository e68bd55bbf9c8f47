#pragma once

#include <string>
#include <vector>

#include "tapir/trace/verdict/comparison.hpp"

/// Words and numbers that stand alike on the screen, in Markdown and on a page.
namespace tapir::reports {

/// "PARITY", "DIVERGENCE", ...
[[nodiscard]] const char* verdict_words(const trace::Comparison& comparison);

/// "701 values: 652 identical, 0 within tolerance, 49 departing; 0 outside the scope"
[[nodiscard]] std::string counts_text(const trace::Comparison& comparison);

/// Where in the loops a record lies: "slow=3 fast=4", "set-up"; "" of a text that has no loops
/// there.
[[nodiscard]] std::string site_text(const trace::Site& site, const trace::Comparison& comparison);

/// Where a root stands in the files, "a.log:12 | b.log:14", or "line 12 of the reference
/// (a.log:12)" where the other has no such line; "" where no line is known.
/// @param reference, candidate  paths of the files
[[nodiscard]] std::string place_text(const trace::RootCause& root, const std::string& reference,
                                     const std::string& candidate);

/// What became of every token of both files; "" where they were not counted.
[[nodiscard]] std::string account_text(const trace::Comparison& comparison);

/// Whether the tokens of both files were counted.
[[nodiscard]] bool has_account(const trace::Comparison& comparison);

/// What was asked for besides the verdict, a sentence each: the arbiter's, and what moves the first
/// roots.
[[nodiscard]] std::vector<std::string> besides_texts(const trace::Comparison& comparison);

/// Stages whose own errors have one sign, the largest first.
[[nodiscard]] std::vector<const trace::SignedErrors*>
one_sided_errors(const trace::Comparison& comparison);

} // namespace tapir::reports
