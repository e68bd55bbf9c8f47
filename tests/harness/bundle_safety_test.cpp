#include <doctest/doctest.h>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <random>
#include <thread>

#include "bundles.hpp"
#include "tapir/trace/error.hpp"

/// What must not be able to harm a bundle: changes, death and a full disk.
namespace {

namespace fs = std::filesystem;
using namespace tapir::test;
using Clock = std::chrono::steady_clock;

/// A diff with a divergence, to which " --bundle FOLDER" is added.
std::string diff_command(const ScratchFolder& scratch) {
    const std::string spec = scratch.file("spec.log");
    if (!fs::exists(spec)) {
        REQUIRE(run_program("trace --config supervisor --pixel 685 1039 --dialect c --out " + spec)
                    .exit_code == 0);
    }
    return "diff " + c_trace + " " + spec + " --config supervisor";
}

/// Whether a folder is a bundle that is whole.
bool is_whole(const fs::path& folder) {
    try {
        return tapir::reports::check_folder(folder).whole();
    } catch (const tapir::InputError&) {
        return false;
    }
}

/// Names in the folder besides the trace.
std::vector<std::string> others_in(const ScratchFolder& scratch) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(scratch.file("."))) {
        if (entry.path().filename() != "spec.log") {
            names.push_back(entry.path().filename().string());
        }
    }
    return names;
}

pid_t start(const std::string& arguments) {
    const std::string command =
        "exec " + std::string(TAPIR_PROGRAM) + " " + arguments + " >/dev/null 2>&1";
    const pid_t child = ::fork();
    if (child == 0) {
        ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
        ::_exit(127);
    }
    return child;
}

} // namespace

TEST_CASE("bundle: 1,000 random changes of one byte, of the list of digests too, are all caught") {
    const ScratchFolder scratch;
    const fs::path folder = scratch.file("evidence");
    REQUIRE(run_program("trace --config simple_cubic --pixel 51 51 --bundle " + folder.string())
                .exit_code == 0);
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) {
            files.push_back(entry.path());
        }
    }
    REQUIRE(files.size() >= 6);
    REQUIRE(is_whole(folder));
    std::mt19937 random(1);
    int of_the_list = 0;
    for (int i = 0; i < 1000; ++i) {
        const fs::path& file = files[random() % files.size()];
        const std::string before = text_of(file);
        std::string after = before;
        const std::size_t at = random() % after.size();
        after[at] = static_cast<char>(after[at] ^ static_cast<char>(1 + random() % 255));
        std::ofstream(file, std::ios::binary) << after;
        CAPTURE(file.string());
        CAPTURE(at);
        CHECK_FALSE(is_whole(folder));
        std::ofstream(file, std::ios::binary) << before;
        of_the_list += file.filename() == "sha256.txt" ? 1 : 0;
    }
    CHECK(of_the_list > 50);
    CHECK(is_whole(folder));
}

TEST_CASE("bundle: every byte of the list of digests counts, whatever it becomes") {
    const ScratchFolder scratch;
    const fs::path folder = scratch.file("evidence");
    REQUIRE(run_program("trace --config simple_cubic --pixel 51 51 --bundle " + folder.string())
                .exit_code == 0);
    const fs::path list = folder / "sha256.txt";
    const std::string before = text_of(list);
    const std::string telling = "aA0 \n/.*\\";
    for (std::size_t at = 0; at < before.size(); at += 7) {
        for (const char c : telling) {
            std::string after = before;
            after[at] = c;
            if (after != before) {
                std::ofstream(list, std::ios::binary) << after;
                CAPTURE(at);
                CAPTURE(c);
                CHECK_FALSE(is_whole(folder));
            }
        }
    }
}

