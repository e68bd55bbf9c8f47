#include "compare/parity_sides.hpp"

#include <omp.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "console/standard_streams.hpp"
#include "scene/device_words.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::harness {

namespace {

using engine::ArithmeticPolicy;
using engine::Device;
using engine::Dtype;
using engine::RunSpec;

constexpr int most_threads = 1 << 12;

const std::vector<std::string> known_words{"scalar",   "baseline", "avx2",    "avx512",
                                           "float64",  "mixed",    "float32", "reference",
                                           "portable", "threads=1"};

[[noreturn]] void refuse(const std::string& name, const std::string& problem,
                         const std::string& remedy) {
    throw InputError({.where = "--devices " + name,
                      .problem = problem,
                      .reason = "a side is a device and what is particular about it",
                      .remedy = remedy});
}

std::vector<std::string> parts_of(const std::string& name) {
    std::vector<std::string> parts;
    std::istringstream stream(name);
    for (std::string part; std::getline(stream, part, ':');) {
        parts.push_back(part);
    }
    return parts;
}

/// What a word after the device is about.
enum class Aspect : std::uint8_t { none, threads, arithmetic, dtype, instruction_set };

/// Sets what one word after the device asks for. @return what it is about; none: it is unknown
Aspect apply(const std::string& word, RunSpec& run) {
    const std::string threads = "threads=";
    if (word.rfind(threads, 0) == 0) {
        const std::optional<int> count = trace::parse_integer(word.substr(threads.size()));
        run.threads = count.value_or(0);
        return count && *count >= 1 && *count <= most_threads ? Aspect::threads : Aspect::none;
    }
    if (const auto arithmetic = engine::arithmetic_choice.meaning(word)) {
        run.arithmetic = *arithmetic;
        return Aspect::arithmetic;
    }
    if (const auto dtype = engine::dtype_choice.meaning(word)) {
        run.dtype = *dtype;
        return Aspect::dtype;
    }
    for (const engine::InstructionSet set : engine::available_instruction_sets()) {
        if (word == engine::name_of(set)) {
            run.instruction_set = set;
            return Aspect::instruction_set;
        }
    }
    return Aspect::none;
}

[[noreturn]] void refuse_word(const std::string& name, const std::string& word) {
    if (word == "avx2" || word == "avx512") {
        refuse(name, "this processor has no " + word, "Name another instruction set.");
    }
    if (word.rfind("threads=", 0) == 0) {
        refuse(name, "'" + word + "' is no number of threads",
               "Give threads=N, N from 1 to " + std::to_string(most_threads) + ".");
    }
    const std::string near = nearest_word(word, known_words);
    refuse(name, "'" + word + "' is unknown",
           near.empty() ? "`tapir parity --help` lists the words."
                        : "Did you mean '" + near + "'?");
}

/// What a side has when nothing is said of it, so that two sides can be told apart.
void fill_in(RunSpec& run) {
    if (run.device != Device::cpu) {
        return;
    }
    if (run.threads == 0) {
        run.threads = std::clamp(omp_get_max_threads(), 1, most_threads);
    }
    if (run.arithmetic == ArithmeticPolicy::portable && !run.instruction_set) {
        run.instruction_set = engine::chosen_instruction_set();
    }
}

ParitySide side_named(const std::string& name, const RunSpec& common) {
    const std::vector<std::string> parts = parts_of(name);
    ParitySide side{name, common};
    side.run.arithmetic = ArithmeticPolicy::portable;
    const auto device = parts.empty() ? std::nullopt : engine::device_choice.meaning(parts.front());
    if (!device) {
        const std::string near =
            parts.empty() ? "" : nearest_word(parts.front(), engine::device_choice.names());
        refuse(name, "begins with no device",
               near.empty() ? "Begin with cpu, cuda or ptx." : "Did you mean '" + near + "'?");
    }
    side.run.device = *device;
    std::set<Aspect> said;
    for (std::size_t i = 1; i < parts.size(); ++i) {
        const Aspect aspect = apply(parts[i], side.run);
        if (aspect == Aspect::none) {
            refuse_word(name, parts[i]);
        }
        if (!said.insert(aspect).second) {
            refuse(name, "'" + parts[i] + "' contradicts a word before it", "Say each thing once.");
        }
        if (side.run.device != Device::cpu &&
            (aspect == Aspect::threads || aspect == Aspect::instruction_set)) {
            refuse(name,
                   "'" + parts[i] + "' says nothing of " +
                       (side.run.device == Device::cuda ? "a CUDA device"
                                                        : device_name(side.run.device)),
                   "Leave it out.");
        }
    }
    engine::check_run(side.run);
    if (side.run.arithmetic == ArithmeticPolicy::reference && side.run.instruction_set) {
        refuse(name, "names an instruction set for reference arithmetic",
               "Leave it out: the C program's operations have one kernel.");
    }
    fill_in(side.run);
    const int started = threads_that_start(side.run.threads);
    if (started < side.run.threads) {
        refuse(name, "asks for more threads than this system starts",
               "Give at most threads=" + std::to_string(started) + ".");
    }
    return side;
}

/// The CPU in every way it can compute: the reference is one pixel at a time on one thread.
std::vector<std::string> matrix() {
    std::vector<std::string> names;
    for (const engine::InstructionSet set : engine::available_instruction_sets()) {
        names.push_back("cpu:" + std::string(engine::name_of(set)) + ":threads=1");
    }
    constexpr int uneven = 3; // rows do not divide by it
    const int all = std::clamp(omp_get_max_threads(), 2, most_threads);
    for (const int threads : std::set<int>{all, uneven}) {
        names.push_back("cpu:threads=" + std::to_string(threads));
    }
    return names;
}

/// Device, threads and instruction set; that of reference arithmetic is none.
bool same_machine(const RunSpec& a, const RunSpec& b) {
    return a.device == b.device && a.threads == b.threads &&
           (a.instruction_set == b.instruction_set || a.arithmetic != b.arithmetic);
}

int differences(const RunSpec& a, const RunSpec& b) {
    return (same_machine(a, b) ? 0 : 1) + (a.dtype == b.dtype ? 0 : 1) +
           (a.arithmetic == b.arithmetic ? 0 : 1);
}

} // namespace

