#include "probe/probe_learn_checks.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>

#include <fmt/format.h>

#include "probe/probe_trace.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::harness {

namespace {

bool is_identifier(const std::string& key) {
    const auto good = [](char letter) {
        return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_';
    };
    return std::all_of(key.begin(), key.end(), good) &&
           std::isdigit(static_cast<unsigned char>(key.front())) == 0;
}

bool same_bits(double a, double b) {
    return (std::isnan(a) && std::isnan(b)) || (a == b && std::signbit(a) == std::signbit(b));
}

} // namespace

void require_names_of_a_model(const ProbeFile& probes) {
    std::vector<std::string> names;
    for (const ProbeTap& tap : probes.taps) {
        names.push_back(tap.key);
    }
    for (const ProbeLoop& loop : probes.loops) {
        names.push_back(loop.name);
    }
    for (const std::string& name : names) {
        if (!is_identifier(name)) {
            throw InputError({.where = probes.name,
                              .problem = "'" + name + "' cannot be named by a model",
                              .reason = "there it would be read as a formula",
                              .remedy = "Use letters, digits and _ for keys and loops."});
        }
    }
}

void require_same_records(const ProbeRequest& request, const ProbeEvents& one,
                          const ProbeEvents& other) {
    std::string problem;
    if (one.records.size() != other.records.size()) {
        problem = fmt::format("computed {} records in one run and {} in the next",
                              one.records.size(), other.records.size());
    }
    for (std::size_t i = 0; problem.empty() && i < one.records.size(); ++i) {
        const std::string name = record_name(request, one.records[i]);
        if (name != record_name(request, other.records[i]) ||
            !std::equal(one.records[i].values.begin(), one.records[i].values.end(),
                        other.records[i].values.begin(), other.records[i].values.end(),
                        same_bits)) {
            problem = "does not compute '" + name + "' the same in every run";
        }
    }
    if (!problem.empty()) {
        throw InputError(
            {.where = request.program.front(),
             .problem = problem,
             .reason = "what a move changes could not be told from what changes anyway",
             .remedy = "Fix the seed of random numbers, run one thread, and leave "
                       "times of day out of the taps."});
    }
}

} // namespace tapir::harness
