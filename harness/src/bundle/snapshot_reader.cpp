#include "bundle/snapshot_reader.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <nlohmann/json.hpp>

#include "compare/scope_options.hpp"
#include "compare/tolerance_file.hpp"
#include "tapir/reports/archive/manifest.hpp"
#include "tapir/reports/text/printable.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::harness {

namespace {

using Json = nlohmann::ordered_json;

[[noreturn]] void refuse(const std::string& problem) {
    throw InputError({.where = snapshot_name,
                      .problem = problem,
                      .reason = "a bundle is read strictly, whoever made it",
                      .remedy = "Take it from where it was made."});
}

/// What the command line accepts too.
std::string one_of(const Json& value, const std::vector<std::string>& words) {
    std::string text = value;
    if (std::find(words.begin(), words.end(), text) == words.end()) {
        refuse("holds '" + reports::printable(text) + "', which is no value of its option");
    }
    return text;
}

/// A whole number that is not negative.
/// @param what  "an impossible number of threads": what another value would be
std::uint64_t whole_from(const Json& value, const char* what, std::uint64_t least,
                         std::uint64_t most) {
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() < least ||
        value.get<std::uint64_t>() > most) {
        refuse(std::string("holds ") + what);
    }
    return value;
}

/// Reads what a run states of itself. @param unsaid  words may be empty where nobody chose
void run_from(const Json& json, bool unsaid, auto& words) {
    engine::visit_run(
        [&](const auto& choice, auto& value) {
            const Json& stated = json.at(choice.key);
            if constexpr (requires { choice.words; }) {
                std::vector<std::string> known = choice.names();
                if (unsaid) {
                    known.emplace_back();
                }
                value = one_of(stated, known);
            } else {
                const auto least = static_cast<std::uint64_t>(choice.least);
                const auto most = static_cast<std::uint64_t>(choice.most);
                value = static_cast<int>(
                    whole_from(stated, "an impossible number of threads", least, most));
            }
        },
        words);
}

trace::Pixel pixel_from(const Json& pixel) {
    constexpr const char* what = "a pixel that is no pair of indices";
    if (!pixel.is_array() || pixel.size() != 2) {
        refuse(std::string("holds ") + what);
    }
    const auto index_from = [](const Json& index) {
        return static_cast<int>(whole_from(index, what, 0, std::numeric_limits<int>::max()));
    };
    return {index_from(pixel.at(0)), index_from(pixel.at(1))};
}

/// JSON's true and false would become 1 and 0.
double number_from(const Json& value) {
    if (!value.is_number() || !std::isfinite(value.get<double>())) {
        refuse("holds a tolerance that is no number");
    }
    return value;
}

TraceRecipe recipe_from(const Json& json) {
    TraceRecipe recipe{.dialect = one_of(json.at("dialect"), {"native", "c", "py"}),
                       .emit_rot_stars = json.at("emit_rot_stars"),
                       .run = {},
                       .pixels = {}};
    engine::RunWords words;
    run_from(json, false, words);
    recipe.run = engine::run_in_words(words);
    for (const Json& pixel : json.at("pixels")) {
        recipe.pixels.push_back(pixel_from(pixel));
    }
    if (recipe.pixels.empty()) {
        refuse("says of a trace that it is of no pixel");
    }
    return recipe;
}

std::vector<KeptFile> files_from(const Json& list) {
    constexpr std::uint64_t most_bytes = std::numeric_limits<std::int64_t>::max();
    std::vector<KeptFile> files;
    for (const Json& json : list) {
        KeptFile file{
            .role = json.at("role"),
            .file = json.at("file"),
            .given = json.at("given"),
            .sha256 = json.at("sha256"),
            .bytes = whole_from(json.at("bytes"), "an impossible size of a file", 0, most_bytes),
            .kept = json.at("kept"),
            .recipe = {},
            .not_made_here = {}};
        if (json.contains("not_made_here")) { // older bundles do not say
            file.not_made_here = json.at("not_made_here");
        }
        if (!reports::is_portable_name(file.file)) {
            refuse("names a file outside the bundle");
        }
        if (!json.at("made_here").is_null()) {
            file.recipe = recipe_from(json.at("made_here"));
        }
        files.push_back(std::move(file));
    }
    return files;
}

void scene_from(const Json& json, BundleSnapshot& snapshot) {
    if (json.is_null()) {
        snapshot.scene.config.clear();
        return;
    }
    snapshot.scene_given = json.at("given");
    SceneOptions& scene = snapshot.scene;
    scene.profile = json.at("profile");
    scene.quirks = json.at("quirks").get<std::vector<std::string>>();
    run_from(json, true, scene);
}

void parity_from(const Json& json, BundleSnapshot& snapshot) {
    for (const Json& side : json.at("sides")) {
        snapshot.sides.emplace_back(side.at("name"), side.at("as"));
    }
    const std::vector<Json> pixels = json.at("pixels"); // slow, fast, slow, fast, ...
    if (pixels.size() % 2 != 0) {
        refuse("holds a pixel that is no pair of indices");
    }
    for (std::size_t i = 0; i < pixels.size(); i += 2) {
        snapshot.parity.pixels.push_back(pixel_from({pixels.at(i), pixels.at(i + 1)}));
    }
    snapshot.parity.all_pixels = json.at("all_pixels");
    snapshot.parity.rtol = number_from(json.at("rtol"));
    if (snapshot.parity.rtol != 0 && !is_parity_rtol(snapshot.parity.rtol)) {
        refuse("holds a tolerance that `tapir parity` does not take");
    }
}

