#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "nanobragg/scene_request.hpp"

namespace tapir::harness {

/// Where a preset's keys meet the fields of a scene: one table for reading and for writing.
/// Numbers stand in the preset in the unit of their key; `convert` makes the field of them.
class PresetFields {
  public:
    using Convert = double (*)(double);
    using Names = std::vector<std::pair<const char*, int>>;
    enum class Need : std::uint8_t { optional, required };

    PresetFields() = default;
    virtual ~PresetFields() = default;
    PresetFields(const PresetFields&) = delete;
    PresetFields& operator=(const PresetFields&) = delete;
    PresetFields(PresetFields&&) = delete;
    PresetFields& operator=(PresetFields&&) = delete;

    virtual void section(const char* key, Need need,
                         const std::function<void(PresetFields&)>& fields) = 0;
    virtual void number(const char* key, double& field, Convert convert,
                        Need need = Need::optional) = 0;
    virtual void integer(const char* key, long& field, long least) = 0;
    virtual void flag(const char* key, bool& field) = 0;
    virtual void triple(const char* key, std::array<double, 3>& field, Convert convert) = 0;
    virtual void choice(const char* key, int& field, const Names& names, Need need) = 0;
    virtual void text(const char* key, std::string& field) = 0;
    virtual void file(const char* key, std::filesystem::path& field) = 0;
    /// What follows, up to the next call of one of the above, counts as given when its key is
    /// there. @return whether it is (reading), or shall be (writing)
    virtual bool given(const char* key, bool field) = 0;
};

/// Visits every key of a preset but its name and purpose.
void visit_preset(PresetFields& preset, SceneRequest& scene);

} // namespace tapir::harness
