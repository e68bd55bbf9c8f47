#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

#include "cause/run_facts.hpp"
#include "tapir/trace/format/read_trace.hpp"

/// What two run logs say in words: compared where both say it, as far as their digits tell.
namespace {

using namespace tapir::trace;

constexpr std::array facts{
    RunFact{"convention", "", " convention selected."},
    RunFact{"oversampling", "", " pixel oversample steps"},
    RunFact{"distance", "distance=", " detsize="},
    RunFact{"pixel size", "~ pixel=", " meters"},
    RunFact{"fast axis", "FAST_AXIS ", ""},
    RunFact{"reflections from", "re-reading ", ""},
    RunFact{"reflections from", "reading Fs from ", ""},
    RunFact{"default", "~ hkls (all others =", ")", "", "F_cell", "=", "no reflection was found"},
};

ProgramModel program() {
    ProgramModel model;
    model.run_facts = facts;
    return model;
}

std::vector<std::string> differences(const std::string& reference, const std::string& candidate,
                                     const std::string& mark = "TRACE_C: p 1\n") {
    std::vector<RootCause> roots;
    return differing_facts(parse_trace(reference + mark, "reference", ""),
                           parse_trace(candidate + mark, "candidate", ""), program(), roots);
}

struct Row {
    const char *reference, *candidate;
    const char* difference; ///< "": none
};

} // namespace

TEST_CASE("run facts: what both logs say is compared") {
    const std::vector<Row> rows{
        {"mosflm convention selected.\n", "custom convention selected.\n",
         "convention mosflm against custom"},
        {"mosflm convention selected.\n", "MOSFLM convention selected.\n", ""},
        {"mosflm convention selected.\n", "", ""}, // one side says nothing
        {"  2x2 pixel oversample steps\n", "  3x3 pixel oversample steps\n",
         "oversampling 2x2 against 3x3"},
        {"distance=0.1 detsize=1x1\n", "distance=0.1000000001 detsize=1x1\n", ""}, // %g's digits
        {"distance=0.1 detsize=1x1\n", "distance=0.1001 detsize=1x1\n",
         "distance 0.1 against 0.1001"},
        {"detsize=1x1  pixel=0.0005 meters\n", "detsize=1x1  pixel=5e-04 meters\n", ""},
        {"detsize=1x1  pixel=0.0005 meters\n", "detsize=1x1  pixel=0.0004 meters\n",
         "pixel size 0.0005 against 0.0004"},
        {"FAST_AXIS 0 0 1\n", "FAST_AXIS 1 0 0\n", "fast axis 0 0 1 against 1 0 0"},
        {"FAST_AXIS 0 0 1\n", "FAST_AXIS 0 0 -1\n", "fast axis 0 0 1 against 0 0 -1"},
        {"re-reading a/mine.hkl\n", "re-reading b/mine.hkl\n", ""}, // the folder says nothing
        {"re-reading mine.hkl\n", "reading Fs from Fdump.bin\n",
         "reflections from mine.hkl against Fdump.bin"},
        {"a note: the custom convention selected. I think\n", "mosflm convention selected.\n", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.reference);
        CAPTURE(row.candidate);
        const std::vector<std::string> found = differences(row.reference, row.candidate);
        CHECK(found == (*row.difference == '\0' ? std::vector<std::string>{}
                                                : std::vector<std::string>{row.difference}));
    }
}

TEST_CASE("run facts: the last word counts, as programs change their minds") {
    CHECK(differences("mosflm convention selected.\ncustom convention selected.\n",
                      "custom convention selected.\n")
              .empty());
}

TEST_CASE("run facts: an error that one side tells of") {
    CHECK(differences("", "ERROR: out of memory\n") ==
          std::vector<std::string>{"only the candidate says 'ERROR: out of memory'"});
    CHECK(differences("ERROR: out of memory\n", "ERROR: out of memory\n").empty());
    // a warning counts between logs that both speak, of one dialect
    const std::string said = "mosflm convention selected.\n";
    CHECK(differences(said + "WARNING: thick\n", said).size() == 1);
    CHECK(differences("WARNING: thick\n", said).empty());
}

TEST_CASE("run facts: a root with the default that a log states") {
    RootCause root;
    root.tap = "F_cell";
    root.reference = "55.5";
    root.candidate = "100";
    std::vector<RootCause> roots{root};
    const std::string said = "  900 hkls (all others =100)\nTRACE_C: p 1\n";
    const auto explain = [&](const std::string& reference) {
        return differing_facts(parse_trace(reference, "reference", ""),
                               parse_trace("TRACE_C: p 1\n", "candidate", ""), program(), roots);
    };
    CHECK(explain(said).empty());
    REQUIRE(roots.front().evidence.size() == 1);
    CHECK(roots.front().evidence.front().rule == Rule::log_states);
    CHECK(roots.front().evidence.front().side == WhichSide::reference);
    roots.front().evidence.clear();
    roots.front().candidate = "99";
    CHECK(explain(said).empty());
    CHECK(roots.front().evidence.empty());
}
