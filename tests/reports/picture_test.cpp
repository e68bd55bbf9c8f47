#include <doctest/doctest.h>

#include <png.h>

#include <cmath>
#include <limits>

#include "tapir/reports/picture/picture.hpp"

/// Pictures: shades by hand, and the file read back by libpng.
namespace {

using tapir::reports::Picture;
using tapir::reports::picture_of;
using tapir::reports::png_bytes;
using tapir::reports::Shading;
using tapir::reports::shading_of;
using tapir::reports::ValueScale;

/// The samples libpng reads from a file.
std::vector<int> samples_in(const std::string& bytes, png_uint_32 format) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    REQUIRE(png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) != 0);
    image.format = format;
    std::vector<std::uint8_t> samples(PNG_IMAGE_SIZE(image));
    REQUIRE(png_image_finish_read(&image, nullptr, samples.data(), 0, nullptr) != 0);
    return {samples.begin(), samples.end()};
}

std::vector<int> greys_in(const std::string& bytes) {
    return samples_in(bytes, PNG_FORMAT_GRAY);
}

std::vector<int> grey_of(const Picture& picture) {
    std::vector<int> grey;
    for (const std::uint8_t level : picture.level) {
        grey.push_back(255 - level);
    }
    return grey;
}

Picture root_picture(const std::vector<float>& values, std::size_t rows, std::size_t columns) {
    return picture_of(values, rows, columns, shading_of(values, ValueScale::square_root));
}

/// CIE L*, 0 to 100.
double lightness(const tapir::reports::Rgb& colour) {
    const auto linear = [](int sample) {
        const double x = sample / 255.0;
        return x <= 0.04045 ? x / 12.92 : std::pow((x + 0.055) / 1.055, 2.4);
    };
    const double y =
        0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue);
    return 116 * std::cbrt(y) - 16;
}

} // namespace

TEST_CASE("picture_of: zero is white, the brightest black, a quarter of it half grey") {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const Picture picture = root_picture({0, 4, 1, -2, nan, 0}, 2, 3);
    CHECK(picture.rows == 2);
    CHECK(picture.columns == 3);
    CHECK(grey_of(picture) == std::vector<int>{255, 0, 128, 255, 255, 255});
    CHECK(grey_of(root_picture({0, 0}, 1, 2)) == std::vector<int>{255, 255});
}

TEST_CASE("picture_of: one pixel far brighter than all others does not hide them") {
    std::vector<float> values(4000, 1.0F);
    values[17] = 1e9F;
    const Picture picture = root_picture(values, 40, 100);
    CHECK(grey_of(picture)[0] == 0);
    CHECK(grey_of(picture)[17] == 0);
}

TEST_CASE("shading_of: the ends of each scale, and back from a shade to its value") {
    std::vector<float> values;
    for (int i = -10; i <= 9989; ++i) {
        values.push_back(static_cast<float>(i));
    }
    const Shading linear = shading_of(values, ValueScale::linear);
    CHECK(linear.low == -10);
    CHECK(linear.high == 9989);
    const Shading percentile = shading_of(values, ValueScale::percentile);
    CHECK(percentile.low == 0); // ten of ten thousand lie below
    CHECK(percentile.high == 9979);
    const Shading logarithmic = shading_of(values, ValueScale::logarithmic);
    CHECK(logarithmic.low == 1);
    CHECK(logarithmic.high == 9989);
    CHECK(shading_of(std::vector<float>{1e-20F, 1e3F}, ValueScale::logarithmic).low ==
          doctest::Approx(1e-3));
    for (const ValueScale scale : {ValueScale::square_root, ValueScale::linear,
                                   ValueScale::logarithmic, ValueScale::percentile}) {
        const Shading shading = shading_of(values, scale);
        CAPTURE(static_cast<int>(scale));
        for (const double share : {0.0, 0.25, 0.5, 1.0}) {
            CHECK(shading.share(shading.value_at(share)) == doctest::Approx(share));
        }
        CHECK(shading.share(-1e9) == 0);
        CHECK(shading.share(1e9) == 1);
        CHECK(shading.share(std::numeric_limits<double>::quiet_NaN()) == 0);
    }
    CHECK(shading_of({}, ValueScale::percentile).share(1) == 0);
}

TEST_CASE("png_bytes: libpng reads back the picture, row by row from the top") {
    Picture picture{3, 5, {}};
    for (int i = 0; i < 15; ++i) {
        picture.level.push_back(static_cast<std::uint8_t>(i * 17));
    }
    const std::string bytes = png_bytes(picture);
    CHECK(bytes.substr(1, 3) == "PNG");
    const std::vector<int> again = greys_in(bytes);
    CHECK(again == grey_of(picture));
    CHECK(png_bytes(picture) == bytes);
}

TEST_CASE("png_bytes: colours come back, from a table and from a canvas") {
    Picture picture{1, 256, {}, tapir::reports::ColourMap::perceptual};
    tapir::reports::Canvas canvas{1, 256, {}};
    std::vector<int> expected;
    const auto& table = colour_table(picture.map);
    for (std::size_t i = 0; i < table.size(); ++i) {
        picture.level.push_back(static_cast<std::uint8_t>(i));
        canvas.pixels.push_back(table[i]);
        expected.insert(expected.end(), {table[i].red, table[i].green, table[i].blue});
    }
    CHECK(samples_in(png_bytes(picture), PNG_FORMAT_RGB) == expected);
    CHECK(samples_in(png_bytes(canvas), PNG_FORMAT_RGB) == expected);
}

TEST_CASE("colour_table: lightness rises evenly, and around 0 both sides weigh the same") {
    const auto& perceptual = colour_table(tapir::reports::ColourMap::perceptual);
    const double whole = lightness(perceptual.back()) - lightness(perceptual.front());
    CHECK(whole > 75); // of the 100 there are
    for (std::size_t i = 32; i < perceptual.size(); i += 32) {
        const double step = lightness(perceptual[i]) - lightness(perceptual[i - 32]);
        CHECK(step == doctest::Approx(whole / 8).epsilon(0.2));
    }
    const auto& diverging = colour_table(tapir::reports::ColourMap::diverging);
    constexpr double models_apart = 3; // OKLab and CIE L* do not quite agree
    for (std::size_t i = 0; i < 128; ++i) {
        CHECK(std::fabs(lightness(diverging[i]) - lightness(diverging[255 - i])) < models_apart);
    }
    CHECK(lightness(diverging[127]) > 95);
    CHECK(diverging.front().blue > diverging.front().red);
    CHECK(diverging.back().red > diverging.back().blue);
    CHECK(colour_table(tapir::reports::ColourMap::grey).front() ==
          tapir::reports::Rgb{255, 255, 255});
}
