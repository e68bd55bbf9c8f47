#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "scene/strict_object.hpp"

/// The kinds of values that stand in a probe file, each read strictly.
namespace tapir::harness {

inline constexpr JsonFormat probe_format{
    "a probe file is read strictly, so that a name that is misspelt is not "
    "silently a value that nobody looks at",
    "configs/probe.schema.json"};
/// @throws InputError  it is missing or empty
[[nodiscard]] std::string required_text(StrictObject& object, const char* key);
/// A word that a trace can state: without blanks and the signs that its lines are made of.
/// @throws InputError  it is none
[[nodiscard]] std::string required_word(StrictObject& object, const char* key);
/// A text that goes into a plan, or nothing.
/// @throws InputError  it could be read as more than one line there, or is too long
[[nodiscard]] std::string plain_text(StrictObject& object, const char* key);
/// A list of texts, or nothing.
/// @param value  the JSON that `object` reads
/// @throws InputError  it is another kind of value
[[nodiscard]] std::vector<std::string> texts(StrictObject& object, const nlohmann::json& value,
                                             const char* key);
/// An expression as trees, one for each value that it names.
/// @throws InputError  it is no plain value
[[nodiscard]] std::vector<nlohmann::json> parsed(StrictObject& object, const char* key,
                                                 const std::string& text);
/// The same for an expression that names one value.
[[nodiscard]] nlohmann::json parsed_one(StrictObject& object, const char* key,
                                        const std::string& text);

} // namespace tapir::harness
