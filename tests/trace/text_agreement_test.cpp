#include <doctest/doctest.h>

#include <string>

#include "align/slot_agreement.hpp"
#include "format/text_numbers.hpp"

namespace {

using namespace tapir::trace;

TextToken number(const std::string& text) {
    TextToken token;
    if (!read_not_finite(text, 0, token)) {
        REQUIRE(read_number(text, 0, false, token));
    }
    return token;
}

SlotStanding standing(const std::string& a, const std::string& b, const Allowance& allowed = {}) {
    return standing_of(number(a), number(b), allowed);
}

} // namespace

TEST_CASE("standing_of: one number in two prints, and two numbers in one format") {
    CHECK(standing("1.5", "1.50") == SlotStanding::identical);
    CHECK(standing("1.5E+00", "+1.5d0") == SlotStanding::identical);
    CHECK(standing("0.1", "0.10000000000000001") == SlotStanding::identical);
    CHECK(standing("0.0", "-0.0") == SlotStanding::zeros);
    CHECK(standing("1.500", "1.501") == SlotStanding::departs);
    CHECK(standing("9007199254740993", "9007199254740992.0") == SlotStanding::departs);
    CHECK(standing("3.14159265358979312", "3.14159265358979311") == SlotStanding::departs);
}

TEST_CASE("standing_of: what is no finite number agrees with nothing") {
    CHECK(standing("inf", "Infinity") == SlotStanding::not_finite);
    CHECK(standing("inf", "-inf") == SlotStanding::not_finite);
    CHECK(standing("nan", "nan") == SlotStanding::not_finite);
    CHECK(standing("inf", "2.5", {.absolute = 1e9}) == SlotStanding::not_finite);
    CHECK(standing("1e400", "inf") == SlotStanding::not_finite);
    CHECK(standing("1e-400", "0") == SlotStanding::departs);
    CHECK(standing("1e400", "1.0e400") == SlotStanding::identical);
}

TEST_CASE("standing_of: the user's tolerances") {
    CHECK(standing("1.000", "1.001", {.relative = 1e-2}) == SlotStanding::within);
    CHECK(standing("1.000", "1.100", {.relative = 1e-2}) == SlotStanding::departs);
    CHECK(standing("1e-9", "2e-9", {.absolute = 1e-6}) == SlotStanding::swamped);
}

TEST_CASE("standing_of: fewer digits are only a possibility") {
    CHECK(standing("0.8", "0.79995") == SlotStanding::coarse);
    CHECK(standing("10.20", "10.203") == SlotStanding::coarse);
    CHECK(standing("10.20", "10.206") == SlotStanding::departs);
}

TEST_CASE("SlotFormats: fewer digits are a format where all values show it") {
    SlotFormats few, many, file;
    few.add(number("10.20"), number("10.203"));
    CHECK_FALSE(few.explain(number("10.20"), number("10.203"), file));
    for (const auto& [fine, coarse] : {std::pair{"1.23456", "1.235"}, std::pair{"2.34567", "2.346"},
                                       std::pair{"3.45678", "3.457"}}) {
        many.add(number(fine), number(coarse));
    }
    CHECK(many.explain(number("1.23456"), number("1.235"), file));
    // a digit less than the format has is another number
    CHECK_FALSE(many.explain(number("1.23456"), number("1.23"), file));
}

TEST_CASE(
    "SlotFormats: numbers without zeros at the end are held to the most digits of their side") {
    SlotFormats formats, file;
    for (const auto& [fine, coarse] :
         {std::pair{"1.23456789", "1.23457"}, std::pair{"12.3456789", "12.3457"},
          std::pair{"123.456789", "123.457"}}) {
        formats.add(number(fine), number(coarse));
    }
    CHECK(formats.explain(number("0.79999987"), number("0.8"), file));
    CHECK_FALSE(formats.explain(number("0.79995432"), number("0.8"), file));
}
