#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tapir::engine {

/// An SMV ("ADSC") image: a text header and unsigned 16-bit pixels.
struct SmvImage {
    std::string header;
    int pixels_fast = 0, pixels_slow = 0;
    std::shared_ptr<const std::vector<std::uint16_t>> pixels; ///< [slow][fast], as stored

    /// The number after the last place where a keyword stands, also inside a longer keyword, as
    /// the C program looks it up; nothing when it stands nowhere.
    [[nodiscard]] std::optional<double> value_of(const std::string& keyword) const;
};

/// @throws InputError  missing file, no SMV header, no size, fewer pixels than the header tells
[[nodiscard]] SmvImage read_smv(const std::filesystem::path& path);

} // namespace tapir::engine
