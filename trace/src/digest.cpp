#include "tapir/trace/digest.hpp"

#include <openssl/evp.h>

#include <array>

#include "tapir/trace/error.hpp"

namespace tapir {

struct Sha256::State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
};

namespace {

void require(bool good) {
    if (!good) {
        throw InternalError("SHA-256 is not available in this OpenSSL");
    }
}

} // namespace

Sha256::Sha256() : state_(std::make_unique<State>()) {
    require(state_->context != nullptr &&
            EVP_DigestInit_ex(state_->context, EVP_sha256(), nullptr) == 1);
}

Sha256::~Sha256() {
    EVP_MD_CTX_free(state_->context);
}

Sha256& Sha256::operator=(const Sha256& other) {
    if (this != &other) {
        require(EVP_MD_CTX_copy_ex(state_->context, other.state_->context) == 1);
    }
    return *this;
}

void Sha256::update(std::string_view bytes) {
    require(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) == 1);
}

std::string Sha256::hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    require(EVP_DigestFinal_ex(state_->context, digest.data(), &length) == 1);
    constexpr std::string_view hex = "0123456789abcdef";
    std::string text;
    for (unsigned int i = 0; i < length; ++i) {
        text += hex[digest[i] >> 4U];
        text += hex[digest[i] & 15U];
    }
    return text;
}

std::string sha256_hex(std::string_view bytes) {
    Sha256 sum;
    sum.update(bytes);
    return sum.hex();
}

} // namespace tapir
