#pragma once

#include "tapir/engine/numbers/vec3.hpp"
#include "tapir/engine/scene_field.hpp"

/// The words in which the lists of fields are written.
namespace tapir::engine::fields {

using Field = SceneField;
using F = SceneVisitor&;

inline constexpr Digested later = Digested::where_chosen;
inline constexpr Digested through = Digested::through_others;
inline constexpr Digested of_images = Digested::not_at_all;

inline void integer(F f, const Field& field, int& value) {
    long wide = value;
    f.integer(field, wide);
    value = static_cast<int>(wide);
}

inline void vector(F f, const Field& field, Vec3<double>& value) {
    std::array<double, 3> list{value.x, value.y, value.z};
    f.triple(field, list);
    value = {list[0], list[1], list[2]};
}

template <class Enum>
void choice(F f, const Field& field, Enum& value,
            const std::vector<std::pair<const char*, Enum>>& words) {
    FieldWords numbered;
    for (const auto& [word, meaning] : words) {
        numbered.emplace_back(word, static_cast<int>(meaning));
    }
    int number = static_cast<int>(value);
    f.choice(field, number, numbered);
    value = static_cast<Enum>(number);
}

[[nodiscard]] inline Field direction(const char* key, const char* name, int place,
                                     const char* topic = "") {
    return {.key = key,
            .name = name,
            .place = place,
            .allowed = Allowed::direction,
            .reason = "a direction needs a length",
            .remedy = "Give a vector that is not zero.",
            .topic = topic};
}

[[nodiscard]] inline Field flag(const char* key, int place) {
    return {.key = key, .name = key, .place = place};
}

} // namespace tapir::engine::fields
