#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tapir::engine::ptx {

/// The PTX texts in a fat binary: containers one behind the other, each with machine code and PTX.
/// @param bytes  content of the section .nv_fatbin
/// @param where  of errors: the file
/// @throws InputError  no such containers, a damaged one, a text compressed otherwise than by zstd
[[nodiscard]] std::vector<std::string> ptx_in_fat_binary(std::string_view bytes,
                                                         const std::string& where);

} // namespace tapir::engine::ptx
