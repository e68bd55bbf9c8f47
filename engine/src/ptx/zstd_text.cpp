#include "ptx/zstd_text.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <memory>

#include "tapir/trace/base/error.hpp"

namespace tapir::engine::ptx {

namespace {

struct Closed {
    void operator()(archive* reader) const { archive_read_free(reader); }
};

[[noreturn]] void refuse_frame(const std::string& where, const std::string& reason) {
    throw InputError({.where = where,
                      .problem = "a compressed PTX text is damaged",
                      .reason = reason,
                      .remedy = "Build the program again."});
}

} // namespace

std::string zstd_text(std::string_view frame, std::size_t bytes, const std::string& where) {
    constexpr std::string_view magic = "\x28\xB5\x2F\xFD"; // or the library takes it for plain text
    if (!frame.starts_with(magic)) {
        refuse_frame(where, "it does not begin as a zstd frame");
    }
    const std::unique_ptr<archive, Closed> reader(archive_read_new());
    archive_entry* entry = nullptr;
    if (!reader || archive_read_support_filter_zstd(reader.get()) != ARCHIVE_OK ||
        archive_read_support_format_raw(reader.get()) != ARCHIVE_OK ||
        archive_read_open_memory(reader.get(), frame.data(), frame.size()) != ARCHIVE_OK ||
        archive_read_next_header(reader.get(), &entry) != ARCHIVE_OK) {
        refuse_frame(where, "its zstd frame cannot be read");
    }
    constexpr std::size_t most = std::size_t{1} << 30U; // the kernels of a program take a few MiB
    if (bytes > most) {
        refuse_frame(where, "its size is said to be " + std::to_string(bytes) + " bytes");
    }
    std::string text(bytes + 1, '\0'); // one more, to see that there are no more
    std::size_t filled = 0;
    while (filled < text.size()) {
        const auto read =
            archive_read_data(reader.get(), text.data() + filled, text.size() - filled);
        if (read < 0) {
            refuse_frame(where, "its frame breaks off, or contradicts itself");
        }
        if (read == 0) {
            break;
        }
        filled += static_cast<std::size_t>(read);
    }
    if (filled != bytes) {
        refuse_frame(where, "it has not the " + std::to_string(bytes) + " bytes it should have");
    }
    text.resize(bytes);
    return text;
}

} // namespace tapir::engine::ptx
