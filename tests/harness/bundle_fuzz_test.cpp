#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "../fuzz/mutation.hpp"
#include "bundles.hpp"

// What a bundle holds may be by anybody. Its digests are made anew after every change, so that the
// replay is reached: whatever it meets, it ends in time, and not with an internal error.

using namespace tapir::test;
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

/// A scene that is computed at once, whatever number of it is exchanged.
const char* const small_scene = "-default_F 100 -N 5 -cell 90 90 90 90 90 90 -lambda 1 "
                                "-distance 50 -detpixels 8 -osc 1 -phisteps 2";

/// One bundle of each kind.
std::vector<std::string> make_bundles(const ScratchFolder& scratch) {
    const std::string scene = " --args-file " + scratch.write("args.txt", small_scene);
    const std::string parity_mode = " --phi-mode c-parity";
    const auto file = [&scratch](const char* name) { return " " + scratch.file(name); };
    (void)run_program("trace --pixel 3 3 --out" + file("a.log") + scene);
    (void)run_program("trace --pixel 3 3 --dialect c --out" + file("b.log") + scene + parity_mode);
    (void)run_program("render --float-out" + file("a.f32") + scene);
    (void)run_program("render --float-out" + file("b.f32") + scene + parity_mode);
    const std::string traces = file("a.log") + file("b.log");
    const std::string images = file("a.f32") + file("b.f32");
    std::vector<std::string> folders;
    for (const std::string& command :
         {"trace --pixel 3 3" + scene, "diff" + traces + scene, "diff" + traces,
          "why" + images + scene, "why" + traces + " --images" + images + scene,
          "parity --pixel 3 3 --devices cpu,cpu:reference" + scene}) {
        folders.push_back(scratch.file("kind" + std::to_string(folders.size())));
        (void)run_program(command + " --bundle " + folders.back());
        REQUIRE(fs::exists(folders.back()));
    }
    return folders;
}

/// A value of a document is exchanged for one of another kind, or the key or entry for it is lost.
std::string with_another_value(Random& random, const std::string& text) {
    static const std::vector<json> values{nullptr,
                                          true,
                                          0,
                                          -1,
                                          3,
                                          0.5,
                                          1e308,
                                          -1e308,
                                          5e-324,
                                          2147483648U,
                                          std::numeric_limits<std::uint64_t>::max(),
                                          std::numeric_limits<std::int64_t>::min(),
                                          "",
                                          "x",
                                          "..",
                                          "/etc/passwd",
                                          "cpu:",
                                          "c-parity",
                                          "\x1b[31m",
                                          "scene.json",
                                          "inputs",
                                          ".",
                                          json::array(),
                                          json::object(),
                                          json::array({1, 2}),
                                          json::array({nullptr})};
    json document = json::parse(text).flatten();
    auto place = document.begin();
    std::advance(place, static_cast<std::ptrdiff_t>(below(random, document.size())));
    const std::string key = place.key();
    json whole = json::parse(text);
    const json::json_pointer pointer(key);
    if (below(random, 5) == 0) {
        const json patch = json::array({{{"op", "remove"}, {"path", key}}});
        return whole.patch(patch).dump();
    }
    // a part of the document as well as a single value
    json::json_pointer target = below(random, 4) == 0 ? pointer.parent_pointer() : pointer;
    whole[target] = values[below(random, values.size())];
    return whole.dump();
}

