#include <doctest/doctest.h>

#include <png.h>

#include <cmath>
#include <limits>

#include "tapir/reports/picture.hpp"

/// Pictures: shades by hand, and the file read back by libpng.
namespace {

using tapir::reports::Picture;
using tapir::reports::picture_of;
using tapir::reports::png_bytes;

Picture read_back(const std::string& bytes) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    REQUIRE(png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) != 0);
    image.format = PNG_FORMAT_GRAY;
    Picture picture{image.height, image.width, {}};
    picture.grey.resize(PNG_IMAGE_SIZE(image));
    REQUIRE(png_image_finish_read(&image, nullptr, picture.grey.data(), 0, nullptr) != 0);
    return picture;
}

} // namespace

TEST_CASE("picture_of: zero is white, the brightest black, a quarter of it half grey") {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const Picture picture = picture_of(std::vector<float>{0, 4, 1, -2, nan, 0}, 2, 3);
    CHECK(picture.rows == 2);
    CHECK(picture.columns == 3);
    CHECK(picture.grey == std::vector<std::uint8_t>{255, 0, 128, 255, 255, 255});
    CHECK(picture_of(std::vector<float>{0, 0}, 1, 2).grey == std::vector<std::uint8_t>{255, 255});
}

TEST_CASE("picture_of: one pixel far brighter than all others does not hide them") {
    std::vector<float> values(4000, 1.0F);
    values[17] = 1e9F;
    const Picture picture = picture_of(values, 40, 100);
    CHECK(picture.grey[0] == 0);
    CHECK(picture.grey[17] == 0);
}

TEST_CASE("png_bytes: libpng reads back the picture, row by row from the top") {
    Picture picture{3, 5, {}};
    for (int i = 0; i < 15; ++i) {
        picture.grey.push_back(static_cast<std::uint8_t>(i * 17));
    }
    const std::string bytes = png_bytes(picture);
    CHECK(bytes.substr(1, 3) == "PNG");
    const Picture again = read_back(bytes);
    CHECK(again.rows == 3);
    CHECK(again.columns == 5);
    CHECK(again.grey == picture.grey);
    CHECK(png_bytes(picture) == bytes);
}
