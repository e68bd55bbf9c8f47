#include "format/unpacked.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <array>
#include <cstdint>
#include <memory>

#include "tapir/trace/base/error.hpp"

namespace tapir::trace {

namespace {

constexpr std::string_view gzip_mark = "\x1f\x8b";
constexpr std::string_view zstd_mark = "\x28\xb5\x2f\xfd";

bool begins_with(std::string_view bytes, std::string_view mark) {
    return bytes.substr(0, mark.size()) == mark;
}

[[noreturn]] void refuse_damaged(const std::string& name, const std::string& how) {
    throw InputError({.where = name,
                      .problem = "is compressed, and damaged or cut short: " + how,
                      .reason = "what lies behind the damage would not be compared",
                      .remedy = "Compress it again, or give the text itself."});
}

constexpr std::size_t byte_values = 256;

/// The cyclic redundancy check of gzip (RFC 1952), byte by byte.
constexpr std::array<std::uint32_t, byte_values> checksum_table = [] {
    constexpr std::uint32_t polynomial = 0xEDB88320;
    constexpr int bits = 8;
    std::array<std::uint32_t, byte_values> table{};
    for (std::uint32_t byte = 0; byte < byte_values; ++byte) {
        std::uint32_t value = byte;
        for (int bit = 0; bit < bits; ++bit) {
            value = (value >> 1U) ^ ((value & 1U) != 0 ? polynomial : 0U);
        }
        table[byte] = value;
    }
    return table;
}();

std::uint32_t checksum(std::string_view bytes) {
    constexpr std::uint32_t all_ones = 0xFFFFFFFF;
    std::uint32_t value = all_ones;
    for (const char c : bytes) {
        value = (value >> 8U) ^ checksum_table[(value ^ static_cast<unsigned char>(c)) & 0xFFU];
    }
    return value ^ all_ones;
}

std::uint32_t little_endian(std::string_view four) {
    std::uint32_t value = 0;
    for (std::size_t i = four.size(); i-- > 0;) {
        value = value << 8U | static_cast<unsigned char>(four[i]);
    }
    return value;
}

/// The library does not look at the checksum of gzip, which stands at the end with the number of
/// bytes; of a file in several parts, that of the last part.
void require_checksum(std::string_view packed, std::string_view text, const std::string& name) {
    constexpr std::size_t trailer = 8;
    const std::string_view end = packed.substr(packed.size() - std::min(trailer, packed.size()));
    const std::size_t size = end.size() == trailer ? little_endian(end.substr(4)) : text.size() + 1;
    if (size > text.size() ||
        checksum(text.substr(text.size() - size)) != little_endian(end.substr(0, 4))) {
        refuse_damaged(name, "its checksum is that of another text");
    }
}

} // namespace

bool is_packed(std::string_view bytes) {
    return begins_with(bytes, gzip_mark) || begins_with(bytes, zstd_mark);
}

void refuse_large_text(const std::string& name, std::size_t largest) {
    throw InputError({.where = name,
                      .problem = "holds more than " + std::to_string(largest >> 20U) +
                                 " MiB, which is too large to be read as text",
                      .reason = "a text is held in memory as a whole",
                      .remedy = "Compare a part of it (`split`, `head`), or print less."});
}

std::string unpacked(std::string_view bytes, const std::string& name, std::size_t largest) {
    const std::unique_ptr<archive, decltype(&archive_read_free)> reader(archive_read_new(),
                                                                        &archive_read_free);
    archive_read_support_filter_gzip(reader.get());
    archive_read_support_filter_zstd(reader.get());
    archive_read_support_format_raw(reader.get());
    archive_read_support_format_empty(reader.get());
    const auto require = [&](la_ssize_t result) {
        if (result < ARCHIVE_OK) {
            const char* how = archive_error_string(reader.get());
            refuse_damaged(name, how == nullptr ? "it cannot be read" : how);
        }
    };
    require(archive_read_open_memory(reader.get(), bytes.data(), bytes.size()));
    archive_entry* entry = nullptr;
    const int head = archive_read_next_header(reader.get(), &entry);
    require(head == ARCHIVE_EOF ? ARCHIVE_OK : head);
    std::string text;
    constexpr std::size_t piece = std::size_t{1} << 16U;
    std::array<char, piece> buffer{};
    for (la_ssize_t count = 1; head != ARCHIVE_EOF && count > 0;) {
        count = archive_read_data(reader.get(), buffer.data(), buffer.size());
        require(count);
        text.append(buffer.data(), static_cast<std::size_t>(count));
        if (text.size() > largest) {
            refuse_large_text(name, largest);
        }
    }
    if (begins_with(bytes, gzip_mark)) {
        require_checksum(bytes, text, name);
    }
    return text;
}

} // namespace tapir::trace