trace::ComparedScope scope_from(const Json& json) {
    trace::ComparedScope scope;
    for (const Json& rule : json.at("ignore")) {
        scope.ignored.push_back({rule.at("pattern"), rule.at("reason")});
    }
    for (const Json& names : json.at("map")) {
        scope.same_names.emplace_back(names.at("reference"), names.at("candidate"));
    }
    scope.complete = json.at("complete");
    scope.printed_digits = json.at("printed_digits");
    check_scope(snapshot_name, scope);
    return scope;
}

/// What the command line accepts too: a wider one would make anything agree with anything.
trace::Tolerance tolerance_from(const Json& json) {
    const std::string where = std::string(snapshot_name) + ": ";
    trace::Tolerance tolerance;
    tolerance.relative = number_from(json.at("rtol"));
    tolerance.absolute = number_from(json.at("atol"));
    tolerance.ulp = number_from(json.at("ulp"));
    tolerance.exact = json.at("exact");
    check_tolerance(where, {"", tolerance.relative, tolerance.absolute, tolerance.ulp, ""});
    for (const Json& one : json.at("keys")) {
        tolerance.keys.push_back({one.at("key"), number_from(one.at("relative")),
                                  number_from(one.at("absolute")), number_from(one.at("ulp")),
                                  one.at("reason")});
        const trace::KeyTolerance& key = tolerance.keys.back();
        check_tolerance(where + reports::printable(key.key) + ": ", key);
    }
    for (const auto& [tap, amount] : json.at("noise").get<std::map<std::string, Json>>()) {
        tolerance.noise[tap] = number_from(amount);
        if (tolerance.noise[tap] < 0) {
            refuse("holds a noise below 0");
        }
    }
    tolerance.repeats = static_cast<int>(
        whole_from(json.at("repeats"), "an impossible number of repeats", 0, most_repeats));
    if (json.contains("scope")) { // only where the user said something of it
        tolerance.scope = scope_from(json.at("scope"));
    }
    if (tolerance.exact &&
        (tolerance.scope.printed_digits || tolerance.relative != 0 || tolerance.absolute != 0 ||
         tolerance.ulp != 0 || !tolerance.keys.empty() || !tolerance.noise.empty())) {
        refuse("allows no difference and some at the same time");
    }
    return tolerance;
}

/// @param json  states one of the kinds
BundleSnapshot snapshot_from(const Json& json) {
    BundleSnapshot snapshot;
    snapshot.kind = job_kind_of(json.at("kind").get<std::string>()).value();
    snapshot.scene = scene_in_bundle({});
    scene_from(json.at("scene"), snapshot);
    snapshot.subjects = files_from(json.at("subjects"));
    snapshot.inputs = files_from(json.at("inputs"));
    if (json.contains("images")) { // only where they were given
        snapshot.images = files_from(json.at("images"));
    }
    snapshot.tolerance = tolerance_from(json.at("tolerance"));
    snapshot.image_rtol = number_from(json.at("tolerance").at("image_rtol"));
    check_image_rtol(snapshot_name, snapshot.image_rtol);
    if (json.contains("besides")) { // only where something was asked for
        const Json& besides = json.at("besides");
        snapshot.besides.arbiter = besides.at("arbiter");
        snapshot.besides.conditioning = besides.at("conditioning");
        for (const Json& pixel : besides.at("pixels")) {
            snapshot.besides.pixels.push_back(pixel_from(pixel));
        }
    }
    snapshot.notes = json.at("notes").get<std::vector<std::string>>();
    if (snapshot.kind == JobKind::parity) {
        parity_from(json.at("parity"), snapshot);
    }
    return snapshot;
}

/// A comparison has two sides, a trace of a scene is one.
bool has_its_subjects(const BundleSnapshot& snapshot) {
    constexpr std::size_t two = 2;
    const bool has_images = !snapshot.images.empty();
    if (has_images && (snapshot.kind != JobKind::why || snapshot.images.size() != two)) {
        return false;
    }
    if (snapshot.kind == JobKind::diff || snapshot.kind == JobKind::why) {
        return snapshot.subjects.size() == two;
    }
    return snapshot.has_scene() &&
           ((snapshot.kind == JobKind::trace && snapshot.subjects.size() == 1) ||
            (snapshot.kind == JobKind::parity && snapshot.sides.size() >= two));
}

} // namespace

BundleSnapshot parse_snapshot(const std::string& text, const std::string& where) {
    try {
        const Json json = Json::parse(text);
        if (json.at("format") == bundle_format && json.at("version") == bundle_version &&
            job_kind_of(json.at("kind").get<std::string>())) {
            BundleSnapshot snapshot = snapshot_from(json);
            if (has_its_subjects(snapshot)) {
                return snapshot;
            }
        }
    } catch (const nlohmann::json::exception& error) {
        throw InputError({.where = where,
                          .problem = "cannot be read",
                          .reason = error.what(),
                          .remedy = "Take the bundle from where it was made."});
    }
    throw InputError({.where = where,
                      .problem = "is no tapir-bundle of version " + std::to_string(bundle_version),
                      .reason = "this release reads no other layout",
                      .remedy = "Replay it with the release named in its run_metadata.json."});
}

} // namespace tapir::harness
