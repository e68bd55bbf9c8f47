#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tapir::reports {

/// Looks at the headers of a tar (POSIX.1-2017, pax, "ustar Interchange Format") in its bytes as
/// they go by. A reader of tars applies extension headers and says nothing of them, and a file's
/// comment or a second name would pass unseen: only what a bundle is packed as is let through,
/// which is regular files, with a pax header of `path` or `size` where those do not fit.
class TarHeaders {
  public:
    void take(std::string_view bytes);

    /// What the first other entry is, with its name made printable: "holds 'a', which is no
    /// regular file but a symbolic link to 'b'"; empty while there is none.
    [[nodiscard]] const std::string& fault() const { return fault_; }

  private:
    void look_at_header();
    void look_at_extension();
    void take_record(std::string_view key, std::string_view value);
    void expect_content(std::uint64_t bytes);
    [[nodiscard]] std::string name() const;

    static constexpr std::size_t block = 512;
    std::array<char, block> header_{};
    std::size_t filled_ = 0;         ///< bytes of it that are there
    std::uint64_t content_left_ = 0; ///< bytes of a content, and what fills its last block up
    std::uint64_t extension_size_ = 0;
    bool in_extension_ = false;       ///< the content is that of a pax header
    std::string extension_;           ///< which is kept
    std::string pax_path_, pax_size_; ///< for the file that follows
    bool ended_ = false;
    std::string fault_;
};

} // namespace tapir::reports
