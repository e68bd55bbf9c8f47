#include "run/trace_recipe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "run/native_trace.hpp"
#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/engine/dialects/text_dialect.hpp"
#include "tapir/trace/base/build_info.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/verdict/compare.hpp"

namespace tapir::harness {

namespace {

std::string dialect_text(const TraceRecipe& recipe, const engine::Experiment& experiment,
                         const engine::RunSpec& run) {
    const std::unique_ptr<engine::TextDialectSink> sink =
        recipe.dialect == "c" ? engine::make_c_dialect(experiment)
                              : engine::make_py_dialect(recipe.emit_rot_stars);
    engine::trace_pixels(experiment, run, recipe.pixels, *sink,
                         [&sink](trace::Pixel pixel) { sink->begin_pixel(pixel); });
    return sink->finish();
}

/// The scene's options with those of the recipe.
SceneOptions as_in(SceneOptions scene, const TraceRecipe& recipe) {
    engine::put_words(recipe.run, scene);
    // the phi mode says the same, and must not be contradicted
    const auto is_phi_mode = [](const std::string& quirk) {
        return quirk.rfind(std::string(engine::id_of(engine::Quirk::phi0_carryover)) + "=", 0) == 0;
    };
    scene.quirks.erase(std::remove_if(scene.quirks.begin(), scene.quirks.end(), is_phi_mode),
                       scene.quirks.end());
    return scene;
}

TraceRecipe recipe_in(const trace::NativeHeader& header) {
    return {.dialect = "native", .run = engine::run_in_words(header), .pixels = header.pixels};
}

/// What a native trace says of itself.
TraceOrigin origin_in(const trace::NativeHeader& header, const std::string& text) {
    if (header.program != program_name) {
        return {{}, "its header says that " + header.program + " made it"};
    }
    if (text.rfind("TAPIR_TRACE ", 0) != 0) {
        return {{}, "it is in the binary form, and only text is made again"};
    }
    if (header.rectangle) {
        return {{}, "it is of all pixels, and only those of chosen ones are made again"};
    }
    return {recipe_in(header), ""};
}

/// Every way in which this program could have written a text trace of these pixels.
std::vector<TraceRecipe> text_recipes(const trace::TraceFile& file, const SceneOptions& scene) {
    std::vector<TraceRecipe> recipes;
    TraceRecipe recipe = recipe_of(scene, std::string(trace::to_text(file.dialect)), file.pixels);
    for (const auto& [phi_word, phi_mode] : engine::phi_mode_choice.words) {
        for (const auto& [word, arithmetic] : engine::arithmetic_choice.words) {
            for (const bool rot_stars : {false, true}) {
                if (rot_stars && file.dialect != trace::Dialect::py) {
                    continue;
                }
                recipe.run.phi_mode = phi_mode;
                recipe.run.arithmetic = arithmetic;
                recipe.emit_rot_stars = rot_stars;
                recipes.push_back(recipe);
            }
        }
    }
    return recipes;
}

} // namespace

TraceRecipe recipe_of(const SceneOptions& scene, const std::string& dialect,
                      const std::vector<trace::Pixel>& pixels) {
    return {.dialect = dialect, .run = scene.chosen_run(), .pixels = pixels};
}

std::string make_trace(const SceneOptions& scene, const engine::Experiment& experiment,
                       const TraceRecipe& recipe) {
    const SceneOptions as_made = as_in(scene, recipe);
    const engine::RunSpec run = as_made.run_spec();
    return recipe.dialect == "native" ? native_trace(as_made, experiment, run, recipe.pixels)
                                      : dialect_text(recipe, experiment, run);
}

TraceOrigin origin_of(const std::string& text, trace::TraceFile file, const SceneOptions& scene,
                      const engine::Experiment& experiment) {
    if (file.header) {
        return origin_in(*file.header, text);
    }
    trace::TraceFile nothing;
    trace::recover_pixels(nothing, file, engine::nanobragg_model(), nullptr);
    constexpr std::size_t most_pixels = 16; // each is computed a few times
    if (file.pixels.empty()) {
        return {{}, "it does not say of which pixel it is"};
    }
    if (file.pixels.size() > most_pixels) {
        return {{},
                fmt::format("of text traces of more than {} pixels it is not tried how they "
                            "were made; this one has {}",
                            most_pixels, file.pixels.size())};
    }
    for (const TraceRecipe& recipe : text_recipes(file, scene)) {
        try {
            if (make_trace(scene, experiment, recipe) == text) {
                return {recipe, ""};
            }
        } catch (const InputError&) {
            continue; // this scene cannot be computed so: it was not made so either
        }
    }
    return {{}, "this program writes other bytes of this scene, in every phi mode and arithmetic"};
}

} // namespace tapir::harness
