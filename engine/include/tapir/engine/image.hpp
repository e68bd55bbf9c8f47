#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace tapir::engine {

namespace image_detail {

/// Memory for an image, in large pages where the system has them. @throws std::bad_alloc
[[nodiscard]] void* allocate_pages(std::size_t bytes);
void free_pages(void* memory);

/// Memory that is not set to 0: every pixel is written anyway.
template <class T>
struct PageAllocator {
    using value_type = T;

    PageAllocator() = default;
    template <class U>
    PageAllocator(const PageAllocator<U>& /*other*/) {} // NOLINT(google-explicit-constructor)

    [[nodiscard]] T* allocate(std::size_t count) {
        return static_cast<T*>(allocate_pages(count * sizeof(T)));
    }
    void deallocate(T* memory, std::size_t /*count*/) { free_pages(memory); }

    template <class U>
    void construct(U* place) {
        ::new (static_cast<void*>(place)) U;
    }
    template <class U, class Value>
    void construct(U* place, Value&& value) {
        ::new (static_cast<void*>(place)) U(std::forward<Value>(value));
    }

    friend bool operator==(const PageAllocator& /*a*/, const PageAllocator& /*b*/) { return true; }
};

} // namespace image_detail

/// Pixels of a detector, row by row: [slow][fast]. Like any vector, but made without being set to
/// 0.
template <class T>
using Image = std::vector<T, image_detail::PageAllocator<T>>;

/// What there is to say of an image in one line.
struct ImageSummary {
    double photons = 0;              ///< sum of all pixels
    float brightest = 0;             ///< largest value
    std::size_t brightest_index = 0; ///< of the first pixel with that value
};

/// Sums in an order that depends on the width of the image alone: the same bits for any number of
/// threads.
/// @param columns  pixels in a row, at least 1
[[nodiscard]] ImageSummary summary_of(std::span<const float> image, std::size_t columns);

} // namespace tapir::engine
