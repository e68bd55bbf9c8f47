#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "tapir/engine/experiment.hpp"
#include "tapir/trace/image/image_view.hpp"
#include "tapir/trace/record/pixel.hpp"
#include "tapir/trace/stage/finding.hpp"

namespace tapir::harness {

/// What the C program finds in some pixels with a number of threads.
using PhotonsOfThreads =
    std::function<std::vector<double>(int threads, const std::vector<trace::Pixel>& pixels)>;

/// Two images of one scene that are the C program's with two numbers of threads: where a step lies
/// at phi = 0, the first pixel of each thread starts afresh, and just these pixels depart.
/// @return a finding for each side; nothing where other pixels depart or have other values
[[nodiscard]] std::optional<trace::Evidence>
differing_threads(const engine::Experiment& experiment, const trace::ImageView& reference,
                  const trace::ImageView& candidate, double rtol, const PhotonsOfThreads& photons);

} // namespace tapir::harness
