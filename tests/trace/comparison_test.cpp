#include <doctest/doctest.h>

#include <functional>

#include "text_edits.hpp"
#include "toy.hpp"

/// Fail closed: what must never be green, and what must.
namespace {

using namespace tapir::test;

/// A toy with the values given as text, so that NaN, -0 and denormals can stand anywhere.
std::string with_y(const std::string& y) {
    return replaced(toy_c_trace(Toy()), "TRACE_C:y=0.5", "TRACE_C:y=" + y);
}

std::string without(const std::string& part) {
    std::istringstream lines(toy_c_trace(Toy()));
    std::string line;
    std::string text;
    while (std::getline(lines, line)) {
        text += line.find(part) == std::string::npos ? line + "\n" : "";
    }
    return text;
}

struct MustFail {
    std::string name;
    std::string reference, candidate;
    Verdict verdict;
    const char* reason;
};

std::vector<MustFail> must_fail_pairs() {
    const std::string good = toy_c_trace(Toy());
    const std::string native = toy_native_trace(Toy());
    const auto d = Verdict::divergence;
    const auto n = Verdict::not_comparable;
    Toy off;
    off.total *= 1.0009;
    off.finish();
    return {
        {"empty candidate", good, "", n, "empty"},
        {"empty reference", "", good, n, "empty"},
        {"both empty", "", "", n, "empty"},
        {"free text only", good, "hello\nworld\n", n, "empty"},
        {"nothing in common", "TRACE_C: a 1\n", "TRACE_C: b 1\n", n, "nothing_in_common"},
        {"cut in the middle", good, good.substr(0, good.size() / 2), n, "truncated"},
        {"last line end cut", good, good.substr(0, good.size() - 1), n, "truncated"},
        {"last record cut", good, good.substr(0, good.find("TRACE_C: final")), n, "truncated"},
        {"other pixel", good, replaced(good, "fpixel=2", "fpixel=3"), n, "other_pixel"},
        {"swapped pixel", good, replaced(good, "spixel=1, fpixel=2", "spixel=2, fpixel=1"), n,
         "other_pixel"},
        {"other scene", native, toy_native_trace(Toy(), "sha256:other"), n, "other_scene"},
        {"unreadable record", good, replaced(good, "TRACE_C: z 7", "TRACE_C: z"), n,
         "unreadable_records"},
        {"unreadable reference", replaced(good, "TRACE_C: z 7", "TRACE_C: z"), good, n,
         "unreadable_records"},
        {"one record missing", good, without("TRACE_C: z"), d, "missing_records"},
        {"one record extra", without("TRACE_C: z"), good, d, "extra_records"},
        {"one step missing", good, without("phi_tic=2"), d, "missing_records"},
        {"first step missing", good, without("phi_tic=0"), d, "missing_records"},
        {"all steps missing", good, without("STEP"), d, "missing_records"},
        {"one step extra", without("phi_tic=3"), good, d, "extra_records"},
        {"vector one short", good, replaced(good, "x_vec 1 2 3", "x_vec 1 2"), d,
         "missing_records"},
        {"vector one long", good, replaced(good, "x_vec 1 2 3", "x_vec 1 2 3 4"), d,
         "extra_records"},
        {"second occurrence wrong", good + "TRACE_C: z 2\n", good + "TRACE_C: z 99\n", d,
         "values_depart"},
        {"duplicate on one side", good, good + "TRACE_C: z 7\n", d, "extra_records"},
        {"NaN on one side", good, with_y("nan"), d, "values_depart"},
        {"NaN on both sides", with_y("nan"), with_y("nan"), d, "values_depart"},
        {"-nan on both sides", with_y("-nan"), with_y("-nan"), d, "values_depart"},
        {"infinity on both sides", with_y("inf"), with_y("inf"), d, "values_depart"},
        {"-inf on both sides", with_y("-inf"), with_y("-inf"), d, "values_depart"},
        {"overflow on both sides", with_y("1e999"), with_y("1e999"), d, "values_depart"},
        {"infinity on one side", good, with_y("inf"), d, "values_depart"},
        {"infinities of two signs", with_y("inf"), with_y("-inf"), d, "values_depart"},
        {"minus zero", with_y("0"), with_y("-0"), d, "values_depart"},
        {"zero and not zero", with_y("0"), with_y("1.5"), d, "values_depart"},
        {"tiny magnitudes", with_y("4.2e-15"), with_y("8.4e-15"), d, "values_depart"},
        {"denormals", with_y("5e-324"), with_y("1e-323"), d, "values_depart"},
        {"last digit", with_y("0.123456789012345"), with_y("0.123456789012346"), d,
         "values_depart"},
        {"text for a number", good, with_y("none"), d, "values_depart"},
        {"other text", with_y("MOSFLM"), with_y("CUSTOM"), d, "values_depart"},
        {"everything times 1.0009", good, toy_c_trace(off), d, "values_depart"},
        {"wrong unit", toy_c_trace(Toy()), replaced(good, "x_vec 1 2 3", "x_vec 1e10 2e10 3e10"), d,
         "values_depart"},
        {"swapped components", good, replaced(good, "x_vec 1 2 3", "x_vec 2 1 3"), d,
         "values_depart"},
        {"steps in each other's place", good,
         replaced(replaced(good, "phi_tic=1 mos=0 sum=15.5", "phi_tic=1 mos=0 sum=16.5"),
                  "phi_tic=2 mos=0 sum=16.5", "phi_tic=2 mos=0 sum=15.5"),
         d, "values_depart"},
        {"native against a changed text", native, with_y("0.50000000000001"), d, "values_depart"},
        {"native against a text one short", native, without("TRACE_C: z"), d, "missing_records"},
        {"py against a changed text", toy_py_trace(Toy()), toy_c_trace(off), d, "values_depart"},
    };
}

} // namespace

