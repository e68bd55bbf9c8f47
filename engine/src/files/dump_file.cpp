#include "tapir/engine/files/dump_file.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

#include "tapir/trace/digest.hpp"
#include "tapir/trace/error.hpp"
#include "tapir/trace/file_io.hpp"

namespace tapir::engine {

namespace {

constexpr std::string_view header_end = "\n\f";

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& problem) {
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
            refuse(path, "does not begin with six whole numbers");
        }
        at = stop;
    }
    if (at != end) {
        refuse(path, "has more than six numbers in its first line");
    }
    for (const std::size_t i : {0U, 2U, 4U}) {
        if (limits[i] > limits[i + 1]) {
            refuse(path, "has a lower limit above the upper one");
        }
    }
    return limits;
}

struct Extents {
    std::size_t h, k, l;
};

Extents extents_of(const StructureFactorTable& table) {
    return {StructureFactorTable::extent(table.h_min, table.h_max),
            StructureFactorTable::extent(table.k_min, table.k_max),
            StructureFactorTable::extent(table.l_min, table.l_max)};
}

} // namespace

StructureFactors read_dump_file(const std::filesystem::path& path, double default_electrons) {
    const std::string bytes = read_file(path, "structure factor cache");
    const std::size_t end = bytes.find(header_end);
    if (end == std::string::npos) {
        refuse(path, "has no header line");
    }
    const std::array<int, 6> limits = read_limits(path, std::string_view(bytes).substr(0, end));
    StructureFactors result;
    StructureFactorTable& table = result.table;
    table = {nullptr,   limits[0], limits[1], limits[2],
             limits[3], limits[4], limits[5], default_electrons};
    const Extents n = extents_of(table);
    const double expected = static_cast<double>(n.h + 1) * static_cast<double>(n.k + 1) *
                            static_cast<double>(n.l + 1) * sizeof(double);
    const std::size_t begin = end + header_end.size();
    if (expected != static_cast<double>(bytes.size() - begin)) {
        refuse(path, "has " + std::to_string(bytes.size() - begin) +
                         " bytes of amplitudes, another number than its limits tell");
    }
    result.amplitude_electrons.reserve(n.h * n.k * n.l);
    for (std::size_t h = 0; h < n.h; ++h) {
        for (std::size_t k = 0; k < n.k; ++k) {
            for (std::size_t l = 0; l < n.l; ++l) {
                const std::size_t index = (h * (n.k + 1) + k) * (n.l + 1) + l;
                double amplitude = 0;
                std::memcpy(&amplitude, bytes.data() + begin + index * sizeof(double),
                            sizeof(double));
                if (!std::isfinite(amplitude)) {
                    refuse(path, "holds an amplitude that is not finite");
                }
                result.amplitude_electrons.push_back(amplitude);
            }
        }
    }
    table.amplitude_electrons = result.amplitude_electrons.data();
    result.reflections = result.amplitude_electrons.size();
    result.digest = sha256_hex(bytes);
    result.source = path.string();
    return result;
}

std::string dump_bytes(const StructureFactors& factors) {
    const StructureFactorTable& t = factors.table;
    std::string bytes;
    for (const int limit : {t.h_min, t.h_max, t.k_min, t.k_max, t.l_min, t.l_max}) {
        bytes += (bytes.empty() ? "" : " ") + std::to_string(limit);
    }
    bytes += header_end;
    const Extents n = extents_of(t);
    for (std::size_t h = 0; h <= n.h; ++h) {
        for (std::size_t k = 0; k <= n.k; ++k) {
            for (std::size_t l = 0; l <= n.l; ++l) {
                const bool inside = h < n.h && k < n.k && l < n.l;
                const double amplitude =
                    inside ? factors.amplitude_electrons[(h * n.k + k) * n.l + l] : 0;
                bytes.append(reinterpret_cast<const char*>(&amplitude), sizeof(double));
            }
        }
    }
    return bytes;
}

} // namespace tapir::engine
