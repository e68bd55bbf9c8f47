#include "bundle/bundle_snapshot.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <nlohmann/json.hpp>

#include "compare/tolerance_file.hpp"
#include "scene/effective_scene.hpp"
#include "tapir/reports/archive/manifest.hpp"
#include "tapir/reports/text/printable.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::harness {

namespace {

using Json = nlohmann::ordered_json;

Json json_of(const TraceRecipe& recipe) {
    Json pixels = Json::array();
    for (const trace::Pixel& pixel : recipe.pixels) {
        pixels.push_back({pixel.slow, pixel.fast});
    }
    Json json{{"dialect", recipe.dialect}, {"emit_rot_stars", recipe.emit_rot_stars}};
    engine::RunWords words;
    engine::put_words(recipe.run, words);
    engine::visit_run([&](const auto& choice, const auto& value) { json[choice.key] = value; },
                      words);
    json["pixels"] = pixels;
    return json;
}

Json json_of(const std::vector<KeptFile>& files) {
    Json list = Json::array();
    for (const KeptFile& file : files) {
        list.push_back({{"role", file.role},
                        {"file", file.file},
                        {"given", file.given},
                        {"sha256", file.sha256},
                        {"bytes", file.bytes},
                        {"kept", file.kept},
                        {"made_here", file.recipe ? json_of(*file.recipe) : Json(nullptr)},
                        {"not_made_here", file.not_made_here}});
    }
    return list;
}

Json scene_json(const BundleSnapshot& snapshot) {
    if (!snapshot.has_scene()) {
        return nullptr;
    }
    const SceneOptions& scene = snapshot.scene;
    Json json{{"file", scene_name},
              {"given", snapshot.scene_given},
              {"profile", scene.profile},
              {"quirks", scene.quirks}};
    for (const bool of_scene : {true, false}) {
        engine::visit_run(
            [&](const auto& choice, const auto& value) {
                if (choice.of_scene == of_scene) {
                    json[choice.key] = value;
                }
            },
            scene);
    }
    return json;
}

Json parity_json(const BundleSnapshot& snapshot) {
    Json sides = Json::array();
    for (const auto& [name, words] : snapshot.sides) {
        sides.push_back({{"name", name}, {"as", words}});
    }
    Json pixels = Json::array(); // slow, fast, slow, fast, ...
    for (const trace::Pixel& pixel : snapshot.parity.pixels) {
        pixels.push_back(pixel.slow);
        pixels.push_back(pixel.fast);
    }
    return {{"sides", sides},
            {"pixels", pixels},
            {"all_pixels", snapshot.parity.all_pixels},
            {"rtol", snapshot.parity.rtol}};
}

/// What was compared at all; null where the user said nothing of it.
Json scope_json(const trace::ComparedScope& scope) {
    if (scope.ignored.empty() && scope.same_names.empty() && !scope.complete &&
        !scope.printed_digits) {
        return nullptr;
    }
    Json ignored = Json::array();
    for (const trace::IgnoreRule& rule : scope.ignored) {
        ignored.push_back({{"pattern", rule.pattern}, {"reason", rule.reason}});
    }
    Json names = Json::array();
    for (const auto& [reference, candidate] : scope.same_names) {
        names.push_back({{"reference", reference}, {"candidate", candidate}});
    }
    return {{"ignore", ignored},
            {"map", names},
            {"complete", scope.complete},
            {"printed_digits", scope.printed_digits}};
}

Json besides_json(const Besides& besides) {
    Json pixels = Json::array();
    for (const trace::Pixel& pixel : besides.pixels) {
        pixels.push_back({pixel.slow, pixel.fast});
    }
    return {
        {"arbiter", besides.arbiter}, {"conditioning", besides.conditioning}, {"pixels", pixels}};
}

Json tolerance_json(const BundleSnapshot& snapshot) {
    const trace::Tolerance& tolerance = snapshot.tolerance;
    Json keys = Json::array();
    for (const trace::KeyTolerance& one : tolerance.keys) {
        keys.push_back({{"key", one.key},
                        {"relative", one.relative},
                        {"absolute", one.absolute},
                        {"ulp", one.ulp},
                        {"reason", one.reason}});
    }
    Json json{
        {"rtol", tolerance.relative}, {"atol", tolerance.absolute},        {"ulp", tolerance.ulp},
        {"exact", tolerance.exact},   {"image_rtol", snapshot.image_rtol}, {"keys", keys},
        {"noise", tolerance.noise},   {"repeats", tolerance.repeats}};
    if (Json scope = scope_json(tolerance.scope); !scope.is_null()) {
        json["scope"] = std::move(scope);
    }
    return json;
}

} // namespace

std::vector<const KeptFile*> BundleSnapshot::files() const {
    std::vector<const KeptFile*> all;
    for (const auto* list : {&subjects, &images, &inputs}) {
        for (const KeptFile& file : *list) {
            all.push_back(&file);
        }
    }
    return all;
}

ComparisonRequest BundleSnapshot::request() const {
    ComparisonRequest request{
        subjects.front().file, subjects.back().file, scene, tolerance, image_rtol, {}};
    request.besides = besides;
    for (const KeptFile& image : images) {
        request.images.push_back(image.file);
    }
    for (const KeptFile& input : inputs) {
        request.model = input.role == model_role ? input.file : request.model;
        if (input.role == repetition_role) {
            request.repetitions.push_back(input.file);
        }
    }
    return request;
}

SceneOptions scene_in_bundle(SceneOptions scene) {
    static const NanobraggArgs none;
    scene.config = scene_name;
    scene.args_file.clear();
    scene.b_factor_angstrom2.reset(); // the scene has it
    scene.nanobragg_args = &none;
    scene.strict = false; // it has been accepted
    scene.quiet = true;   // and its notices shown
    return scene;
}

std::string snapshot_text(const BundleSnapshot& snapshot, const engine::Experiment* experiment) {
    Json document{{"format", bundle_format},
                  {"version", bundle_version},
                  {"kind", to_text(snapshot.kind)},
                  {"subjects", json_of(snapshot.subjects)},
                  {"tolerance", tolerance_json(snapshot)},
                  {"notes", snapshot.notes},
                  {"scene", scene_json(snapshot)},
                  {"inputs", json_of(snapshot.inputs)}};
    if (!snapshot.images.empty()) {
        document["images"] = json_of(snapshot.images);
    }
    if (snapshot.besides.any()) {
        document["besides"] = besides_json(snapshot.besides);
    }
    if (snapshot.kind == JobKind::parity) {
        document["parity"] = parity_json(snapshot);
    }
    if (experiment != nullptr) {
        document["effective"] = effective_scene(*experiment);
    }
    constexpr int indent = 2;
    return document.dump(indent, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace tapir::harness
