#include "tapir/engine/rendered_pixels.hpp"

#include <algorithm>
#include <numeric>

namespace tapir::engine {

RenderedPixels::RenderedPixels(const ExperimentRequest& input)
    : region_(input.region), pixels_fast_(input.pixels_fast), mask_(input.mask) {
    const auto within = [](int& low, int& high, int count) {
        low = std::max(low, 0);
        high = high < 0 ? count - 1 : std::min(high, count - 1);
    };
    within(region_.fast_min, region_.fast_max, input.pixels_fast);
    within(region_.slow_min, region_.slow_max, input.pixels_slow);
    last_of_row_.resize(static_cast<std::size_t>(input.pixels_slow));
    for (int slow = 0; slow < input.pixels_slow; ++slow) {
        last_of_row_[static_cast<std::size_t>(slow)] = last_before(slow, input.pixels_fast);
    }
}

bool RenderedPixels::in_region(trace::Pixel pixel) const {
    return pixel.slow >= region_.slow_min && pixel.slow <= region_.slow_max &&
           pixel.fast >= region_.fast_min && pixel.fast <= region_.fast_max;
}

bool RenderedPixels::has(trace::Pixel pixel) const {
    if (!in_region(pixel)) {
        return false;
    }
    const auto row = static_cast<std::size_t>(pixel.slow) * static_cast<std::size_t>(pixels_fast_);
    return mask_ == nullptr || (*mask_)[row + static_cast<std::size_t>(pixel.fast)] != 0;
}

std::pair<int, int> RenderedPixels::region_in_row(int slow) const {
    if (slow < region_.slow_min || slow > region_.slow_max) {
        return {0, -1};
    }
    return {region_.fast_min, region_.fast_max};
}

void RenderedPixels::columns(int slow, std::vector<int>& fast) const {
    const auto [first, last] = region_in_row(slow);
    if (mask_ == nullptr) {
        const auto count = static_cast<std::size_t>(std::max(0, last - first + 1));
        if (fast.size() != count) { // all rows of the region are alike
            fast.resize(count);
            std::iota(fast.begin(), fast.end(), first);
        }
        return;
    }
    fast.clear();
    for (int column = first; column <= last; ++column) {
        if (has({slow, column})) {
            fast.push_back(column);
        }
    }
}

std::vector<trace::Pixel> RenderedPixels::all() const {
    std::vector<trace::Pixel> pixels;
    std::vector<int> fast;
    for (int slow = 0; slow < static_cast<int>(last_of_row_.size()); ++slow) {
        columns(slow, fast);
        for (const int column : fast) {
            pixels.push_back({slow, column});
        }
    }
    return pixels;
}

int RenderedPixels::last_before(int slow, int fast) const {
    for (int candidate = std::min(fast - 1, region_.fast_max); candidate >= region_.fast_min;
         --candidate) {
        if (has({slow, candidate})) {
            return candidate;
        }
    }
    return -1;
}

std::optional<trace::Pixel> RenderedPixels::before(trace::Pixel pixel, int first_row) const {
    int fast = last_before(pixel.slow, pixel.fast);
    int slow = pixel.slow;
    while (fast < 0 && slow > first_row) {
        --slow;
        fast = last_of_row_[static_cast<std::size_t>(slow)];
    }
    return fast < 0 ? std::nullopt : std::optional<trace::Pixel>({slow, fast});
}

} // namespace tapir::engine