TEST_CASE("bundle: killed at 50 random moments it is whole or not there") {
    const ScratchFolder scratch;
    const std::string command = diff_command(scratch) + " --bundle ";
    const auto begin = Clock::now();
    REQUIRE(run_program(command + scratch.file("first")).exit_code == 1);
    const auto whole_run =
        std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin);
    std::mt19937 random(2);
    int killed = 0;
    for (int i = 0; i < 50; ++i) {
        const std::string target = scratch.file("evidence" + std::to_string(i));
        const pid_t child = start(command + target);
        REQUIRE(child > 0);
        std::this_thread::sleep_for(whole_run * static_cast<int>(random() % 110) / 100);
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        killed += WIFSIGNALED(status) ? 1 : 0;
        CAPTURE(target);
        CHECK((!fs::exists(target) || is_whole(target)));
        if (!WIFSIGNALED(status)) {
            CHECK(is_whole(target));
        }
        // whoever comes after finds the place free, or whole evidence
        const int again = run_program(command + target).exit_code;
        CHECK((again == 1 || (again == 2 && is_whole(target))));
    }
    MESSAGE(killed << " of 50 runs were killed before their end");
    CHECK(killed >= 15);
}

TEST_CASE("bundle: a disk that takes no more is a clear error, and leaves nothing at all") {
    const ScratchFolder scratch;
    const std::string command = diff_command(scratch) + " --bundle " + scratch.file("evidence");
    struct rlimit before {};
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN); // write(2) then fails with EFBIG
    for (const rlim_t bytes : {0U, 50U, 500U, 1000U, 5000U, 15000U, 100000U, 448089U}) {
        CAPTURE(bytes);
        struct rlimit limit = before;
        limit.rlim_cur = bytes;
        REQUIRE(::setrlimit(RLIMIT_FSIZE, &limit) == 0);
        const Outcome outcome = run_program(command);
        REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
        CAPTURE(outcome.output);
        CHECK(outcome.exit_code == 2);
        CHECK(contains(outcome.output, "cannot be written: File too large"));
        CHECK(others_in(scratch).empty());
    }
    std::signal(SIGXFSZ, handler);
    CHECK(run_program(command).exit_code == 1);
}

TEST_CASE("bundle: on a full file system of its own, too") {
    const ScratchFolder scratch;
    const std::string command = diff_command(scratch);
    const std::string disk = scratch.file("disk");
    fs::create_directory(disk);
    const auto mounted = [&](const std::string& size, const std::string& what) {
        // a private mount; as another user than root in a user namespace of its own
        const std::string who = ::geteuid() == 0 ? "unshare -m" : "unshare -rm";
        return std::system((who + " sh -c 'mount -t tmpfs -o size=" + size + " tapir " + disk +
                            " || exit 99; " + what + "'")
                               .c_str());
    };
    if (mounted("64k", "true") != 0) {
        MESSAGE("NOT RUN: this machine allows no mount; the limit of a file's size stands for it");
        return;
    }
    const auto run_of = [&](const std::string& arguments) {
        return std::string(TAPIR_PROGRAM) + " " + arguments + " >" + scratch.file("said") +
               " 2>&1; code=$?; ls -A " + disk + " >" + scratch.file("left") + "; exit $code";
    };
    const std::string run = run_of(command + " --bundle " + disk + "/evidence");
    for (const char* size : {"4k", "16k", "64k", "400k", "460k", "480k", "500k"}) {
        CAPTURE(size);
        const int status = mounted(size, run);
        const std::string said = text_of(scratch.file("said"));
        CAPTURE(said);
        CHECK(WEXITSTATUS(status) == 2);
        CHECK(contains(said, "No space left on device"));
        CHECK(text_of(scratch.file("left")).empty());
    }
    CHECK(WEXITSTATUS(mounted("8m", run)) == 1);
    CHECK(text_of(scratch.file("left")) == "evidence\n");
    // packing and unpacking
    const std::string made = scratch.file("made");
    REQUIRE(run_program(command + " --bundle " + made).exit_code == 1);
    REQUIRE(run_program("bundle pack " + made + " " + made + ".tar.zst").exit_code == 0);
    std::string pack = "bundle pack " + made;
    pack += " " + disk + "/x.tar.zst";
    std::string unpack = "bundle unpack " + made;
    unpack += ".tar.zst " + disk + "/x";
    for (const std::string& task : {pack, unpack}) {
        CAPTURE(task);
        for (const char* size : {"4k", "64k"}) {
            CHECK(WEXITSTATUS(mounted(size, run_of(task))) == 2);
            CHECK(contains(text_of(scratch.file("said")), "cannot be "));
            CHECK(text_of(scratch.file("left")).empty());
        }
        CHECK(WEXITSTATUS(mounted("8m", run_of(task))) == 0);
    }
}