TEST_CASE("compare: no pair that must fail is ever green, and each has its reason and sentence") {
    for (const MustFail& pair : must_fail_pairs()) {
        CAPTURE(pair.name);
        const Comparison result = compared(pair.reference, pair.candidate);
        CHECK(result.verdict == pair.verdict);
        CHECK(std::string(to_text(result.reason)) == pair.reason);
        CHECK(result.sentence.size() > 20);
        CHECK(result.planted == 0);
    }
}

TEST_CASE("compare: parity says how many values, after catching its own corruptions") {
    for (const std::string& text :
         {toy_c_trace(Toy()), toy_py_trace(Toy()), toy_native_trace(Toy())}) {
        const Comparison result = compared(text, text);
        CHECK(result.verdict == Verdict::parity);
        CHECK(result.compared == result.identical);
        CHECK(result.compared >= 5);
        CHECK(result.sentence.find(std::to_string(result.compared)) != std::string::npos);
        CHECK(result.planted > 0);
        CHECK(result.caught == result.planted);
        CHECK(result.roots.empty());
    }
    CHECK(compared(toy_c_trace(Toy()), toy_c_trace(Toy())).compared == 5 + 4 + 2);
}

TEST_CASE("compare: the order of the lines does not matter") {
    const std::string good = toy_c_trace(Toy());
    const std::string z = "TRACE_C: z 7\n";
    const std::string moved =
        replaced(replaced(good, z, ""), "TRACE_C: total", z + "TRACE_C: total");
    CHECK(compared(good, moved).verdict == Verdict::parity);
}

TEST_CASE("compare: what is no finite number is a root of its own, and says on which side") {
    const auto evidence = [](const std::string& reference, const std::string& candidate) {
        return compared(with_y(reference), with_y(candidate)).roots.front().evidence;
    };
    for (const std::string bad : {"nan", "inf", "-inf"}) {
        CAPTURE(bad);
        CHECK(evidence(bad, bad) == Evidence{{Rule::not_finite_on_both_sides}});
        CHECK(evidence("0.5", bad) ==
              Evidence{{Rule::not_finite_on_one_side, WhichSide::candidate}});
        CHECK(evidence(bad, "0.5") ==
              Evidence{{Rule::not_finite_on_one_side, WhichSide::reference}});
    }
}

TEST_CASE("compare: the same word twice where a number belongs is no agreement") {
    for (const std::string word : {"********", "1.#QNAN", "None", "--", "0.9x", "1d0"}) {
        for (const std::string record : {"TRACE_C: z ", "TRACE_C: total ", "TRACE_C: final "}) {
            CAPTURE(word);
            CAPTURE(record);
            const std::string good = toy_c_trace(Toy());
            const std::size_t begin = good.find(record) + record.size();
            std::string text = good;
            text.replace(begin, good.find('\n', begin) - begin, word);
            const Comparison result = compared(text, text);
            CHECK(result.verdict == Verdict::divergence);
            REQUIRE_FALSE(result.roots.empty());
            CHECK(result.roots.front().cause_class == CauseClass::formula);
            CHECK(result.roots.front().evidence == Evidence{{Rule::word_for_number}});
        }
    }
}

