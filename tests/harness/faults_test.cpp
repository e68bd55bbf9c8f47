#include <doctest/doctest.h>

#include <set>

#include <nlohmann/json.hpp>

#include "corpus.hpp"

/// Traces with planted faults: the wrong statement is found, and its kind.
namespace {

using namespace tapir::test;
using nlohmann::json;

bool names(const json& root, const json& fault) {
    const auto is = [&root](const json& wanted) {
        return root.at("kind") == wanted.at("kind") && root.at("key") == wanted.at("key");
    };
    if (is(fault.at("root_key"))) {
        return true;
    }
    const auto& others = fault.value("also_acceptable", json::array());
    return std::any_of(others.begin(), others.end(), is);
}

/// A candidate's truth and what `diff` makes of it.
struct Judged {
    std::string name;
    json truth, roots;
    int exit_code = 0;
};

Judged judge(const std::filesystem::path& folder, const ScratchFolder& scratch) {
    Judged judged;
    judged.name = folder.filename().string();
    judged.truth = json::parse(text_of(folder / "truth.json"));
    const auto& pixel = judged.truth.at("pixel");
    const std::string reference = "cref/trace_" + std::to_string(pixel.at("slow").get<int>()) +
                                  "_" + std::to_string(pixel.at("fast").get<int>()) + ".log";
    const InFolder here(case_folder(judged.truth.at("case")));
    const Outcome outcome =
        run_program("diff " + reference + " " + (folder / "trace.log").string() +
                    " --args-file args.txt --json " + scratch.file("verdict.json"));
    CAPTURE(outcome.output);
    judged.exit_code = outcome.exit_code;
    judged.roots = json::parse(text_of(scratch.file("verdict.json"))).at("root_causes");
    return judged;
}

/// The faults planted in a candidate: none, one or two.
std::vector<json> faults_of(const json& truth) {
    if (truth.value("clean", false)) {
        return {};
    }
    if (truth.contains("roots")) {
        return truth.at("roots").get<std::vector<json>>();
    }
    return {truth};
}

/// Which fault a root names; -1: none.
int fault_named(const json& root, const std::vector<json>& faults) {
    const auto found = std::find_if(faults.begin(), faults.end(),
                                    [&root](const json& fault) { return names(root, fault); });
    return found == faults.end() ? -1 : static_cast<int>(found - faults.begin());
}

} // namespace

TEST_CASE("diff: each of 24 wrong statements is the first root, and its class is told") {
    const ScratchFolder scratch;
    int found = 0;
    for (const auto& entry : std::filesystem::directory_iterator(test_data() / "faults")) {
        const Judged judged = judge(entry.path(), scratch);
        CAPTURE(judged.name);
        REQUIRE(judged.exit_code == 1);
        const json& root = judged.roots.front();
        CHECK(names(root, judged.truth));
        CHECK(root.at("class") == judged.truth.at("class"));
        // f09 mends the reference's carry-over: whichever side the phi mode is not that of
        const std::string side = root.at("side");
        CHECK((side == "candidate" || side.empty() || judged.name == "f09"));
        ++found;
    }
    CHECK(found == 24);
}

TEST_CASE("diff: faults down to 1e-10 in candidates of any arithmetic, two at once, none at all") {
    const ScratchFolder scratch;
    int entries = 0;
    int classes = 0;
    for (const auto& entry : std::filesystem::directory_iterator(test_data() / "hard_faults")) {
        const Judged judged = judge(entry.path(), scratch);
        CAPTURE(judged.name);
        ++entries;
        const std::vector<json> faults = faults_of(judged.truth);
        if (faults.empty()) {
            CHECK(judged.exit_code == 0);
            CHECK(judged.roots.empty());
            continue;
        }
        const bool tracer = judged.truth.at("class") == "tracer";
        CHECK(judged.exit_code == (tracer ? 4 : 1));
        REQUIRE_FALSE(judged.roots.empty());
        const int first = fault_named(judged.roots.front(), faults);
        CHECK(first >= 0);
        std::set<int> within_three;
        for (std::size_t i = 0; i < judged.roots.size() && i < 3; ++i) {
            within_three.insert(fault_named(judged.roots[i], faults));
        }
        within_three.erase(-1);
        CHECK(within_three.size() == faults.size());
        const bool told = first >= 0 && judged.roots.front().at("class") ==
                                            faults[static_cast<std::size_t>(first)].at("class");
        CHECK((told || !tracer));
        classes += told ? 1 : 0;
    }
    CHECK(entries == 122);
    CHECK(classes >= 108); // of 110 with a fault
}
