#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <string>

#include "program.hpp"
#include "tapir/engine/taps.hpp"

/// What a new stage needs besides its formula (README.md of the engine, "To add a stage"): each
/// thing that is forgotten is asked for by name.
namespace {

using namespace tapir;
namespace taps = tapir::engine::taps;

const std::string engine_folder = std::string(TAPIR_SOURCE_DIR) + "/engine/";

bool mentions(const std::string& text, const std::string& word) {
    return std::regex_search(text, std::regex("\\b" + word + "\\b"));
}

} // namespace

TEST_CASE("to add a stage: its tap stands in taps::all") {
    const std::string text = test::text_of(engine_folder + "include/tapir/engine/taps.hpp");
    const std::size_t table = text.find("std::array all{");
    REQUIRE(table != std::string::npos);
    const std::string all = text.substr(table);
    const std::regex declaration("TAPIR_DEVICE_CONSTANT TapSpec (\\w+)");
    std::size_t declared = 0;
    for (auto it = std::sregex_iterator(text.begin(), text.end(), declaration);
         it != std::sregex_iterator(); ++it) {
        const std::string name = (*it)[1];
        ++declared;
        CHECK_MESSAGE(mentions(all, name),
                      "taps.hpp declares the tap " << name << ", but taps::all does not hold it");
    }
    CHECK(declared == taps::all.size());
}

TEST_CASE("to add a stage: PHYSICS.md explains every tap between the ray and the pixel") {
    const std::string text = test::text_of(engine_folder + "PHYSICS.md");
    for (const trace::TapSpec* spec : taps::all) {
        const std::string key = spec->key;
        const bool of_set_up = spec->scope == engine::scope::setup;
        if (!of_set_up && !spec->display_only) {
            CHECK_MESSAGE(text.find("`" + key + "`") != std::string::npos,
                          "engine/PHYSICS.md says nothing of the tap " << key);
        }
    }
}

TEST_CASE("to add a stage: every public header of the engine stands in its CMakeLists.txt") {
    const std::string list = test::text_of(engine_folder + "CMakeLists.txt");
    namespace fs = std::filesystem;
    for (const auto& entry : fs::recursive_directory_iterator(engine_folder + "include")) {
        if (entry.path().extension() == ".hpp") {
            const std::string name = fs::relative(entry.path(), engine_folder).string();
            CHECK_MESSAGE(list.find("  " + name) != std::string::npos,
                          "engine/CMakeLists.txt does not list the header " << name);
        }
    }
}
