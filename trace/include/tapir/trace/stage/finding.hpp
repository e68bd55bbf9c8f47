#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "tapir/trace/base/which_side.hpp"
#include "tapir/trace/stage/rule.hpp"

namespace tapir::trace {

/// A number and how many significant digits of it are shown.
struct ShownNumber {
    double value = 0;
    int digits = 15;
    bool operator==(const ShownNumber&) const = default;
};

/// A factor that is 1 and a little, of which the little is shown: "1 + 0.0009".
struct OnePlus {
    ShownNumber excess;
    bool operator==(const OnePlus&) const = default;
};

/// A factor between two units of an angle, that is no power of ten.
enum class AngleUnit : std::uint8_t {
    degrees_to_radians,
    radians_to_degrees,
    turns_to_radians,
    radians_to_turns
};

/// How a whole number is made of a real one.
enum class Rounding : std::uint8_t {
    truncation_of_half_more,
    floor,
    ceiling,
    truncation,
    nearest_half_up
};

using Names = std::vector<std::string>; ///< of taps or keys
using Count = std::int64_t;

/// One term of a finding. A `std::string` is a name (of a tap, a key, a loop) or words that the
/// program's description brings along.
using Term = std::variant<std::string, Count, ShownNumber, OnePlus, AngleUnit, Rounding, Names>;

/// What one rule found out: data, which `reports` puts into words.
struct Finding {
    Rule rule = Rule::no_relation;
    WhichSide side = WhichSide::neither; ///< the side that the rule speaks of
    std::vector<Term> terms{};           ///< as the rule's wording numbers them
    bool operator==(const Finding&) const = default;
};

/// All that was found out about a root, in the order in which it is told.
using Evidence = std::vector<Finding>;

/// Whether one of the findings is of a rule.
[[nodiscard]] bool holds_rule(const Evidence& evidence, Rule rule);
/// Whether nothing is known but that nothing was recognised.
[[nodiscard]] bool is_unrecognised(const Evidence& evidence);
/// Adds findings behind those that are there.
void append(Evidence& evidence, const Evidence& more);

/// Something that a reader of a verdict should know: words, and behind them findings.
struct Note {
    Note(std::string words) : text(std::move(words)) {} // NOLINT: a text is a note
    Note(const char* words) : text(words) {}            // NOLINT
    Note(std::string words, Evidence found) : text(std::move(words)), evidence(std::move(found)) {}

    std::string text;
    Evidence evidence{};
    bool operator==(const Note&) const = default;
};

} // namespace tapir::trace
