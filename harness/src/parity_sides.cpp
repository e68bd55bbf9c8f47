#include "parity_sides.hpp"

#include <algorithm>
#include <sstream>
#include <thread>

#include "tapir/trace/error.hpp"
#include "tapir/trace/number_text.hpp"

namespace tapir::harness {

namespace {

using engine::ArithmeticPolicy;
using engine::Device;
using engine::Dtype;
using engine::RunOptions;

const std::vector<std::string> known_words{
    "cpu",     "cuda",  "matrix",  "scalar",    "baseline", "avx2",     "avx512",
    "float64", "mixed", "float32", "reference", "portable", "threads=1"};

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

/// Sets what one word after the device asks for. @return whether it is known
bool apply(const std::string& word, RunOptions& run) {
    const std::string threads = "threads=";
    if (word.rfind(threads, 0) == 0) {
        const std::optional<int> count = trace::parse_integer(word.substr(threads.size()));
        constexpr int most = 1 << 12;
        run.threads = count.value_or(0);
        return count && *count >= 1 && *count <= most;
    }
    if (word == "reference" || word == "portable") {
        run.arithmetic =
            word == "reference" ? ArithmeticPolicy::reference : ArithmeticPolicy::portable;
        return true;
    }
    if (word == "float64" || word == "mixed" || word == "float32") {
        run.dtype =
            word == "float64" ? Dtype::float64 : (word == "mixed" ? Dtype::mixed : Dtype::float32);
        return true;
    }
    for (const engine::InstructionSet set : engine::available_instruction_sets()) {
        if (word == engine::name_of(set)) {
            run.instruction_set = set;
            return true;
        }
    }
    return false;
}

ParitySide side_named(const std::string& name, const RunOptions& common) {
    const std::vector<std::string> parts = parts_of(name);
    ParitySide side{name, common};
    side.run.arithmetic = ArithmeticPolicy::portable;
    if (parts.empty() || (parts.front() != "cpu" && parts.front() != "cuda")) {
        const std::string near = parts.empty() ? "" : nearest_word(parts.front(), known_words);
        refuse(name, "begins with no device",
               near.empty() ? "Begin with cpu or cuda." : "Did you mean '" + near + "'?");
    }
    side.run.device = parts.front() == "cuda" ? Device::cuda : Device::cpu;
    for (std::size_t i = 1; i < parts.size(); ++i) {
        if (!apply(parts[i], side.run)) {
            const bool a_set = parts[i] == "avx2" || parts[i] == "avx512";
            const std::string near = nearest_word(parts[i], known_words);
            refuse(name,
                   a_set ? "this processor has no " + parts[i] : "'" + parts[i] + "' is unknown",
                   near.empty() || a_set ? "`tapir parity --help` lists the words."
                                         : "Did you mean '" + near + "'?");
        }
        if (side.run.device == Device::cuda &&
            (parts[i].rfind("threads=", 0) == 0 || side.run.instruction_set)) {
            refuse(name, "'" + parts[i] + "' says nothing of a CUDA device", "Leave it out.");
        }
    }
    engine::check_run_options(side.run);
    return side;
}

/// The CPU in every way it can compute: the reference is one pixel at a time on one thread.
std::vector<std::string> matrix() {
    std::vector<std::string> names;
    for (const engine::InstructionSet set : engine::available_instruction_sets()) {
        names.push_back("cpu:" + std::string(engine::name_of(set)) + ":threads=1");
    }
    const int threads = static_cast<int>(std::max(2U, std::thread::hardware_concurrency()));
    names.push_back("cpu:threads=" + std::to_string(threads));
    names.emplace_back("cpu:threads=3");
    return names;
}

bool same_device(const RunOptions& a, const RunOptions& b) {
    return a.device == b.device && a.instruction_set == b.instruction_set && a.threads == b.threads;
}

int differences(const RunOptions& a, const RunOptions& b) {
    return (same_device(a, b) ? 0 : 1) + (a.dtype == b.dtype ? 0 : 1) +
           (a.arithmetic == b.arithmetic ? 0 : 1);
}

} // namespace

std::vector<ParitySide> parity_sides(const std::vector<std::string>& names,
                                     const RunOptions& common) {
    std::vector<ParitySide> sides;
    for (const std::string& given : names) {
        for (const std::string& name :
             given == "matrix" ? matrix() : std::vector<std::string>{given}) {
            ParitySide side = side_named(name, common);
            for (const ParitySide& before : sides) {
                if (differences(before.run, side.run) == 0) {
                    refuse(name, "is the same as " + before.name,
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
    const bool cuda = std::any_of(sides.begin(), sides.end(), [](const ParitySide& side) {
        return side.run.device == Device::cuda;
    });
    if (cuda) {
        (void)engine::cuda_device(); // before anything is computed
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

std::string difference_kind(const RunOptions& a, const RunOptions& b) {
    std::string kind;
    const auto add = [&kind](bool differs, const char* name) {
        kind += differs ? (kind.empty() ? "" : "+") + std::string(name) : "";
    };
    add(a.arithmetic != b.arithmetic, "port");
    add(!same_device(a, b), "device");
    add(a.dtype != b.dtype, "precision");
    return kind;
}

} // namespace tapir::harness