TEST_CASE("compare: dialects agree through units and rounding, scope outside is counted") {
    Toy toy;
    toy.x = {1 / 3.0, 2e-10 / 7, 1e-9};
    toy.y = 1 / 7.0;
    toy.run();
    const Comparison py = compared(toy_native_trace(toy), toy_py_trace(toy));
    CHECK(py.verdict == Verdict::parity);
    CHECK(py.compared == 5);
    CHECK(py.not_compared == 6); // y, z and four sums, which py does not print
    CHECK(py.notes.empty());
    const Comparison c = compared(toy_c_trace(toy), toy_native_trace(toy));
    CHECK(c.verdict == Verdict::parity);
    CHECK(c.compared == 11);
    CHECK(c.not_compared == 0);
}

TEST_CASE("compare: a misleading label is named where its value departs") {
    Toy other;
    other.x[1] = 2.25;
    const Comparison result = compared(toy_native_trace(Toy()), toy_py_trace(other));
    CHECK(result.verdict == Verdict::divergence);
    REQUIRE(result.notes.size() == 1);
    CHECK(result.notes.front() == Note("x_angstrom: printed in angstrom"));
    CHECK(result.roots.front().candidate == "2.25"); // in the tap's unit
}

TEST_CASE("compare: the user's tolerances widen the comparison and are named") {
    const std::string near = with_y("0.5000001");
    CHECK(compared(with_y("0.5"), near).verdict == Verdict::divergence);
    const Comparison relative = compared(with_y("0.5"), near, {.relative = 1e-6});
    CHECK(relative.verdict == Verdict::parity);
    CHECK(relative.within_tolerance == 1);
    CHECK(relative.tolerance_text.find("relative 1e-06") != std::string::npos);
    CHECK(compared(with_y("0.5"), near, {.absolute = 1e-6}).verdict == Verdict::parity);
    CHECK(compared(with_y("0.5"), near, {.ulp = 1e12}).verdict == Verdict::parity);
    CHECK(compared(with_y("0.5"), near, {.relative = 1e-9}).verdict == Verdict::divergence);
    CHECK(compared(with_y("0.5"), with_y("nan"), {.relative = 0.5}).verdict == Verdict::divergence);
    CHECK(compared(with_y("0"), with_y("-0"), {.relative = 0.5}).verdict == Verdict::divergence);
}

TEST_CASE("compare: lines between the records of two logs of one program are compared as text") {
    const Comparison same = compared(toy_c_trace(Toy()), toy_c_trace(Toy()));
    CHECK(same.verdict == Verdict::parity);
    CHECK(same.account.words > 0);
    CHECK(same.account.ignored.empty());
    std::string other = toy_c_trace(Toy());
    other += "the number of domains is 3\n";
    const Comparison longer = compared(toy_c_trace(Toy()), other);
    CHECK(longer.verdict == Verdict::not_comparable);
    CHECK(longer.reason == VerdictReason::lines_differ);
    CHECK(longer.sentence.find("the number of domains is 3") != std::string::npos);
}

TEST_CASE("compare: numbers in lines that two dialects both have are held against each other") {
    const std::string one = "mosaic seed: 12\n" + toy_c_trace(Toy());
    const std::string other = "mosaic seed: 13\n" + toy_py_trace(Toy());
    const Comparison result = compared(one, other);
    CHECK(result.verdict == Verdict::not_comparable);
    CHECK(result.sentence.find("12 in line 1 against 13 in line 1") != std::string::npos);
    CHECK(compared(one, "mosaic seed: 12\n" + toy_py_trace(Toy())).verdict == Verdict::parity);
}

TEST_CASE("compare: roots in three parts of the experiment are another experiment") {
    Toy other;
    other.x[0] = 5;
    other.y = 9;
    other.run();
    CHECK(compared(toy_c_trace(Toy()), toy_c_trace(other)).verdict == Verdict::divergence);
    other.z = 1;
    const Comparison result = compared(toy_c_trace(Toy()), toy_c_trace(other));
    CHECK(result.verdict == Verdict::not_comparable);
    CHECK(result.reason == VerdictReason::other_scene);
    // all three parts rounded to single precision are still one experiment
    Toy rounded;
    rounded.x = {static_cast<double>(1.1F), 2, 3};
    rounded.y = static_cast<double>(0.7F);
    rounded.z = static_cast<double>(7.1F);
    Toy exact;
    exact.x = {1.1, 2, 3};
    exact.y = 0.7;
    exact.z = 7.1;
    CHECK(compared(toy_c_trace(exact), toy_c_trace(rounded)).verdict == Verdict::divergence);
}
