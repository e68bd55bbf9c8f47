#include "archive/tar_stream.hpp"

#include <archive_entry.h>

#include <cerrno>

#include "tapir/reports/text/printable.hpp"

namespace tapir::reports {

std::string error_of(archive* a) {
    const char* text = archive_error_string(a);
    return text == nullptr ? "unknown error" : printable(text);
}

TarStream::TarStream(const std::filesystem::path& file)
    : in_(file, std::ios::binary), plain_(archive_read_new(), archive_read_free),
      tar_(archive_read_new(), archive_read_free) {
    archive_entry* whole = nullptr; // what is packed, as one entry
    opened_ = in_ && archive_read_support_filter_zstd(plain_.get()) == ARCHIVE_OK &&
              archive_read_support_format_raw(plain_.get()) == ARCHIVE_OK &&
              archive_read_open(plain_.get(), this, nullptr, read_file, nullptr) == ARCHIVE_OK &&
              archive_read_next_header(plain_.get(), &whole) == ARCHIVE_OK &&
              archive_filter_count(plain_.get()) == 2 && // zstd, once, and what lies below it
              archive_filter_code(plain_.get(), 0) == ARCHIVE_FILTER_ZSTD &&
              archive_read_support_format_tar(tar_.get()) == ARCHIVE_OK &&
              archive_read_open(tar_.get(), this, nullptr, read_plain, nullptr) == ARCHIVE_OK;
}

std::string TarStream::problem() const {
    archive* failed = archive_errno(plain_.get()) != 0 ? plain_.get() : tar_.get();
    return !in_.is_open()               ? "it cannot be opened"
           : archive_errno(failed) != 0 ? error_of(failed)
                                        : "it is not compressed with zstd";
}

bool TarStream::ends_here() {
    constexpr std::int64_t record = 20 * 512; // POSIX: the last one may be filled up
    const std::int64_t end = archive_filter_bytes(tar_.get(), 0);
    const void* ignored = nullptr;
    la_ssize_t count = 1;
    while (count > 0 && last_mark_ <= end && passed_ - end < record) {
        count = read_plain(tar_.get(), this, &ignored);
    }
    // the decompressor may have stopped at the end of its frame
    while (count == 0 && read_file(plain_.get(), this, &ignored) > 0) {
    }
    return count == 0 && last_mark_ <= end && passed_ - end < record && frame_.ended() &&
           !frame_.goes_on();
}

la_ssize_t TarStream::read_file(archive* plain, void* self, const void** bytes) {
    auto& stream = *static_cast<TarStream*>(self);
    stream.in_.read(stream.packed_.data(), piece);
    const auto count = static_cast<std::size_t>(stream.in_.gcount());
    if (stream.in_.bad()) {
        archive_set_error(plain, EIO, "cannot be read");
        return -1;
    }
    stream.frame_.take({stream.packed_.data(), count});
    if (stream.frame_.goes_on()) {
        archive_set_error(plain, EIO, "goes on");
        return -1;
    }
    *bytes = stream.packed_.data();
    return static_cast<la_ssize_t>(count);
}

la_ssize_t TarStream::read_plain(archive* tar, void* self, const void** bytes) {
    auto& stream = *static_cast<TarStream*>(self);
    char* const begin = stream.plain_bytes_.data();
    const la_ssize_t count = archive_read_data(stream.plain_.get(), begin, piece);
    if (count < 0) {
        archive_set_error(tar, EIO, "%s", error_of(stream.plain_.get()).c_str());
        return -1;
    }
    for (la_ssize_t i = count; i-- > 0;) {
        if (begin[i] != '\0') {
            stream.last_mark_ = stream.passed_ + i + 1;
            break;
        }
    }
    stream.headers_.take({begin, static_cast<std::size_t>(count)});
    if (!stream.fault().empty()) {
        archive_set_error(tar, EIO, "%s", stream.fault().c_str());
        return -1;
    }
    stream.passed_ += count;
    *bytes = begin;
    return count;
}

} // namespace tapir::reports
