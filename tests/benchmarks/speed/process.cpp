#include "process.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "tapir/trace/base/error.hpp"

namespace tapir::speed {

namespace fs = std::filesystem;

namespace {

constexpr int cannot_run = 127;

[[noreturn]] void become(const WorkFolder& folder, const std::string& program,
                         const std::vector<std::string>& args, int threads,
                         const std::string& set) {
    std::vector<char*> words;
    words.push_back(const_cast<char*>(program.c_str())); // execvp's type, it changes nothing
    for (const std::string& arg : args) {
        words.push_back(const_cast<char*>(arg.c_str()));
    }
    words.push_back(nullptr);
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    ::dup2(nowhere, STDOUT_FILENO);
    ::dup2(nowhere, STDERR_FILENO);
    ::setenv("OMP_NUM_THREADS", std::to_string(threads).c_str(), 1);
    ::setenv("TAPIR_ISA", set.c_str(), 1);
    if (::chdir(folder.path().c_str()) == 0) {
        ::execvp(program.c_str(), words.data());
    }
    ::_exit(cannot_run);
}

} // namespace

WorkFolder::WorkFolder() {
    std::string pattern = (fs::temp_directory_path() / "tapir-speed-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
        throw InputError({.where = pattern,
                          .problem = "cannot be made",
                          .reason = "the programs that are timed write their images there",
                          .remedy = "Set TMPDIR to a folder with 100 MB of free space."});
    }
    path_ = pattern;
}

WorkFolder::~WorkFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

void WorkFolder::empty() const {
    for (const auto& entry : fs::directory_iterator(path_)) {
        fs::remove_all(entry.path());
    }
}

Measured measure(const WorkFolder& folder, const std::string& program,
                 const std::vector<std::string>& args, int threads, const std::string& set) {
    const auto begin = std::chrono::steady_clock::now();
    const pid_t child = ::fork();
    if (child == 0) {
        become(folder, program, args, threads, set);
    }
    int status = -1;
    rusage used{};
    Measured run;
    if (child > 0 && ::wait4(child, &status, 0, &used) == child && WIFEXITED(status)) {
        run.exit_code = WEXITSTATUS(status);
    }
    run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    constexpr double kib_of_mib = 1024;
    run.peak_mib = static_cast<double>(used.ru_maxrss) / kib_of_mib;
    const auto seconds_of_time = [](const timeval& time) {
        constexpr double micro = 1e-6;
        return static_cast<double>(time.tv_sec) + micro * static_cast<double>(time.tv_usec);
    };
    run.processor_seconds = seconds_of_time(used.ru_utime) + seconds_of_time(used.ru_stime);
    return run;
}

double seconds_of(const WorkFolder& folder, const std::string& program,
                  const std::vector<std::string>& args, int threads, const std::string& set) {
    folder.empty();
    const Measured run = measure(folder, program, args, threads, set);
    if (run.exit_code != 0) {
        throw InputError({.where = program,
                          .problem = "did not run to its end",
                          .reason = "there is nothing to compare with",
                          .remedy = "Give the path of a program that runs, and try its command by "
                                    "hand."});
    }
    return run.seconds;
}

} // namespace tapir::speed
