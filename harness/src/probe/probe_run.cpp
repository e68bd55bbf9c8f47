#include "probe/probe_run.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <spawn.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "probe/probe_scripts.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"

namespace tapir::harness {

namespace {

namespace fs = std::filesystem;

/// A folder that nobody else can read, and that is gone afterwards.
class TemporaryFolder {
  public:
    TemporaryFolder() {
        std::error_code none;
        std::string name = (fs::temp_directory_path(none) / "tapir-probe-XXXXXX").string();
        if (none || ::mkdtemp(name.data()) == nullptr) {
            throw InputError({.where = "TMPDIR",
                              .problem = "no temporary folder can be made in it",
                              .reason = "plan and events of a probed run are kept there",
                              .remedy = "Let TMPDIR name a folder that can be written to."});
        }
        path_ = name;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    TemporaryFolder(TemporaryFolder&&) = delete;
    TemporaryFolder& operator=(TemporaryFolder&&) = delete;

    [[nodiscard]] const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

std::vector<std::string> backend_command(ProbeBackend backend, const fs::path& folder) {
    if (backend == ProbeBackend::gdb) {
        return {"gdb", "-nx", "-nh", "-batch", "-x", (folder / "probe_gdb.py").string()};
    }
    return {"python3", "-B", (folder / "probe_python.py").string(),
            (folder / "plan.json").string()};
}

/// The environment with the place of the plan.
std::vector<std::string> environment_with(const std::string& entry) {
    std::vector<std::string> all;
    for (char** one = environ; *one != nullptr; ++one) {
        all.emplace_back(*one);
    }
    all.push_back(entry);
    return all;
}

std::vector<char*> pointers(std::vector<std::string>& words) {
    std::vector<char*> all;
    all.reserve(words.size() + 1);
    for (std::string& word : words) {
        all.push_back(word.data());
    }
    all.push_back(nullptr);
    return all;
}

/// The streams of a run of which nothing is to be seen.
class SilentStreams {
  public:
    SilentStreams() {
        struct ::stat input {};
        const bool is_file = ::fstat(STDIN_FILENO, &input) == 0 && S_ISREG(input.st_mode);
        ::posix_spawn_file_actions_init(&actions_);
        // opened anew, so that each run reads it from its beginning
        open(STDIN_FILENO, is_file ? "/proc/self/fd/0" : "/dev/null", O_RDONLY);
        open(STDOUT_FILENO, "/dev/null", O_WRONLY);
        open(STDERR_FILENO, "/dev/null", O_WRONLY);
    }
    ~SilentStreams() { ::posix_spawn_file_actions_destroy(&actions_); }
    SilentStreams(const SilentStreams&) = delete;
    SilentStreams& operator=(const SilentStreams&) = delete;
    SilentStreams(SilentStreams&&) = delete;
    SilentStreams& operator=(SilentStreams&&) = delete;

    [[nodiscard]] const ::posix_spawn_file_actions_t* actions() const { return &actions_; }

  private:
    void open(int stream, const char* path, int flags) {
        ::posix_spawn_file_actions_addopen(&actions_, stream, path, flags, 0);
    }
    ::posix_spawn_file_actions_t actions_{};
};

volatile std::sig_atomic_t backend_pid = 0;   ///< the running backend; 0 where none runs
volatile std::sig_atomic_t last_request = 0;  ///< the last signal that asked the command to end
volatile std::sig_atomic_t request_count = 0; ///< how many did

/// Hands a request to end on to the backend, which ends the program: by the same signal, and by
/// SIGTERM where the first did not help.
extern "C" void hand_on(int signal) {
    last_request = signal;
    request_count = request_count + 1;
    if (backend_pid != 0) {
        ::kill(static_cast<::pid_t>(backend_pid), request_count > 1 ? SIGTERM : signal);
    }
}

/// While it lives, requests to end go to the backend, so that no child and no file is left behind.
class RequestsToEnd {
  public:
    RequestsToEnd() {
        last_request = 0;
        request_count = 0;
        struct sigaction action {};
        action.sa_handler = hand_on;
        for (std::size_t i = 0; i < signals.size(); ++i) {
            ::sigaction(signals.at(i), nullptr, &before_.at(i));
            if (before_.at(i).sa_handler != SIG_IGN) { // such as under nohup
                ::sigaction(signals.at(i), &action, nullptr);
            }
        }
    }
    ~RequestsToEnd() {
        backend_pid = 0;
        for (std::size_t i = 0; i < signals.size(); ++i) {
            ::sigaction(signals.at(i), &before_.at(i), nullptr);
        }
    }
    RequestsToEnd(const RequestsToEnd&) = delete;
    RequestsToEnd& operator=(const RequestsToEnd&) = delete;
    RequestsToEnd(RequestsToEnd&&) = delete;
    RequestsToEnd& operator=(RequestsToEnd&&) = delete;

  private:
    static constexpr std::array<int, 3> signals{SIGINT, SIGTERM, SIGHUP};
    std::array<struct sigaction, 3> before_{};
};

/// Runs a command to its end. @return its status as waitpid gives it
int run_command(std::vector<std::string> command, const std::string& entry, bool silent) {
    std::vector<std::string> environment = environment_with(entry);
    const SilentStreams streams;
    const RequestsToEnd requests;
    ::pid_t child = 0;
    const int error =
        ::posix_spawnp(&child, command.front().c_str(), silent ? streams.actions() : nullptr,
                       nullptr, pointers(command).data(), pointers(environment).data());
    if (error != 0) {
        throw DeviceUnavailable(fmt::format(
            "{}: cannot be started ({}; it runs the program under probes). Install it, or let PATH "
            "name its folder.",
            command.front(), std::strerror(error))); // NOLINT(concurrency-mt-unsafe): one thread
    }
    backend_pid = child;
    if (last_request != 0) { // it came before there was anybody to hand it to
        ::kill(child, static_cast<int>(last_request));
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

std::string last_lines(const fs::path& file) {
    std::error_code ignored;
    if (!fs::exists(file, ignored)) {
        return "it said nothing";
    }
    constexpr std::size_t most = 600;
    const std::string text = read_file(file, "log of a backend");
    return text.substr(text.size() - std::min(most, text.size()));
}

void write_scripts(const fs::path& folder) {
    for (const auto& [name, text] : probe_scripts()) {
        write_file_atomically(folder / name, text);
    }
}

} // namespace

ProbeEvents run_probes(const ProbeRequest& request) {
    if (request.program.empty()) {
        throw InputError({.where = "--",
                          .problem = "no program stands behind it",
                          .reason = "a probe is put into a running program",
                          .remedy = "End the command with -- PROGRAM and its arguments."});
    }
    const TemporaryFolder folder;
    write_scripts(folder.path());
    const fs::path plan = folder.path() / "plan.json";
    write_file_atomically(plan, plan_text(request, folder.path().string()));
    const int status = run_command(backend_command(request.probes.backend, folder.path()),
                                   "TAPIR_PROBE_PLAN=" + plan.string(), request.silent);
    const fs::path out = folder.path() / "events.jsonl";
    std::error_code ignored;
    if (!fs::exists(out, ignored)) {
        throw DeviceUnavailable(fmt::format(
            "{}: did not run the backend's script (status {}). Install one that can run "
            "Python scripts.",
            backend_command(request.probes.backend, "").front(), status));
    }
    ProbeEvents events = probe_events(read_file(out, "events of a backend"));
    if (!events.ended && last_request != 0) {
        throw InputError({.where = request.program.front(),
                          .problem = fmt::format("was ended by signal {}", int{last_request}),
                          .reason = "what it had computed before is no whole trace",
                          .remedy = "Let it come to its end."});
    }
    if (!events.ended) {
        throw InternalError("the backend broke down: " + last_lines(folder.path() / "backend.log"));
    }
    spdlog::info("{} records, {} differences, {} problems", events.records.size(),
                 events.differences.size(), events.troubles.size());
    return events;
}

std::string run_script(const std::string& name, const std::string& question) {
    const TemporaryFolder folder;
    write_scripts(folder.path());
    const fs::path asked = folder.path() / "question.json";
    const fs::path answer = folder.path() / "answer.json";
    nlohmann::json document = nlohmann::json::parse(question);
    document["out"] = answer.string();
    write_file_atomically(asked, document.dump());
    const int status =
        run_command({"python3", "-B", (folder.path() / name).string(), asked.string()},
                    "TAPIR_PROBE_PLAN=", false);
    std::error_code ignored;
    if (status != 0 || !fs::exists(answer, ignored)) {
        throw InternalError(fmt::format("{} broke down (status {})", name, status));
    }
    return read_file(answer, "answer of a script");
}

} // namespace tapir::harness
