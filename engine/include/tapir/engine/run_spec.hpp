#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tapir/engine/device.hpp"
#include "tapir/engine/instruction_set.hpp"
#include "tapir/engine/phi_state.hpp"

/// How a run is carried out, and how its choices are written.
namespace tapir::engine {

enum class ArithmeticPolicy : std::uint8_t { portable, reference };

/// Precision of the pixel loop; the set-up is always done in double precision.
enum class Dtype : std::uint8_t {
    float64,
    mixed,  ///< positions and indices in double precision, amplitudes and sums in single
    float32 ///< everything in single precision
};

/// How a run is carried out; none of it belongs to the experiment.
struct RunSpec {
    PhiMode phi_mode = PhiMode::spec;
    ArithmeticPolicy arithmetic = ArithmeticPolicy::portable;
    Dtype dtype = Dtype::float64;
    Device device = Device::cpu;
    int c_threads = 1; ///< threads of the C program whose carry-over is emulated
    int threads = 0;   ///< real threads, 0: as many as OpenMP offers
    /// Of the portable arithmetic; one that is to be had. Without: see chosen_instruction_set.
    std::optional<InstructionSet> instruction_set;
};

/// @throws InputError  arithmetic, precision and device that do not go together
void check_run(const RunSpec& run);

/// A choice of a run among words.
template <class Value, std::size_t count>
struct RunChoice {
    const char* key;    ///< in headers and JSON
    const char* option; ///< on the command line
    bool of_scene;      ///< it says whose behaviour is computed, not where and how
    std::array<std::pair<const char*, Value>, count> words;

    [[nodiscard]] std::string word(Value value) const {
        for (const auto& [name, meant] : words) {
            if (meant == value) {
                return name;
            }
        }
        return words.front().first;
    }
    /// Nothing when the word is none of the choice's.
    [[nodiscard]] std::optional<Value> meaning(std::string_view word) const {
        for (const auto& [name, meant] : words) {
            if (word == name) {
                return meant;
            }
        }
        return std::nullopt;
    }
    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> names;
        for (const auto& one : words) {
            names.emplace_back(one.first);
        }
        return names;
    }
};

/// A choice of a run that is a whole number.
struct RunCount {
    const char* key;
    const char* option;
    bool of_scene;
    int least, most;
};

inline constexpr RunChoice<PhiMode, 2> phi_mode_choice{
    "phi_mode", "--phi-mode", true, {{{"spec", PhiMode::spec}, {"c-parity", PhiMode::c_parity}}}};
inline constexpr RunChoice<ArithmeticPolicy, 2> arithmetic_choice{
    "arithmetic",
    "--arithmetic",
    false,
    {{{"reference", ArithmeticPolicy::reference}, {"portable", ArithmeticPolicy::portable}}}};
inline constexpr RunChoice<Device, 3> device_choice{
    "device",
    "--device",
    false,
    {{{"cpu", Device::cpu}, {"cuda", Device::cuda}, {"ptx", Device::ptx}}}};
inline constexpr RunChoice<Dtype, 3> dtype_choice{
    "dtype",
    "--dtype",
    false,
    {{{"float64", Dtype::float64}, {"mixed", Dtype::mixed}, {"float32", Dtype::float32}}}};
inline constexpr RunCount c_threads_choice{"c_threads", "--c-threads", true, 1, 1 << 20};

/// The one list of what a run states of itself: calls `visit(choice, member of each)`.
///
/// Whatever has members of these names can be visited: a RunSpec, or words on the command line, in
/// the header of a trace, in a bundle. Several at once are copied or compared member by member.
template <class Visit, class... Runs>
void visit_run(Visit visit, Runs&&... runs) {
    visit(phi_mode_choice, runs.phi_mode...);
    visit(arithmetic_choice, runs.arithmetic...);
    visit(device_choice, runs.device...);
    visit(dtype_choice, runs.dtype...);
    visit(c_threads_choice, runs.c_threads...);
}

/// What a run states of itself, in words.
struct RunWords {
    std::string phi_mode, arithmetic, device, dtype;
    int c_threads = 1;
};

/// Puts a run's words into whatever has members of these names.
template <class Words>
void put_words(const RunSpec& run, Words& words) {
    visit_run(
        [](const auto& choice, const auto& value, auto& word) {
            if constexpr (requires { choice.words; }) {
                word = choice.word(value);
            } else {
                word = value;
            }
        },
        run, words);
}

/// The run that words state. A word that is none of its choice's leaves what `otherwise` has, a
/// number below the least becomes the least.
template <class Words>
[[nodiscard]] RunSpec run_in_words(const Words& words, RunSpec otherwise = {}) {
    visit_run(
        [](const auto& choice, const auto& word, auto& value) {
            if constexpr (requires { choice.words; }) {
                value = choice.meaning(word).value_or(value);
            } else {
                value = word < choice.least ? choice.least : word;
            }
        },
        words, otherwise);
    return otherwise;
}

} // namespace tapir::engine
