#include "scene/strict_object.hpp"

#include <algorithm>

namespace tapir::harness {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// Notices a key that an object names twice, of which a parser would silently keep the last.
class KeysOnce {
  public:
    bool operator()(int /*depth*/, json::parse_event_t event, const json& parsed) {
        switch (event) {
        case json::parse_event_t::object_start:
            open_.emplace_back();
            break;
        case json::parse_event_t::object_end:
            open_.pop_back();
            break;
        case json::parse_event_t::key:
            if (!open_.back().insert(parsed.get<std::string>()).second) {
                *twice_ = parsed.get<std::string>();
            }
            break;
        default:
            break;
        }
        return true;
    }
    explicit KeysOnce(std::string& twice) : twice_(&twice) {}

  private:
    std::vector<std::set<std::string>> open_;
    std::string* twice_;
};

} // namespace

json parse_json(const std::string& text, const fs::path& file) {
    json document;
    std::string twice;
    try {
        document = json::parse(text, KeysOnce(twice));
    } catch (const json::parse_error& error) {
        const auto position = std::min(error.byte, text.size());
        const auto line =
            1 +
            std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(position), '\n');
        throw InputError({.where = file.string() + ":" + std::to_string(line),
                          .problem = "is not valid JSON",
                          .reason = "the parser stopped at byte " + std::to_string(error.byte),
                          .remedy = "Look for a missing comma, quote or bracket there."});
    } catch (const json::exception& error) { // a number beyond all doubles, bytes that are no UTF-8
        throw InputError({.where = file.string(),
                          .problem = "cannot be read as JSON",
                          .reason = error.what(),
                          .remedy = "Look for a number that is too large, or for stray bytes."});
    }
    if (!twice.empty()) {
        throw InputError({.where = file.string(),
                          .problem = "names '" + twice + "' twice in one object",
                          .reason = "only one of them would count",
                          .remedy = "Remove one of them."});
    }
    return document;
}

} // namespace tapir::harness
