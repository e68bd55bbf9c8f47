#pragma once

#include "ptx/syntax.hpp"
#include "ptx/token_stream.hpp"

namespace tapir::engine::ptx {

/// A variable, as kernels and modules write it alike.
/// @param space  of its directive, which was taken: ".local .align 8 .b8 name[16] = {...};"
[[nodiscard]] Variable parse_variable(TokenStream& tokens, Space space);

/// The part of it before an initial value; a parameter has no more.
[[nodiscard]] Variable parse_declaration(TokenStream& tokens, Space space);

} // namespace tapir::engine::ptx
