#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

#include <nlohmann/json.hpp>

#include "compare/text_pair.hpp"
#include "corpus.hpp"
#include "tapir/trace/base/error.hpp"

/// Texts of any program: which files are compared as texts, and what stands around them.
namespace {

using namespace tapir;
using namespace tapir::test;
using harness::text_pair;

const std::string energies = "step 1\nenergy = 1.5\nforce = 3.25 N\n"
                             "step 2\nenergy = 1.625\nforce = 3.5 N\n";

std::string other(const std::string& from, const std::string& to, std::string text = energies) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

nlohmann::json verdict_of(const ScratchFolder& scratch, const std::string& arguments,
                          int exit_code) {
    const Outcome outcome = run_program(arguments + " --json " + scratch.file("v.json"));
    CAPTURE(outcome.output);
    CHECK(outcome.exit_code == exit_code);
    return nlohmann::json::parse(text_of(scratch.file("v.json")));
}

/// A message of four parts on one line, and exit code 2.
void check_refused(const std::string& arguments, const std::string& part) {
    const Outcome outcome = run_program(arguments);
    CAPTURE(arguments);
    CAPTURE(outcome.output);
    CHECK(outcome.exit_code == 2);
    CHECK(contains(outcome.output, part));
    CHECK(contains(outcome.output, "("));
}

} // namespace

TEST_CASE("text_pair: records are what a known program's dialects hold, all else is text") {
    const ScratchFolder scratch;
    const std::string c_trace = (case_folder("phi_zero") / "cref/trace_26_25.log").string();
    const std::string text = scratch.write("a.txt", energies);
    const std::string own_words = scratch.write("b.txt", "TRACE_C_PAIR i=0 r2=1.5\n");
    const std::string of_scene = scratch.write("c.txt", "omega = 1.5\nR: 2.5\n");
    CHECK(text_pair(text, text, false));
    CHECK(text_pair(text, own_words, false));
    CHECK(text_pair(own_words, own_words, false));
    CHECK_FALSE(text_pair(c_trace, c_trace, false));
    CHECK_FALSE(text_pair(text, c_trace, false));
    CHECK_FALSE(text_pair(c_trace, text, false));
    // names that many programs have are of this one only where its scene is given
    CHECK(text_pair(of_scene, of_scene, false));
    CHECK_FALSE(text_pair(of_scene, of_scene, true));
    CHECK(text_pair(text, text, true));
}

TEST_CASE("text_pair: large texts as small ones, large traces by their front") {
    const ScratchFolder scratch;
    std::string large;
    while (large.size() < (std::size_t{3} << 20U)) {
        large += energies;
    }
    const std::string one = scratch.write("a.txt", large);
    const auto pair = text_pair(one, one, false);
    REQUIRE(pair);
    CHECK(pair->reference.text == large);
    const std::string trace = text_of(case_folder("phi_zero") / "cref/trace_26_25.log");
    std::string many;
    while (many.size() < (std::size_t{3} << 20U)) {
        many += trace;
    }
    CHECK_FALSE(text_pair(scratch.write("b.log", many), one, false));
}

TEST_CASE("diff: a value that departs between two texts, with its place") {
    const ScratchFolder scratch;
    const std::string reference = scratch.write("a.txt", energies);
    const std::string same = scratch.write("same.txt", energies);
    const std::string wrong = scratch.write("b.txt", other("3.5 N", "3.75 N"));
    const auto green = verdict_of(scratch, "diff " + reference + " " + same, 0);
    CHECK(green.at("account").at("values").get<int>() >= 4);
    for (const char* command : {"diff ", "why "}) {
        const auto red = verdict_of(scratch, command + reference + " " + wrong, 1);
        const auto& root = red.at("root_causes").at(0);
        CHECK(root.at("key") == "force");
        CHECK(root.at("candidate") == "3.75");
        CHECK(root.at("place").at("candidate") == nlohmann::json{{"file", wrong}, {"line", 6}});
    }
    const Outcome screen = run_program("diff " + reference + " " + wrong);
    CHECK(contains(screen.output, "a.txt:6 | b.txt:6"));
    CHECK(contains(screen.output, "account: "));
    CHECK_FALSE(contains(screen.output, "slow=0"));
    CHECK_FALSE(contains(screen.output, "set-up"));
}

