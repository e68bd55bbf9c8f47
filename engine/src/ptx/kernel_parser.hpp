#pragma once

#include <string_view>

#include "ptx/syntax.hpp"
#include "ptx/token_stream.hpp"

namespace tapir::engine::ptx {

/// Variables of a kernel and of a module are written alike.
/// @param space  of its directive, which was taken: ".local .align 8 .b8 name[16] = {...};"
[[nodiscard]] Variable parse_variable(TokenStream& tokens, Space space);
/// The part of it before an initial value.
[[nodiscard]] Variable parse_declaration(TokenStream& tokens, Space space);

/// A kernel behind its .entry.
/// @param ptx  the whole text, which the tokens are pieces of
[[nodiscard]] KernelText parse_kernel(TokenStream& tokens, std::string_view ptx);

} // namespace tapir::engine::ptx
