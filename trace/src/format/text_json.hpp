#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "format/text_document.hpp"

namespace tapir::trace {

/// A member of a JSON object, or an element of an array of objects, as a stretch of the text.
struct JsonMember {
    std::uint32_t begin = 0, end = 0; ///< `"key": value`; of a container: up to its bracket
    std::uint32_t parent = no_line;   ///< by number of member
    std::uint64_t path = 0;           ///< digest of its key and of the keys and indices above
    std::uint64_t kin = 0;            ///< the same of the keys alone
    std::uint64_t shape = 0;          ///< digest of its value's types and brackets
};

/// Cuts a text that is one JSON object or array, or several objects behind each other, into its
/// members: each scalar, and each array that holds no object, is one; so is the beginning of each
/// container with a key.
/// @return false when it is no JSON, or an object has a key twice (a map would lose one of them)
[[nodiscard]] bool cut_json(std::string_view text, std::vector<JsonMember>& members);

/// Whether two texts are objects on a line each whose members do not merely stand in another order,
/// so that they are compared as lines.
[[nodiscard]] bool are_json_lines_in_step(std::string_view one, std::string_view other);

} // namespace tapir::trace
