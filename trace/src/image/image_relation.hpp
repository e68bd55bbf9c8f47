#pragma once

#include <string>

#include "tapir/trace/image/image_view.hpp"

namespace tapir::trace {

/// What is wrong with an image as a whole.
struct ImageRelation {
    std::string cause_class, evidence;
    bool nothing_in_it = false; ///< an image is constant: nothing can be told from it
};

[[nodiscard]] ImageRelation relation_of(const ImageView& reference, const ImageView& candidate,
                                        double rtol);

} // namespace tapir::trace
