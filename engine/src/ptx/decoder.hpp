#pragma once

#include "ptx/module_parts.hpp"
#include "ptx/syntax.hpp"

namespace tapir::engine::ptx {

/// Makes a kernel of its text: a place for every register, steps, and blocks that branches join.
/// @throws InputError  an instruction that is not known, a branch to nowhere, an end without ret
[[nodiscard]] Kernel decode_kernel(const KernelText& text,
                                   const std::vector<Variable>& module_variables);

} // namespace tapir::engine::ptx
