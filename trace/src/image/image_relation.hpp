#pragma once

#include <string>

#include "tapir/trace/image/image_view.hpp"
#include "tapir/trace/record/cause_class.hpp"
#include "tapir/trace/stage/finding.hpp"

namespace tapir::trace {

/// What is wrong with an image as a whole.
struct ImageRelation {
    CauseClass cause_class;
    Evidence evidence;
};

/// Why nothing can be told from two images, one of which is constant; "" where none is.
[[nodiscard]] std::string constant_images(const ImageView& reference, const ImageView& candidate);

[[nodiscard]] ImageRelation relation_of(const ImageView& reference, const ImageView& candidate,
                                        double rtol);

} // namespace tapir::trace
