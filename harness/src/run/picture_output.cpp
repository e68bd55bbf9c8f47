#include "run/picture_output.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>

#include "tapir/engine/taps.hpp"
#include "tapir/reports/picture/picture_axes.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::harness {

namespace {

const std::map<std::string, reports::ValueScale>& scales() {
    static const std::map<std::string, reports::ValueScale> all{
        {"sqrt", reports::ValueScale::square_root},
        {"linear", reports::ValueScale::linear},
        {"log", reports::ValueScale::logarithmic},
        {"percentile", reports::ValueScale::percentile}};
    return all;
}

/// Pixels from the first to the last, as evenly spaced as whole numbers allow.
std::vector<int> nodes_along(int pixels) {
    constexpr int most = 33;
    const int count = std::min(pixels, most);
    std::vector<int> nodes;
    nodes.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        nodes.push_back(
            count == 1 ? 0 : static_cast<int>(std::int64_t{i} * (pixels - 1) / (count - 1)));
    }
    return nodes;
}

/// Three neighbouring nodes and their weights: exact for a parabola.
struct Stencil {
    std::size_t first = 0;
    std::array<double, 3> weight{};
};

Stencil stencil_at(const std::vector<int>& nodes, double x) {
    const auto after = std::upper_bound(nodes.begin(), nodes.end(), x);
    const auto index =
        static_cast<std::size_t>(std::max<std::ptrdiff_t>(after - nodes.begin() - 1, 0));
    Stencil stencil;
    stencil.first = std::min(index, nodes.size() - 3);
    for (std::size_t i = 0; i < 3; ++i) {
        double weight = 1;
        for (std::size_t j = 0; j < 3; ++j) {
            if (i != j) {
                weight *= (x - nodes[stencil.first + j]) /
                          (nodes[stencil.first + i] - nodes[stencil.first + j]);
            }
        }
        stencil.weight[i] = weight;
    }
    return stencil;
}

/// Keeps the mean |q|^2 of every pixel, over its subpixels, layers and sources.
class ScatteringVectors final : public trace::Sink {
  public:
    void record(const trace::TapSpec& spec, const trace::Site& site,
                std::span<const double> values) override {
        if (std::string_view(spec.key) == engine::taps::scattering_vector.key) {
            const double squared =
                values[0] * values[0] + values[1] * values[1] + values[2] * values[2];
            auto& [sum, count] = sums_[{site.pixel().slow, site.pixel().fast}];
            sum += squared;
            ++count;
        }
    }
    /// [1/m^2]
    [[nodiscard]] double q_squared(const trace::Pixel& pixel) const {
        const auto& [sum, count] = sums_.at({pixel.slow, pixel.fast});
        return sum / count;
    }

  private:
    std::map<std::pair<int, int>, std::pair<double, int>> sums_;
};

} // namespace

std::function<double(std::size_t, std::size_t)> spacing_map(const engine::Experiment& experiment) {
    constexpr std::size_t least = 3;
    const std::vector<int> slow = nodes_along(experiment.input.pixels_slow);
    const std::vector<int> fast = nodes_along(experiment.input.pixels_fast);
    if (slow.size() < least || fast.size() < least) {
        return {}; // no room for a ring
    }
    ScatteringVectors found;
    std::vector<trace::Pixel> pixels;
    for (const int s : slow) {
        for (const int f : fast) {
            pixels.push_back({s, f});
        }
    }
    engine::trace_pixels(experiment, {}, pixels, found);
    auto values = std::make_shared<std::vector<double>>();
    for (const trace::Pixel& pixel : pixels) {
        values->push_back(found.q_squared(pixel));
    }
    return [values, slow, fast](std::size_t s, std::size_t f) {
        const Stencil down = stencil_at(slow, static_cast<double>(s));
        const Stencil right = stencil_at(fast, static_cast<double>(f));
        double q_squared = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            for (std::size_t j = 0; j < 3; ++j) {
                q_squared += down.weight[i] * right.weight[j] *
                             (*values)[(down.first + i) * fast.size() + right.first + j];
            }
        }
        constexpr double angstrom_per_m = 1e10;
        return q_squared > 0 ? angstrom_per_m / std::sqrt(q_squared)
                             : std::numeric_limits<double>::infinity();
    };
}

void PictureOutput::check() const {
    if (file.empty() && (axes || scale != "sqrt" || colour != "grey")) {
        throw InputError({.where = "--png-scale, --png-colour, --png-axes",
                          .problem = "say how a picture looks, and none is asked for",
                          .reason = "they would have no effect",
                          .remedy = "Give --png-out FILE, or leave them out."});
    }
}

reports::Shading PictureOutput::shading(const PictureSubject& subject) const {
    return reports::shading_of(subject.values, scales().at(scale));
}

std::string PictureOutput::png(const PictureSubject& subject,
                               const reports::Shading& shading) const {
    const reports::Picture picture = reports::picture_of(
        subject.values, static_cast<std::size_t>(subject.slow),
        static_cast<std::size_t>(subject.fast), shading,
        colour == "grey" ? reports::ColourMap::grey : reports::ColourMap::perceptual);
    if (!axes) {
        return reports::png_bytes(picture);
    }
    return reports::png_bytes(reports::with_axes(
        picture, shading, {subject.quantity + ", " + scale + " scale", subject.spacing_map}));
}

} // namespace tapir::harness
