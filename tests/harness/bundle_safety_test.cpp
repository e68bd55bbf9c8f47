#include <doctest/doctest.h>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <functional>
#include <random>
#include <thread>

#include "bundles.hpp"
#include "tapir/trace/base/error.hpp"

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

namespace {

/// What a run on a disk that is full said, and what it left there.
struct RunOnFullDisk {
    int exit_code = -1;
    std::string output, left;
};

/// A way to make the disk in a folder full.
struct FullDisk {
    std::string error;             ///< what the system says then
    std::vector<rlim_t> too_small; ///< bytes, for the bundle of `diff_command`
    std::function<RunOnFullDisk(const std::string& arguments, rlim_t bytes)> run;
};

/// No file may grow beyond a size: for every user, on every machine.
FullDisk limited_files(const fs::path& disk) {
    const auto run = [disk](const std::string& arguments, rlim_t bytes) {
        struct rlimit before {};
        REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
        struct rlimit limit = before;
        limit.rlim_cur = bytes;
        const auto handler = std::signal(SIGXFSZ, SIG_IGN); // write(2) then fails with EFBIG
        REQUIRE(::setrlimit(RLIMIT_FSIZE, &limit) == 0);
        const Outcome outcome = run_program(arguments);
        REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
        std::signal(SIGXFSZ, handler);
        RunOnFullDisk result{outcome.exit_code, outcome.output, ""};
        for (const auto& entry : fs::directory_iterator(disk)) {
            result.left += entry.path().filename().string() + "\n";
            fs::remove_all(entry.path());
        }
        return result;
    };
    return {"File too large", {0, 50, 500, 1000, 5000, 15000, 100000, 448089}, run};
}

/// A small file system of its own, which is closer to life, where one may be mounted.
FullDisk small_file_system(const ScratchFolder& scratch, const std::string& disk) {
    const auto run = [&scratch, disk](const std::string& arguments, rlim_t bytes) {
        // a private mount; as another user than root in a user namespace of its own
        const std::string who = ::geteuid() == 0 ? "unshare -m" : "unshare -rm";
        const int status =
            std::system((who + " sh -c 'mount -t tmpfs -o size=" + std::to_string(bytes) +
                         " tapir " + disk + " 2>/dev/null || exit 99; " + TAPIR_PROGRAM + " " +
                         arguments + " >" + scratch.file("said") + " 2>&1; code=$?; ls -A " + disk +
                         " >" + scratch.file("left") + "; exit $code' 2>/dev/null")
                            .c_str());
        if (!fs::exists(scratch.file("said"))) {
            return RunOnFullDisk{}; // no mount: it was not even started
        }
        RunOnFullDisk result{WEXITSTATUS(status), text_of(scratch.file("said")),
                             text_of(scratch.file("left"))};
        fs::remove(scratch.file("said"));
        return result;
    };
    return {"No space left on device", {4096, 16384, 65536, 409600, 471040, 491520, 512000}, run};
}

} // namespace

TEST_CASE(
    "bundle: on a full disk making, packing and unpacking are clear errors, and leave nothing") {
    const ScratchFolder scratch;
    const std::string command = diff_command(scratch);
    const std::string made = scratch.file("made");
    const std::string disk = scratch.file("disk");
    fs::create_directory(disk);
    REQUIRE(run_program(command + " --bundle " + made).exit_code == 1);
    REQUIRE(run_program("bundle pack " + made + " " + made + ".tar.zst").exit_code == 0);
    std::vector<FullDisk> ways{limited_files(disk), small_file_system(scratch, disk)};
    constexpr rlim_t enough = rlim_t{8} << 20U;
    if (ways.back().run("--version", enough).exit_code != 0) {
        MESSAGE("no mount is allowed here: only the limit of a file's size makes the disk full");
        ways.pop_back();
    }
    struct Task {
        std::string arguments, left;
        int exit_code;
    };
    const std::vector<Task> tasks{
        {command + " --bundle " + disk + "/evidence", "evidence\n", 1},
        {"bundle pack " + made + " " + disk + "/x.tar.zst", "x.tar.zst\n", 0},
        {"bundle unpack " + made + ".tar.zst " + disk + "/x", "x\n", 0}};
    for (const FullDisk& way : ways) {
        for (const Task& task : tasks) {
            CAPTURE(task.arguments);
            const std::vector<rlim_t> few{50, 4096, 65536};
            for (const rlim_t bytes : task.exit_code == 1 ? way.too_small : few) {
                CAPTURE(bytes);
                const RunOnFullDisk full = way.run(task.arguments, bytes);
                CAPTURE(full.output);
                CHECK(full.exit_code == 2);
                CHECK(contains(full.output, "cannot be "));
                // what the archive library says of it is its own
                CHECK((task.exit_code == 0 || contains(full.output, way.error)));
                CHECK(full.left.empty());
            }
            const RunOnFullDisk roomy = way.run(task.arguments, enough);
            CHECK(roomy.exit_code == task.exit_code);
            CHECK(roomy.left == task.left);
        }
    }
}
