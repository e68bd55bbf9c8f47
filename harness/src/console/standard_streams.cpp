#include "console/standard_streams.hpp"

#include <fcntl.h>
#include <omp.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>
#include <vector>

namespace tapir::harness {

namespace {

/// Gives each closed standard stream a place: the lowest free number is always the one opened.
void fill_closed_streams() {
    struct Stream {
        int number, access;
    };
    // opened the wrong way round, so that using them is an error; standard error takes anything
    for (const Stream& stream : {Stream{STDIN_FILENO, O_WRONLY}, Stream{STDOUT_FILENO, O_RDONLY},
                                 Stream{STDERR_FILENO, O_RDWR}}) {
        if (::fcntl(stream.number, F_GETFD) < 0) {
            static_cast<void>(::open("/dev/null", stream.access));
        }
    }
}

/// Does nothing. A handler, unlike SIG_IGN, is not handed down to the commands of the user.
void let_the_write_fail(int /*signal*/) {}

} // namespace

void prepare_process() {
    fill_closed_streams();
    for (const int signal : {SIGPIPE, SIGXFSZ}) {
        static_cast<void>(std::signal(signal, let_the_write_fail));
    }
    constexpr int useful = 256; // where nobody asked for more than by the environment
    omp_set_num_threads(
        threads_that_start(std::min(omp_get_max_threads(), std::max(useful, omp_get_num_procs()))));
}

void to_standard_error(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fflush(stderr);
}

int threads_that_start(int wanted) {
    constexpr int most = 1 << 12; // that any option of this program takes
    const int usual = std::max(omp_get_num_procs(), 1);
    wanted = std::min(wanted, std::max(most, usual));
    if (wanted <= usual) {
        return wanted;
    }
    std::mutex mutex;
    std::condition_variable go_home;
    bool done = false;
    std::vector<std::thread> all; // at once: only together they show whether there is room
    try {
        while (static_cast<int>(all.size()) < wanted) {
            all.emplace_back([&] {
                std::unique_lock lock(mutex);
                go_home.wait(lock, [&] { return done; });
            });
        }
    } catch (const std::system_error&) { // the system's limit
    } catch (const std::bad_alloc&) {
    }
    {
        const std::lock_guard lock(mutex);
        done = true;
    }
    go_home.notify_all();
    for (std::thread& thread : all) {
        thread.join();
    }
    const int started = static_cast<int>(all.size());
    // not the last ones: others on this machine start threads, too
    return started == wanted ? wanted : std::max(1, started / 2);
}

} // namespace tapir::harness
