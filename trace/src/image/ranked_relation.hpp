#pragma once

#include <optional>

#include "image/image_relation.hpp"

namespace tapir::trace {

/// The relation of two images that leaves the least residual, or two, one after the other.
///
/// It is claimed only where it explains nearly all that departs; what of it is known where it does
/// not is the regular set of pixels that alone departs. A hypothesis with more in it has to leave
/// less than half of what a simpler one leaves; where two leave as little, both are named.
[[nodiscard]] std::optional<ImageRelation> ranked_relation(const ImageView& reference,
                                                           const ImageView& candidate, double rtol);

/// What is wrong with the bytes of a raw image; before all else, since its values are none.
[[nodiscard]] std::optional<ImageRelation>
raw_bytes_relation(const ImageView& reference, const ImageView& candidate, double rtol);

} // namespace tapir::trace
