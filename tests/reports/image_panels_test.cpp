#include <doctest/doctest.h>

#include <algorithm>
#include <limits>

#include "tapir/reports/picture/image_panels.hpp"

/// Pictures of two images: one wrong pixel is seen, whatever the size.
namespace {

using namespace tapir::trace;
using namespace tapir::reports;

struct Images {
    int slow, fast;
    std::vector<double> reference, candidate;

    Images(int rows, int columns)
        : slow(rows), fast(columns),
          reference(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns), 2.0),
          candidate(reference) {}
    [[nodiscard]] std::vector<Panel> panels(const std::vector<TellingPixel>& telling) const {
        return image_panels({reference, slow, fast}, {candidate, slow, fast}, telling);
    }
    double& wrong(int s, int f) {
        return candidate[static_cast<std::size_t>(s) * static_cast<std::size_t>(fast) +
                         static_cast<std::size_t>(f)];
    }
};

constexpr std::uint8_t white = 128; // no difference

} // namespace

TEST_CASE("image_panels: a single wrong pixel of a large image is at full colour in its block") {
    for (const auto& [rows, columns] : {std::pair{2527, 2463}, {31, 31}, {1, 5000}, {401, 7}}) {
        Images images(rows, columns);
        CAPTURE(images.slow);
        const int s = rows * 2 / 3;
        const int f = columns / 3;
        images.wrong(s, f) = 2.001;
        const std::vector<Panel> panels =
            images.panels({{.pixel = {s, f}, .why = "worst", .reference = 2, .candidate = 2.001}});
        REQUIRE(panels.size() == 6);
        const Panel& difference = panels[2];
        CHECK(std::max(difference.picture.rows, difference.picture.columns) <= 400);
        CHECK(std::count(difference.picture.level.begin(), difference.picture.level.end(), 255) ==
              1);
        CHECK(std::count(difference.picture.level.begin(), difference.picture.level.end(), white) ==
              static_cast<long>(difference.picture.level.size()) - 1);
        // the ring is around it
        REQUIRE(difference.marks.size() == 1);
        const auto row = static_cast<std::size_t>(difference.marks[0].down);
        const auto column = static_cast<std::size_t>(difference.marks[0].right);
        CHECK(difference.picture.level[row * difference.picture.columns + column] == 255);
        const Panel& zoom = panels[5];
        CHECK(zoom.picture.rows == static_cast<std::size_t>(std::min(31, rows)));
        CHECK(std::count(zoom.picture.level.begin(), zoom.picture.level.end(), 255) == 1);
    }
}

TEST_CASE("image_panels: both images have one scale, and the difference is symmetric about 0") {
    Images images(40, 40);
    images.wrong(5, 6) = 200;
    images.wrong(20, 20) = 1;
    images.reference[0] = images.candidate[0] = 0;
    const std::vector<Panel> panels = images.panels({{.pixel = {5, 6}, .why = "worst"}});
    REQUIRE(panels.size() == 6);
    CHECK(panels[0].ticks == panels[1].ticks);
    CHECK(panels[0].ticks.front() == "1");
    CHECK(panels[0].ticks.back() == "200");
    CHECK(panels[2].ticks == std::vector<std::string>{"-198", "-49.5", "0", "49.5", "198"});
    CHECK(panels[0].picture.level[0] == panels[1].picture.level[0]);
    CHECK(panels[2].picture.level[20 * 40 + 20] < white);
}

TEST_CASE("image_panels: what is no number stands out, and without a departure there is none") {
    Images images(1000, 1000);
    images.wrong(1, 1) = std::numeric_limits<double>::quiet_NaN();
    const std::vector<Panel> panels = images.panels({{.pixel = {1, 1}, .why = "no number"}});
    REQUIRE(panels.size() == 6);
    CHECK(panels[2].picture.level[0] == 255);
    CHECK(images.panels({}).empty());
}
