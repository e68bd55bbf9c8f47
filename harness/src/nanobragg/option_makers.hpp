#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "nanobragg/option.hpp"
#include "tapir/engine/units.hpp"

/// The words the tables of options are written in.
namespace tapir::harness::options {

using engine::Convention;
using engine::ExperimentRequest;
using engine::GivenAxes;
using engine::Interpolation;
using engine::LatticeShape;
using engine::Pivot;
using engine::Quirk;
using engine::SampledRange;
using engine::Vec3;
using namespace engine::units; // millimetre, degree and the like
using Topics = std::vector<std::string_view>;
using Names = std::vector<std::string_view>;

inline ExperimentRequest& experiment(ArgumentReader& r) {
    return r.scene.experiment;
}

inline void set_pivot(ArgumentReader& r, Pivot pivot) {
    experiment(r).pivot = pivot;
    experiment(r).pivot_given = true;
    r.scene.causes["pivot"] = r.token();
}

/// Vectors and axes select the CUSTOM convention, whatever they describe.
inline void set_axis(ArgumentReader& r, Vec3<double> ExperimentRequest::*field,
                     bool GivenAxes::*given) {
    ExperimentRequest& e = experiment(r);
    e.*field = r.vector();
    if (!r.has_quirk(Quirk::vectors_force_custom)) {
        e.given_axes.*given = true;
        return;
    }
    if (e.convention != Convention::custom) {
        r.notice(Quirk::vectors_force_custom,
                 r.token() + " selects the CUSTOM convention: beam centres lose the half pixel, "
                             "X is fast and Y slow");
    }
    e.convention = Convention::custom;
    r.scene.causes["convention"] = r.token();
}

inline void set_convention(ArgumentReader& r, Convention convention, Pivot pivot) {
    experiment(r).convention = convention;
    experiment(r).given_axes = {};
    experiment(r).pivot = pivot;
    experiment(r).pivot_given = false;
    r.scene.causes["pivot"] = r.token();
}

// --- makers of options: one number, one whole number, a switch ---

inline Option number(std::string_view pattern, double ExperimentRequest::*field,
                     double (*convert)(double), Topics topics, Names names = {},
                     Match match = Match::contains) {
    return {.pattern = pattern,
            .match = match,
            .apply = [field,
                      convert](ArgumentReader& r) { experiment(r).*field = convert(r.number()); },
            .topics = std::move(topics),
            .names = std::move(names)};
}

inline Option whole(std::string_view pattern, std::function<void(ExperimentRequest&, int)> set,
                    Topics topics, Names names = {}, Match match = Match::contains) {
    return {.pattern = pattern,
            .match = match,
            .apply =
                [set = std::move(set)](ArgumentReader& r) {
                    const int value = r.integer();
                    set(experiment(r), value);
                },
            .topics = std::move(topics),
            .names = std::move(names)};
}

inline Option flag(std::string_view pattern, std::function<void(ExperimentRequest&)> set,
                   Topics topics, Names names = {}) {
    return {.pattern = pattern,
            .apply = [set = std::move(set)](ArgumentReader& r) { set(experiment(r)); },
            .values = 0,
            .topics = std::move(topics),
            .names = std::move(names)};
}

inline Option pivot_number(std::string_view pattern, double ExperimentRequest::*field,
                           double (*convert)(double), Pivot pivot, std::string_view topic) {
    return {.pattern = pattern,
            .apply =
                [field, convert, pivot](ArgumentReader& r) {
                    experiment(r).*field = convert(r.number());
                    set_pivot(r, pivot);
                },
            .topics = {topic}};
}

inline Option axis(std::string_view pattern, Vec3<double> ExperimentRequest::*field,
                   bool GivenAxes::*given) {
    return {.pattern = pattern,
            .apply = [field, given](ArgumentReader& r) { set_axis(r, field, given); },
            .values = 3,
            .topics = {pattern.substr(1)}};
}

/// Names a file that belongs to this program's own options here.
inline Option output(std::string_view pattern, int values, Names names = {}) {
    return {.pattern = pattern,
            .apply = [](ArgumentReader&) {},
            .values = values,
            .topics = {},
            .names = std::move(names)};
}

inline Option unused(std::string_view pattern, int values, Match match = Match::contains,
                     Names names = {}) {
    return {.pattern = pattern,
            .match = match,
            .apply = [](ArgumentReader&) {},
            .values = values,
            .topics = {},
            .names = std::move(names),
            .without_effect = true};
}

} // namespace tapir::harness::options
