#pragma once

#include <bit>
#include <string_view>

#include "tapir/engine/image.hpp"

namespace tapir::harness {

/// The bytes of an image as they stand in memory; it must outlive them.
template <class T>
std::string_view raw_bytes(const engine::Image<T>& image) {
    static_assert(std::endian::native == std::endian::little, "images are little-endian");
    return {reinterpret_cast<const char*>(image.data()), image.size() * sizeof(T)};
}

} // namespace tapir::harness
