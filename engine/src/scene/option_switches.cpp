#include "scene/option_switches.hpp"

#include <array>
#include <string>

#include "scene/convention.hpp"

namespace tapir::engine {

namespace {

using trace::CauseClass;

OptionSwitch other_pivot(const Experiment& experiment) {
    const bool to_beam = experiment.input.pivot == Pivot::sample;
    return {{"pivot", CauseClass::formula, to_beam ? "the pivot BEAM" : "the pivot SAMPLE", false},
            [to_beam](Experiment& changed) {
                changed.input.pivot = to_beam ? Pivot::beam : Pivot::sample;
            }};
}

/// Both points by which a detector is placed are moved: the pivot uses one of them.
OptionSwitch half_pixels(int fast, int slow) {
    const auto words = [](int halves, const char* axis) {
        return halves == 0 ? std::string()
                           : std::string("half a pixel ") + (halves > 0 ? "more" : "less") +
                                 " along " + axis;
    };
    const std::string both = fast != 0 && slow != 0 ? " and " : "";
    return {{"half a pixel", CauseClass::offset,
             "a beam centre " + words(fast, "fast") + both + words(slow, "slow"), false},
            [fast, slow](Experiment& changed) {
                const double half = changed.input.pixel_size_m / 2;
                changed.beam_fast_m += fast * half;
                changed.near_fast_m += fast * half;
                changed.beam_slow_m += slow * half;
                changed.near_slow_m += slow * half;
            }};
}

/// Axes that nobody gave, as they are before a named convention imposes its own.
void take_back_axes(ExperimentRequest& input) {
    const ExperimentRequest fresh;
    const auto restore = [](bool given, Vec3<double>& axis, const Vec3<double>& before) {
        axis = given ? axis : before;
    };
    const GivenAxes& given = input.given_axes;
    restore(given.beam, input.beam_direction, fresh.beam_direction);
    restore(given.fast, input.fast_axis, fresh.fast_axis);
    restore(given.slow, input.slow_axis, fresh.slow_axis);
    restore(given.normal, input.normal_axis, fresh.normal_axis);
    restore(given.twotheta, input.twotheta_axis, fresh.twotheta_axis);
    restore(given.polarization, input.polarization_axis, fresh.polarization_axis);
    restore(given.spindle, input.spindle_axis, fresh.spindle_axis);
}

OptionSwitch other_convention(Convention convention) {
    return {{"convention", CauseClass::formula,
             std::string("the convention ") + name_of(convention), false},
            [convention](Experiment& changed) {
                changed.input.convention = convention;
                take_back_axes(changed.input);
                apply_convention(changed);
            }};
}

OptionSwitch other_polarisation(const Experiment& experiment) {
    const bool off = !experiment.input.no_polarization;
    return {{"polarisation", CauseClass::normalisation,
             off ? "polarisation left out" : "polarisation", false},
            [off](Experiment& changed) { changed.input.no_polarization = off; }};
}

} // namespace

std::vector<OptionSwitch> option_switches(const Experiment& experiment) {
    std::vector<OptionSwitch> switches;
    if (!experiment.input.origin_given) {
        switches.push_back(other_pivot(experiment));
        for (const int fast : {0, 1, -1}) {
            for (const int slow : {0, 1, -1}) {
                if (fast != 0 || slow != 0) {
                    switches.push_back(half_pixels(fast, slow));
                }
            }
        }
        for (const Convention convention :
             {Convention::custom, Convention::adxv, Convention::mosflm, Convention::denzo,
              Convention::xds, Convention::dials}) {
            if (convention != experiment.input.convention) {
                switches.push_back(other_convention(convention));
            }
        }
    }
    switches.push_back(other_polarisation(experiment));
    return switches;
}

} // namespace tapir::engine
