#include "verdict/zero_signs.hpp"

#include <cmath>
#include <map>

namespace tapir::trace {

namespace {

/// Another dialect prints a whole number as one, which has no sign of zero.
bool may_lack_sign(const Pair& pair, const ProgramModel& program) {
    const TapSpec* tap = program.find_tap(pair.reference->node.tap);
    return tap != nullptr && tap->kind == ValueKind::integer &&
           (pair.reference->entry == nullptr) != (pair.candidate->entry == nullptr);
}

bool zeros_of_two_signs(const Pair& pair, const ProgramModel& program) {
    return pair.agrees && pair.comparable && pair.reference->value == 0 &&
           pair.candidate->value == 0 &&
           std::signbit(pair.reference->value) != std::signbit(pair.candidate->value) &&
           !may_lack_sign(pair, program);
}

} // namespace

void note_zero_signs(const Alignment& alignment, const ProgramModel& program,
                     const StageComparison* stages, Comparison& result) {
    std::map<std::string, std::string> keys; // without sites: many pixels have one note
    for (const Pair& pair : alignment.pairs) {
        if (!zeros_of_two_signs(pair, program)) {
            continue;
        }
        ++result.zeros;
        result.of_setup.zeros += pair.reference->record->site.in_pixel() ? 0U : 1U;
        const auto computed =
            stages != nullptr ? stages->computed(*pair.reference) : std::optional<double>();
        const bool known = computed && *computed == 0;
        keys.emplace(
            pair.reference->record->key,
            pair.reference->printed().text + " against " + pair.candidate->printed().text +
                (known ? std::string(", computed ") + (std::signbit(*computed) ? "-0" : "0") : ""));
    }
    constexpr std::size_t most = 5;
    std::string names;
    std::size_t shown = 0;
    for (const auto& [key, values] : keys) {
        names += shown == 0 ? "" : (shown < most ? "; " : "");
        names += shown < most ? key + " " + values : "";
        ++shown;
    }
    if (!keys.empty()) {
        result.notes.push_back(
            "zeros of two signs, reference against candidate: " + names +
            (shown > most ? "; and " + std::to_string(shown - most) + " more keys" : "") +
            "; the numbers agree, the bits do not");
    }
}

} // namespace tapir::trace
