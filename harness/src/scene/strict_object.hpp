#pragma once

#include <array>
#include <cmath>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "tapir/engine/numbers/vec3.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::harness {

/// What errors in a JSON file say of its format.
struct JsonFormat {
    const char* reason; ///< why it is read strictly
    const char* schema; ///< the file that lists its keys
};
inline constexpr JsonFormat preset_format{
    "a preset is read strictly, so that what you read is what runs", "configs/preset.schema.json"};

/// A JSON text in which no object names a key twice.
/// @throws InputError  it is none
[[nodiscard]] nlohmann::json parse_json(const std::string& text, const std::filesystem::path& file);

/// One JSON object whose keys are all accounted for: a key that no reader asked for is an error.
class StrictObject {
  public:
    StrictObject(const nlohmann::json& value, std::string file, std::string pointer,
                 const JsonFormat& format = preset_format)
        : value_(&value), file_(std::move(file)), pointer_(std::move(pointer)), format_(format) {
        if (!value.is_object()) {
            fail("", "must be an object", "Write it as { ... }.");
        }
    }

    [[nodiscard]] bool has(const char* key) {
        known_.insert(key);
        return value_->contains(key);
    }

    [[nodiscard]] StrictObject object(const char* key) {
        return {require(key), file_, pointer_ + "/" + key, format_};
    }

    void number(const char* key, double& field, double (*convert)(double) = nullptr) {
        if (has(key)) {
            field = to_number(key, value_->at(key));
            field = convert == nullptr ? field : convert(field);
        }
    }
    [[nodiscard]] double required_number(const char* key) { return to_number(key, require(key)); }
    template <class Integer>
    void integer(const char* key, Integer& field, double least) {
        if (has(key)) {
            const double number = to_number(key, value_->at(key));
            constexpr double most = 2147483647;
            if (number != std::floor(number) || number < least || number > most) {
                fail(key,
                     "must be a whole number of at least " +
                         std::to_string(static_cast<long>(least)),
                     "Give it without a fraction.");
            }
            field = static_cast<Integer>(number);
        }
    }
    void flag(const char* key, bool& field) {
        if (has(key)) {
            if (!value_->at(key).is_boolean()) {
                fail(key, "must be true or false", "Write it without quotes.");
            }
            field = value_->at(key).get<bool>();
        }
    }
    void text(const char* key, std::string& field) {
        if (has(key)) {
            if (!value_->at(key).is_string()) {
                fail(key, "must be a text", "Put it in double quotes.");
            }
            field = value_->at(key).get<std::string>();
        }
    }
    void triple(const char* key, std::array<double, 3>& field,
                double (*convert)(double) = nullptr) {
        if (!has(key)) {
            return;
        }
        const nlohmann::json& list = value_->at(key);
        if (!list.is_array() || list.size() != field.size()) {
            fail(key, "must be a list of three numbers", "Write it as [x, y, z].");
        }
        for (std::size_t i = 0; i < field.size(); ++i) {
            const double number = to_number(key, list.at(i));
            field[i] = convert == nullptr ? number : convert(number);
        }
    }
    void vector(const char* key, engine::Vec3<double>& field, double (*convert)(double) = nullptr) {
        std::array<double, 3> list{field.x, field.y, field.z};
        if (has(key)) {
            triple(key, list, convert);
            field = {list[0], list[1], list[2]};
        }
    }

    /// @throws InputError  the object has a key that no call above asked for
    void reject_unknown_keys() const {
        for (const auto& [key, value] : value_->items()) {
            if (known_.count(key) == 0) {
                const std::string near =
                    nearest_word(key, std::vector<std::string>(known_.begin(), known_.end()));
                fail(key.c_str(), "is not a known key",
                     near.empty() ? std::string("Remove it; ") + format_.schema + " lists the keys."
                                  : "Did you mean '" + near + "'?");
            }
        }
    }

    [[nodiscard]] const std::string& file() const { return file_; }
    [[nodiscard]] const std::string& pointer() const { return pointer_; } ///< JSON pointer of it

    [[noreturn]] void fail(const char* key, const std::string& problem,
                           const std::string& remedy) const {
        const std::string place = pointer_ + (*key == '\0' ? "" : "/") + key;
        throw InputError({.where = file_ + " " + (place.empty() ? "/" : place),
                          .problem = problem,
                          .reason = format_.reason,
                          .remedy = remedy});
    }

  private:
    const nlohmann::json& require(const char* key) {
        if (!has(key)) {
            fail(key, "is missing", std::string(format_.schema) + " tells what belongs there.");
        }
        return value_->at(key);
    }
    double to_number(const char* key, const nlohmann::json& value) const {
        if (!value.is_number()) {
            fail(key, "must be a number", "Write it without quotes.");
        }
        return value.get<double>();
    }

    const nlohmann::json* value_;
    std::string file_, pointer_;
    JsonFormat format_;
    std::set<std::string> known_;
};

} // namespace tapir::harness
