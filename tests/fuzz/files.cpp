#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "file_kinds.hpp"
#include "mutation.hpp"
#include "tapir/trace/base/error.hpp"

/// Broken files of every kind that this program reads, each read and used as a user would: it is
/// used or refused with a message, within 20 seconds and 1 GB. Nothing else may happen.
///
/// Usage: fuzz_files COUNT SEED [KIND]; a file that shows a failure is kept in the current folder,
/// and after a crash in the temporary one
namespace {

using namespace tapir;
using namespace tapir::test;

const std::vector<std::string> fragments{"nan",
                                         "-inf",
                                         "1e999",
                                         "-0",
                                         "-1",
                                         "65536",
                                         "2147483648",
                                         "9999999999999999999999",
                                         "phi_tic=65536 ",
                                         "step=2147483647 ",
                                         "cell=65536 ",
                                         " 1.5 2.5 3.5",
                                         "\x1b[2J",
                                         "\xe2\x80\xae",
                                         "\xff",
                                         std::string(1, '\0'),
                                         "\r\n",
                                         "\n",
                                         "[[[[[[[[[[[[[[[[",
                                         "((((((((((((((((",
                                         "{\"a\":",
                                         "]",
                                         "}",
                                         "\"",
                                         ",",
                                         "=",
                                         ":",
                                         "TRACE_C: ",
                                         "TRACE_PY_STEP ",
                                         "TRACE_CONFIG: (spixel=99999999, fpixel=1)\n"};

constexpr long longest_s = 20;             // of the processor: others may be at work on it, too
constexpr unsigned longest_asleep_s = 300; // in all
constexpr long most_kib = 1L << 20;

long peak_kib() {
    struct rusage used {};
    ::getrusage(RUSAGE_SELF, &used);
    return used.ru_maxrss;
}

/// Ends the program when these are over: what hangs cannot be asked to stop. 0: never.
void set_limits(long of_processor_s, unsigned asleep_s) {
    const struct itimerval limit {
        {0, 0}, { of_processor_s, 0 }
    };
    ::setitimer(ITIMER_PROF, &limit, nullptr);
    ::alarm(asleep_s);
}

/// What became of the broken files of a kind.
struct Tally {
    long used = 0, refused = 0, failed = 0;
    double slowest_s = 0;
};

/// What is the matter with the use of a broken file; empty: nothing.
std::string failure_of(const FileKind& kind, const std::string& broken, const std::string& sound,
                       Tally& tally) {
    const long before = peak_kib();
    const std::clock_t start = std::clock();
    set_limits(longest_s, longest_asleep_s);
    std::string failure;
    try {
        kind.use(broken, sound);
        ++tally.used;
    } catch (const InputError& error) {
        ++tally.refused;
        failure = std::string(error.what()).size() < 30 ? "a message that says nothing" : "";
    } catch (const std::exception& error) {
        failure = error.what();
    }
    set_limits(0, 0);
    const double taken_s = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    tally.slowest_s = std::max(tally.slowest_s, taken_s);
    return failure.empty() && peak_kib() - before > most_kib ? "more than 1 GB" : failure;
}

} // namespace

int main(int argc, char** argv) {
    const long count = argc > 1 ? std::atol(argv[1]) : 1000;
    const auto seed = static_cast<std::uint64_t>(argc > 2 ? std::atol(argv[2]) : 1);
    const std::string only = argc > 3 ? argv[3] : "";
    const ScratchFolder scratch;
    std::vector<FileKind> kinds = file_kinds(scratch);
    if (!only.empty()) {
        std::erase_if(kinds, [&only](const FileKind& kind) { return kind.name != only; });
    }
    if (kinds.empty()) {
        std::printf("no kind of file is called %s\n", only.c_str());
        return 1;
    }
    std::vector<Tally> tallies(kinds.size());
    long failed = 0;
    for (long i = 0; i < count; ++i) {
        const std::size_t number = static_cast<std::size_t>(i) % kinds.size();
        const FileKind& kind = kinds[number];
        // of each file by itself: one that fails is found again without those before it
        Random random(seed * 1'000'003 + static_cast<std::uint64_t>(i));
        const std::string& text = kind.seeds[below(random, kind.seeds.size())];
        std::string changed = mutated(random, text, fragments);
        if (kind.fit && below(random, 4) != 0) {
            changed = kind.fit(changed);
        }
        const std::string broken = scratch.write("broken" + kind.ending, changed);
        const std::string sound = scratch.write("sound" + kind.ending, text);
        const std::string kept = "fuzz-failure-" + std::to_string(i) + kind.ending;
        static_cast<void>(scratch.write("kind", kind.name)); // for whoever looks after a crash
        const std::string failure = failure_of(kind, broken, sound, tallies[number]);
        if (!failure.empty()) {
            ++failed;
            ++tallies[number].failed;
            std::ofstream(kept, std::ios::binary) << changed;
            std::printf("%s, %s: %s\n", kind.name.c_str(), kept.c_str(), failure.c_str());
            std::fflush(stdout);
        }
    }
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        std::printf("%-30s %6ld used, %6ld refused, %3ld failed, slowest %.2f s\n",
                    kinds[i].name.c_str(), tallies[i].used, tallies[i].refused, tallies[i].failed,
                    tallies[i].slowest_s);
    }
    std::printf("%ld broken files of %zu kinds: %ld failed\n", count, kinds.size(), failed);
    return failed == 0 ? 0 : 1;
}
