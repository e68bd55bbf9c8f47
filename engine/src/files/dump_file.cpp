#include "tapir/engine/files/dump_file.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

#include "tapir/trace/base/digest.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"

namespace tapir::engine {

namespace {

constexpr std::string_view header_end = "\n\f";

[[noreturn]] void refuse_cache(const std::filesystem::path& path, const std::string& problem) {
    throw InputError({.where = path.string(),
                      .problem = problem,
                      .reason = "a structure factor cache has six limits, then the doubles of "
                                "their box and one more in each direction",
                      .remedy = "Make it anew: tapir render ... --dump-out FILE."});
}

/// The six limits: h, k, l, least and most.
std::array<int, 6> read_limits(const std::filesystem::path& path, std::string_view header) {
    std::array<int, 6> limits{};
    const char* at = header.data();
    const char* end = at + header.size();
    for (int& limit : limits) {
        while (at != end && *at == ' ') {
            ++at;
        }
        const auto [stop, error] = std::from_chars(at, end, limit);
        if (error != std::errc{}) {
            refuse_cache(path, "does not begin with six whole numbers");
        }
        at = stop;
    }
    if (at != end) {
        refuse_cache(path, "has more than six numbers in its first line");
    }
    for (const std::size_t i : {0U, 2U, 4U}) {
        if (limits[i] > limits[i + 1]) {
            refuse_cache(path, "has a lower limit above the upper one");
        }
    }
    return limits;
}

} // namespace

StructureFactors read_dump_file(const std::filesystem::path& path, double default_electrons) {
    const std::string bytes = read_file(path, "structure factor cache");
    const std::size_t end = bytes.find(header_end);
    if (end == std::string::npos) {
        refuse_cache(path, "has no header line");
    }
    const std::array<int, 6> limits = read_limits(path, std::string_view(bytes).substr(0, end));
    const IndexBox box{limits[0], limits[1], limits[2], limits[3], limits[4], limits[5]};
    // the file has one more in each direction than the box
    const std::size_t k_rows = box.k_extent() + 1;
    const std::size_t l_rows = box.l_extent() + 1;
    const double expected = static_cast<double>(box.h_extent() + 1) * static_cast<double>(k_rows) *
                            static_cast<double>(l_rows) * sizeof(double);
    const std::size_t begin = end + header_end.size();
    if (expected != static_cast<double>(bytes.size() - begin)) {
        refuse_cache(path, "has " + std::to_string(bytes.size() - begin) +
                               " bytes of amplitudes, another number than its limits tell");
    }
    StructureFactors result = uniform_structure_factors(default_electrons, box);
    for (std::size_t h = 0; h < box.h_extent(); ++h) {
        for (std::size_t k = 0; k < box.k_extent(); ++k) {
            for (std::size_t l = 0; l < box.l_extent(); ++l) {
                double amplitude = 0;
                std::memcpy(&amplitude,
                            bytes.data() + begin + ((h * k_rows + k) * l_rows + l) * sizeof(double),
                            sizeof(double));
                if (!std::isfinite(amplitude)) {
                    refuse_cache(path, "holds an amplitude that is not finite");
                }
                result.amplitude(box.h_min + static_cast<int>(h), box.k_min + static_cast<int>(k),
                                 box.l_min + static_cast<int>(l)) = amplitude;
            }
        }
    }
    result.reflections = box.h_extent() * box.k_extent() * box.l_extent();
    result.digest = sha256_hex(bytes);
    result.source = path.string();
    return result;
}

std::string dump_bytes(const StructureFactors& factors) {
    const IndexBox& box = factors.box;
    std::string bytes;
    for (const int limit : {box.h_min, box.h_max, box.k_min, box.k_max, box.l_min, box.l_max}) {
        bytes += (bytes.empty() ? "" : " ") + std::to_string(limit);
    }
    bytes += header_end;
    const StructureFactorTable<double> table = factors.table();
    for (int h = box.h_min; h <= box.h_max + 1; ++h) {
        for (int k = box.k_min; k <= box.k_max + 1; ++k) {
            for (int l = box.l_min; l <= box.l_max + 1; ++l) {
                const bool inside = h <= box.h_max && k <= box.k_max && l <= box.l_max;
                const double amplitude =
                    inside ? table.at(Vec3<double>{static_cast<double>(h), static_cast<double>(k),
                                                   static_cast<double>(l)})
                           : 0;
                bytes.append(reinterpret_cast<const char*>(&amplitude), sizeof(double));
            }
        }
    }
    return bytes;
}

} // namespace tapir::engine
