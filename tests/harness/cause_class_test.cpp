#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <regex>

#include <nlohmann/json.hpp>

#include "program.hpp"

/// The class of a root where the scene is given, on traces of scenes that differ in one thing, and
/// on traces in which one thing was changed.
namespace {

using namespace tapir::test;
using nlohmann::json;

/// One trace of two is changed, or made with other options.
class Pair {
  public:
    explicit Pair(const std::string& options) : scene_(common + options) {
        reference_ = traced("reference.log", scene_);
    }
    [[nodiscard]] std::string reference() const { return text_of(reference_); }
    /// The verdict on a trace of another scene, the reference's scene given.
    [[nodiscard]] json with_options(const std::string& options, int exit_code) const {
        return verdict(traced("candidate.log", common + options), exit_code);
    }
    [[nodiscard]] json with_text(const std::string& text, int exit_code) const {
        return verdict(scratch_.write("candidate.log", text), exit_code);
    }

  private:
    static constexpr const char* common =
        "-default_F 100 -cell 70 80 90 75 85 95 -N 5 -lambda 1 -distance 100 -detpixels 64 "
        "-pixel 0.1 ";

    [[nodiscard]] std::string traced(const std::string& name, const std::string& options) const {
        std::string file = scratch_.file(name);
        const Outcome outcome =
            run_program("trace --dialect c --pixel 20 41 --out " + file + " -- " + options);
        REQUIRE_MESSAGE(outcome.exit_code == 0, outcome.output);
        return file;
    }
    [[nodiscard]] json verdict(const std::string& candidate, int exit_code) const {
        const std::string file = scratch_.file("verdict.json");
        const Outcome outcome =
            run_program("diff " + reference_ + " " + candidate + " --args-file " +
                        scratch_.write("args.txt", scene_) + " --json " + file);
        CAPTURE(outcome.output);
        CHECK(outcome.exit_code == exit_code);
        return json::parse(text_of(file));
    }

    ScratchFolder scratch_;
    std::string scene_;
    std::string reference_;
};

std::string without_lines(const std::string& text, const std::string& part) {
    std::istringstream lines(text);
    std::string line;
    std::string left;
    while (std::getline(lines, line)) {
        left += line.find(part) != std::string::npos ? "" : line + "\n";
    }
    return left;
}

} // namespace

TEST_CASE("class: missetting rotations in the reversed order are another order") {
    // x by 30 and z by 40 degrees, z first: the angles that say so with x first
    constexpr double degree = std::numbers::pi / 180;
    const double sx = std::sin(30 * degree);
    const double cx = std::cos(30 * degree);
    const double sz = std::sin(40 * degree);
    const double cz = std::cos(40 * degree);
    std::ostringstream angles;
    angles.precision(17);
    angles << "-misset " << std::atan2(sx * cz, cx) / degree << " " << -std::asin(sx * sz) / degree
           << " " << std::atan2(cx * sz, cz) / degree;
    const json verdict = Pair("-misset 30 0 40").with_options(angles.str(), 1);
    for (const json& root : verdict.at("root_causes")) {
        CAPTURE(root.at("key"));
        CHECK(root.at("class") == "order");
    }
    // other angles are no other order
    const json other = Pair("-misset 30 0 40").with_options("-misset 30 1 40", 1);
    CHECK(other.at("root_causes").front().at("class") != "order");
}

TEST_CASE("class: a step of any loop that only one side has is named, an index") {
    struct Loop {
        const char* options;
        const char* key;
        int last;
    };
    for (const Loop& loop :
         {Loop{"-detector_thick 450 -detector_thicksteps 3 -detector_abs 500", "thick", 2},
          Loop{"-oversample 3", "sub_s", 2}, Loop{"-oversample 3", "sub_f", 2},
          Loop{"-hdivrange 2 -hdivsteps 3", "source", 2}, Loop{"-osc 1 -phisteps 3", "phi_tic", 2},
          Loop{"-mosaic_spread 0.5 -mosaic_domains 3", "mos", 2}}) {
        CAPTURE(loop.key);
        const Pair pair(loop.options);
        const std::string step = " " + std::string(loop.key) + "=" + std::to_string(loop.last);
        const json verdict = pair.with_text(without_lines(pair.reference(), step + " "), 1);
        const json& root = verdict.at("root_causes").front();
        CHECK(root.at("key") == loop.key);
        CHECK(root.at("class") == "index");
        CHECK(root.at("site").at(loop.key) == loop.last);
    }
}

TEST_CASE("class: a wrong print of what is shown only is a wrong print") {
    const Pair pair("-osc 1 -phisteps 2");
    const std::string other =
        std::regex_replace(pair.reference(), std::regex("(obliquity_factor )\\S+"), "$010.5");
    const json verdict = pair.with_text(other, 4);
    CHECK(verdict.at("verdict") == "not_attested");
    CHECK(verdict.at("root_causes").front().at("class") == "tracer");
    // the program's result is no display
    const json result = pair.with_text(
        std::regex_replace(pair.reference(), std::regex("(floatimage_accumulated )\\S+"), "$010.5"),
        1);
    CHECK(result.at("root_causes").front().at("class") != "tracer");
}

TEST_CASE("class: a later source's incident beam is told before what is made of it") {
    const ScratchFolder scratch;
    const std::string first = "-10 0 0 1 1e-10\n";
    const std::string sound = scratch.write("sound.txt", first + "-10 0.1 0.05 1 1e-10\n");
    const std::string wrong = scratch.write("wrong.txt", first + "-10 0.1 0.051 1 1e-10\n");
    const json verdict = Pair("-sourcefile " + sound).with_options("-sourcefile " + wrong, 1);
    const json& roots = verdict.at("root_causes");
    REQUIRE_FALSE(roots.empty());
    const std::string key = roots.front().at("key");
    CHECK(key.substr(0, 4) == "inc_");
    for (const json& root : roots) {
        CHECK(root.at("key").get<std::string>().substr(0, 2) != "q_");
    }
}
