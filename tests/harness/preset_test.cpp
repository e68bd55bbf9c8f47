#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "corpus.hpp"
#include "nanobragg/nanobragg_args.hpp"
#include "scene/preset_source.hpp"
#include "scene/scene_source.hpp"

namespace {

using namespace tapir::test;
using namespace tapir::harness;

std::string digest_of_args(const std::string& corpus_case) {
    const InFolder here(case_folder(corpus_case));
    return load_experiment(scene_from_nanobragg_args(words_of_file("args.txt"))).digest;
}

} // namespace

TEST_CASE("presets: each is the very experiment of its nanoBragg command, to the last bit") {
    for (const auto& pair : {std::pair{"supervisor", "supervisor"},
                             {"simple_cubic", "simple_cubic"},
                             {"phi_scan", "phi_zero"}}) {
        CAPTURE(pair.first);
        CHECK(load_experiment(scene_from_preset(pair.first)).digest == digest_of_args(pair.second));
    }
}

TEST_CASE("presets: the schema knows every key the shipped presets use, and forbids others") {
    const std::filesystem::path configs = configs_folder();
    const auto schema = nlohmann::json::parse(text_of(configs / "preset.schema.json"));
    CHECK(schema.at("additionalProperties") == false);
    for (const std::string& name : preset_names()) {
        const auto preset = nlohmann::json::parse(text_of(preset_file(name)));
        CAPTURE(name);
        CHECK(preset.at("name") == name);
        for (const auto& item : preset.items()) {
            CAPTURE(item.key());
            CHECK(schema.at("properties").contains(item.key()));
        }
    }
}

TEST_CASE("presets list and show: names, purposes, and the JSON as it runs") {
    const Outcome list = run_program("presets list");
    CHECK(list.exit_code == 0);
    for (const char* name : {"supervisor", "simple_cubic", "phi_scan"}) {
        CHECK(contains(list.output, name));
    }
    const Outcome show = run_program("presets show supervisor");
    CHECK(show.exit_code == 0);
    const std::size_t begin = show.output.find('{'); // the line about the file goes to stderr
    const std::size_t end = show.output.rfind('}');
    CHECK(nlohmann::json::parse(show.output.substr(begin, end - begin + 1)).at("name") ==
          "supervisor");
    CHECK(run_program("presets show nonesuch").exit_code == 2);
}

TEST_CASE(
    "nanoBragg options: the order of -twotheta and -twotheta_axis counts, as in the C program") {
    const std::vector<std::string> scene{"-cell", "100", "-default_F", "1", "-N", "5"};
    const auto angle = [&scene](std::vector<std::string> more) {
        more.insert(more.begin(), scene.begin(), scene.end());
        return scene_from_nanobragg_args(more).experiment.detector_twotheta_rad;
    };
    CHECK(angle({"-twotheta", "20", "-twotheta_axis", "0", "0", "-1"}) == 0);
    CHECK(angle({"-twotheta_axis", "0", "0", "-1", "-twotheta", "20"}) ==
          doctest::Approx(20 * 3.14159265358979 / 180));
}

TEST_CASE("nanoBragg options: the last pivot option wins, and a named convention overrides all") {
    using tapir::engine::Pivot;
    const auto pivot = [](std::vector<std::string> more) {
        more.insert(more.end(), {"-cell", "100", "-default_F", "1", "-N", "5"});
        return load_experiment(scene_from_nanobragg_args(more)).input.pivot;
    };
    const std::vector<std::string> custom{"-spindle_axis", "0", "0", "1"};
    const auto with_custom = [&](std::vector<std::string> more) {
        more.insert(more.begin(), custom.begin(), custom.end());
        return pivot(more);
    };
    CHECK(with_custom({"-distance", "50", "-twotheta", "0"}) == Pivot::sample);
    CHECK(with_custom({"-twotheta", "0", "-distance", "50"}) == Pivot::beam);
    CHECK(pivot({"-pivot", "sample"}) == Pivot::beam);
    CHECK(pivot({"-xds", "-pivot", "beam"}) == Pivot::sample);
}
