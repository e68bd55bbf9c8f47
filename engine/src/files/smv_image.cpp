#include "tapir/engine/files/smv_image.hpp"

#include <cstdlib>
#include <cstring>

#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"

namespace tapir::engine {

namespace {

constexpr std::size_t usual_header_bytes = 512;

[[noreturn]] void refuse_smv(const std::filesystem::path& path, const std::string& problem) {
    throw InputError({.where = path.string(),
                      .problem = problem,
                      .reason = "masks and image headers are SMV files: a header of 512 bytes that "
                                "begins with {, HEADER_BYTES=, and 16-bit pixels",
                      .remedy = "Give an SMV (ADSC) file."});
}

int dimension(const SmvImage& image, const char* keyword) {
    constexpr double most = 1 << 20;
    double value = image.value_of(keyword).value_or(0);
    if (value == 0) {
        value = image.value_of("DETECTOR_DIMENSIONS").value_or(0);
    }
    return value >= 1 && value <= most ? static_cast<int>(value) : 0;
}

} // namespace

std::optional<double> SmvImage::value_of(const std::string& keyword) const {
    const std::size_t place = header.rfind(keyword);
    if (place == std::string::npos) {
        return std::nullopt;
    }
    const std::size_t equals = header.find('=', place + keyword.size());
    if (equals == std::string::npos) {
        return 0.0;
    }
    return std::strtod(header.c_str() + equals + 1, nullptr);
}

SmvImage read_smv(const std::filesystem::path& path) {
    const std::string bytes = read_file(path, "SMV image");
    constexpr std::string_view magic = "{\nHEADER_BYT"; // as far as the C program looks
    if (bytes.size() < usual_header_bytes || bytes.compare(0, magic.size(), magic) != 0) {
        refuse_smv(path, "does not begin with an SMV header");
    }
    SmvImage image;
    image.header = bytes.substr(0, usual_header_bytes);
    const double size = image.value_of("HEADER_BYTES").value_or(0);
    if (!(size >= 2 && size <= static_cast<double>(bytes.size()))) {
        refuse_smv(path, "has HEADER_BYTES that do not fit the file");
    }
    const auto header_bytes = static_cast<std::size_t>(size);
    image.header = bytes.substr(0, header_bytes);
    image.header.resize(std::strlen(image.header.c_str())); // it ends at a NUL, if there is one
    image.pixels_fast = dimension(image, "SIZE1");
    image.pixels_slow = dimension(image, "SIZE2");
    if (image.pixels_fast == 0 || image.pixels_slow == 0) {
        refuse_smv(path, "has no SIZE1 and SIZE2 above 0");
    }
    const std::size_t count =
        static_cast<std::size_t>(image.pixels_fast) * static_cast<std::size_t>(image.pixels_slow);
    const std::size_t begin = header_bytes / sizeof(std::uint16_t) * sizeof(std::uint16_t);
    if (bytes.size() - begin < count * sizeof(std::uint16_t)) {
        refuse_smv(path, "has fewer pixels than its header tells");
    }
    std::vector<std::uint16_t> pixels(count);
    std::memcpy(pixels.data(), bytes.data() + begin, count * sizeof(std::uint16_t));
    image.pixels = std::make_shared<const std::vector<std::uint16_t>>(std::move(pixels));
    return image;
}

} // namespace tapir::engine
