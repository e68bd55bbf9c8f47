#include "tapir/trace/digest.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <vector>

#include "descriptor.hpp"
#include "tapir/trace/error.hpp"

namespace tapir {

namespace {

/// SHA-256 of bytes that come in pieces.
class Sha256 {
  public:
    Sha256() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
        check(context_ != nullptr && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
    }
    void add(std::string_view bytes) {
        check(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
    }
    [[nodiscard]] std::string hex() {
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
        unsigned int length = 0;
        check(EVP_DigestFinal_ex(context_.get(), digest.data(), &length) == 1);
        constexpr std::string_view digits = "0123456789abcdef";
        std::string text;
        for (unsigned int i = 0; i < length; ++i) {
            text += digits[digest[i] >> 4U];
            text += digits[digest[i] & 15U];
        }
        return text;
    }

  private:
    static void check(bool worked) {
        if (!worked) {
            throw InternalError("SHA-256 is not available in this OpenSSL");
        }
    }

    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

[[noreturn]] void cannot_digest(const std::filesystem::path& path, const std::string& why) {
    throw InputError({.where = path.string(),
                      .problem = "cannot be read: " + why,
                      .reason = "its SHA-256 is wanted",
                      .remedy = "Give a readable regular file."});
}

} // namespace

std::string sha256_hex(std::string_view bytes) {
    Sha256 digest;
    digest.add(bytes);
    return digest.hex();
}

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
        digest.add({buffer.data(), static_cast<std::size_t>(count > 0 ? count : 0)});
    }
}

} // namespace tapir
