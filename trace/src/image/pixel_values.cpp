#include "image/pixel_values.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "image/line_fit.hpp"
#include "image/whole_numbers.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

using Function = double (*)(double);
using Value = std::function<double(double)>;
constexpr int digits = 9;

/// Functions that a display or a file may apply to each value.
struct NamedFunction {
    const char* name;
    Function value;
};
constexpr NamedFunction functions[]{
    {"the square root", [](double x) { return std::sqrt(x); }},
    {"the square", [](double x) { return x * x; }},
    {"the natural logarithm", [](double x) { return std::log(x); }},
    {"the decimal logarithm", [](double x) { return std::log10(x); }},
    {"the natural logarithm of 1 +", [](double x) { return std::log1p(x); }},
    {"the decimal logarithm of 1 +", [](double x) { return std::log10(1 + x); }},
    {"the inverse", [](double x) { return 1 / x; }},
    {"the cube", [](double x) { return x * x * x; }},
    {"the cube root", [](double x) { return std::cbrt(x); }},
    {"the absolute value", [](double x) { return std::fabs(x); }},
};

/// Whether a value map deserves a look at every pixel.
bool is_promising(const PixelPair& pair, const std::vector<std::size_t>& sample,
                  const Value& value) {
    constexpr double near = 0.05;
    std::vector<double> with;
    std::vector<double> without;
    for (const std::size_t i : sample) {
        if (pair.before[i] == 0 && pair.after[i] == 0) {
            continue;
        }
        const double root = signed_root(pair.after[i]);
        with.push_back(relative_difference(signed_root(value(pair.before[i])), root));
        without.push_back(relative_difference(signed_root(pair.before[i]), root));
    }
    const double rest = quantile(with, 0.5);
    return std::isfinite(rest) && rest <= near && rest < quantile(without, 0.5);
}

void consider_map(const PixelPair& pair, const std::vector<std::size_t>& sample,
                  const Consider& consider, CauseClass cause_class, Finding finding,
                  const Value& value, bool has_free_number) {
    if (!is_promising(pair, sample, value)) {
        return;
    }
    std::vector<double> foretold(pair.size());
    std::transform(pair.before.begin(), pair.before.end(), foretold.begin(), value);
    consider({cause_class, {std::move(finding)}, std::move(foretold), has_free_number});
}

double median_ratio(const PixelPair& pair, const std::vector<std::size_t>& pixels) {
    std::vector<double> ratios;
    for (const std::size_t i : pixels) {
        if (pair.before[i] != 0) {
            ratios.push_back(pair.after[i] / pair.before[i]);
        }
    }
    return ratios.empty() ? 1 : quantile(ratios, 0.5);
}

double median_difference(const PixelPair& pair, const std::vector<std::size_t>& pixels) {
    std::vector<double> differences;
    for (const std::size_t i : pixels) {
        differences.push_back(pair.after[i] - pair.before[i]);
    }
    return quantile(differences, 0.5);
}

/// The line in given coordinates of both sides. Points without coordinates are left out.
LineFit line_of(const PixelPair& pair, const std::vector<std::size_t>& sample,
                const Value& coordinate) {
    std::vector<double> x;
    std::vector<double> y;
    for (const std::size_t i : sample) {
        const double one = coordinate(pair.before[i]);
        const double other = coordinate(pair.after[i]);
        if (std::isfinite(one) && std::isfinite(other)) {
            x.push_back(one);
            y.push_back(other);
        }
    }
    return robust_line(x, y);
}

void consider_power(const PixelPair& pair, const std::vector<std::size_t>& sample,
                    const Consider& consider) {
    const LineFit line = line_of(pair, sample, [](double x) { return std::log(x); });
    constexpr double same = 1e-3;
    if (std::fabs(line.slope - 1) < same || line.slope == 0) {
        return;
    }
    const double factor = std::exp(line.intercept);
    consider_map(
        pair, sample, consider, CauseClass::formula,
        {Rule::image_power, {}, {ShownNumber{line.slope, 6}, ShownNumber{factor, 6}}},
        [line, factor](double x) { return factor * std::pow(x, line.slope); }, true);
}

