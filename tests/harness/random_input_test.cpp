#include <doctest/doctest.h>

#include <random>

#include "corpus.hpp"
#include "nanobragg/nanobragg_args.hpp"
#include "nanobragg/nanobragg_options.hpp"
#include "scene/scene_source.hpp"
#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/format/read_trace.hpp"
#include "tapir/trace/verdict/compare.hpp"

/// Random input with a fixed seed: no crash, no hang, and no false green. The sanitizer build runs
/// these too.
namespace {

using namespace tapir;
using namespace tapir::test;

std::string sound_c_trace() {
    return text_of(std::string(TAPIR_SOURCE_DIR) +
                   "/configs/traces/supervisor_685_1039_nanobragg.log");
}

trace::Verdict verdict_of(const std::string& reference, const std::string& candidate) {
    const trace::ProgramModel& program = engine::nanobragg_model();
    return trace::compare(trace::parse_trace(reference, "reference", program.terminal_keys),
                          trace::parse_trace(candidate, "candidate", program.terminal_keys),
                          program, {}, {})
        .verdict;
}

/// A digit of a number that is compared, replaced by another digit.
std::string with_another_digit(std::string text, std::mt19937& random) {
    for (;;) {
        const std::size_t at = random() % text.size();
        const std::size_t line = text.rfind('\n', at) + 1;
        const bool in_value = text.find_first_of(" =", line + 10) < at;
        const bool digit = text[at] >= '0' && text[at] <= '9';
        const bool in_record =
            text.compare(line, 8, "TRACE_C:") == 0 || text.compare(line, 8, "TRACE_C_") == 0;
        if (digit && in_value && in_record) {
            text[at] = static_cast<char>(
                '0' + (static_cast<unsigned>(text[at] - '0') + 1 + random() % 9) % 10);
            return text;
        }
    }
}

} // namespace

TEST_CASE("diff: no changed digit of a record is ever green") {
    std::mt19937 random(1);
    const std::string good = sound_c_trace();
    for (int i = 0; i < 400; ++i) {
        const std::string changed = with_another_digit(good, random);
        CAPTURE(i);
        CHECK(verdict_of(good, changed) != trace::Verdict::parity);
    }
}

TEST_CASE("diff: no removed or doubled record line is ever green") {
    const std::string good = sound_c_trace();
    std::size_t begin = 0;
    while (begin < good.size()) {
        const std::size_t end = good.find('\n', begin) + 1;
        const std::string line = good.substr(begin, end - begin);
        CAPTURE(line);
        const std::string removed = good.substr(0, begin) + good.substr(end);
        const std::string doubled = good.substr(0, end) + line + good.substr(end);
        CHECK(verdict_of(good, removed) != trace::Verdict::parity);
        CHECK(verdict_of(good, doubled) != trace::Verdict::parity);
        begin = end;
    }
}

TEST_CASE("parse_trace: random bytes in a trace never crash it") {
    std::mt19937 random(2);
    const std::string good = sound_c_trace().substr(0, 6000);
    for (int i = 0; i < 300; ++i) {
        std::string changed = good;
        for (auto n = random() % 20; n > 0; --n) {
            changed[random() % changed.size()] = static_cast<char>(random());
        }
        (void)verdict_of(good, changed);
        (void)verdict_of(changed, changed);
    }
}

TEST_CASE("nanoBragg options: random command lines are resolved or refused, never more") {
    std::mt19937 random(3);
    const std::vector<std::string> values{"0",   "1",    "-1",   "5",   "1e30", "-1e-30",
                                          "nan", "x",    "12.5", "360", "100",  "1e308",
                                          "",    "rand", "2",    "7"};
    std::vector<std::string> patterns;
    for (const harness::Option& option : harness::nanobragg_options()) {
        patterns.emplace_back(option.pattern);
    }
    int resolved = 0;
    int refused = 0;
    for (int i = 0; i < 4000; ++i) {
        std::vector<std::string> args{"-cell", "100", "90", "80", "-default_F", "1", "-N", "5"};
        for (auto n = random() % 6; n > 0; --n) {
            const std::string& pattern = patterns[random() % patterns.size()];
            if (pattern == "-hkl" || pattern == "-mat") {
                continue; // files are another test's matter
            }
            args.push_back(pattern);
            for (auto v = random() % 5; v > 0; --v) {
                args.push_back(values[random() % values.size()]);
            }
        }
        try {
            const engine::Experiment experiment =
                harness::load_experiment(harness::scene_from_nanobragg_args(args));
            CHECK(experiment.input.pixels_fast > 0);
            ++resolved;
        } catch (const InputError& error) {
            CHECK(std::string(error.what()).size() > 40);
            ++refused;
        }
    }
    CHECK(resolved > 100);
    CHECK(refused > 100);
}
