#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace tapir::harness {

/// What an expression of a probe file comes to: a tree of plain values (PROTOCOL.md), or a problem.
struct ProbeExpression {
    /// One tree, or one for each element of a section `a[1:3]`.
    std::vector<nlohmann::json> trees;
    std::string problem; ///< what is wrong; "": nothing
};

/// Reads the text of an expression. Allowed are variables, members (. -> %), indices in brackets,
/// * and & in front, + - * / and numbers. Calls, casts, assignments, texts, and everything else a
/// debugger or an interpreter might run are problems.
/// @param text  at most 400 characters
[[nodiscard]] ProbeExpression parse_probe_expression(std::string_view text);

} // namespace tapir::harness
