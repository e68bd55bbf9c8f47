#include <doctest/doctest.h>

#include <string>

#include "format/text_names.hpp"

namespace {

using namespace tapir::trace;

/// The name of the n-th number of a text's last line that has any.
std::string name(const std::string& text, std::size_t which, bool json = false) {
    const TextDocument document(text, json);
    std::uint32_t line = no_line;
    for (std::uint32_t i = 0; i < document.lines().size(); ++i) {
        line = document.form_of(document.lines()[i]).slots > 0 ? i : line;
    }
    REQUIRE(line != no_line);
    const SlotName found = slot_name(document, line, which);
    return (found.kind.empty() ? "" : found.kind + "/") + found.key;
}

} // namespace

TEST_CASE("slot_name: the words before a number") {
    struct Named {
        const char* text;
        std::size_t which;
        const char* name;
    };
    for (const Named& one :
         {Named{"x = 1.5\n", 0, "x"}, Named{"etot 1.5\n", 0, "etot"},
          Named{"INFO: x = 1.5\n", 0, "x"},
          Named{"[DEBUG] solver: residual = 3.5e-07\n", 0, "residual"},
          Named{"Total force = 1.0  SCF = 1.5\n", 1, "SCF"},
          Named{"LJ = 1.0; Real = 1.5\n", 1, "Real"}, Named{"E = 5.5 (virial 2.0)\n", 1, "virial"},
          Named{"length [mm] = 1.5\n", 0, "length"}, Named{"x = tensor(1.5)\n", 0, "x"},
          Named{"x = about 1.5\n", 0, "x"}, Named{"x = 1.0 +/- 1.5\n", 1, "x"},
          Named{"v = (1.0, 1.5)\n", 1, "v"}, Named{"p=1.5Pa flow=2.5m\n", 1, "flow"},
          Named{"P(numu->nue) = 0.72\n", 0, "P(numu->nue)"}, Named{"rho[6] = 0.1\n", 1, "rho[6]"},
          Named{"atom 0: force (1.5, 2.5, 3.5)\n", 3, "force"}, Named{"TRACE_C: x 1.5\n", 0, "x"},
          Named{"TRACE_C_PAIR step=0 r2=1.5\n", 1, "PAIR/r2"}, Named{"12 atoms\n", 0, "atoms"}}) {
        const std::string text = one.text;
        CAPTURE(text);
        CHECK(name(text, one.which) == one.name);
    }
}

TEST_CASE("slot_name: headings, lines before, paths") {
    CHECK(name("Step  Temp  Press\n1 2.5 3.5\n", 2) == "Press");
    CHECK(name("name | mass\niron | 7.87\n", 0) == "mass");
    CHECK(name("station  height [m]  speed [m/s]\nnorth    1.5     2.5\n", 1) == "speed [m/s]");
    CHECK(name("energy =\n  1.5\n", 0) == "energy");
    CHECK(name("Sum 1:\n11.9\n33.8\n", 0) == "Sum 1");
    CHECK(name(R"({"electrons": {"momentum": 1.5}})", 0, true) == "electrons.momentum");
}

TEST_CASE("slot_name: components of a vector are counted") {
    const TextDocument document("v = (1.0, 1.5, 2.5)\n");
    CHECK(slot_name(document, 0, 0).component == 0);
    CHECK(slot_name(document, 0, 2).component == 2);
}
