#pragma once

#include <archive.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "archive/tar_headers.hpp"
#include "archive/zstd_frame.hpp"

namespace tapir::reports {

/// What the library says of an archive, made safe: it may hold text of the archive.
[[nodiscard]] std::string error_of(archive* a);

/// A file that is one tar in one zstd frame, read once from its begin to its end.
class TarStream {
  public:
    /// Throws nothing: see `opened`, and what `archive_read_next_header` returns.
    explicit TarStream(const std::filesystem::path& file);
    ~TarStream() = default;
    TarStream(const TarStream&) = delete; // the library's readers point to it
    TarStream& operator=(const TarStream&) = delete;
    TarStream(TarStream&&) = delete;
    TarStream& operator=(TarStream&&) = delete;

    /// The file could be opened, and is compressed with zstd.
    [[nodiscard]] bool opened() const { return opened_; }
    [[nodiscard]] archive* tar() const { return tar_.get(); }
    /// What the reader says that failed last, in words.
    [[nodiscard]] std::string problem() const;
    /// Bytes were seen behind the compressed frame.
    [[nodiscard]] bool has_more() const { return frame_.goes_on(); }
    /// What it holds that no bundle does, see TarHeaders.
    [[nodiscard]] const std::string& fault() const { return headers_.fault(); }
    /// Reads on, and tells whether nothing stands behind the end of the archive but the zeros that
    /// fill its last record. @pre the tar is at its end
    [[nodiscard]] bool ends_here();

  private:
    static la_ssize_t read_file(archive* plain, void* self, const void** bytes);
    static la_ssize_t read_plain(archive* tar, void* self, const void** bytes);
    using Reader = std::unique_ptr<archive, decltype(&archive_read_free)>;

    static constexpr std::size_t piece = std::size_t{1} << 16U;
    std::ifstream in_;
    ZstdFrame frame_;
    TarHeaders headers_;
    std::array<char, piece> packed_{}, plain_bytes_{};
    std::int64_t passed_ = 0;    ///< bytes that the tar's reader got
    std::int64_t last_mark_ = 0; ///< where the last one that is not zero ends
    Reader plain_, tar_;         ///< the tar's reader uses the other and is freed first
    bool opened_ = false;
};

} // namespace tapir::reports
