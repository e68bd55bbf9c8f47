#include "compare/float_image.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>

#include "tapir/engine/files/smv_image.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"
#include "tapir/trace/format/npy.hpp"
#include "tapir/trace/verdict/compare.hpp"

namespace tapir::harness {

namespace {

constexpr std::string_view smv_mark = "{\nHEADER_BYTES=";

bool has_image_name(const std::filesystem::path& path) {
    const std::string extension = path.extension().string();
    return extension == ".f32" || extension == ".bin" || extension == ".raw" ||
           extension == ".npy" || extension == ".img";
}

/// Raw pixels; a square image tells its size itself.
FloatImage raw_image(const std::string& bytes, const std::filesystem::path& path,
                     std::optional<std::pair<int, int>> size) {
    const std::size_t count = bytes.size() / sizeof(float);
    const auto edge = static_cast<int>(std::lround(std::sqrt(static_cast<double>(count))));
    if (!size && static_cast<std::size_t>(edge) * static_cast<std::size_t>(edge) == count) {
        size = {edge, edge};
    }
    if (bytes.size() % sizeof(float) != 0 || count == 0 || !size) {
        throw InputError(
            {.where = path.string(),
             .problem = "is no raw float32 image of a size that is known",
             .reason = "a raw image holds its pixels and nothing else",
             .remedy = "Give the scene (--config or --args-file; `tapir picture` takes --size "
                       "too), or save it as .npy."});
    }
    FloatImage image;
    image.fast = size->second;
    const auto fast = static_cast<std::size_t>(size->second);
    if (count % fast != 0) {
        throw InputError({.where = path.string(),
                          .problem = "holds " + std::to_string(count) +
                                     " pixels, no whole number of rows of " +
                                     std::to_string(size->second),
                          .reason = "it is of another detector, or cut short",
                          .remedy = "Give the scene it was made with."});
    }
    image.slow = static_cast<int>(count / fast);
    for (std::size_t i = 0; i < count; ++i) {
        float value = 0;
        std::memcpy(&value, bytes.data() + i * sizeof value, sizeof value);
        image.values.push_back(static_cast<double>(value));
    }
    return image;
}

} // namespace

bool looks_like_image(const std::filesystem::path& path) {
    const std::string bytes = read_file(path, "trace or image");
    return trace::is_npy(bytes) || bytes.compare(0, smv_mark.size(), smv_mark) == 0 ||
           has_image_name(path);
}

FloatImage read_float_image(const std::filesystem::path& path,
                            std::optional<std::pair<int, int>> size) {
    const std::string bytes = read_file(path, "image");
    if (trace::is_npy(bytes)) {
        trace::NpyImage array = trace::parse_npy(bytes, path.string());
        return {array.slow, array.fast, std::move(array.values)};
    }
    if (bytes.compare(0, smv_mark.size(), smv_mark) == 0) {
        const engine::SmvImage smv = engine::read_smv(path);
        return {smv.pixels_slow, smv.pixels_fast, {smv.pixels->begin(), smv.pixels->end()}};
    }
    return raw_image(bytes, path, size);
}

} // namespace tapir::harness
