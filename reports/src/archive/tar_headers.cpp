#include "archive/tar_headers.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "tapir/reports/text/printable.hpp"

namespace tapir::reports {

namespace {

/// A field of a header, up to its first NUL.
std::string_view field(std::string_view header, std::size_t begin, std::size_t size) {
    const std::string_view whole = header.substr(begin, size);
    return whole.substr(0, std::min(whole.find('\0'), size));
}

std::string in_quotes(std::string_view text) {
    return "'" + printable(text) + "'";
}

/// All of a text as a number.
std::optional<std::uint64_t> whole_number(std::string_view text, int base) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    const bool read = error == std::errc() && end == text.data() + text.size();
    return read && value < (std::uint64_t{1} << 62U) ? std::optional(value) : std::nullopt;
}

/// The size in a header: octal digits, and blanks or NULs after them.
std::optional<std::uint64_t> stated_size(std::string_view header) {
    constexpr std::size_t begin = 124;
    constexpr std::size_t size = 12;
    constexpr std::string_view ends("\0 ", 2);
    const std::string_view text = header.substr(begin, size);
    const std::size_t digits = std::min(text.find_first_of(ends), size);
    return text.find_first_not_of(ends, digits) == std::string_view::npos
               ? whole_number(text.substr(0, digits), 8)
               : std::nullopt;
}

/// What an entry of a type is, in words. @param link  its target
std::string words_for(char type, std::string_view link) {
    switch (type) {
    case '1':
        return "a hard link to " + in_quotes(link);
    case '2':
        return "a symbolic link to " + in_quotes(link);
    case '3':
        return "a character device";
    case '4':
        return "a block device";
    case '5':
        return "a folder";
    case '6':
        return "a pipe";
    case 'L':
    case 'K':
        return "a long name in the way of GNU tar";
    default:
        return "an entry of type " + in_quotes({&type, 1});
    }
}

} // namespace

std::string TarHeaders::name() const {
    constexpr std::size_t name_size = 100;
    constexpr std::size_t magic = 257;
    constexpr std::size_t prefix = 345;
    constexpr std::size_t prefix_size = 155;
    if (!pax_path_.empty()) {
        return pax_path_;
    }
    const std::string_view header(header_.data(), header_.size());
    std::string text(field(header, 0, name_size));
    const std::string_view above = field(header, prefix, prefix_size);
    const bool posix = header.substr(magic, 6) == std::string_view("ustar\0", 6);
    return posix && !above.empty() ? std::string(above) + "/" + text : text;
}

void TarHeaders::expect_content(std::uint64_t bytes) {
    content_left_ = (bytes + block - 1) / block * block;
}

void TarHeaders::look_at_header() {
    constexpr std::size_t type_place = 156;
    constexpr std::size_t link_place = 157;
    constexpr std::size_t link_size = 100;
    constexpr std::uint64_t most_of_extension = 1U << 16U;
    const std::string_view header(header_.data(), header_.size());
    if (header.find_first_not_of('\0') == std::string_view::npos) {
        ended_ = true; // what follows is no part of it, see TarStream
        return;
    }
    const char type = header[type_place];
    const std::optional<std::uint64_t> size =
        pax_size_.empty() || type == 'x' ? stated_size(header) : whole_number(pax_size_, 10);
    if (type == 'g') {
        fault_ = "holds a pax header for all of its files";
    } else if (type == 'x' && !(size && *size <= most_of_extension && !in_extension_)) {
        fault_ = "holds a pax header of no sensible size";
    } else if (type == 'x') {
        in_extension_ = true;
        extension_.clear();
        extension_size_ = *size;
        expect_content(*size);
    } else if (type != '0' && type != '\0') {
        fault_ = "holds " + in_quotes(name()) + ", which is no regular file but " +
                 words_for(type, field(header, link_place, link_size));
    } else if (!size) {
        fault_ = "holds " + in_quotes(name()) + ", whose size is no number";
    } else {
        expect_content(*size);
        pax_path_.clear();
        pax_size_.clear();
    }
}

void TarHeaders::take_record(std::string_view key, std::string_view value) {
    if (key == "path") {
        pax_path_ = value;
    } else if (key == "size") {
        pax_size_ = value;
    } else {
        fault_ = "holds " + in_quotes(key) + " in a pax header";
    }
}

/// "23 path=tapir-bundle/name\n", and so on: the number is of bytes, itself among them.
void TarHeaders::look_at_extension() {
    std::string_view text = std::string_view(extension_).substr(0, extension_size_);
    in_extension_ = false;
    while (!text.empty() && fault_.empty()) {
        const std::size_t blank = std::min(text.find(' '), text.size());
        const std::size_t equals = text.find('=', blank);
        const std::optional<std::uint64_t> length = whole_number(text.substr(0, blank), 10);
        if (!length || *length > text.size() || equals >= *length || text[*length - 1] != '\n') {
            fault_ = "holds a pax header that cannot be read";
            return;
        }
        take_record(text.substr(blank + 1, equals - blank - 1),
                    text.substr(equals + 1, *length - equals - 2));
        text.remove_prefix(*length);
    }
}

void TarHeaders::take(std::string_view bytes) {
    while (!bytes.empty() && !ended_ && fault_.empty()) {
        if (content_left_ > 0) {
            const std::size_t count = std::min<std::uint64_t>(content_left_, bytes.size());
            if (in_extension_) {
                extension_ += bytes.substr(0, count);
            }
            bytes.remove_prefix(count);
            content_left_ -= count;
            if (content_left_ == 0 && in_extension_) {
                look_at_extension();
            }
            continue;
        }
        const std::size_t count = std::min(block - filled_, bytes.size());
        std::copy_n(bytes.begin(), count, header_.begin() + static_cast<std::ptrdiff_t>(filled_));
        bytes.remove_prefix(count);
        filled_ = (filled_ + count) % block;
        if (filled_ == 0) {
            look_at_header();
        }
    }
}

} // namespace tapir::reports
