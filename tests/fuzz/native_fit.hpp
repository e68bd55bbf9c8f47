#pragma once

#include <algorithm>
#include <string>

#include "tapir/trace/base/digest.hpp"

namespace tapir::test {

/// Native text whose counts and digest fit again, so that what was broken is read.
inline std::string made_to_fit(const std::string& text) {
    const std::size_t head = text.find('\n');
    const std::size_t foot = text.rfind("TAPIR_END");
    const std::size_t count = text.rfind('=', std::min(head, text.size()));
    if (head == std::string::npos || foot == std::string::npos || foot <= head ||
        count == std::string::npos) {
        return text;
    }
    const std::string body = text.substr(head + 1, foot - head - 1);
    const auto lines = std::to_string(std::count(body.begin(), body.end(), '\n'));
    return text.substr(0, count + 1) + lines + "\n" + body + "TAPIR_END records=" + lines +
           " sha256=" + sha256_hex(body) + "\n";
}

} // namespace tapir::test
