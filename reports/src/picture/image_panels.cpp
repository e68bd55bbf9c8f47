#include "tapir/reports/picture/image_panels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tapir::reports {

namespace {

constexpr int longest_side = 400; // of a panel; six of them stay below a megabyte
constexpr int window = 31;        // pixels on each side of the zoom
constexpr int ticks_on_bar = 5;

/// The part of an image that a panel shows.
struct Frame {
    int slow = 0, fast = 0;    ///< first pixel
    int rows = 0, columns = 0; ///< of pixels
    int block = 1;             ///< pixels on each side of a block

    [[nodiscard]] int down() const { return (rows + block - 1) / block; }
    [[nodiscard]] int right() const { return (columns + block - 1) / block; }
};

/// For every block the value with the largest score.
template <class Value, class Score>
std::vector<double> reduced(const Frame& frame, Value value, Score score) {
    std::vector<double> result;
    for (int down = 0; down < frame.down(); ++down) {
        for (int right = 0; right < frame.right(); ++right) {
            double best = value(frame.slow + down * frame.block, frame.fast + right * frame.block);
            for (int s = down * frame.block; s < std::min(frame.rows, (down + 1) * frame.block);
                 ++s) {
                for (int f = right * frame.block;
                     f < std::min(frame.columns, (right + 1) * frame.block); ++f) {
                    const double here = value(frame.slow + s, frame.fast + f);
                    // a pixel that is no number is worse than any difference
                    best = std::isnan(here) || score(here) > score(best) ? here : best;
                }
            }
            result.push_back(best);
        }
    }
    return result;
}

/// Shares of a colour table as levels.
template <class Share>
Picture shaded(const std::vector<double>& values, const Frame& frame, ColourMap map, Share share) {
    Picture picture{
        static_cast<std::size_t>(frame.down()), static_cast<std::size_t>(frame.right()), {}, map};
    std::transform(values.begin(), values.end(), std::back_inserter(picture.level),
                   [&share](double value) {
                       constexpr double highest = colour_levels - 1;
                       return static_cast<std::uint8_t>(std::lround(highest * share(value)));
                   });
    return picture;
}

double finite_size(double value) {
    return std::isfinite(value) ? std::fabs(value) : 0;
}

/// Both images on one logarithmic scale.
Shading common_shading(const trace::ImageView& reference, const trace::ImageView& candidate) {
    std::vector<float> both;
    for (const trace::ImageView* image : {&reference, &candidate}) {
        std::transform(image->values.begin(), image->values.end(), std::back_inserter(both),
                       [](double value) { return static_cast<float>(value); });
    }
    return shading_of(both, ValueScale::logarithmic);
}

/// Differences around white: the sign and the square root of the size.
struct DifferenceShading {
    double most = 0;

    [[nodiscard]] double share(double value) const {
        constexpr double middle = 0.5;
        if (std::isnan(value)) {
            return 1;
        }
        if (most == 0) {
            return middle;
        }
        const double root = std::sqrt(std::min(std::fabs(value) / most, 1.0));
        return middle + std::copysign(middle * root, value);
    }
    [[nodiscard]] double value_at(double share) const {
        const double from_middle = 2 * share - 1;
        return std::copysign(from_middle * from_middle * most, from_middle);
    }
};

template <class Scale>
std::vector<std::string> ticks_of(const Scale& scale) {
    std::vector<std::string> ticks;
    for (int i = 0; i < ticks_on_bar; ++i) {
        const double value = scale.value_at(static_cast<double>(i) / (ticks_on_bar - 1));
        ticks.push_back(fmt::format("{:.3g}", value == 0 ? 0 : value));
    }
    return ticks;
}

std::vector<PanelMark> marks_in(const Frame& frame,
                                const std::vector<trace::TellingPixel>& telling) {
    std::vector<PanelMark> marks;
    int number = 0;
    for (const trace::TellingPixel& pixel : telling) {
        ++number;
        const int down = pixel.pixel.slow - frame.slow;
        const int right = pixel.pixel.fast - frame.fast;
        if (down >= 0 && down < frame.rows && right >= 0 && right < frame.columns) {
            constexpr double centre = 0.5;
            marks.push_back({number, (down + centre) / frame.block, (right + centre) / frame.block,
                             fmt::format("slow {} fast {}: {}, reference {:.9g}, candidate {:.9g}",
                                         pixel.pixel.slow, pixel.pixel.fast, pixel.why,
                                         pixel.reference, pixel.candidate)});
        }
    }
    return marks;
}

/// The three panels of one frame.
class Triple {
  public:
    Triple(const trace::ImageView& reference, const trace::ImageView& candidate)
        : reference_(&reference), candidate_(&candidate),
          shading_(common_shading(reference, candidate)) {
        for (std::size_t i = 0; i < reference.values.size(); ++i) {
            difference_.most =
                std::max(difference_.most, finite_size(candidate.values[i] - reference.values[i]));
        }
    }

