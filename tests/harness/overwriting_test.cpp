#include <doctest/doctest.h>

#include <filesystem>
#include <iterator>

#include "corpus.hpp"

/// An output that is an input as well, by whatever name, or another output, is refused before
/// anything is written.
namespace {

using namespace tapir::test;

const std::string reference =
    std::string(TAPIR_SOURCE_DIR) + "/configs/traces/supervisor_685_1039_nanobragg.log";

std::size_t files_in(const ScratchFolder& folder) {
    const std::filesystem::directory_iterator all(folder.file("."));
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

/// Runs a command that must not touch `input`, nor write anything else into its folder.
void check_refused(const ScratchFolder& folder, const std::string& input,
                   const std::string& command, const std::string& message) {
    const std::string before = text_of(input);
    const std::size_t files = files_in(folder);
    const Outcome outcome = run_program(command);
    CAPTURE(command);
    CAPTURE(outcome.output);
    CHECK(outcome.exit_code == 2);
    CHECK(contains(outcome.output, message));
    CHECK(text_of(input) == before);
    CHECK(files_in(folder) == files);
}

} // namespace

TEST_CASE("files: an output that is an input is refused, by any of its names") {
    const ScratchFolder folder;
    const std::string one = folder.write("one.log", text_of(reference));
    const std::string two = folder.write("two.log", text_of(reference));
    std::filesystem::create_symlink(one, folder.file("link.log"));
    std::filesystem::create_hard_link(one, folder.file("hard.log"));
    std::filesystem::create_directory_symlink(folder.file("."), folder.file("way"));
    const std::string diff = "diff " + one + " " + two + " ";
    for (const std::string& name : {one, folder.file("link.log"), folder.file("hard.log"),
                                    folder.file("way/one.log"), folder.file("./one.log")}) {
        for (const std::string option :
             {"--json", "--junit", "--html", "--markdown", "--metrics"}) {
            // what comes before it on the command line is not written either
            const std::string other = option == "--json" ? "--junit" : "--json";
            check_refused(folder, one,
                          diff + other + " " + folder.file("new") + " " + option + " " + name,
                          "is an input of this run, too");
        }
        check_refused(folder, one, "trace import " + one + " --out " + name,
                      "is an input of this run, too");
        check_refused(folder, one, "model draft " + one + " --out=" + name,
                      "is an input of this run, too");
        check_refused(folder, one, "why " + one + " " + two + " -j " + name,
                      "is an input of this run, too");
    }
    check_refused(folder, two, diff + "--json " + two, "too (candidate)");
    check_refused(folder, one, diff + "--bundle " + one, "is an input of this run, too");
    CHECK(run_program(diff + "--json " + folder.file("new.json")).exit_code == 0);
    CHECK(run_program(diff + "--json " + folder.file("new.json")).exit_code == 0); // done again
}

TEST_CASE("files: the files of a scene are inputs as well") {
    const ScratchFolder folder;
    const std::string list = folder.write("small.hkl", "0 0 1 10\n1 0 0 20\n1 1 0 5\n");
    const std::string matrix = folder.write("a.mat", "0.01 0 0\n0 0.01 0\n0 0 0.01\n");
    const std::string scene = " -- -hkl " + list + " -mat " + matrix + " -N 5 -detpixels 8";
    const std::string args =
        folder.write("args.txt", "-hkl " + list + " -mat " + matrix + " -N 5 -detpixels 8");
    for (const std::string& input : {list, matrix}) {
        for (const std::string& how : {scene, " --args-file " + args}) {
            check_refused(folder, input, "render --float-out " + input + how, "an input of this");
            check_refused(folder, input, "render --dump-out " + input + how, "an input of this");
            check_refused(folder, input, "trace --pixel 1 1 --out " + input + how,
                          "an input of this");
            check_refused(folder, input, "presets import --out " + input + how, "an input of this");
        }
    }
    check_refused(folder, args, "render --png-out " + args + " --args-file " + args,
                  "(--args-file)");
    const std::string preset = folder.file("p.json");
    REQUIRE(run_program("presets import --out " + preset + scene).exit_code == 0);
    check_refused(folder, preset, "render --pgm-out " + preset + " --config " + preset,
                  "(--config)");
    check_refused(folder, list, "render --pgm-out " + list + " --config " + preset,
                  "(the reflection list)");
}

TEST_CASE("files: two outputs with one name are refused, devices are not files") {
    const ScratchFolder folder;
    const std::string one = folder.write("one.log", text_of(reference));
    const std::string diff = "diff " + one + " " + reference + " ";
    const std::string old = folder.write("old", "of an earlier run");
    std::filesystem::create_symlink(old, folder.file("other"));
    check_refused(folder, one,
                  diff + "--json " + folder.file("out") + " --html " + folder.file("./out"),
                  "is named for two outputs");
    check_refused(folder, one, diff + "--json " + old + " --html " + folder.file("other"),
                  "is named for two outputs");
    check_refused(folder, one,
                  diff + "--bundle " + folder.file("out") + "/ --html " + folder.file("out"),
                  "is named for two outputs");
    CHECK(run_program(diff + "--json /dev/null --html /dev/null --junit /dev/null").exit_code == 0);
}

TEST_CASE("files: the name of a preset is no file of that name") {
    const ScratchFolder folder;
    const std::string out = folder.file("simple_cubic");
    const Outcome outcome =
        run_program("trace --pixel 1 1 --config simple_cubic --out simple_cubic",
                    "cd " + folder.file(".") + " && ");
    CAPTURE(outcome.output);
    CHECK(outcome.exit_code == 0);
    CHECK(text_of(out).rfind("TAPIR_TRACE ", 0) == 0);
}
