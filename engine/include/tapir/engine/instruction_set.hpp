#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tapir::engine {

/// Which instructions of the processor the pixel loop uses. The bits of the result do not depend on
/// it (portable arithmetic).
enum class InstructionSet : std::uint8_t {
    scalar,   ///< one pixel at a time
    baseline, ///< what every processor of this kind has
    avx2,     ///< x86-64-v3: 256-bit vectors and fused multiply-add
    avx512    ///< x86-64-v4: 512-bit vectors
};

/// "avx2"
[[nodiscard]] const char* name_of(InstructionSet set);

/// What this build holds and this processor can do; the fastest last.
[[nodiscard]] std::vector<InstructionSet> available_instruction_sets();

/// Whether a * b + c with one rounding is one instruction here; elsewhere the C library does it.
[[nodiscard]] bool has_fused_multiply_add();

/// The one to use: that of the environment variable TAPIR_ISA, else the fastest.
/// @throws InputError  TAPIR_ISA names none, or one that this processor or build has not
[[nodiscard]] InstructionSet chosen_instruction_set();

} // namespace tapir::engine
