#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>

#include "nest.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/parity/parity.hpp"

namespace {

using namespace tapir::trace;
using nest::Place;
namespace scope = nest::scope;

constexpr TapSpec length{"length", 1, "m", scope::pixel, "a length"};
constexpr TapSpec vector{"vector", 3, "1", scope::pixel, "a vector"};
constexpr TapSpec set_up{"set_up",        1,      "1",  scope::setup, "a constant",
                         ValueKind::real, "beam", false};

MemorySink sink_with(double a, double b) {
    MemorySink sink;
    const double constant = 4;
    sink.record(set_up, {}, {&constant, 1});
    sink.record(length, Place{.slow = 1, .fast = 2}, {&a, 1});
    const std::array<double, 3> components{1, b, 3};
    sink.record(vector, Place{.slow = 1, .fast = 2}, components);
    return sink;
}

ParityTable parity_of(const MemorySink& a, const MemorySink& b, double rtol = 0,
                      LastPlaceOf last_place = LastPlaceOf::float64, bool with_set_up = true) {
    ParityCount count(rtol, last_place);
    count.add(a, b, with_set_up);
    return count.table();
}

} // namespace

TEST_CASE("parity: the same records have the same bits, and their number is told") {
    const ParityTable table = parity_of(sink_with(1, 2), sink_with(1, 2));
    CHECK(table.same_bits());
    CHECK(table.compared() == 5);
    CHECK(table.rows.size() == 3);
    CHECK(table.rows[1].key == "length");
    CHECK(table.rows[2].compared == 3);
    const ParityTable without =
        parity_of(sink_with(1, 2), sink_with(1, 2), 0, LastPlaceOf::float64, false);
    CHECK(without.compared() == 4);
    CHECK(without.same_bits());
}

TEST_CASE("parity: a last digit is one ulp, at its site, and within a tolerance above it") {
    const double next = std::nextafter(2.0, 3.0);
    const ParityTable table = parity_of(sink_with(1, 2), sink_with(1, next));
    CHECK_FALSE(table.agrees());
    const ParityRow& row = table.rows[2];
    CHECK(row.identical == 2);
    CHECK(row.max_ulp == 1);
    CHECK(row.max_relative == doctest::Approx(2.2e-16).epsilon(0.01));
    CHECK(row.worst_site == "slow=1 fast=2 component 1");
    CHECK(row.worst_candidate == next);
    const ParityTable tolerated = parity_of(sink_with(1, 2), sink_with(1, next), 1e-15);
    CHECK(tolerated.agrees());
    CHECK_FALSE(tolerated.same_bits());
}

TEST_CASE("parity: places are counted in those of the less precise side") {
    const auto next = static_cast<double>(std::nextafter(2.0F, 3.0F));
    CHECK(parity_of(sink_with(1, 2), sink_with(1, next), 0, LastPlaceOf::float32).rows[2].max_ulp ==
          1);
    CHECK(parity_of(sink_with(1, 2), sink_with(1, next)).rows[2].max_ulp > 1e8);
    CHECK(parity_of(sink_with(1, -1e-45), sink_with(1, 1e-45), 0, LastPlaceOf::float32)
              .rows[2]
              .max_ulp == 2);
}

TEST_CASE("parity: NaN, a signed zero and infinity are never taken for the same") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinite = std::numeric_limits<double>::infinity();
    CHECK_FALSE(parity_of(sink_with(1, 2), sink_with(1, nan), 1e9).agrees());
    CHECK_FALSE(parity_of(sink_with(nan, 2), sink_with(1, 2), 1e9).agrees());
    CHECK_FALSE(parity_of(sink_with(1, infinite), sink_with(1, 2), 0.5).agrees());
    CHECK_FALSE(parity_of(sink_with(1, 0.0), sink_with(1, -0.0)).same_bits());
    CHECK(parity_of(sink_with(nan, 2), sink_with(-nan, 2)).same_bits());
}

TEST_CASE("parity: missing, extra and doubled records are counted, and nothing is never parity") {
    MemorySink more = sink_with(1, 2);
    const double again = 1;
    more.record(length, Place{.slow = 1, .fast = 2}, {&again, 1});
    const ParityTable extra = parity_of(sink_with(1, 2), more);
    CHECK(extra.extra == 1);
    CHECK(extra.missing == 0);
    CHECK_FALSE(extra.agrees());
    const ParityTable missing = parity_of(more, sink_with(1, 2));
    CHECK(missing.missing == 1);
    CHECK(missing.extra == 0);
    CHECK_FALSE(missing.agrees());
    CHECK_FALSE(parity_of(MemorySink(), MemorySink()).agrees());
    // the second occurrence is held against the second
    MemorySink changed = sink_with(1, 2);
    const double other = 7;
    changed.record(length, Place{.slow = 1, .fast = 2}, {&other, 1});
    CHECK(parity_of(more, changed).rows[1].identical == 1);
}

TEST_CASE("parity: images are compared pixel by pixel, with the place of the worst") {
    const std::vector<double> image{0, 1, 2, 3, 4, 5};
    std::vector<double> other = image;
    const std::vector<std::size_t> places{0, 1, 2, 3, 4, 5};
    ParityCount same(0, LastPlaceOf::float64);
    same.add_image(image, other, places, 3);
    CHECK(same.table().same_bits());
    other[4] = 4.5;
    ParityCount count(0, LastPlaceOf::float64);
    count.add_image(image, other, places, 3);
    CHECK(count.table().rows[0].worst_site == "slow=1 fast=1");
    CHECK(count.table().rows[0].identical == 5);
    other.pop_back();
    ParityCount shorter(0, LastPlaceOf::float64);
    shorter.add_image(image, other, places, 3);
    CHECK(shorter.table().missing == 1);
    CHECK_FALSE(shorter.table().agrees());
}

TEST_CASE("parity: pixels that were not rendered are not counted") {
    const std::vector<double> image{0, 1, 2, 3};
    ParityCount count(0, LastPlaceOf::float64);
    count.add_image(image, image, std::vector<std::size_t>{1, 2}, 2);
    CHECK(count.table().compared() == 2);
    ParityCount none(0, LastPlaceOf::float64);
    none.add_image(image, image, {}, 2);
    CHECK_FALSE(none.table().agrees());
}

TEST_CASE("parity: corruptions planted in an image are noticed") {
    const std::vector<double> image{0, 1, 2, 3};
    const std::vector<std::size_t> places{0, 1, 2, 3};
    CHECK(plant_in_image(image, image, places, 2, 0, LastPlaceOf::float64) == 5);
    CHECK(plant_in_image(image, image, places, 2, 1e-6, LastPlaceOf::float32) == 5);
    // pixels nobody looks at
    CHECK_THROWS_AS(
        plant_in_image(image, image, std::vector<std::size_t>{1}, 2, 1, LastPlaceOf::float64),
        tapir::InternalError);
}

TEST_CASE("parity: planted corruptions are noticed") {
    CHECK(plant_corruptions(sink_with(1, 2), sink_with(1, 2), 0, LastPlaceOf::float64) == 6);
    CHECK(plant_corruptions(sink_with(1, 2), sink_with(1, 2 + 1e-7), 1e-6, LastPlaceOf::float64) ==
          6);
    // a tolerance that lets everything pass is no check
    CHECK_THROWS_AS(plant_corruptions(sink_with(1, 2), sink_with(1, 2), 1, LastPlaceOf::float64),
                    tapir::InternalError);
}
