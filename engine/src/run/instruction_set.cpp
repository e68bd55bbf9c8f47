#include "tapir/engine/instruction_set.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "tapir/trace/base/error.hpp"

namespace tapir::engine {

namespace {

constexpr std::array all_sets{InstructionSet::scalar, InstructionSet::baseline,
                              InstructionSet::avx2, InstructionSet::avx512};

bool processor_has(InstructionSet set) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    const bool v3 = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
    const bool v4 =
        v3 && __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
        __builtin_cpu_supports("avx512cd") != 0 && __builtin_cpu_supports("avx512dq") != 0 &&
        __builtin_cpu_supports("avx512vl") != 0;
    return set == InstructionSet::avx512 ? v4 : (set == InstructionSet::avx2 ? v3 : true);
#else
    return set == InstructionSet::scalar || set == InstructionSet::baseline;
#endif
}

std::string listed(const std::vector<InstructionSet>& sets) {
    std::string text;
    for (const InstructionSet set : sets) {
        text += (text.empty() ? "" : ", ") + std::string(name_of(set));
    }
    return text;
}

} // namespace

const char* name_of(InstructionSet set) {
    switch (set) {
    case InstructionSet::scalar:
        return "scalar";
    case InstructionSet::baseline:
        return "baseline";
    case InstructionSet::avx2:
        return "avx2";
    case InstructionSet::avx512:
        return "avx512";
    }
    return "?";
}

std::vector<InstructionSet> available_instruction_sets() {
    std::vector<InstructionSet> sets;
    std::copy_if(all_sets.begin(), all_sets.end(), std::back_inserter(sets), processor_has);
    return sets;
}

bool has_fused_multiply_add() {
#if defined(__x86_64__)
    return processor_has(InstructionSet::avx2);
#else
    return true;
#endif
}

InstructionSet chosen_instruction_set() {
    const std::vector<InstructionSet> sets = available_instruction_sets();
    const char* forced = std::getenv("TAPIR_ISA");
    if (forced == nullptr || *forced == '\0') {
        return sets.back();
    }
    const std::string wanted = forced;
    const auto found = std::find_if(
        sets.begin(), sets.end(), [&wanted](InstructionSet set) { return wanted == name_of(set); });
    if (found != sets.end()) {
        return *found;
    }
    const bool known = std::any_of(all_sets.begin(), all_sets.end(), [&wanted](InstructionSet set) {
        return wanted == name_of(set);
    });
    throw InputError(
        {.where = "TAPIR_ISA=" + wanted,
         .problem = known ? "is not to be had on this processor" : "is no instruction set",
         .reason = "the environment variable says which instructions to use",
         .remedy = "Unset it, or give one of: " + listed(sets) + "."});
}

} // namespace tapir::engine
