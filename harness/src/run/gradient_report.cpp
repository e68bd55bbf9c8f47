#include "run/gradient_report.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "run/gradient_words.hpp"
#include "tapir/engine/loops.hpp"
#include "tapir/reports/verdict/json_parts.hpp"

namespace tapir::harness {

namespace {

using nlohmann::ordered_json;
using reports::number_json;
using reports::site_json;

std::string title(const engine::PixelGradient& pixel, std::size_t summed) {
    const std::string photons = fmt::format("{:.12g} photons", pixel.photons);
    return summed > 0 ? fmt::format("sum of {} pixels: {}\n", summed, photons)
                      : fmt::format("pixel {} {} (slow fast): {}\n", pixel.pixel.slow,
                                    pixel.pixel.fast, photons);
}

std::string per_unit(const engine::Parameter& parameter) {
    return parameter.unit.empty() ? "photons" : "photons/" + parameter.unit;
}

/// Relative change of the photons per relative change of the parameter.
std::string relative(const engine::Parameter& parameter, const engine::PixelGradient& pixel,
                     double derivative) {
    return parameter.value == 0 || pixel.photons == 0
               ? "-"
               : fmt::format("{:.6g}", derivative * parameter.value / pixel.photons);
}

std::string edge_words(const engine::PixelGradient& pixel) {
    return pixel.on_edge() ? "  no derivative where a whole number is about to change: " +
                                 decision_words(*pixel.nearest) + "\n"
                           : "";
}

ordered_json decision(const std::optional<engine::Decision>& decision) {
    if (!decision) {
        return nullptr;
    }
    return {{"tap", decision->tap},
            {"component", decision->component},
            {"site", site_json(decision->site, engine::loop_names())},
            {"distance", number_json(decision->distance)}};
}

ordered_json head(const char* format, const std::string& scene, const engine::RunSpec& run) {
    engine::RunWords words;
    engine::put_words(run, words);
    return {{"format", format},
            {"version", 1},
            {"scene", scene},
            {"phi_mode", words.phi_mode},
            {"c_threads", words.c_threads}};
}

ordered_json parameters(const engine::Gradients& gradients) {
    ordered_json list = ordered_json::array();
    for (const engine::Parameter& parameter : gradients.parameters) {
        ordered_json one{{"name", parameter.name},
                         {"unit", parameter.unit},
                         {"value", number_json(parameter.value)}};
        if (!parameter.refusal.empty()) {
            one["no_derivative"] = parameter.refusal;
        }
        list.push_back(std::move(one));
    }
    return list;
}

std::string finished(const ordered_json& json) {
    return json.dump(2) + "\n";
}

std::string check_row(const engine::Parameter& parameter, const engine::CheckedDerivative& one) {
    if (one.verdict == engine::CheckVerdict::refused) {
        return fmt::format("  {:<22} no derivative: {}\n", parameter.name, parameter.refusal);
    }
    return fmt::format("  {:<22} {:>22.15g} {:>22.15g} {:>10.2e} {}\n", parameter.name,
                       one.analytic, one.numeric, one.relative, verdict_word(one.verdict));
}

/// What the check comes to, in a sentence for each verdict there is.
std::string check_summary(const engine::GradientCheck& check, double tolerance) {
    using engine::CheckVerdict;
    std::string text =
        fmt::format("{} of {} derivatives agree within {:g} with central differences in a wider "
                    "number type.\n",
                    check.count(CheckVerdict::agrees),
                    check.checked.size() * check.analytic.parameters.size(), tolerance);
    const auto add = [&](CheckVerdict verdict, const char* words) {
        if (const std::size_t count = check.count(verdict); count > 0) {
            text += fmt::format("{} {}\n", count, words);
        }
    };
    add(CheckVerdict::off, "off: the derivative and the difference are further apart.");
    add(CheckVerdict::flips, "flip: within the step a whole number becomes another one (nearest "
                             "index, edge of the table or of a spot, resolution limit).");
    add(CheckVerdict::uncertain, "uncertain: the difference changes with its step by more than a "
                                 "tenth of what is allowed.");
    add(CheckVerdict::refused, "refused: the scene has no derivative by the parameter.");
    return text;
}

} // namespace

std::string gradient_text(const engine::Gradients& gradients, std::size_t summed) {
    std::string text;
    for (const engine::PixelGradient& pixel : gradients.pixels) {
        text += title(pixel, summed);
        text += fmt::format("  {:<22} {:>22} {:>22} {:<22} {:>12}\n", "parameter", "value",
                            "derivative", "", "relative");
        for (std::size_t i = 0; i < gradients.parameters.size(); ++i) {
            const engine::Parameter& parameter = gradients.parameters[i];
            if (!parameter.refusal.empty()) {
                text +=
                    fmt::format("  {:<22} no derivative: {}\n", parameter.name, parameter.refusal);
                continue;
            }
            text +=
                fmt::format("  {:<22} {:>22} {:>22.15g} {:<22} {:>12}\n", parameter.name,
                            in_unit(parameter.value, parameter.unit), pixel.derivatives[i],
                            per_unit(parameter), relative(parameter, pixel, pixel.derivatives[i]));
        }
        text += edge_words(pixel);
    }
    return text;
}

std::string gradient_json(const engine::Gradients& gradients, std::size_t summed,
                          const std::string& scene, const engine::RunSpec& run) {
    ordered_json json = head("tapir-gradient", scene, run);
    json["parameters"] = parameters(gradients);
    if (summed > 0) {
        json["summed_pixels"] = summed;
    }
    json["pixels"] = ordered_json::array();
    for (const engine::PixelGradient& pixel : gradients.pixels) {
        ordered_json derivatives = ordered_json::array();
        for (const double derivative : pixel.derivatives) {
            derivatives.push_back(number_json(derivative));
        }
        json["pixels"].push_back({{"slow", pixel.pixel.slow},
                                  {"fast", pixel.pixel.fast},
                                  {"photons", number_json(pixel.photons)},
                                  {"derivatives", derivatives},
                                  {"on_edge", pixel.on_edge()},
                                  {"nearest_decision", decision(pixel.nearest)}});
    }
    return finished(json);
}

std::string gradcheck_text(const engine::GradientCheck& check, double tolerance) {
    std::string text;
    for (std::size_t pixel = 0; pixel < check.checked.size(); ++pixel) {
        text += title(check.analytic.pixels[pixel], 0);
        text += fmt::format("  {:<22} {:>22} {:>22} {:>10} {}\n", "parameter",
                            "derivative [photons/unit]", "difference", "relative", "");
        for (std::size_t i = 0; i < check.analytic.parameters.size(); ++i) {
            text += check_row(check.analytic.parameters[i], check.checked[pixel][i]);
        }
        text += edge_words(check.analytic.pixels[pixel]);
    }
    return text + check_summary(check, tolerance);
}

std::string gradcheck_json(const engine::GradientCheck& check, double tolerance,
                           const std::string& scene, const engine::RunSpec& run) {
    ordered_json json = head("tapir-gradcheck", scene, run);
    json["tolerance"] = tolerance;
    json["parameters"] = parameters(check.analytic);
    for (std::size_t i = 0; i < check.steps.size(); ++i) {
        json["parameters"][i]["scale"] = check.scales[i];
        json["parameters"][i]["step"] = check.steps[i];
    }
    json["pixels"] = ordered_json::array();
    for (std::size_t pixel = 0; pixel < check.checked.size(); ++pixel) {
        const engine::PixelGradient& at = check.analytic.pixels[pixel];
        ordered_json list = ordered_json::array();
        for (std::size_t i = 0; i < check.checked[pixel].size(); ++i) {
            const engine::CheckedDerivative& one = check.checked[pixel][i];
            list.push_back({{"parameter", check.analytic.parameters[i].name},
                            {"verdict", verdict_word(one.verdict)},
                            {"analytic", number_json(one.analytic)},
                            {"numeric", number_json(one.numeric)},
                            {"numeric_error", number_json(one.numeric_error)},
                            {"relative", number_json(one.relative)}});
        }
        json["pixels"].push_back({{"slow", at.pixel.slow},
                                  {"fast", at.pixel.fast},
                                  {"photons", number_json(at.photons)},
                                  {"derivatives", list},
                                  {"nearest_decision", decision(at.nearest)}});
    }
    return finished(json);
}

} // namespace tapir::harness
