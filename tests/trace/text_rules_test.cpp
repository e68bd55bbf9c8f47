#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tapir/trace/base/error.hpp"
#include "tapir/trace/verdict/text_comparison.hpp"
#include "text_kinds/trial.hpp"

namespace {

using namespace tapir::trace;
using tapir::test::compared;

bool says(const Comparison& result, const std::string& part) {
    return result.sentence.find(part) != std::string::npos;
}

/// @param outputs  have to outlive the request
TextRequest repeated(const std::vector<std::string>& outputs) {
    TextRequest request;
    for (const std::string& output : outputs) {
        request.repetitions.push_back({"run", output});
    }
    return request;
}

/// A table of eight rows.
/// @param b3, b5  what column b says in rows 3 and 5
std::string table(const std::string& b3, const std::string& b5) {
    std::string text = "step a b\n";
    for (int row = 1; row <= 8; ++row) {
        const std::string number = std::to_string(row);
        text += number + " 1." + number + "1 ";
        text += row == 3 ? b3 : row == 5 ? b5 : "2." + number + "3";
        text += "\n";
    }
    return text;
}

} // namespace

TEST_CASE("compare_texts: infinities and no numbers agree with nothing") {
    CHECK(compared("x = inf\ny = 1.5\n", "x = inf\ny = 1.5\n").verdict == Verdict::divergence);
    CHECK(compared("x = -inf\ny = 1.5\n", "x = -inf\ny = 1.5\n").verdict == Verdict::divergence);
    CHECK(compared("x = nan\ny = 1.5\n", "x = nan\ny = 1.5\n").verdict == Verdict::divergence);
}

TEST_CASE("compare_texts: asked to be exact, fewer digits are another number") {
    std::string fine, coarse;
    for (int i = 1; i <= 6; ++i) {
        coarse += std::to_string(i) + " x 1.500 y 2\n";
        fine += std::to_string(i) + " x 1.5004 y 2\n";
    }
    CHECK(compared(coarse, fine).verdict == Verdict::parity);
    TextRequest exact;
    exact.tolerance.exact = true;
    CHECK(compared(coarse, fine, exact).verdict == Verdict::divergence);
    CHECK(compared("x 1.50\ny 2\n", "x 1.5\ny 2.0\n", exact).verdict == Verdict::parity);
}

TEST_CASE("compare_texts: a line that the user leaves out is counted on whichever side it is") {
    TextRequest request;
    request.tolerance.scope.ignored = {{"*WARNING*", "chatty"}};
    const std::string bare = "E = 5\nend 3\n";
    const std::string warned = "E = 5\nWARNING: 17 atoms lost!\nend 3\n";
    for (const bool of_candidate : {true, false}) {
        const Comparison result =
            of_candidate ? compared(bare, warned, request) : compared(warned, bare, request);
        CAPTURE(result.sentence);
        CHECK(result.verdict == Verdict::parity);
        CHECK(says(result, "*WARNING* 5: chatty, of which 5 differ"));
        CHECK(says(result, "line 2 of the candidate") == of_candidate);
        REQUIRE(result.account.ignored.size() == 1);
        CHECK(result.account.ignored.front().tokens == 5);
    }
    CHECK(!says(compared(warned, warned, request), "differ"));
    const Comparison both = compared(warned, "E = 5\nWARNING: 18 atoms lost!\nend 3\n", request);
    CHECK(says(both, "*WARNING* 5: chatty, of which 5 differ, the first in line 2"));
}

TEST_CASE("compare_texts: what a rule leaves out and differs is told") {
    const Comparison one = compared("E = 5\npid 211\n", "E = 5\npid 212\n");
    CAPTURE(one.sentence);
    CHECK(one.verdict == Verdict::parity);
    CHECK(says(one, "process ids 1, of which 1 differs: line 2"));
    CHECK(!says(compared("E = 5\npid 211\n", "E = 5\npid 211\n"), "differs"));
}

TEST_CASE("compare_texts: where all values that differ are ignored there is no verdict") {
    const Comparison none = compared("elapsed 5 s\n", "elapsed 6 s\n");
    CHECK(none.verdict == Verdict::not_comparable);
    CHECK(says(none, "No value was compared; 1 ignored (durations 1, of which 1 differs: line 1)"));
    CHECK(compared("elapsed 5 s\n", "elapsed 5 s\n").verdict == Verdict::parity);
    CHECK(compared("elapsed 5 s\nE 2\n", "elapsed 6 s\nE 2\n").verdict == Verdict::parity);
}

