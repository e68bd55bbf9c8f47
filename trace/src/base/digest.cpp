#include "tapir/trace/base/digest.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <vector>

#include "base/descriptor.hpp"
#include "tapir/trace/base/error.hpp"

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

namespace {

[[noreturn]] void cannot_digest(const std::filesystem::path& path, const std::string& why) {
    throw InputError({.where = path.string(),
                      .problem = "cannot be read: " + why,
                      .reason = "its SHA-256 is wanted",
                      .remedy = "Give a readable regular file."});
}

} // namespace

std::string sha256_of_file(const std::filesystem::path& path) {
    // without O_NONBLOCK a pipe in the place of a file would wait for ever
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (file.get() < 0) {
        cannot_digest(path, std::strerror(errno));
    }
    struct stat info {};
    if (::fstat(file.get(), &info) != 0 || !S_ISREG(info.st_mode)) {
        cannot_digest(path, "it is no regular file");
    }
    Sha256 digest;
    constexpr std::size_t piece = std::size_t{1} << 18U;
    std::vector<char> buffer(piece);
    for (;;) {
        const ssize_t count = ::read(file.get(), buffer.data(), buffer.size());
        if (count < 0 && errno != EINTR) {
            cannot_digest(path, std::strerror(errno));
        }
        if (count == 0) {
            return digest.hex();
        }
        digest.update({buffer.data(), static_cast<std::size_t>(count > 0 ? count : 0)});
    }
}

} // namespace tapir
