#include "cause/set_up_number_rules.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "cause/relations.hpp"
#include "cause/round_number.hpp"

namespace tapir::trace {

namespace {

/// A set-up value that is a single number other than 0, with its tap.
struct SetUpNumber {
    const TapSpec* tap;
    double value;
    bool feeds; ///< the root is computed from it
};

/// Per node: whether a node is computed from it, directly or not.
std::vector<bool> ancestors_of(int node, const Replay& followed) {
    std::vector<bool> found(followed.nodes().size(), false);
    found[static_cast<std::size_t>(node)] = true;
    for (std::size_t here = static_cast<std::size_t>(node) + 1; here-- > 0;) {
        for (const auto& [parent, slope] : followed.nodes()[here].parents) {
            found[static_cast<std::size_t>(parent)] =
                found[static_cast<std::size_t>(parent)] || found[here];
        }
    }
    return found;
}

std::vector<SetUpNumber> set_up_numbers(int root, const TapSpec& own, const ProgramModel& program,
                                        const Replay& followed) {
    std::vector<SetUpNumber> found;
    const std::vector<bool> ancestors = ancestors_of(root, followed);
    for (std::size_t i = 0; i < followed.nodes().size(); ++i) {
        const ReplayedValue& node = followed.nodes()[i];
        const TapSpec* tap = program.find_tap(node.node.tap);
        if (node.node.site == Site{} && node.used != 0 && node.node.tap != own.key &&
            tap != nullptr && tap->width == 1) {
            found.push_back({tap, std::fabs(node.used), ancestors[i]});
        }
    }
    return found;
}

} // namespace

std::optional<StageMatch> exchanged(const Observations& observations, const TapSpec& own,
                                    const ProgramModel& program, const Replay& followed) {
    const Observation& here = observations.front();
    if (own.width != 1 || own.scope != no_loops || observations.size() != 1) {
        return std::nullopt;
    }
    for (const ReplayedValue& node : followed.nodes()) {
        const TapSpec* tap = node.node.tap == own.key ? nullptr : program.find_tap(node.node.tap);
        const bool alike = tap != nullptr && tap->width == 1 && tap->scope == no_loops &&
                           std::string_view(tap->unit) == own.unit;
        // not printed: whether it has this one's value cannot be seen
        const bool and_back = !node.recorded || std::fabs(node.used - here.expected) <=
                                                    here.allowed + node.used_error;
        if (alike && here.fits(node.computed) && and_back) {
            return StageMatch::of_odd_side(CauseClass::permutation,
                                           node.recorded ? Rule::numbers_exchanged
                                                         : Rule::number_in_place_of_other,
                                           {tap->key});
        }
    }
    return std::nullopt;
}

std::optional<StageMatch> part_of_number(const Observations& observations, const TapSpec& own,
                                         const ProgramModel& program, const Replay& followed) {
    const std::optional<Range> shift = common_shift(observations);
    constexpr double sharp = 1e-3;
    constexpr int most_subpixels = 8;
    const std::string_view unit = own.unit;
    if (!shift || unit == "1") {
        return std::nullopt;
    }
    for (const SetUpNumber& number :
         set_up_numbers(observations.front().node, own, program, followed)) {
        // a wavelength is no part of a detector's length
        const bool akin =
            number.feeds || (*own.part != '\0' && std::string_view(own.part) == number.tap->part);
        for (int parts = 1; akin && unit == number.tap->unit && parts <= 2 * most_subpixels;
             parts += parts == 1 ? 1 : 2) {
            const double part = number.value / parts;
            if (shift->half_width() < sharp * part && (shift->holds(part) || shift->holds(-part))) {
                return parts <= 2
                           ? StageMatch::of_odd_side(CauseClass::offset,
                                                     parts == 1 ? Rule::number_added
                                                                : Rule::half_number_added,
                                                     {number.tap->key})
                           : StageMatch::of_odd_side(CauseClass::offset, Rule::part_of_number_added,
                                                     {Count{parts}, number.tap->key});
            }
        }
    }
    return std::nullopt;
}

std::optional<StageMatch> set_up_factor(const Observations& observations, const TapSpec& own,
                                        const ProgramModel& program, const Replay& followed,
                                        bool in_own_unit) {
    const std::optional<Range> ratio = common_ratio(observations);
    const double middle = ratio ? std::fabs(ratio->middle()) : 0;
    constexpr double sharp = 1e-9;
    if (!ratio || !(ratio->half_width() < sharp * middle)) {
        return std::nullopt;
    }
    constexpr double large = 100; // smaller factors are whole numbers or round ones
    const bool far = std::fmax(middle, 1 / middle) >= large;
    for (const SetUpNumber& number :
         set_up_numbers(observations.front().node, own, program, followed)) {
        // a number of one digit is the ratio of two others as likely
        const bool round = !std::isnan(
            round_number_in({number.value * (1 - sharp), number.value * (1 + sharp)}, 1));
        if (!number.feeds || std::string_view(number.tap->unit) == "1") {
            continue;
        }
        for (const double factor : {number.value, 1 / number.value}) {
            const double power = std::round(std::log10(middle / factor));
            const double expected = factor * std::pow(10.0, power);
            const bool telling = power == 0 ? far && !in_own_unit : !round && in_own_unit;
            if (telling && expected != 1 && (ratio->holds(expected) || ratio->holds(-expected))) {
                const bool inverse = factor != number.value;
                return power == 0
                           ? StageMatch::of_odd_side(CauseClass::formula,
                                                     inverse ? Rule::inverse_number_as_factor
                                                             : Rule::number_as_factor,
                                                     {number.tap->key})
                           : StageMatch::of_odd_side(CauseClass::unit,
                                                     inverse ? Rule::inverse_number_in_own_unit
                                                             : Rule::number_in_own_unit,
                                                     {number.tap->key});
            }
        }
    }
    return std::nullopt;
}

} // namespace tapir::trace
