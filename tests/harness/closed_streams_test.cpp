#include <doctest/doctest.h>

#include "program.hpp"

/// Streams that are closed, full or left by their reader, limits of the system: an exit code and,
/// where anybody listens, a message; never a signal, and never success.
namespace {

using namespace tapir::test;

/// What becomes of a script of the shell. @param script  `$tapir` is the program
Outcome run_script(const std::string& script) {
    // `run_program` puts the program's name first, which is a word for `true` here
    return run_program("; tapir=" TAPIR_PROGRAM "; (" + script + ")", "true ");
}

const std::string reference =
    std::string(TAPIR_SOURCE_DIR) + "/configs/traces/supervisor_685_1039_nanobragg.log";

} // namespace

TEST_CASE("print: what standard output does not take is no success") {
    const ScratchFolder folder;
    const std::string copy = folder.write("copy.log", text_of(reference));
    for (const std::string& arguments :
         {"diff " + reference + " " + copy, std::string("--help"), std::string("--version"),
          std::string("quirks list"), std::string("presets show simple_cubic"),
          std::string("trace --pixel 1 1 --config simple_cubic"), "trace import " + copy}) {
        CAPTURE(arguments);
        const Outcome full = run_script("$tapir " + arguments + " 2>&1 > /dev/full");
        CAPTURE(full.output);
        CHECK(full.exit_code == 2);
        CHECK(contains(full.output, "standard output: cannot be written: No space left"));
        const Outcome closed = run_script("$tapir " + arguments + " 2>&1 >&-");
        CAPTURE(closed.output);
        CHECK(closed.exit_code == 2);
        CHECK(contains(closed.output, "standard output: cannot be written: Bad file descriptor"));
        CHECK(run_script("$tapir " + arguments + " > /dev/null").exit_code == 0);
    }
}

TEST_CASE("print: a reader that goes away is told, and is no signal") {
    const Outcome outcome =
        run_script("exec 3>&1; { sleep 1; $tapir quirks list 2>&3; echo code $? >&3; } | true");
    CAPTURE(outcome.output);
    CHECK(contains(outcome.output, "standard output: cannot be written: Broken pipe"));
    CHECK(contains(outcome.output, "code 2"));
}

TEST_CASE("complain: with standard error closed or full the exit code says what it says") {
    const ScratchFolder folder;
    const std::string copy = folder.write("copy.log", text_of(reference));
    for (const std::string where : {"2>&-", "2>/dev/full"}) {
        CAPTURE(where);
        CHECK(run_script("$tapir diff nothing.log nowhere.log " + where).exit_code == 2);
        CHECK(run_script("$tapir nonsense " + where).exit_code == 2);
        CHECK(run_script("$tapir diff " + reference + " " + copy + " -vvv " + where).exit_code ==
              0);
        CHECK(run_script("$tapir trace import " + copy + " --out " + folder.file("n.trace") + " " +
                         where)
                  .exit_code == 0);
    }
}

TEST_CASE("streams: no file takes the place of one that is closed") {
    const ScratchFolder folder;
    const std::string out = folder.file("out.trace");
    const std::string log = folder.file("run.log");
    CHECK(run_script("$tapir trace --pixel 1 1 --config simple_cubic -vvv --log-file " + log +
                     " --out " + out + " <&- >&- 2>&-")
              .exit_code == 0);
    CHECK(text_of(out).rfind("TAPIR_TRACE ", 0) == 0);
    CHECK(contains(text_of(out), "\nTAPIR_END "));
    CHECK(text_of(log).rfind("tapir log\n", 0) == 0);
    CHECK_FALSE(contains(text_of(log), "TAPIR_TRACE"));
    CHECK_FALSE(contains(text_of(out), " debug: "));
}

TEST_CASE("write_file_atomically: a limit on the size of files is an error, not a signal") {
    const ScratchFolder folder;
    const std::string out = folder.file("image.f32");
    const Outcome outcome = run_script("ulimit -f 1; $tapir render --config simple_cubic "
                                       "--float-out " +
                                       out);
    CAPTURE(outcome.output);
    CHECK(outcome.exit_code == 2);
    CHECK(contains(outcome.output, "cannot be written: File too large"));
    CHECK(folder.is_empty());
}

TEST_CASE("write_file_atomically: a name as long as a file may have is written") {
    const ScratchFolder folder;
    const ScratchFolder traces;
    const std::string longest(255, 'n');
    for (const std::string command : {"trace --pixel 1 1 --config simple_cubic --out ",
                                      "render --config simple_cubic --float-out ",
                                      "presets import --config simple_cubic --out ",
                                      "trace --pixel 1 1 --config simple_cubic --bundle "}) {
        const Outcome outcome = run_program(command + folder.file(longest));
        CAPTURE(command);
        CAPTURE(outcome.output);
        CHECK(outcome.exit_code == 0);
        CHECK(std::filesystem::exists(folder.file(longest)));
        std::filesystem::remove_all(folder.file(longest));
        CHECK(folder.is_empty()); // no temporary name is left
    }
}

TEST_CASE("threads: more than the system starts are not asked for") {
    const ScratchFolder folder;
    const std::string render = "render --config simple_cubic --raw-out ";
    REQUIRE(run_program(render + folder.file("one"), "OMP_NUM_THREADS=1 ").exit_code == 0);
    const Outcome many = run_program(render + folder.file("many"), "OMP_NUM_THREADS=100000 ");
    CAPTURE(many.output);
    CHECK(many.exit_code == 0);
    CHECK(text_of(folder.file("one")) == text_of(folder.file("many")));
}
