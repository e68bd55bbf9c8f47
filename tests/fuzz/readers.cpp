#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "compare/audit.hpp"
#include "compare/trace_diff.hpp"
#include "mutation.hpp"
#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/reports/verdict/metrics_json.hpp"
#include "tapir/reports/verdict/verdict_json.hpp"
#include "tapir/reports/verdict/verdict_junit.hpp"
#include "tapir/reports/verdict/verdict_markdown.hpp"
#include "tapir/reports/verdict/verdict_screen.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/format/npy.hpp"
#include "tapir/trace/format/read_trace.hpp"
#include "tapir/trace/verdict/comparison.hpp"

/// Broken, hostile and shuffled files through every reader, and what is read through comparison,
/// audit and reports: nothing may crash, hang, or reach a report unescaped.
///
/// Usage: fuzz_readers COUNT SEED
namespace {

using namespace tapir;
using test::below;
using test::Random;

std::string text_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

std::string npy_seed() {
    std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
    header.resize(117, ' ');
    header += "\n";
    std::string bytes = "\x93NUMPY";
    bytes += '\x01';
    bytes += '\0';
    bytes += static_cast<char>(header.size());
    bytes += '\0';
    return bytes + header + std::string(24, '\x01');
}

std::vector<std::string> seeds() {
    const std::filesystem::path data = TAPIR_TEST_DATA;
    std::vector<std::string> all{
        text_of(data / "reference/cases/phi_zero/cref/trace_26_25.log"),
        text_of(data / "reference/cases/dmin_cut/cref/trace_15_12.log"),
        "{\"pixel\": {\"slow\": 1, \"fast\": 2}, \"per_phi_entries\": [{\"phi_tic\": 0, "
        "\"k_frac\": -0.5, \"F_latt\": 1}]}",
        "=== Pixel (1, 2) ===\nTRACE: Airpath (m) = 1.0e-1\n  rot_a: [1.0, 2.0, 3.0]\n",
        npy_seed()};
    for (const char* name : {"hv013", "hv014", "hv029", "hv106"}) {
        all.push_back(text_of(data / "hard_faults" / name / "trace.log"));
    }
    return all;
}

const std::vector<std::string> fragments{"nan",
                                         "-inf",
                                         "1e999",
                                         "-0",
                                         "TRACE_C: ",
                                         "TRACE_PY_STEP ",
                                         "phi_tic=2147483648",
                                         "mos=-1",
                                         "<script>alert(1)</script>",
                                         "\x1b[31m",
                                         "\xe2\x80\xae",
                                         "[[[[[[[[",
                                         "{\"a\":",
                                         "\r\n",
                                         "\0x",
                                         "TRACE_CONFIG: (spixel=99999999, fpixel=1)\n",
                                         "=",
                                         ":",
                                         "9999999999999999999999"};

void require(bool holds, const char* what, const std::string& text) {
    if (!holds) {
        std::fprintf(stderr, "%s\n%s\n", what, text.c_str());
        std::abort();
    }
}

void report(const trace::Comparison& comparison, const std::string& name,
            const reports::PageInput& input) {
    const reports::Subject subject{name, name, name};
    const std::string screen = reports::verdict_screen(comparison, subject, false);
    require(screen.find('\x1b') == std::string::npos, "an escape on the screen", screen);
    for (const std::string& page : {reports::report_page(comparison, subject, input),
                                    reports::verdict_junit(comparison, subject),
                                    reports::verdict_markdown(comparison, subject)}) {
        require(page.find("<script>alert") == std::string::npos, "markup in a page", page);
        require(page.find('\x1b') == std::string::npos, "an escape in a page", page);
    }
    (void)reports::verdict_json(comparison, subject);
    (void)reports::metrics_json(comparison);
}

void try_one(Random& random, const std::vector<std::string>& all) {
    const std::string text = test::mutated(random, all[below(random, all.size())], fragments);
    const auto keys = engine::nanobragg_model().terminal_keys;
    try {
        if (trace::is_npy(text)) {
            (void)trace::parse_npy(text, "fuzz");
        }
        const trace::TraceFile candidate = trace::parse_trace(text, "<script>\x1b[1m", keys);
        const trace::TraceFile reference =
            trace::parse_trace(all[below(random, all.size())], "reference", keys);
        reports::PageInput input;
        const trace::Comparison result =
            harness::diff_traces(reference, candidate, nullptr, {}, {}, &input);
        report(result, candidate.name, input);
        report(harness::audit_records(candidate), candidate.name, {});
    } catch (const InputError&) {
        return; // refused with a message
    } catch (const std::exception& error) {
        require(false, error.what(), text);
    }
}

} // namespace

int main(int argc, char** argv) {
    const long count = argc > 1 ? std::atol(argv[1]) : 1000;
    const auto seed = static_cast<std::uint64_t>(argc > 2 ? std::atol(argv[2]) : 1);
    Random random(seed);
    const std::vector<std::string> all = seeds();
    for (long i = 0; i < count; ++i) {
        try_one(random, all);
    }
    std::printf("%ld broken files read, none crashed, nothing reached a report unescaped\n", count);
    return 0;
}