/// Values that are cut off at one end: the candidate's last value, which several pixels have.
void consider_clip(const PixelPair& pair, bool above, const Consider& consider) {
    double end =
        above ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
    for (const double value : pair.after) {
        if (std::isfinite(value)) {
            end = above ? std::fmax(end, value) : std::fmin(end, value);
        }
    }
    std::vector<double> foretold(pair.before.begin(), pair.before.end());
    std::size_t beyond = 0;
    std::size_t at_end = 0;
    for (std::size_t i = 0; i < pair.size(); ++i) {
        double& value = foretold[i];
        const bool is_beyond = above ? value > end : value < end;
        beyond += is_beyond ? 1U : 0U;
        at_end += is_beyond && pair.after[i] == end ? 1U : 0U;
        value = is_beyond ? end : value;
    }
    constexpr std::size_t no_accident = 3;
    constexpr double nearly_all = 0.95; // noise may bring a value to the end
    if (at_end >= no_accident &&
        static_cast<double>(at_end) >= nearly_all * static_cast<double>(beyond)) {
        const Rule rule = above ? Rule::image_clipped_above : Rule::image_clipped_below;
        consider({CauseClass::formula,
                  {{rule, {}, {ShownNumber{end, digits}, static_cast<Count>(beyond)}}},
                  std::move(foretold),
                  false});
    }
}

/// Whether a value in place of each pixel's leaves nearly nothing of the departures.
bool holds_for_nearly_all(const PixelPair& pair, const std::vector<std::size_t>& pixels,
                          const std::function<double(std::size_t)>& value) {
    constexpr double leaves = 0.05;
    constexpr double share = 0.95;
    std::size_t held = 0;
    for (const std::size_t i : pixels) {
        const double rest = std::fabs(value(i) - pair.after[i]);
        held += rest <= leaves * std::fabs(pair.before[i] - pair.after[i]) ? 1U : 0U;
    }
    return static_cast<double>(held) >= share * static_cast<double>(pixels.size());
}

} // namespace

void consider_cuts(const PixelPair& pair, const Consider& consider) {
    consider_clip(pair, true, consider);
    consider_clip(pair, false, consider);
    consider_whole_numbers(pair, consider);
}

void consider_values(const PixelPair& pair, const Consider& consider) {
    const std::vector<std::size_t> sample = sampled_pixels(pair.before, pair.after);
    for (const NamedFunction& function : functions) {
        consider_map(pair, sample, consider, CauseClass::formula,
                     {Rule::image_function, {}, {std::string(function.name)}}, function.value,
                     false);
    }
    const double ratio = median_ratio(pair, sample);
    consider_map(
        pair, sample, consider, CauseClass::scale,
        {Rule::image_times_constant, {}, {ShownNumber{ratio, digits}}},
        [ratio](double x) { return ratio * x; }, true);
    const double difference = median_difference(pair, sample);
    consider_map(
        pair, sample, consider, CauseClass::offset,
        {Rule::image_plus_constant, {}, {ShownNumber{difference, digits}}},
        [difference](double x) { return x + difference; }, true);
    consider_cuts(pair, consider);
    const LineFit line = line_of(pair, sample, [](double x) { return x; });
    consider_map(
        pair, sample, consider, CauseClass::scale,
        {Rule::image_line,
         {},
         {ShownNumber{line.slope, digits}, ShownNumber{line.intercept, digits}}},
        [line](double x) { return line.slope * x + line.intercept; }, true);
    consider_power(pair, sample, consider);
}

Finding relation_of_pixels(const PixelPair& pair, const std::vector<std::size_t>& pixels,
                           std::vector<double>& foretold) {
    const double ratio = median_ratio(pair, pixels);
    const double difference = median_difference(pair, pixels);
    const double constant = pair.after[pixels.front()];
    const auto pixel_before = [&pair](std::size_t i) { return i > 0 ? pair.before[i - 1] : 0; };
    const struct {
        Rule rule;
        std::optional<double> number;
        std::function<double(std::size_t)> value;
    } all[]{
        {Rule::pixels_constant, constant, [&](std::size_t) { return constant; }},
        {Rule::pixels_times_constant, ratio, [&](std::size_t i) { return ratio * pair.before[i]; }},
        {Rule::pixels_plus_constant, difference,
         [&](std::size_t i) { return pair.before[i] + difference; }},
        {Rule::pixels_of_pixel_before, {}, pixel_before},
        {Rule::pixels_plus_pixel_before, {}, [&](std::size_t i) {
             return pair.before[i] + pixel_before(i);
         }}};
    for (const auto& relation : all) {
        if (holds_for_nearly_all(pair, pixels, relation.value)) {
            for (const std::size_t i : pixels) {
                foretold[i] = relation.value(i);
            }
            Finding found{relation.rule};
            if (relation.number) {
                found.terms.emplace_back(ShownNumber{*relation.number, digits});
            }
            return found;
        }
    }
    return {Rule::pixels_unrelated};
}

} // namespace tapir::trace