/// The files that a replay reads, those that say what is done more than once.
std::vector<fs::path> files_to_change(const fs::path& folder) {
    std::vector<fs::path> files(3, "config_snapshot.json");
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (name.rfind("trace_", 0) == 0 || name.rfind("image_", 0) == 0 || name == "scene.json" ||
            name == "verdict.json") {
            files.emplace_back(name);
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace

TEST_CASE("bundle: whatever is in one, its replay ends, and with no internal error") {
    const ScratchFolder scratch;
    const std::vector<std::string> folders = make_bundles(scratch);
    Random random(20261128);
    const auto begin = std::chrono::steady_clock::now();
    constexpr std::chrono::seconds enough(12); // of a slow machine
    int refused = 0;
    int tried = 0;
    for (; tried < 300 && std::chrono::steady_clock::now() - begin < enough; ++tried) {
        const fs::path folder = folders[below(random, folders.size())];
        const std::vector<fs::path> files = files_to_change(folder);
        const fs::path file = folder / files[below(random, files.size())];
        const std::string before = text_of(file);
        const std::string after = file.extension() == ".json" && below(random, 5) > 0
                                      ? with_another_value(random, before)
                                      : mutated(random, before, {"9e999", "\"", "nan", "{", "\n"});
        std::ofstream(file, std::ios::binary) << after;
        seal_again(folder);
        const Outcome outcome =
            run_program("bundle replay --rerun " + folder.string(), "timeout 60 ");
        CAPTURE(tried);
        CAPTURE(file.string());
        CAPTURE(outcome.output);
        CHECK_FALSE(contains(outcome.output, "\x1b"));
        const bool as_promised = outcome.exit_code >= 0 && outcome.exit_code <= 3;
        CHECK((as_promised || outcome.exit_code == 6)); // "cuda" among the letters
        if (!as_promised) {
            MESSAGE(after.substr(0, 4000));
        }
        refused += outcome.exit_code == 2 ? 1 : 0;
        std::ofstream(file, std::ios::binary) << before;
        seal_again(folder);
    }
    CAPTURE(tried);
    CHECK(refused > tried / 5); // the changes do reach what reads them
    CHECK(refused < tried);
    for (const std::string& folder : folders) {
        CHECK(replay(folder) == 0); // they were sound
    }
}

TEST_CASE("bundle: a snapshot allows what the command line allows, and no more") {
    const ScratchFolder scratch;
    const std::vector<std::string> folders = make_bundles(scratch);
    const auto refusal = [](const fs::path& folder, const std::string& pointer, const json& value,
                            int code = 2) {
        const fs::path file = folder / "config_snapshot.json";
        const std::string before = text_of(file);
        json document = json::parse(before);
        document[json::json_pointer(pointer)] = value;
        std::ofstream(file, std::ios::binary) << document.dump();
        seal_again(folder);
        const Outcome outcome = run_program("bundle replay --rerun " + folder.string());
        std::ofstream(file, std::ios::binary) << before;
        CAPTURE(pointer);
        CAPTURE(outcome.output);
        CHECK(outcome.exit_code == code);
        return outcome.output;
    };
    const std::string& trace = folders[0];
    const std::string& diff = folders[1];
    const std::string& images = folders[3];
    const std::string& parity = folders[5];
    CHECK(contains(refusal(images, "/tolerance/image_rtol", 9223372036854775808U),
                   "must be at least 0 and below 1"));
    CHECK(contains(refusal(diff, "/tolerance/rtol", 1), "must be at least 0 and below 1"));
    CHECK(contains(refusal(diff, "/tolerance/atol", true), "a tolerance that is no number"));
    CHECK(contains(refusal(diff, "/tolerance/noise", {{"F_latt", -1}}), "a noise below 0"));
    CHECK(contains(refusal(diff, "/tolerance/repeats", 1e300), "impossible number of repeats"));
    json keys = json::array(
        {{{"key", "\x1b"}, {"relative", 2}, {"absolute", 0}, {"ulp", 0}, {"reason", "because"}}});
    CHECK(contains(refusal(diff, "/tolerance/keys", keys), "?: relative: must be"));
    CHECK(contains(refusal(diff, "/subjects/0/bytes", -1), "impossible size of a file"));
    const char* made_of = "/subjects/0/made_here/pixels";
    CHECK(contains(refusal(trace, made_of, json::array()), "of no pixel"));
    CHECK(contains(refusal(trace, made_of, {{1, 2, 3}}), "no pair of indices"));
    CHECK(contains(refusal(trace, made_of, {{1, -2}}), "no pair of indices"));
    CHECK(
        contains(refusal(parity, "/parity/pixels", json::array({1, 2, 3})), "no pair of indices"));
    CHECK(contains(refusal(parity, "/parity/pixels", json::array({1, 4294967296U})),
                   "no pair of indices"));
    // each side is spelled out: else there would be more of them than names
    CHECK(contains(refusal(parity, "/parity/sides/0/as", "matrix", 3), "stands for several"));
    CHECK(contains(refusal(parity, "/parity/rtol", 0.5), "`tapir parity` does not take"));
}
