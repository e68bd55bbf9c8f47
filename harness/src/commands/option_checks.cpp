#include "commands/option_checks.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "compare/tolerance_file.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::harness {

namespace {

std::string refusal(const std::string& problem, const std::string& remedy) {
    return problem + "\n" + remedy;
}

} // namespace

CLI::Validator whole_number(int least, int most) {
    const std::string range = fmt::format("Give a whole number from {} to {}.", least, most);
    return CLI::Validator(
        [least, most, range](std::string& text) {
            int value = 0;
            if (!CLI::detail::lexical_cast(text, value)) {
                return refusal(fmt::format("'{}' is no whole number", text), range);
            }
            return value < least || value > most
                       ? refusal(fmt::format("{} is out of range", value), range)
                       : std::string();
        },
        CLI::Range(least, most).get_description());
}

CLI::Validator one_of(const std::vector<std::string>& words) {
    return CLI::Validator(
        [words](std::string& text) {
            if (std::find(words.begin(), words.end(), text) != words.end()) {
                return std::string();
            }
            const std::string near = nearest_word(text, words);
            return refusal(fmt::format("'{}' is none of its words", text),
                           near.empty() ? fmt::format("Give one of {}.", fmt::join(words, ", "))
                                        : fmt::format("Did you mean '{}'? There are {}.", near,
                                                      fmt::join(words, ", ")));
        },
        CLI::IsMember(words).get_description());
}

CLI::Validator pixel_count() {
    return CLI::Validator(
        [](std::string& text) {
            int value = 0;
            return CLI::detail::lexical_cast(text, value) && value > 0
                       ? std::string()
                       : refusal(fmt::format("'{}' is no number of pixels", text),
                                 "Give two whole numbers from 1 on, slow then fast.");
        },
        CLI::PositiveNumber.get_description());
}

CLI::Validator parity_tolerance() {
    return CLI::Validator(
        [](std::string& text) {
            const std::optional<double> value = trace::parse_number(text);
            return value && is_parity_rtol(*value)
                       ? std::string()
                       : refusal(fmt::format("'{}' is no such difference", text),
                                 "Give a number from 1e-300 to 0.1.");
        },
        "");
}

} // namespace tapir::harness
