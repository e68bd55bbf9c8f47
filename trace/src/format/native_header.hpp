#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tapir/trace/format/native_format.hpp"

namespace tapir::trace {

/// Reads a header line; what is wrong with it goes to `problems`.
[[nodiscard]] NativeHeader header_of(std::string_view line, std::vector<std::string>& problems);

/// What `header` and a footer line promise, against what was found; empty when they agree.
[[nodiscard]] std::string footer_mismatch(const NativeHeader& header, std::string_view footer,
                                          std::uint64_t records, const std::string& sha256);

} // namespace tapir::trace
