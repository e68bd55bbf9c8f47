#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "scenes.hpp"

/// What is said of an A matrix that can be computed with and is probably not meant.
namespace {

using namespace tapir::engine;
using tapir::test::resolved;
using tapir::test::small_request;

/// Notices of the small scene with an A matrix that begin with some words.
long notices(const Mat3<double>& a_matrix, const std::string& words) {
    ExperimentRequest request = small_request();
    request.matrix_given = true;
    request.a_matrix = a_matrix;
    const Experiment experiment = resolved(request);
    return std::count_if(
        experiment.notices.begin(), experiment.notices.end(),
        [&words](const Notice& notice) { return notice.text.rfind(words, 0) == 0; });
}

constexpr Mat3<double> sound{0.02, 0.001, 0, 0, 0.04, 0.002, 0, 0, 0.05};

} // namespace

TEST_CASE("A matrix: a rotation times a cell is taken without a word") {
    CHECK(notices(sound, "the A matrix") == 0);
    const Mat3<double> turned{0, -0.04, 0, 0.02, 0, 0, 0, 0, 0.05}; // by a quarter about z
    CHECK(notices(turned, "the A matrix") == 0);
    const Mat3<double> halved{-0.02, 0, 0, 0, -0.04, 0, 0, 0, 0.05}; // by a half about z
    CHECK(notices(halved, "the A matrix") == 0);
}

TEST_CASE("A matrix: a left-handed or nearly singular one is taken, with a notice") {
    Mat3<double> mirrored = sound;
    mirrored.zz = -mirrored.zz;
    CHECK(notices(mirrored, "the A matrix is left-handed") == 1);
    CHECK(notices(mirrored, "the A matrix is nearly singular") == 0);
    const Mat3<double> exchanged{0, 0.02, 0, 0.04, 0, 0, 0, 0, 0.05};
    CHECK(notices(exchanged, "the A matrix is left-handed") == 1);
    Mat3<double> flat = sound;
    flat.zz = 1e-9;
    CHECK(notices(flat, "the A matrix is nearly singular") == 1);
    CHECK(notices(flat, "the A matrix is left-handed") == 0);
}
