#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>

#include "format/binary_format.hpp"
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

/// The same of a binary trace: the lengths and checks of its blocks, and those of its end.
inline std::string binary_made_to_fit(const std::string& bytes) {
    namespace binary = trace::binary;
    const std::size_t head_end = bytes.find('\n');
    if (head_end == std::string::npos) {
        return bytes;
    }
    const std::string header = bytes.substr(0, head_end + 1);
    std::string fitted = header;
    std::uint64_t chain = 0;
    for (std::size_t at = bytes.find("TBLK", header.size()); at != std::string::npos;) {
        const std::size_t next = bytes.find("TBLK", at + 1);
        const std::string block = bytes.substr(at, next == std::string::npos ? next : next - at);
        at = next;
        binary::BlockHead head;
        if (block.size() < sizeof head) {
            continue;
        }
        std::memcpy(&head, block.data(), sizeof head);
        std::string payload = block.substr(sizeof head);
        if (head.kind == binary::Kind::end && payload.size() == sizeof(binary::End)) {
            const binary::End end{chain, binary::check_of(header)};
            std::memcpy(payload.data(), &end, sizeof end);
        }
        head.bytes = payload.size();
        head.check = binary::check_of(head, payload);
        chain = binary::chained(chain, head);
        fitted.append(reinterpret_cast<const char*>(&head), sizeof head);
        fitted += payload;
    }
    return fitted;
}

} // namespace tapir::test
