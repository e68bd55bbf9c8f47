#include "run/gradient_words.hpp"

#include <fmt/format.h>

#include "tapir/engine/loops.hpp"

namespace tapir::harness {

std::string in_unit(double value, const std::string& unit) {
    return unit.empty() ? fmt::format("{:.9g}", value) : fmt::format("{:.9g} {}", value, unit);
}

std::string decision_words(const engine::Decision& decision) {
    return fmt::format("{}[{}] at {} stands {:.3g} from where it becomes another one", decision.tap,
                       decision.component, trace::to_text(decision.site, engine::loop_names()),
                       decision.distance);
}

const char* verdict_word(engine::CheckVerdict verdict) {
    switch (verdict) {
    case engine::CheckVerdict::agrees:
        return "agrees";
    case engine::CheckVerdict::off:
        return "off";
    case engine::CheckVerdict::flips:
        return "flips";
    case engine::CheckVerdict::uncertain:
        return "uncertain";
    case engine::CheckVerdict::refused:
        break;
    }
    return "refused";
}

} // namespace tapir::harness