std::vector<std::string> limits_of(const std::vector<ParitySide>& sides) {
    const bool ptx = std::any_of(sides.begin(), sides.end(), [](const ParitySide& side) {
        return side.run.device == Device::ptx;
    });
    return ptx ? std::vector<std::string>{ptx_limits} : std::vector<std::string>{};
}

std::vector<ParitySide> parity_sides(const std::vector<std::string>& names, const RunSpec& common) {
    std::vector<ParitySide> sides;
    for (const std::string& given : names) {
        for (const std::string& name :
             given == "matrix" ? matrix() : std::vector<std::string>{given}) {
            ParitySide side = side_named(name, common);
            for (const ParitySide& before : sides) {
                if (differences(before.run, side.run) == 0) {
                    refuse(name, "is the same as " + before.name + " on this machine",
                           "Name each side once: a program agrees with itself.");
                }
            }
            sides.push_back(std::move(side));
        }
    }
    if (sides.size() < 2) {
        refuse(names.empty() ? "" : names.front(), "is a single side",
               "Name at least two, for example --devices cpu,cuda, or --devices matrix.");
    }
    for (const ParitySide& side : sides) {
        if (side.run.device != Device::cpu) {
            (void)found_device(side.run.device); // before anything is computed
        }
    }
    return sides;
}

std::size_t partner_of(const std::vector<ParitySide>& sides, std::size_t side) {
    std::size_t partner = 0;
    for (std::size_t i = 1; i < side; ++i) {
        if (differences(sides[i].run, sides[side].run) <
            differences(sides[partner].run, sides[side].run)) {
            partner = i;
        }
    }
    return partner;
}

std::string difference_kind(const RunSpec& a, const RunSpec& b) {
    std::string kind;
    const auto add = [&kind](bool differs, const char* name) {
        kind += differs ? (kind.empty() ? "" : "+") + std::string(name) : "";
    };
    const bool ptx = a.device != b.device && (a.device == Device::ptx || b.device == Device::ptx);
    add(a.arithmetic != b.arithmetic, "port");
    add(ptx, "ptx");
    add(!ptx && !same_machine(a, b), "device");
    add(a.dtype != b.dtype, "precision");
    return kind;
}

bool same_trace(const RunSpec& a, const RunSpec& b) {
    return a.device == b.device && a.arithmetic == b.arithmetic && a.dtype == b.dtype;
}

std::string spelled_out(const RunSpec& run) {
    engine::RunWords words;
    engine::put_words(run, words);
    std::string text = words.device + ":" + words.arithmetic + ":" + words.dtype;
    if (run.device != Device::cpu) {
        return text;
    }
    if (run.instruction_set && run.arithmetic == ArithmeticPolicy::portable) {
        text += std::string(":") + engine::name_of(*run.instruction_set);
    }
    return text + ":threads=" + std::to_string(run.threads);
}

std::string described(const RunSpec& run) {
    engine::RunWords words;
    engine::put_words(run, words);
    std::string text = device_name(run.device) + ", " + words.arithmetic + ", " + words.dtype;
    if (run.instruction_set) {
        text += std::string(", ") + engine::name_of(*run.instruction_set);
    }
    return run.device == Device::cpu ? text + ", " + std::to_string(run.threads) + " thread(s)"
                                     : text;
}

} // namespace tapir::harness
