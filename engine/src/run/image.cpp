#include "tapir/engine/image.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace tapir::engine {

namespace image_detail {

void* allocate_pages(std::size_t bytes) {
    constexpr std::size_t large_page = std::size_t{1} << 21U;
    constexpr std::size_t cache_line = 64;
    const std::size_t alignment = bytes >= 2 * large_page ? large_page : cache_line;
    const std::size_t whole = (std::max<std::size_t>(bytes, 1) + alignment - 1) / alignment;
    void* memory = std::aligned_alloc(alignment, whole * alignment);
    if (memory == nullptr) {
        throw std::bad_alloc();
    }
#if defined(MADV_HUGEPAGE)
    if (alignment == large_page) {
        (void)::madvise(memory, whole * alignment, MADV_HUGEPAGE); // advice: nothing depends on it
    }
#endif
    return memory;
}

void free_pages(void* memory) {
    std::free(memory);
}

} // namespace image_detail

namespace {

/// An integer that is larger for a larger number.
std::int32_t ordered(float value) {
    const auto bits = std::bit_cast<std::int32_t>(value);
    constexpr std::int32_t but_the_sign = 0x7fffffff;
    return bits < 0 ? bits ^ but_the_sign : bits;
}

/// The place of the largest value; looked for as integers, which a vector unit compares side by
/// side.
std::size_t brightest_of(std::span<const float> row) {
    std::int32_t most = ordered(row[0]);
    for (const float value : row) {
        most = std::max(most, ordered(value));
    }
    return static_cast<std::size_t>(
        std::find_if(row.begin(), row.end(),
                     [most](float value) { return ordered(value) == most; }) -
        row.begin());
}

/// Sum of a row: its pixels are dealt out to a few sums, which a vector unit adds up side by side.
double row_sum(std::span<const float> row) {
    constexpr std::size_t hands = 16;
    std::array<double, hands> sums{};
    const std::size_t whole = row.size() / hands * hands;
    for (std::size_t i = 0; i < whole; i += hands) {
        for (std::size_t hand = 0; hand < hands; ++hand) {
            sums[hand] += static_cast<double>(row[i + hand]);
        }
    }
    for (std::size_t i = whole; i < row.size(); ++i) {
        sums[i - whole] += static_cast<double>(row[i]);
    }
    double sum = 0;
    for (const double part : sums) {
        sum += part;
    }
    return sum;
}

} // namespace

ImageSummary summary_of(std::span<const float> image, std::size_t columns) {
    const std::size_t rows = image.size() / columns;
    std::vector<double> sums(rows);
    std::vector<std::size_t> brightest(rows);
#pragma omp parallel for schedule(static)
    for (std::size_t row = 0; row < rows; ++row) {
        const std::span<const float> pixels = image.subspan(row * columns, columns);
        sums[row] = row_sum(pixels);
        brightest[row] = row * columns + brightest_of(pixels);
    }
    ImageSummary summary;
    for (const double sum : sums) {
        summary.photons += sum;
    }
    const auto most =
        std::max_element(brightest.begin(), brightest.end(),
                         [image](std::size_t a, std::size_t b) { return image[a] < image[b]; });
    if (most != brightest.end()) {
        summary.brightest_index = *most;
        summary.brightest = image[*most];
    }
    return summary;
}

} // namespace tapir::engine