TEST_CASE("compare_texts: quantities of physics are no times of the run") {
    const auto differ = [](const std::string& reference, const std::string& candidate) {
        CAPTURE(reference);
        CHECK(compared(reference + "\nE 2\n", candidate + "\nE 2\n").verdict ==
              Verdict::divergence);
    };
    differ("pid=211 px=1.5", "pid=321 px=1.5");
    differ("elapsed: 3.2e4 years", "elapsed: 9.9e9 years");
    differ("elapsed 3.2 fs", "elapsed 3.4 fs");
    differ("wall time constant 12.5 s", "wall time constant 13.5 s");
    differ("first transit 2020-01-01", "first transit 2021-01-01");
    const auto agree = [](const std::string& reference, const std::string& candidate) {
        CAPTURE(reference);
        CHECK(compared(reference + "\nE 2\n", candidate + "\nE 2\n").verdict == Verdict::parity);
    };
    agree("2026-11-30T21:14:23 INFO pid=4242 px=1.5", "2026-11-30T21:14:25 INFO pid=17 px=1.5");
    agree("pid=4242", "pid=17");
    agree("Elapsed time: 3.2 seconds", "Elapsed time: 4.2 seconds");
    agree("2020-01-01 begins", "2021-01-01 begins");
    agree("started on 2020-01-01", "started on 2021-01-01");
}

TEST_CASE("compare_texts: one noisy cell of a column leaves the others compared") {
    const std::vector<std::string> outputs{table("9.1", "2.53"), table("9.2", "2.53")};
    const TextRequest request = repeated(outputs);
    CHECK(compared(table("9.3", "2.53"), table("9.4", "2.53"), request).verdict == Verdict::parity);
    const Comparison wrong = compared(table("9.3", "2.53"), table("9.4", "2.78"), request);
    CHECK(wrong.verdict == Verdict::divergence);
    CHECK(wrong.departing == 1);
}

TEST_CASE("compare_texts: noise that is a number's habit is left out in all lines") {
    const auto rows = [](const std::string& a, const std::string& b, const std::string& c) {
        return "E 1.5 t " + a + "\nE 2.5 t " + b + "\nE 3.5 t " + c + "\n";
    };
    const std::vector<std::string> outputs{rows("0.1", "0.5", "0.3"), rows("0.6", "0.7", "0.3")};
    const TextRequest request = repeated(outputs);
    CHECK(compared(rows("0.2", "0.4", "0.3"), rows("0.8", "0.9", "0.4"), request).verdict ==
          Verdict::parity);
}

TEST_CASE("compare_texts: repetitions that contradict the reference are no noise") {
    const std::string reference = "E = 5.25\nn = 3\nx = 1.5\n";
    const std::string candidate = "E = 5.75\nn = 3\nx = 1.5\n";
    const std::vector<std::string> others{candidate, candidate}, strangers{"hello\n", "hello\n"};
    const Comparison red = compared(reference, candidate, repeated(others));
    CHECK(red.verdict == Verdict::divergence);
    bool noted = false;
    for (const Note& note : red.notes) {
        noted = noted || note.text.find("All repetitions agree among themselves") == 0;
    }
    CHECK(noted);
    const Comparison none = compared(reference, candidate, repeated(strangers));
    CHECK(none.verdict == Verdict::not_comparable);
    CHECK(none.reason == VerdictReason::no_repetition);
    CHECK(says(none, "no repetition"));
}

TEST_CASE("compare_texts: what is ignored by its name is so on a line of one side, too") {
    TextRequest request;
    request.tolerance.scope.ignored = {{"noise", "random"}};
    const Comparison single = compared("E 5\nnoise: 3\n", "E 5\n", request);
    CAPTURE(single.sentence);
    CHECK(single.verdict == Verdict::parity);
    CHECK(says(single, "noise 2: random, of which 2 differ, the first in line 2"));
    CHECK(compared("E 5\nnoise: 3 of 4\n", "E 5\n", request).verdict == Verdict::divergence);
    CHECK(compared("E 5\nother: 3\n", "E 5\n", request).verdict == Verdict::divergence);
}

TEST_CASE("compare_texts: a word of JSON is ignored by the name that a finding has") {
    const std::string one = R"({"peaks":[{"kind":"a","h":1},{"kind":"b","h":2}]})";
    const std::string other = R"({"peaks":[{"kind":"a","h":1},{"kind":"c","h":2}]})";
    const Comparison found = compared(one, other);
    REQUIRE(found.roots.size() == 1);
    TextRequest request;
    request.tolerance.scope.ignored = {{found.roots.front().key, "an alias"}};
    CHECK(compared(one, other, request).verdict == Verdict::parity);
}

TEST_CASE("compare_texts: names are mapped at once") {
    TextRequest request;
    request.tolerance.scope.same_names = {{"x", "y"}, {"y", "x"}};
    const Comparison green = compared("x 1\ny 2\n", "y 1\nx 2\n", request);
    CHECK(green.verdict == Verdict::parity);
    CHECK(green.account.renamed == 2);
    CHECK(to_text(green.account).find("2 renamed by the user") != std::string::npos);
    CHECK(compared("x 1\ny 2\n", "x 1\ny 2\n", request).verdict == Verdict::divergence);
}

