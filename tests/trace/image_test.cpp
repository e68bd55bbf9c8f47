#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "tapir/trace/base/error.hpp"
#include "tapir/trace/format/npy.hpp"
#include "tapir/trace/image/image_comparison.hpp"

/// Images: every pixel counts, and what is wrong with the whole is named.
namespace {

using namespace tapir;
using namespace tapir::trace;

constexpr int image_rows = 6;
constexpr int image_columns = 5;

/// A peak on a slope: no two pixels are alike.
std::vector<double> image() {
    std::vector<double> values;
    for (int s = 0; s < image_rows; ++s) {
        for (int f = 0; f < image_columns; ++f) {
            values.push_back(1 + 0.1 * s + 0.01 * f +
                             50 * std::exp(-0.5 * ((s - 3) * (s - 3) + (f - 2) * (f - 2))));
        }
    }
    return values;
}

ImageComparison compared(const std::vector<double>& candidate, double rtol = 1e-6) {
    static const std::vector<double> reference = image();
    return compare_images({reference, image_rows, image_columns},
                          {candidate, image_rows, image_columns}, rtol);
}

std::string bytes_of_npy(const std::string& header, const std::string& data) {
    std::string bytes = "\x93NUMPY";
    bytes += '\x01';
    bytes += '\0';
    bytes += static_cast<char>(header.size());
    bytes += '\0';
    return bytes + header + data;
}

} // namespace

TEST_CASE("compare_images: equal images are parity, and planted corruptions were caught") {
    const ImageComparison same = compared(image());
    CHECK(same.verdict.verdict == Verdict::parity);
    CHECK(same.verdict.compared == image_rows * image_columns);
    CHECK(same.verdict.planted == 3);
    CHECK(same.verdict.caught == 3);
    std::vector<double> nearly = image();
    nearly[7] *= 1 + 1e-7;
    CHECK(compared(nearly).verdict.verdict == Verdict::parity);
    CHECK(compared(nearly, 0).verdict.verdict == Verdict::divergence);
}

TEST_CASE("compare_images: one wrong pixel is a divergence, and it is the telling one") {
    std::vector<double> wrong = image();
    wrong[17] *= 1.5; // slow 3, fast 2: the peak
    const ImageComparison result = compared(wrong);
    CHECK(result.verdict.verdict == Verdict::divergence);
    CHECK(result.verdict.departing == 1);
    REQUIRE(result.telling.size() == 1);
    CHECK(result.telling.front().pixel == Pixel{3, 2});
    CHECK(result.verdict.roots.front().site[Loops::row] == 3);
}

TEST_CASE("compare_images: no number never agrees") {
    for (const double bad :
         {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
        std::vector<double> wrong = image();
        wrong[4] = bad;
        CHECK(compared(wrong).verdict.verdict == Verdict::divergence);
        CHECK(compared(wrong).telling.front().why == "no number");
        CHECK(compare_images({wrong, image_rows, image_columns}, {wrong, image_rows, image_columns},
                             0.1)
                  .verdict.verdict == Verdict::divergence);
    }
}

TEST_CASE("compare_images: factors, shifts and reversals of the whole image are named") {
    const auto root = [](const std::vector<double>& candidate) {
        return compared(candidate).verdict.roots.front();
    };
    std::vector<double> scaled = image();
    for (double& value : scaled) {
        value *= 1.0009;
    }
    CHECK(root(scaled).cause_class == CauseClass::scale);
    for (double& value : scaled) {
        value *= 1000 / 1.0009;
    }
    CHECK(root(scaled).cause_class == CauseClass::unit);
    for (double& value : scaled) {
        value *= 7.0 / 1000;
    }
    CHECK(root(scaled).cause_class == CauseClass::normalisation);
    std::vector<double> shifted = image();
    shifted.erase(shifted.begin());
    shifted.push_back(0);
    // at the ends of rows other pixels come in: not every pixel fits, and too few are left to say
    std::vector<double> moved(image().size());
    std::vector<double> mirrored(image().size());
    for (int s = 0; s < image_rows; ++s) {
        for (int f = 0; f < image_columns; ++f) {
            const auto at = static_cast<std::size_t>(s * image_columns + f);
            moved[at] = f + 1 < image_columns ? image()[at + 1] : 0;
            mirrored[at] =
                image()[static_cast<std::size_t>(s * image_columns + image_columns - 1 - f)];
        }
    }
    CHECK(root(moved).cause_class == CauseClass::offset);
    CHECK(root(mirrored).cause_class == CauseClass::sign);
    std::vector<double> noise = image();
    noise[3] *= 1.1;
    noise[9] *= 0.7;
    CHECK(root(noise).cause_class == CauseClass::formula);
}

TEST_CASE("compare_images: sizes and constant images are refused") {
    const std::vector<double> good = image();
    CHECK(compare_images({good, image_rows, image_columns},
                         {std::span(good).first(25), image_rows - 1, image_columns}, 0)
              .verdict.reason == VerdictReason::other_size);
    std::vector<double> exchanged;
    for (int f = 0; f < image_columns; ++f) {
        for (int row = 0; row < image_rows; ++row) {
            exchanged.push_back(good[static_cast<std::size_t>(row * image_columns + f)]);
        }
    }
    const auto sentence = [&good](const std::vector<double>& candidate) {
        return compare_images({good, image_rows, image_columns},
                              {candidate, image_columns, image_rows}, 1e-6)
            .verdict.sentence;
    };
    CHECK(sentence(exchanged).find("with fast and slow exchanged") != std::string::npos);
    exchanged[4] *= 1.001;
    CHECK(sentence(exchanged).find("exchanged") == std::string::npos);
    const std::vector<double> flat(good.size(), 3.0);
    CHECK(compared(flat).verdict.reason == VerdictReason::constant_image);
    CHECK(compare_images({flat, image_rows, image_columns}, {flat, image_rows, image_columns}, 0)
              .verdict.verdict == Verdict::not_comparable);
    CHECK(compare_images({{}, 0, 0}, {{}, 0, 0}, 0).verdict.reason == VerdictReason::empty);
}

TEST_CASE("parse_npy: floats and doubles of two dimensions; all else is refused") {
    const double pair[2] = {1.5, -2};
    const std::string data(reinterpret_cast<const char*>(pair), sizeof pair);
    const NpyImage read = parse_npy(
        bytes_of_npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2), }\n", data), "a");
    CHECK(read.slow == 1);
    CHECK(read.fast == 2);
    CHECK(read.values == std::vector<double>{1.5, -2});
    for (const char* header :
         {"{'descr': '<i4', 'fortran_order': False, 'shape': (1, 2), }",
          "{'descr': '>f8', 'fortran_order': False, 'shape': (1, 2), }",
          "{'descr': '<f8', 'fortran_order': True, 'shape': (1, 2), }",
          "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }",
          "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }",
          "{'descr': '<f8', 'fortran_order': False, 'shape': (-1, 2), }", ""}) {
        CAPTURE(header);
        CHECK_THROWS_AS((void)parse_npy(bytes_of_npy(header, data), "a"), InputError);
    }
    CHECK_THROWS_AS((void)parse_npy("\x93NUMPY", "a"), InputError);
}
