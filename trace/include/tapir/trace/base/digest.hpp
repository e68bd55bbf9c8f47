#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace tapir {

/// SHA-256 of bytes that come in pieces.
class Sha256 {
  public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256& other); ///< goes on from where the other is
    Sha256(Sha256&&) = delete;
    Sha256& operator=(Sha256&&) = delete;

    void update(std::string_view bytes);
    /// 64 lower-case hexadecimal digits; once, at the end.
    [[nodiscard]] std::string hex();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// SHA-256 of the bytes as 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

/// The same of a file of any size, read in pieces; links are not followed.
/// @throws InputError  it is missing, no regular file, or unreadable
[[nodiscard]] std::string sha256_of_file(const std::filesystem::path& path);

} // namespace tapir