TEST_CASE("diff: compressed texts, those of other systems and of a terminal are the same text") {
    const ScratchFolder scratch;
    const std::string reference = scratch.write("a.txt", energies);
    REQUIRE(std::system(("gzip -k " + reference + " && zstd -q -k " + reference).c_str()) == 0);
    std::string feeds;
    for (const char c : energies) {
        feeds += c == '\n' ? std::string("\x1b[0m\r\n") : std::string(1, c);
    }
    for (const std::string& file :
         {reference + ".gz", reference + ".zst", scratch.write("b.txt", "\xEF\xBB\xBF" + feeds)}) {
        CAPTURE(file);
        CHECK(run_program("diff " + reference + " " + file).exit_code == 0);
    }
    const Outcome states = run_program(
        "diff " + reference + " " +
        scratch.write("c.txt", other("step 1\n", "load 10%\rload 99%\rstep 1\n", energies)));
    CAPTURE(states.output);
    CHECK(states.exit_code != 0); // "load 99%" stands beside what the reference prints
    CHECK(contains(states.output, "ignored (states of progress lines 1)"));
    const Outcome title = run_program("diff " + reference + " " +
                                      scratch.write("d.txt", "\x1b]0;a title\x07" + energies));
    CAPTURE(title.output);
    CHECK(title.exit_code == 0);
    CHECK(contains(title.output, "ignored (titles and links of a terminal 1)"));
}

TEST_CASE("diff: images and files of bare numbers are no texts, and `why` is named") {
    const ScratchFolder scratch;
    const std::string one = scratch.write("a.f32", std::string("\0\0\x80\x3f\0\0\0\x40", 8));
    const std::string another = scratch.write("b.f32", std::string("\0\0\x80\x3f\0\0\0\x41", 8));
    const Outcome images = run_program("diff " + one + " " + another);
    CAPTURE(images.output);
    CHECK(images.exit_code == 3);
    CHECK(contains(images.output, "tapir why"));
    check_refused("why " + one + " " + another + " --complete", "go with traces and texts");
    const std::string numbers = scratch.write("a.dat", std::string("\1\0\2\0\3\0\4\0\5", 9));
    CHECK(
        run_program("diff " + numbers + " " + scratch.write("b.dat", text_of(numbers))).exit_code ==
        3);
}

TEST_CASE("diff: what is not compared needs a reason, a map two names") {
    const ScratchFolder scratch;
    const std::string a = scratch.write("a.txt", energies);
    const std::string pair = "diff " + a + " " + scratch.write("b.txt", energies) + " ";
    check_refused(pair + "--ignore force", "no PATTERN=REASON");
    check_refused(pair + "--ignore 'force= '", "without a reason");
    check_refused(pair + "--ignore '*=all of it'", "everything");
    check_refused(pair + "--ignore force=a --ignore force=b", "twice");
    check_refused(pair + "--map force", "no REFERENCE=CANDIDATE");
    check_refused(pair + "--map force=", "lacks a name");
    check_refused(pair + "--map force=force", "names one thing twice");
    check_refused(pair + "--map a=b --map a=c", "another one has");
    check_refused(pair + "--exact --printed-digits", "contradicts --printed-digits");
}

TEST_CASE("diff: a name that is ignored and one that is mapped, kept in a bundle") {
    const ScratchFolder scratch;
    const std::string reference = scratch.write("a.txt", energies);
    const std::string renamed = scratch.write(
        "b.txt", other("energy = 1.625", "E_tot = 1.625",
                       other("energy = 1.5", "E_tot = 1.5", other("3.25 N", "3.75 N"))));
    const std::string options = " --ignore 'force=another scheme' --map energy=E_tot";
    CHECK(run_program("diff " + reference + " " + renamed).exit_code != 0);
    const std::string bundle = scratch.file("evidence");
    const Outcome kept =
        run_program("bundle create " + reference + " " + renamed + options + " --out " + bundle);
    CAPTURE(kept.output);
    CHECK(kept.exit_code == 0);
    CHECK(contains(kept.output, "another scheme"));
    const auto scope = nlohmann::json::parse(text_of(bundle + "/config_snapshot.json"))
                           .at("tolerance")
                           .at("scope");
    CHECK(scope.at("ignore")[0] ==
          nlohmann::json{{"pattern", "force"}, {"reason", "another scheme"}});
    CHECK(scope.at("map")[0] == nlohmann::json{{"reference", "energy"}, {"candidate", "E_tot"}});
    CHECK(run_program("bundle replay " + bundle).exit_code == 0);
}