TEST_CASE("compare_texts: a thousand patterns to ignore are as good as one") {
    TextRequest request;
    for (int i = 0; i < 1000; ++i) {
        request.tolerance.scope.ignored.push_back({"seed" + std::to_string(i), "drawn"});
    }
    const Comparison green = compared("E 5\nseed999 3\n", "E 5\nseed999 4\n", request);
    CHECK(green.verdict == Verdict::parity);
    REQUIRE(green.account.ignored.size() == 1);
    CHECK(green.account.ignored.front().rule == "seed999");
    CHECK(green.account.ignored.front().tokens == 1);
    CHECK(compared("E 5\nseed999 3\n", "E 6\nseed999 4\n", request).verdict == Verdict::divergence);
    CHECK(compared("E 5\nlead 3\n", "E 5\nlead 4\n", request).verdict == Verdict::divergence);
}

TEST_CASE("compare_texts: more patterns than can be told apart are refused") {
    TextRequest request;
    request.tolerance.scope.ignored.assign(65001, {"seed", "drawn"});
    CHECK_THROWS_AS(compared("E 5\n", "E 5\n", request), tapir::InputError);
}

TEST_CASE("compare_texts: counters from 0 and from 1 are no divergence and no parity") {
    const std::string from_0 = "step 0 E 5.25\nstep 1 E 5.5\nstep 2 E 5.125\n";
    const std::string from_1 = "step 1 E 5.25\nstep 2 E 5.5\nstep 3 E 5.125\n";
    const Comparison refused = compared(from_0, from_1);
    CHECK(refused.verdict == Verdict::not_comparable);
    CHECK(refused.reason == VerdictReason::other_loops);
    CHECK(says(refused, "Counters begin at 0 in the reference and at 1 in the candidate: step."));
    CHECK(says(refused, "--ignore 'step=counted from 1'"));
    CHECK(compared(from_1, from_0).verdict == Verdict::not_comparable);
    // what the sentence offers
    TextRequest without;
    without.tolerance.scope.ignored = {{"step", "counted from 1"}};
    CHECK(compared(from_0, from_1, without).verdict == Verdict::parity);
    // a fault behind it, a step that is missing, and one counter of many stay faults
    const std::string wrong = "step 1 E 5.25\nstep 2 E 5.75\nstep 3 E 5.125\n";
    CHECK(compared(from_0, wrong).verdict == Verdict::divergence);
    CHECK(compared(from_0, "step 1 E 5.25\nstep 2 E 5.5\n").verdict == Verdict::divergence);
    CHECK(compared(from_0, "step 0 E 5.25\nstep 2 E 5.5\nstep 3 E 5.125\n").verdict ==
          Verdict::divergence);
}

TEST_CASE("compare_texts: columns in another order are compared by their headings") {
    const std::string good = "time temp press\n1 300.5 2.25\n2 301.5 2.5\n3 302.25 2.75\n";
    const std::string moved = "time press temp\n1 2.25 300.5\n2 2.5 301.5\n3 2.75 302.25\n";
    const Comparison green = compared(good, moved);
    CHECK(green.verdict == Verdict::parity);
    REQUIRE(!green.notes.empty());
    CHECK(green.notes.front().text.find("table in line 1") != std::string::npos);
    // one value, the headings alone, the values alone, a cell of another table
    for (const std::string wrong : {"time press temp\n1 2.25 300.5\n2 2.5 301.75\n3 2.75 302.25\n",
                                    "time press temp\n1 300.5 2.25\n2 301.5 2.5\n3 302.25 2.75\n",
                                    "time temp press\n1 2.25 300.5\n2 2.5 301.5\n3 2.75 302.25\n",
                                    "time press temp\n1 2.25 300.5\n2 301.5 2.5\n3 2.75 302.25\n",
                                    "time press temp\n1 2.25 300.5\n2 2.5 301.5\n3 2.75\n"}) {
        CAPTURE(wrong);
        CHECK(compared(good, wrong).verdict == Verdict::divergence);
        CHECK(compared(wrong, good).verdict == Verdict::divergence);
    }
    CHECK(compared("a,b\n1.5,2.5\n3.5,4.5\n", "b,a\n2.5,1.5\n4.5,3.5\n").verdict ==
          Verdict::parity);
    CHECK(compared("a,b\n1.5,2.5\n3.5,4.5\n", "b,a\n2.5,1.5\n4.5,3.6\n").verdict ==
          Verdict::divergence);
}

TEST_CASE("compare_texts: a file here is the file, with ./ before its name or without") {
    CHECK(compared("wrote ./result.dat\nE 5\n", "wrote result.dat\nE 5\n").verdict ==
          Verdict::parity);
    CHECK(compared("./prog: E 5\n", "prog: E 5\n").verdict == Verdict::parity);
    CHECK(compared("wrote ./result.dat\nE 5\n", "wrote other.dat\nE 5\n").verdict ==
          Verdict::divergence);
    CHECK(compared("x = a ./ b\nE 5\n", "x = a b\nE 5\n").verdict == Verdict::divergence);
}
