#pragma once

#include <string>
#include <string_view>

namespace tapir::reports {

/// The bytes as base64, with padding.
[[nodiscard]] std::string base64(std::string_view bytes);

/// "sha256-...", by which a content security policy names a text it allows.
[[nodiscard]] std::string policy_hash(std::string_view text);

} // namespace tapir::reports
