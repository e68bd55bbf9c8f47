#include "tapir/trace/format/npy.hpp"

#include <cstdint>
#include <cstring>
#include <string>

#include "format/line_tools.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

constexpr std::string_view magic = "\x93NUMPY";

[[noreturn]] void refuse(const std::string& name, const std::string& problem) {
    throw InputError({.where = name,
                      .problem = problem,
                      .reason = "an image is read from a little-endian float32 or float64 array of "
                                "two dimensions in C order",
                      .remedy = "Save it with numpy.save(file, numpy.ascontiguousarray(image, "
                                "dtype='<f8'))."});
}

/// What stands after "'key':" in the header's program model.
std::string_view field(std::string_view header, std::string_view key) {
    const std::size_t at = header.find(key);
    return at == std::string_view::npos ? "" : header.substr(at + key.size());
}

template <class Element>
void read_elements(std::string_view bytes, std::vector<double>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        Element element = 0;
        std::memcpy(&element, bytes.data() + i * sizeof(Element), sizeof(Element));
        values[i] = static_cast<double>(element);
    }
}

} // namespace

bool is_npy(std::string_view bytes) {
    return bytes.substr(0, magic.size()) == magic;
}

NpyImage parse_npy(std::string_view bytes, const std::string& name) {
    constexpr std::size_t version_at = 6;
    constexpr std::size_t length_at = 8;
    if (!is_npy(bytes) || bytes.size() < length_at + 4) {
        refuse(name, "is no NumPy file, or is cut short");
    }
    const bool long_header = bytes[version_at] > 1;
    const std::size_t length_bytes = long_header ? 4 : 2;
    std::size_t length = 0;
    for (std::size_t i = 0; i < length_bytes; ++i) {
        length |= static_cast<std::size_t>(static_cast<unsigned char>(bytes[length_at + i]))
                  << (8 * i);
    }
    const std::size_t data_at = length_at + length_bytes + length;
    if (data_at > bytes.size()) {
        refuse(name, "is cut short in its header");
    }
    const std::string_view header = bytes.substr(length_at + length_bytes, length);
    const std::string_view descr = field(header, "'descr':");
    const bool single = descr.substr(0, 8).find("'<f4'") != std::string_view::npos;
    const bool wide = descr.substr(0, 8).find("'<f8'") != std::string_view::npos;
    if (!single && !wide) {
        refuse(name, "holds no float32 or float64 numbers");
    }
    if (field(header, "'fortran_order':").substr(0, 6).find("True") != std::string_view::npos) {
        refuse(name, "is in Fortran order");
    }
    std::string_view shape = field(header, "'shape':");
    const std::size_t open = shape.find('(');
    const std::size_t close = shape.find(')');
    const std::vector<std::string_view> sizes =
        open == std::string_view::npos || close == std::string_view::npos || close < open
            ? std::vector<std::string_view>{}
            : split(shape.substr(open + 1, close - open - 1), " ,");
    const auto slow = sizes.size() == 2 ? parse_integer(sizes[0]) : std::nullopt;
    const auto fast = sizes.size() == 2 ? parse_integer(sizes[1]) : std::nullopt;
    if (!slow || !fast || *slow < 1 || *fast < 1) {
        refuse(name, "is no array of two dimensions");
    }
    NpyImage image;
    image.slow = *slow;
    image.fast = *fast;
    const std::size_t count = static_cast<std::size_t>(*slow) * static_cast<std::size_t>(*fast);
    const std::size_t element = single ? sizeof(float) : sizeof(double);
    if ((bytes.size() - data_at) / element < count || (bytes.size() - data_at) != count * element) {
        refuse(name, "holds another number of values than its header says");
    }
    image.values.resize(count);
    if (single) {
        read_elements<float>(bytes.substr(data_at), image.values);
    } else {
        read_elements<double>(bytes.substr(data_at), image.values);
    }
    return image;
}

} // namespace tapir::trace