TEST_CASE("diff: what differs from run to run of the reference is left out, in a bundle too") {
    const ScratchFolder scratch;
    const std::string noisy = energies + "walked 17 m in the maze\n";
    const std::string reference = scratch.write("a.txt", noisy);
    const std::string candidate = scratch.write("b.txt", other("17 m", "23 m", noisy));
    const std::string wrong =
        scratch.write("c.txt", other("3.5 N", "3.75 N", other("17 m", "23 m", noisy)));
    // each run walks another way
    const std::string again =
        " --repeat 2 --repeat-command 'sed \"s/17 m/$OMP_NUM_THREADS m/\" " + reference + "'";
    CHECK(run_program("diff " + reference + " " + candidate).exit_code == 1);
    CHECK(run_program("diff " + reference + " " + wrong + again).exit_code == 1);
    const std::string bundle = scratch.file("evidence");
    const Outcome kept =
        run_program("diff " + reference + " " + candidate + again + " --bundle " + bundle);
    CAPTURE(kept.output);
    CHECK(kept.exit_code == 0);
    CHECK(contains(text_of(bundle + "/repetition_2.log"), "walked 2 m"));
    CHECK(run_program("bundle replay " + bundle).exit_code == 0);
}

TEST_CASE("diff: where only clocks depart the way to leave them out is named") {
    const ScratchFolder scratch;
    const std::string reference = scratch.write("a.txt", energies + "my_clock_ticks = 17\n");
    const Outcome clocks = run_program("diff " + reference + " " +
                                       scratch.write("b.txt", energies + "my_clock_ticks = 23\n"));
    CAPTURE(clocks.output);
    CHECK(clocks.exit_code == 1);
    CHECK(contains(clocks.output, "--repeat-command"));
}

TEST_CASE("diff: names that the user says to be one are said beside the verdict") {
    const ScratchFolder scratch;
    std::ofstream(scratch.file("a.txt")) << "energy 3.5\nforce 2.5\n";
    std::ofstream(scratch.file("b.txt")) << "etot 3.5\nforce 2.5\n";
    const std::string pair = scratch.file("a.txt") + " " + scratch.file("b.txt");
    CHECK(run_program("diff " + pair).exit_code != 0);
    const Outcome mapped = run_program("diff " + pair + " --map energy=etot");
    CHECK(mapped.exit_code == 0);
    CHECK(contains(mapped.output, "--map: energy of the reference and etot of the candidate"));
}

TEST_CASE("standard streams: - is standard input or output, once a command") {
    const ScratchFolder scratch;
    const std::string reference = scratch.write("a.txt", energies);
    const std::string same = scratch.write("b.txt", energies);
    CHECK(run_program("diff - " + same, "cat " + reference + " | ").exit_code == 0);
    CHECK(run_program("diff " + same + " - < " + reference).exit_code == 0);
    check_refused("diff - - < " + reference, "given for two inputs");
    check_refused("diff " + reference + " " + same + " --json - --html -", "for two outputs");
    const Outcome json = run_program("diff " + reference + " " + same + " --json - 2>" +
                                     scratch.file("screen") + "; exit $?");
    CHECK(json.exit_code == 0);
    CHECK(nlohmann::json::parse(json.output).at("verdict") == "parity");
    CHECK(contains(text_of(scratch.file("screen")), "PARITY"));
    const std::string c_trace = (case_folder("phi_zero") / "cref/trace_26_25.log").string();
    CHECK(run_program("attest - < " + c_trace).exit_code ==
          run_program("attest " + c_trace).exit_code);
    const Outcome imported =
        run_program("trace import - --out - 2>/dev/null < " + c_trace + "; exit $?");
    CHECK(imported.exit_code == 0);
    CHECK(imported.output.substr(0, 5) == "TAPIR");
    CHECK(run_program("model draft - < " + reference).exit_code == 0);
    check_refused("render --config simple_cubic --float-out - --pgm-out -", "for two outputs");
}
