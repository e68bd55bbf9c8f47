#pragma once

#include <optional>
#include <utility>

#include <vector>

#include "compare/comparison_request.hpp"
#include "tapir/trace/format/trace_file.hpp"

namespace tapir::harness {

/// What a trace says its pixels end with.
[[nodiscard]] std::vector<std::pair<trace::Pixel, double>> final_values(trace::TraceFile file);

/// Holds each trace against the image its own program wrote: the traced pixel must be there what
/// the trace ends with. Where it is not, trace and image come from different set-ups, and what the
/// traces show says nothing of the images.
/// @param size    {slow, fast} of the detector; raw images need it
/// @param result  of the traces; gets notes, and is no parity any more when an image does not fit
/// @throws InputError  a file that cannot be read
void compare_with_own_images(const ComparisonRequest& request,
                             std::optional<std::pair<int, int>> size, trace::Comparison& result);

} // namespace tapir::harness
