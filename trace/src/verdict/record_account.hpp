#pragma once

#include "align/alignment.hpp"
#include "align/apply_scope.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::trace {

/// The rule under which an account counts lines that hold no record and were not compared.
inline constexpr const char* lines_in_words = "lines in words";

/// Fills in what became of every value of two traces, of what the user's rules took out of them,
/// and of their lines of text.
/// @throws InternalError  the account does not add up
void add_account(const Alignment& alignment, const Side& candidate, const ComparedScope& scope,
                 const LeftOut& left_out, Comparison& result);

} // namespace tapir::trace
