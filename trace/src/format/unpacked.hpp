#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tapir::trace {

/// Whether bytes begin as a file of gzip or zstd does.
[[nodiscard]] bool is_packed(std::string_view bytes);

/// What a file of gzip or zstd holds.
/// @throws InputError  it is damaged or cut short, or holds more than `largest` bytes
[[nodiscard]] std::string unpacked(std::string_view bytes, const std::string& name,
                                   std::size_t largest);

/// Refuses a text that is larger than can be held. @throws InputError
[[noreturn]] void refuse_large_text(const std::string& name, std::size_t largest);

} // namespace tapir::trace
