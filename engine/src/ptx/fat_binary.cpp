#include "ptx/fat_binary.hpp"

#include <cstdint>
#include <cstring>

#include "ptx/zstd_text.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::engine::ptx {

namespace {

constexpr std::uint32_t container_magic = 0xBA55ED50;
constexpr std::uint16_t container_version = 1;
constexpr std::uint16_t kind_ptx = 1;
constexpr std::uint64_t flag_zstd = 0x8000;

[[noreturn]] void refuse_binary(const std::string& where, const std::string& reason) {
    throw InputError({.where = where,
                      .problem = "its fat binary is damaged",
                      .reason = reason,
                      .remedy = "Build the program again."});
}

/// Numbers of a block of bytes, the lowest byte first.
class Bytes {
  public:
    Bytes(std::string_view bytes, const std::string& where) : bytes_(bytes), where_(where) {}

    template <class Integer>
    [[nodiscard]] Integer number(std::size_t at) const {
        if (at > bytes_.size() || sizeof(Integer) > bytes_.size() - at) {
            refuse_binary(where_, "it breaks off in a header");
        }
        Integer value = 0;
        std::memcpy(&value, bytes_.data() + at, sizeof value);
        return value;
    }

    /// @return the bytes from `at` on
    [[nodiscard]] std::string_view part(std::uint64_t at, std::uint64_t count) const {
        if (at > bytes_.size() || count > bytes_.size() - at) {
            refuse_binary(where_, "a part of it goes beyond its end");
        }
        return bytes_.substr(at, count);
    }

    [[nodiscard]] std::size_t size() const { return bytes_.size(); }

  private:
    std::string_view bytes_;
    const std::string& where_;
};

/// One entry of a container: a header, then what it is for.
struct Entry {
    std::uint16_t kind = 0;
    std::uint32_t header_bytes = 0;
    std::uint64_t bytes = 0;            ///< behind the header, filled up to a multiple of 8
    std::uint32_t compressed_bytes = 0; ///< 0: it is not compressed
    std::uint64_t flags = 0;
    std::uint64_t text_bytes = 0; ///< when decompressed
};

Entry entry_at(const Bytes& container, std::size_t at) {
    constexpr std::size_t kind = 0, header_bytes = 4, bytes = 8, compressed = 16, flags = 40,
                          text = 56;
    return {.kind = container.number<std::uint16_t>(at + kind),
            .header_bytes = container.number<std::uint32_t>(at + header_bytes),
            .bytes = container.number<std::uint64_t>(at + bytes),
            .compressed_bytes = container.number<std::uint32_t>(at + compressed),
            .flags = container.number<std::uint64_t>(at + flags),
            .text_bytes = container.number<std::uint64_t>(at + text)};
}

std::string text_of(const Entry& entry, std::string_view content, const std::string& where) {
    const bool is_zstd = (entry.flags & flag_zstd) != 0;
    if (!is_zstd && entry.compressed_bytes != 0) { // as toolkits before 13 do
        throw InputError({.where = where,
                          .problem = "a PTX text is compressed in a way that is not known",
                          .reason = "known are zstd and none",
                          .remedy = "Build the program with nvcc's --no-compress."});
    }
    if (!is_zstd) {
        return std::string(content.substr(0, content.find('\0')));
    }
    if (entry.compressed_bytes > content.size()) {
        refuse_binary(where, "a compressed text goes beyond its entry");
    }
    const std::string text =
        zstd_text(content.substr(0, entry.compressed_bytes), entry.text_bytes, where);
    return text.substr(0, text.find('\0'));
}

void add_texts_of_container(const Bytes& container, const std::string& where,
                            std::vector<std::string>& texts) {
    constexpr std::size_t least_header = 64;
    std::size_t at = 0;
    while (at < container.size()) {
        const Entry entry = entry_at(container, at);
        if (entry.header_bytes < least_header) {
            refuse_binary(where, "an entry has a header of " + std::to_string(entry.header_bytes) +
                                     " bytes");
        }
        (void)container.part(at, entry.header_bytes);
        const std::string_view content = container.part(at + entry.header_bytes, entry.bytes);
        if (entry.kind == kind_ptx) {
            texts.push_back(text_of(entry, content, where));
        }
        at += entry.header_bytes + content.size();
    }
}

} // namespace

std::vector<std::string> ptx_in_fat_binary(std::string_view bytes, const std::string& where) {
    const Bytes all(bytes, where);
    std::vector<std::string> texts;
    std::size_t at = 0;
    while (at < all.size()) {
        if (all.number<std::uint8_t>(at) == 0) { // containers are aligned
            ++at;
            continue;
        }
        if (all.number<std::uint32_t>(at) != container_magic ||
            all.number<std::uint16_t>(at + 4) != container_version) {
            refuse_binary(where, "what should be a container does not begin as one");
        }
        const auto header = all.number<std::uint16_t>(at + 6);
        const auto size = all.number<std::uint64_t>(at + 8);
        constexpr std::uint16_t least_header = 16;
        if (header < least_header) {
            refuse_binary(where,
                          "a container has a header of " + std::to_string(header) + " bytes");
        }
        (void)all.part(at, header);
        const std::string_view content = all.part(at + header, size);
        add_texts_of_container(Bytes(content, where), where, texts);
        at += header + content.size();
    }
    return texts;
}

} // namespace tapir::engine::ptx
