#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "program.hpp"

/// What the program says of its own work, and where it may be kept.
namespace {

using namespace tapir::test;

const std::string reference =
    std::string(TAPIR_SOURCE_DIR) + "/configs/traces/supervisor_685_1039_nanobragg.log";
const std::string work = "lint --config simple_cubic ";

/// Standard output and standard error, apart.
struct Streams {
    std::string out, err;
};

Streams streams_of(const ScratchFolder& folder, const std::string& arguments) {
    (void)run_program(arguments + " > " + folder.file("out") + " 2> " + folder.file("err") + " #");
    return {text_of(folder.file("out")), text_of(folder.file("err"))};
}

} // namespace

TEST_CASE("diagnostics: none unless asked for, and results never go that way") {
    const ScratchFolder folder;
    const Streams plain = streams_of(folder, work);
    CHECK(plain.err.empty());
    CHECK(contains(plain.out, "wavelength"));
    const Streams told = streams_of(folder, "diff " + reference + " " + reference + ".none -vvv");
    CHECK(told.out.empty());
    for (const char* amount : {"-v", "-vv", "-v -v -v", "--verbose", "--log-level trace"}) {
        CAPTURE(amount);
        const Streams more = streams_of(folder, work + amount);
        CHECK(more.out == plain.out);
    }
}

TEST_CASE("diagnostics: -v names the scene, the device, the files and the time of each step") {
    const ScratchFolder folder;
    const std::string copy = folder.write("copy.log", text_of(reference));
    const std::string arguments = "diff " + reference + " " + copy + " --config supervisor";
    const Streams told = streams_of(folder, arguments + " -v");
    CAPTURE(told.err);
    CHECK(contains(told.err, "tapir: scene: preset supervisor, 2527 x 2463 pixels"));
    CHECK(contains(told.err, "tapir: device: cpu ("));
    CHECK(contains(told.err, "copy.log: " + std::to_string(std::filesystem::file_size(copy)) +
                                 " bytes, dialect c, "));
    CHECK(contains(told.err, "comparing the records and finding causes: "));
    CHECK(contains(told.err, "candidates for a cause: "));
    CHECK_FALSE(contains(told.err, "profile nanobragg"));
    CHECK(contains(streams_of(folder, arguments + " -vv").err, "profile nanobragg"));
    CHECK(streams_of(folder, arguments).err.empty());
}

TEST_CASE(
    "diagnostics: a log file has the details, is gone on with, and standard error stays quiet") {
    const ScratchFolder folder;
    const std::string log = folder.file("run.log");
    const Streams first = streams_of(folder, work + "--log-file " + log);
    CHECK(first.err.empty());
    const std::string once = text_of(log);
    CHECK(once.rfind("tapir log\n", 0) == 0);
    CHECK(contains(once, " debug: tapir "));
    CHECK(contains(once, "lint --config simple_cubic --log-file"));
    (void)streams_of(folder, work + "--log-file=" + log);
    const std::string twice = text_of(log);
    CHECK(twice.rfind(once, 0) == 0);
    CHECK(twice.size() > once.size());
    (void)streams_of(folder, work + "--log-level error --log-file " + log);
    CHECK(text_of(log) == twice);
}

TEST_CASE("diagnostics: notices and errors are in the log, and on the screen as ever") {
    const ScratchFolder folder;
    const std::string log = folder.file("run.log");
    const std::string surprising = "-- -default_F 1 -cell 50 50 50 90 90 90 -N 1 -hdiv 3";
    const std::string trace = "trace --pixel 1 1 --out " + folder.file("t.trace") + " ";
    const Streams plain = streams_of(folder, trace + surprising);
    const Streams kept = streams_of(folder, trace + "--log-file " + log + " " + surprising);
    CHECK(contains(plain.err, "tapir: notice: "));
    CHECK(kept.err == plain.err);
    CHECK(contains(text_of(log), " warning: notice: "));
    CHECK(streams_of(folder, trace + "--log-level error " + surprising).err.empty());
    const Streams failed =
        streams_of(folder, "lint --config nowhere.json --log-level error --log-file " + log);
    CHECK(contains(failed.err, "tapir: nowhere.json: "));
    CHECK(contains(text_of(log), " error: nowhere.json: "));
}

TEST_CASE("diagnostics: nothing but a log is ever written to, and one that cannot be is an error") {
    const ScratchFolder folder;
    const auto refuses = [](const std::string& arguments, const std::string& part) {
        const Outcome outcome = run_program(arguments);
        CAPTURE(outcome.output);
        CHECK(outcome.exit_code == 2);
        CHECK(contains(outcome.output, part));
    };
    const std::string input = folder.write("input.log", text_of(reference));
    refuses(work + "--log-file " + input, "no log of this program");
    refuses("diff " + input + " " + reference + " --log-file " + input, "named for something else");
    CHECK(text_of(input) == text_of(reference));
    const std::string fresh = folder.file("both");
    refuses("render --config simple_cubic --float-out " + fresh + " --log-file " + fresh,
            "named for something else");
    refuses("render --config simple_cubic --float-out=" + fresh + " --log-file=" + fresh,
            "named for something else");
    CHECK_FALSE(std::filesystem::exists(fresh));
    refuses(work + "--log-file " + folder.file("none/run.log"), "cannot be written: No such file");
    refuses(work + "--log-file /dev/full", "cannot be written: No space left");
    refuses(work + "-v --log-level debug", "does not go with");
}
