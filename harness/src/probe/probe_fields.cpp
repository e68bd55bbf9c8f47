#include "probe/probe_fields.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "probe/probe_expression.hpp"

namespace tapir::harness {

namespace {

using nlohmann::json;

constexpr const char* what_is_allowed =
    "Allowed are variables, members, indices in brackets, * and & in front, + - * / and numbers; "
    "nothing is called.";

} // namespace

std::string required_text(StrictObject& object, const char* key) {
    std::string text;
    object.text(key, text);
    if (text.empty()) {
        object.fail(key, "is missing or empty",
                    std::string(probe_format.schema) + " tells what belongs there.");
    }
    return text;
}

std::string required_word(StrictObject& object, const char* key) {
    std::string word = required_text(object, key);
    const bool good = std::all_of(word.begin(), word.end(), [](char letter) {
        return letter > ' ' && letter < '\x7f' &&
               std::string_view("=:;,[]\"'\\").find(letter) == std::string_view::npos;
    });
    if (!good) {
        object.fail(key, "'" + word + "' is no word of a trace",
                    "Use letters, digits, _ and points.");
    }
    return word;
}

std::string plain_text(StrictObject& object, const char* key) {
    std::string text;
    object.text(key, text);
    const bool good = text.size() <= 400 && std::all_of(text.begin(), text.end(), [](char letter) {
                          return static_cast<unsigned char>(letter) >= ' ' && letter != '\x7f';
                      });
    if (!good) {
        object.fail(key, "holds a line break or another control character, or is too long",
                    "Give one line of at most 400 letters.");
    }
    return text;
}

std::vector<std::string> texts(StrictObject& object, const json& value, const char* key) {
    if (!object.has(key)) {
        return {};
    }
    const json& list = value.at(key);
    if (!list.is_array() ||
        !std::all_of(list.begin(), list.end(), [](const json& one) { return one.is_string(); })) {
        object.fail(key, "must be a list of texts", R"(Write it as ["a", "b"].)");
    }
    return list.get<std::vector<std::string>>();
}

std::vector<json> parsed(StrictObject& object, const char* key, const std::string& text) {
    ProbeExpression expression = parse_probe_expression(text);
    if (!expression.problem.empty()) {
        object.fail(key, "'" + text + "' is no plain value: " + expression.problem,
                    what_is_allowed);
    }
    return std::move(expression.trees);
}

json parsed_one(StrictObject& object, const char* key, const std::string& text) {
    std::vector<json> trees = parsed(object, key, text);
    if (trees.size() != 1) {
        object.fail(key, "'" + text + "' is a section", "Name one value.");
    }
    return trees.front();
}

} // namespace tapir::harness
