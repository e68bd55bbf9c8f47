#include "text/base64.hpp"

#include <openssl/evp.h>

#include <vector>

#include "tapir/trace/base/digest.hpp"

namespace tapir::reports {

std::string base64(std::string_view bytes) {
    constexpr std::size_t in = 3;
    constexpr std::size_t out = 4;
    std::vector<unsigned char> text((bytes.size() + in - 1) / in * out + 1);
    const int length =
        EVP_EncodeBlock(text.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                        static_cast<int>(bytes.size()));
    return {text.begin(), text.begin() + length};
}

std::string policy_hash(std::string_view text) {
    const std::string digits = sha256_hex(text);
    std::string bytes;
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        constexpr int hexadecimal = 16;
        bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, hexadecimal));
    }
    return "sha256-" + base64(bytes);
}

} // namespace tapir::reports
