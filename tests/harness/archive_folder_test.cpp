#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "corpus.hpp"

/// The bundles that are committed in reports/archive.
namespace {

namespace fs = std::filesystem;
using namespace tapir::test;

/// Folders of the archive with a list of digests in them.
std::vector<fs::path> committed_bundles() {
    std::vector<fs::path> bundles;
    const fs::path archive = fs::path(TAPIR_SOURCE_DIR) / "reports/archive";
    for (const auto& entry : fs::recursive_directory_iterator(archive)) {
        if (entry.path().filename() == "sha256.txt" &&
            fs::exists(entry.path().parent_path() / "config_snapshot.json")) {
            bundles.push_back(entry.path().parent_path());
        }
    }
    return bundles;
}

} // namespace

TEST_CASE("archive: every bundle is whole, and replays byte for byte from a copy elsewhere") {
    const ScratchFolder scratch;
    bool baseline = false;
    for (const fs::path& bundle : committed_bundles()) {
        CAPTURE(bundle.string());
        const fs::path copy = scratch.file("copy");
        fs::copy(bundle, copy, fs::copy_options::recursive);
        const InFolder elsewhere("/");
        const Outcome verified = run_program("bundle verify " + copy.string());
        CAPTURE(verified.output);
        CHECK(verified.exit_code == 0);
        const auto snapshot = nlohmann::json::parse(text_of(copy / "config_snapshot.json"));
        if (snapshot.at("kind") != "diff" && snapshot.at("kind") != "why") {
            MESSAGE("not replayed, because it computes on the machine it was made on: " << bundle);
            fs::remove_all(copy);
            continue;
        }
        const std::string rerun = libm_is_the_corpus_libm() ? " --rerun" : "";
        const Outcome replayed = run_program("bundle replay " + copy.string() + rerun);
        CAPTURE(replayed.output);
        CHECK(replayed.exit_code == 0);
        baseline = baseline || bundle.parent_path().filename() == "supervisor";
        fs::remove_all(copy);
    }
    CHECK(baseline);
}
