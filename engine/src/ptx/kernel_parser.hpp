#pragma once

#include <string_view>

#include "ptx/syntax.hpp"
#include "ptx/token_stream.hpp"

namespace tapir::engine::ptx {

/// A kernel behind its .entry.
/// @param ptx  the whole text, which the tokens are pieces of
[[nodiscard]] KernelText parse_kernel(TokenStream& tokens, std::string_view ptx);

} // namespace tapir::engine::ptx
