#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "compare/trace_diff.hpp"
#include "mutation.hpp"
#include "native_fit.hpp"
#include "program.hpp"
#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/trace/base/digest.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/format/read_trace.hpp"
#include "tapir/trace/stream/stream_comparison.hpp"

/// Broken traces of several pixels against the sound one: comparing them piece by piece, whatever
/// is held at once, and as a whole must be green together or not at all.
///
/// Usage: fuzz_streams COUNT SEED
namespace {

using namespace tapir;
using namespace tapir::test;

struct Seed {
    std::string path, bytes;
};

const std::vector<std::string> fragments{"nan",
                                         "1e999",
                                         "-0",
                                         " ",
                                         "\n",
                                         "0",
                                         "TRACE_CONFIG: tracing pixel (spixel=1, fpixel=2)\n",
                                         "TRACE_C: F_latt 1\n",
                                         "F_latt [1] slow=1 fast=2 : 1\n",
                                         "slow=1 fast=2",
                                         "TAPIR_END records=3\n",
                                         "]",
                                         " :",
                                         std::string("TBLK\2\0\0\0", 8)};

std::vector<Seed> seeds(const ScratchFolder& scratch) {
    std::vector<Seed> all;
    for (const std::string form : {"native", "binary", "c"}) {
        const std::string path = scratch.file(form);
        const Outcome made = run_program(
            "trace --pixel 1 1 --pixel 1 2 --pixel 3 0 --dialect " + form + " --out " + path +
            " -- -default_F 100 -cell 100 110 120 80 85 95 -N 5 -lambda 1 -distance 100 "
            "-detpixels 4 -pixel 0.5 -oversample 1 -phi 0 -osc 1 -phisteps 2");
        if (made.exit_code != 0) {
            std::fprintf(stderr, "%s\n", made.output.c_str());
            std::abort();
        }
        all.push_back({path, text_of(path)});
    }
    return all;
}

trace::Comparison closely(trace::TraceFile one, trace::TraceFile other) {
    return harness::diff_traces(std::move(one), std::move(other), nullptr, {}, {});
}

void try_one(Random& random, const std::vector<Seed>& all, const std::string& path) {
    const trace::ProgramModel& program = engine::nanobragg_model();
    const Seed& seed = all[below(random, all.size())];
    std::string broken = mutated(random, seed.bytes, fragments);
    if (below(random, 2) == 0 && broken.find("TAPIR_TRACE ") == 0) {
        broken = made_to_fit(broken);
    }
    std::ofstream(path, std::ios::binary) << broken;
    bool whole = false;
    try {
        whole = closely(trace::read_trace(seed.path, program), trace::read_trace(path, program))
                    .verdict == trace::Verdict::parity;
    } catch (const InputError&) { // refused with a message
    }
    for (const std::size_t held : {std::size_t{1} << 20U, std::size_t{2000}}) {
        trace::StreamOptions options;
        options.look_closer = closely;
        options.largest_piece = held;
        const auto pieces = trace::compare_streams(seed.path, path, program, options);
        const bool green = pieces && pieces->verdict == trace::Verdict::parity;
        if (green && !whole) {
            std::fprintf(stderr, "green in pieces of %zu, not as a whole:\n%s\n", held,
                         broken.c_str());
            std::abort();
        }
        if (whole && pieces && !green && pieces->reason != trace::VerdictReason::other_pixel &&
            held > 2000) {
            std::fprintf(stderr, "green as a whole, %s in pieces:\n%s\n", pieces->sentence.c_str(),
                         broken.c_str());
            std::abort();
        }
    }
}

} // namespace

int main(int argc, char** argv) {
    const long count = argc > 1 ? std::atol(argv[1]) : 1000;
    const auto seed = static_cast<std::uint64_t>(argc > 2 ? std::atol(argv[2]) : 1);
    Random random(seed);
    const ScratchFolder scratch;
    const std::vector<Seed> all = seeds(scratch);
    for (long i = 0; i < count; ++i) {
        try_one(random, all, scratch.file("broken"));
    }
    std::printf("%ld broken traces: one verdict each\n", count);
    return 0;
}
