#include "tapir/reports/verdict/metrics_json.hpp"

#include <cmath>

#include <nlohmann/json.hpp>

#include "tapir/reports/verdict/json_parts.hpp"
#include "tapir/reports/verdict/verdict.hpp"

namespace tapir::reports {

namespace {

using nlohmann::ordered_json;

constexpr double passes = 1e-6;

double relative_of(const trace::FactorPair& factor) {
    return factor.reference != 0 ? (factor.candidate - factor.reference) / factor.reference : 0;
}

const char* status_of(const trace::FactorPair& factor) {
    if (!factor.in_reference || !factor.in_candidate) {
        return "MISSING";
    }
    const double relative = std::fabs(relative_of(factor));
    if (factor.reference == 0 && factor.candidate != 0) {
        return "CRITICAL";
    }
    constexpr double minor = 1e-4;
    constexpr double divergent = 1e-2;
    return relative <= passes     ? "PASS"
           : relative < minor     ? "MINOR"
           : relative < divergent ? "DIVERGENT"
                                  : "CRITICAL"; // no number too
}

} // namespace

std::string metrics_json(const trace::Comparison& comparison) {
    ordered_json factors = ordered_json::object();
    ordered_json first = nullptr;
    int divergent = 0;
    for (const trace::FactorPair& factor : comparison.factors) {
        const std::string status = status_of(factor);
        const auto number = [](bool there, double value) {
            return there ? number_json(value) : ordered_json(nullptr);
        };
        const bool both = factor.in_reference && factor.in_candidate;
        factors[factor.name] = {{"description", factor.name + " [" + factor.unit + "]"},
                                {"c_value", number(factor.in_reference, factor.reference)},
                                {"py_value", number(factor.in_candidate, factor.candidate)},
                                {"abs_delta", number(both, factor.candidate - factor.reference)},
                                {"rel_delta", number(both, relative_of(factor))},
                                {"status", status}};
        if (status != "PASS") {
            ++divergent;
            first = first.is_null() ? ordered_json(factor.name) : first;
        }
    }
    const ordered_json document{{"tolerance_rel", passes},
                                {"first_divergence", first},
                                {"num_divergent", divergent},
                                {"verdict", to_text(comparison.verdict)},
                                {"factors", factors}};
    return document.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

} // namespace tapir::reports
