#pragma once

#include <string>
#include <string_view>

namespace tapir::engine::ptx {

/// Decompresses one zstd frame.
/// @param bytes  that come out of it
/// @param where  of errors
/// @throws InputError  it is damaged, or has another number of bytes
[[nodiscard]] std::string zstd_text(std::string_view frame, std::size_t bytes,
                                    const std::string& where);

} // namespace tapir::engine::ptx
