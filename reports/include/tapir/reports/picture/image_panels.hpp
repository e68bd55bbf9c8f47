#pragma once

#include <string>
#include <vector>

#include "tapir/reports/picture/picture.hpp"
#include "tapir/trace/image/image_comparison.hpp"

namespace tapir::reports {

/// A numbered ring on a picture, in its pixels from the upper left corner.
struct PanelMark {
    int number = 0;
    double down = 0, right = 0;
    std::string label; ///< which pixel, and why
};

/// A picture of a page, with what must stand beside it.
struct Panel {
    std::string title, caption, alternative; ///< the last is for those who do not see it
    Picture picture;
    std::vector<PanelMark> marks;
    std::vector<std::string> ticks; ///< values along the colour bar, evenly spaced
};

/// Two images and their difference: the whole, and a window around the worst pixel.
///
/// A large image is made smaller by blocks: a block shows its brightest pixel, and in the
/// difference the one that differs most, so that one wrong pixel is never averaged away.
/// @param telling  marked with rings, numbered from 1; the first is in the middle of the window
/// @return six panels; none when the images are of different size or nothing differs
[[nodiscard]] std::vector<Panel> image_panels(const trace::ImageView& reference,
                                              const trace::ImageView& candidate,
                                              const std::vector<trace::TellingPixel>& telling);

} // namespace tapir::reports
