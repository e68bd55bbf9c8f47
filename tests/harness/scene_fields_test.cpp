#include <doctest/doctest.h>

#include <functional>
#include <set>

#include <nlohmann/json.hpp>

#include "field_flips.hpp"
#include "program.hpp"
#include "scene/preset_source.hpp"
#include "scene/preset_writer.hpp"
#include "scene/scene_files.hpp"
#include "scene/scene_source.hpp"

/// The list of a scene's fields behind presets: each is written, read back and described in the
/// schema.
namespace {

using namespace tapir::harness;
using namespace tapir::test;
using nlohmann::json;
using tapir::engine::ExperimentRequest;
using tapir::engine::Need;
using tapir::engine::SceneField;

constexpr const char* folder = "/folder";

/// Another value of a field, or the name of a file.
class FlippedPreset final : public FlippedField {
  public:
    FlippedPreset(int wanted, SceneRequest& request) : FlippedField(wanted), request_(&request) {
        visit_scene(*this, request.experiment);
    }

  protected:
    void change_file(tapir::engine::SceneFile which) override {
        if (which == tapir::engine::SceneFile::column) {
            request_->reflection_column = "FP";
        } else {
            file_of(*request_, which) = std::string(folder) + "/file";
        }
    }

  private:
    SceneRequest* request_;
};

std::string text_of_scene(const SceneRequest& request) {
    return preset_text(request, {"name", "purpose"}, folder);
}

/// Holds the keys of a schema against the list of fields.
class SchemaCheck final : public tapir::engine::SceneVisitor {
  public:
    SchemaCheck(const json& schema, const json& object) : schema_(&schema), object_(&object) {}

    void section(const char* key, Need need, const Fields& fields) override {
        const json& described = described_as(key, "object");
        SchemaCheck inner(*schema_, described);
        fields(inner);
        inner.expect_no_other_key();
        expect_required(key, need);
    }
    void number(const SceneField& f, double& /*value*/) override { expect(f, "number"); }
    void integer(const SceneField& f, long& /*value*/) override { expect(f, "integer"); }
    void flag(const SceneField& f, bool& /*value*/) override { expect(f, "boolean"); }
    void triple(const SceneField& f, std::array<double, 3>& /*values*/) override {
        expect(f, "array");
    }
    void file(const SceneField& f, tapir::engine::SceneFile /*which*/) override {
        expect(f, "string");
    }
    void choice(const SceneField& f, int& /*value*/,
                const tapir::engine::FieldWords& words) override {
        CAPTURE(f.key);
        std::set<std::string> known;
        for (const auto& [word, meaning] : words) {
            known.insert(word);
        }
        CHECK(property(f.key).value("enum", json::array()).get<std::set<std::string>>() == known);
        expect_required(f.key, f.need);
    }

    void expect_no_other_key() const {
        for (const auto& [key, value] : object_->at("properties").items()) {
            CAPTURE(key);
            CHECK(keys_.count(key) == 1); // the schema describes what no preset may hold
        }
    }
    /// Keys of a preset that are no fields of a scene.
    void also(const std::string& key) { keys_.insert(key); }

  private:
    const json& resolved(const json& described) const {
        if (described.contains("$ref")) {
            const std::string pointer = described.at("$ref").get<std::string>().substr(1);
            return resolved(schema_->at(json::json_pointer(pointer)));
        }
        return described;
    }
    const json& property(const std::string& key) {
        static const json nothing = json::object();
        keys_.insert(key);
        const json& properties = object_->at("properties");
        INFO("configs/preset.schema.json does not describe ", key);
        CHECK(properties.contains(key));
        return properties.contains(key) ? resolved(properties.at(key)) : nothing;
    }
    const json& described_as(const std::string& key, const std::string& type) {
        const json& described = property(key);
        CAPTURE(key);
        CHECK(described.value("type", "") == type);
        return described;
    }
    void expect(const SceneField& f, const char* type) {
        (void)described_as(f.key, type);
        expect_required(f.key, f.need);
    }
    void expect_required(const std::string& key, Need need) const {
        if (need == Need::required) {
            CAPTURE(key);
            const json required = object_->value("required", json::array());
            CHECK(std::find(required.begin(), required.end(), key) != required.end());
        }
    }

    const json* schema_;
    const json* object_;
    std::set<std::string> keys_;
};

} // namespace

TEST_CASE("scene fields: another value of any field is another preset, and comes back from it") {
    const std::vector<NamedField> fields = fields_of_a_scene();
    REQUIRE(fields.size() > 80);
    for (std::size_t i = 0; i < fields.size(); ++i) {
        CAPTURE(fields[i].pointer);
        bool differs = false;
        for (const ExperimentRequest& scene : scenes_of_all_fields()) {
            SceneRequest plain;
            plain.experiment = scene;
            SceneRequest flipped = plain;
            const FlippedPreset flip(static_cast<int>(i), flipped);
            const std::string text = text_of_scene(flipped);
            differs = differs || text != text_of_scene(plain);
            const SceneRequest back =
                scene_from_preset_text(text, std::string(folder) + "/preset.json");
            CHECK(text_of_scene(back) == text);
            if (!fields[i].is_file) {
                if (flipped.experiment.misset_random) {
                    flipped.experiment.misset_rad = {0, 0, 0}; // a preset states one of the two
                }
                CHECK(resolved(back.experiment).digest == resolved(flipped.experiment).digest);
            }
        }
        CHECK(differs);
    }
}

TEST_CASE("preset.schema.json: describes every field of a scene, and nothing else") {
    const json schema = json::parse(text_of(configs_folder() / "preset.schema.json"));
    SchemaCheck check(schema, schema);
    for (const char* key : {"format", "version", "name", "purpose"}) {
        check.also(key);
    }
    ExperimentRequest any;
    visit_scene(check, any);
    check.expect_no_other_key();
}