    void add(const Frame& frame, const std::string& what,
             const std::vector<trace::TellingPixel>& telling, std::vector<Panel>& panels) const {
        const std::vector<PanelMark> marks = marks_in(frame, telling);
        const std::string blocks =
            frame.block > 1 ? fmt::format(" Each point is the brightest pixel of a block of {0} x "
                                          "{0}.",
                                          frame.block)
                            : "";
        for (const auto& [image, name] :
             {std::pair{reference_, "Reference"}, std::pair{candidate_, "Candidate"}}) {
            const auto values = reduced(
                frame, [image = image](int s, int f) { return image->at(s, f); },
                [](double value) { return value; });
            const Shading& shading = shading_;
            panels.push_back(
                {std::string(name) + what, "Logarithmic, the same scale for both images." + blocks,
                 fmt::format("{} image, {} rows from slow {} and {} columns from fast {}.", name,
                             frame.rows, frame.slow, frame.columns, frame.fast),
                 shaded(values, frame, ColourMap::perceptual,
                        [&shading](double value) { return shading.share(value); }),
                 marks, ticks_of(shading_)});
        }
        add_difference(frame, what, marks, panels);
    }

  private:
    void add_difference(const Frame& frame, const std::string& what,
                        const std::vector<PanelMark>& marks, std::vector<Panel>& panels) const {
        const auto values = reduced(
            frame, [this](int s, int f) { return candidate_->at(s, f) - reference_->at(s, f); },
            [](double value) { return std::fabs(value); });
        const DifferenceShading& scale = difference_;
        panels.push_back(
            {"Difference" + what,
             "Candidate minus reference, square root of its size, symmetric about 0." +
                 (frame.block > 1
                      ? fmt::format(
                            " Each point is the largest difference of a block of {0} x {0}: "
                            "no wrong pixel is averaged away.",
                            frame.block)
                      : ""),
             fmt::format("Candidate minus reference, from {:.3g} to {:.3g}; blue is lower, red is "
                         "higher, white is equal.",
                         -difference_.most, difference_.most),
             shaded(values, frame, ColourMap::diverging,
                    [&scale](double value) { return scale.share(value); }),
             marks, ticks_of(difference_)});
    }

    const trace::ImageView* reference_;
    const trace::ImageView* candidate_;
    Shading shading_;
    DifferenceShading difference_;
};

/// The window around a pixel, inside the image.
Frame window_around(const trace::Pixel& pixel, const trace::ImageView& image) {
    Frame frame;
    frame.rows = std::min(window, image.slow);
    frame.columns = std::min(window, image.fast);
    frame.slow = std::clamp(pixel.slow - window / 2, 0, image.slow - frame.rows);
    frame.fast = std::clamp(pixel.fast - window / 2, 0, image.fast - frame.columns);
    return frame;
}

} // namespace

std::vector<Panel> image_panels(const trace::ImageView& reference,
                                const trace::ImageView& candidate,
                                const std::vector<trace::TellingPixel>& telling) {
    std::vector<Panel> panels;
    if (telling.empty() || reference.slow != candidate.slow || reference.fast != candidate.fast) {
        return panels;
    }
    const Triple triple(reference, candidate);
    const int longest = std::max(reference.slow, reference.fast);
    const Frame whole{0, 0, reference.slow, reference.fast,
                      std::max(1, (longest + longest_side - 1) / longest_side)};
    triple.add(whole, "", telling, panels);
    const trace::Pixel worst = telling.front().pixel;
    const Frame zoom = window_around(worst, reference);
    triple.add(zoom,
               fmt::format(", slow {} to {}, fast {} to {}", zoom.slow, zoom.slow + zoom.rows - 1,
                           zoom.fast, zoom.fast + zoom.columns - 1),
               telling, panels);
    return panels;
}

} // namespace tapir::reports
