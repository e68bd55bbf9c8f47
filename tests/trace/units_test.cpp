#include <doctest/doctest.h>

#include <numbers>

#include "tapir/trace/model/units.hpp"

using namespace tapir::trace;

namespace {

double converted(double value, const char* from, const char* to) {
    const auto convert = conversion(from, to);
    REQUIRE(convert.has_value());
    return (*convert)(value);
}

} // namespace

TEST_CASE("units: a length in mm becomes the double nearest to it in m") {
    CHECK(converted(20, "mm", "m") == 0.02);
    CHECK(converted(2.5, "mm", "m") == 0.0025);
    CHECK(converted(0.1, "m", "mm") == 100.0);
    CHECK(converted(1, "AU", "m") == 149597870700.0);
    CHECK(converted(1.5, "angstrom", "nm") == doctest::Approx(0.15).epsilon(1e-15));
    CHECK(converted(7, "\u00b5m", "um") == 7);
}

TEST_CASE("units: a temperature has its zero elsewhere, a difference of temperatures has none") {
    CHECK(converted(20, "degC", "K") == 293.15);
    CHECK(converted(293.15, "K", "degC") == doctest::Approx(20).epsilon(1e-14));
    CHECK(converted(212, "degF", "degC") == doctest::Approx(100).epsilon(1e-14));
    CHECK(converted(3, "W/(m degC)", "W/(m K)") == 3);
}

TEST_CASE("units: products and powers, however they are written") {
    for (const char* newton : {"kg*m/s^2", "kg m s^-2", "kg m s-2", "kg m/s2", "kg*m/(s*s)", "J/m",
                               "1/s^2 kg m", "kg m s**-2"}) {
        CAPTURE(newton);
        CHECK(converted(3, newton, "N") == doctest::Approx(3).epsilon(1e-15));
    }
    CHECK(converted(1, "W/(m K)", "mW/(mm K)") == doctest::Approx(1).epsilon(1e-15));
    CHECK(converted(36, "km/h", "m/s") == doctest::Approx(10).epsilon(1e-15));
    CHECK(converted(1, "eV", "J") == 1.602176634e-19);
    CHECK(converted(180, "deg", "rad") == doctest::Approx(std::numbers::pi).epsilon(1e-15));
    CHECK(converted(2, "rad", "1") == 2);
    CHECK(converted(50, "Hz", "1/s") == 50);
}

TEST_CASE("units: what measures something else is refused with a sentence") {
    CHECK_FALSE(conversion("K", "AU").has_value());
    CHECK(why_not_convertible("K", "AU") == "K measures a temperature and AU measures a length");
    CHECK(why_not_convertible("m/s", "m/s^2") == "m/s measures a speed and m/s^2 measures m s^-2");
    CHECK(why_not_convertible("furlong", "m") == "'furlong' is no unit that is known here");
    CHECK(why_not_convertible("furlong", "furlong").empty()); // one word, whatever it is
    CHECK(why_not_convertible("mm", "m").empty());
}

TEST_CASE("units: a text that is no unit is none") {
    for (const char* text :
         {"m//s", "m^", "m^x", "(m", "m)", "kkg", "m^99", "m s^2^3", "10", "/s"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_unit(text).has_value());
    }
    CHECK(parse_unit("").has_value());     // a pure number
    CHECK(parse_unit("min")->scale == 60); // a minute, not a milli-inch
    CHECK(parse_unit("Pa")->same_dimension(*parse_unit("N/m^2")));
    CHECK(square_root(*parse_unit("m^2/s^4"))->same_dimension(*parse_unit("m/s^2")));
    CHECK_FALSE(square_root(*parse_unit("m^3")).has_value());
}
