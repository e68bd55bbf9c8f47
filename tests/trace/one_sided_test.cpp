#include <doctest/doctest.h>

#include "align/alike.hpp"
#include "align/key_name.hpp"
#include "base/pattern.hpp"
#include "text_edits.hpp"
#include "toy.hpp"

/// What only one of two traces prints: named, counted, mapped, ignored, and never green in silence.
namespace {

using namespace tapir::test;

std::string all_replaced(std::string text, const std::string& what, const std::string& by) {
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) {
        text.replace(at, what.size(), by);
    }
    return text;
}

bool says(const Comparison& result, const std::string& part) {
    return result.sentence.find(part) != std::string::npos;
}

Tolerance all_of_it() {
    Tolerance tolerance;
    tolerance.scope.complete = true;
    return tolerance;
}

Tolerance with_map(const std::string& of_reference, const std::string& of_candidate) {
    Tolerance tolerance;
    tolerance.scope.same_names = {{of_reference, of_candidate}};
    return tolerance;
}

Tolerance without(const std::string& pattern, const std::string& reason) {
    Tolerance tolerance;
    tolerance.scope.ignored = {{pattern, reason}};
    return tolerance;
}

} // namespace

TEST_CASE(
    "one-sided: keys that a port does not print are named and counted in the first sentence") {
    const Comparison result = compared(toy_c_trace(Toy()), toy_py_trace(Toy()));
    CHECK(result.verdict == Verdict::parity);
    CHECK(says(result, "in 3 keys; 3 of the reference's are not printed by the candidate: "
                       "y, z, STEP/sum"));
    CHECK(result.keys.of_reference == std::vector<std::string>{"y", "z", "STEP/sum"});
    const Comparison whole = compared(toy_c_trace(Toy()), toy_py_trace(Toy()), all_of_it());
    CHECK(whole.verdict == Verdict::not_comparable);
    CHECK(whole.reason == VerdictReason::one_sided);
    CHECK(compared(toy_c_trace(Toy()), toy_c_trace(Toy()), all_of_it()).verdict == Verdict::parity);
}

TEST_CASE("one-sided: a key of its own that resembles one that is lacking is no parity") {
    const std::string misspelt = replaced(toy_py_trace(Toy()), "x_angstrom", "x_vek");
    const Comparison result = compared(toy_c_trace(Toy()), misspelt);
    CHECK(result.verdict == Verdict::not_comparable);
    CHECK(result.reason == VerdictReason::names_resemble);
    CHECK(says(result, "x_vec of the reference and x_vek of the candidate"));
    CHECK(says(result, "--map x_vec=x_vek"));
    // an own key that is like nothing is named, and that is all
    const std::string own =
        replaced(toy_py_trace(Toy()), "TRACE_PY: total", "TRACE_PY: memory 9.25\nTRACE_PY: total");
    const Comparison green = compared(toy_c_trace(Toy()), own);
    CHECK(green.verdict == Verdict::parity);
    CHECK(says(green, "1 of the candidate's are its own: memory"));
    // one with the value of a key that is lacking is like it, whatever its name
    Toy toy;
    toy.y = 0.512345;
    toy.run();
    const std::string renamed = replaced(toy_py_trace(toy), "TRACE_PY: total",
                                         "TRACE_PY: offset 0.512345\nTRACE_PY: total");
    CHECK(compared(toy_c_trace(toy), renamed).reason == VerdictReason::names_resemble);
}

namespace {

/// A length that both dialects print in two units, and a value of each line of sight.
constexpr TapSpec tap_w{"w", 1, "m", scope::setup, "a length"};
constexpr TapSpec tap_v{"v", 1, "1", scope::ray, "a number"};
constexpr std::array<const TapSpec*, 2> w_taps{&tap_w, &tap_v};
constexpr std::array w_entries{
    TapPrint{Dialect::c, "", "w_m", 0, 1, "w", 0},
    TapPrint{Dialect::c, "", "w_mm", 0, 1, "w", 0, 1000},
    TapPrint{Dialect::c, "", "v", 0, 1, "v", 0},
    TapPrint{Dialect::py, "", "w_m", 0, 1, "w", 0},
    TapPrint{Dialect::py, "", "w_mm", 0, 1, "w", 0, 1000},
    TapPrint{Dialect::py, "", "v", 0, 1, "v", 0},
};

std::string w_trace(const std::string& tag, int blocks) {
    std::string text = tag == "TRACE_C" ? "TRACE_CONFIG: tracing pixel (spixel=1, fpixel=2)\n" : "";
    for (int block = 0; block < blocks; ++block) {
        text += tag + ": w_m 0.5\n" + tag + ": w_mm 500\n" + tag + ": v " + std::to_string(block) +
                ".25\n";
    }
    return text;
}

Comparison compared_w(const std::string& reference, const std::string& candidate,
                      const Tolerance& tolerance = {}) {
    return compare(parse_trace(reference, "reference.log", "v"),
                   parse_trace(candidate, "candidate.log", "v"),
                   nest::model_of(w_taps, w_entries, "v"), {}, tolerance);
}

} // namespace

TEST_CASE("one-sided: a key whose value is compared with another print is named when it is gone") {
    const std::string c = w_trace("TRACE_C", 1);
    const std::string py = w_trace("TRACE_PY", 1);
    REQUIRE(compared_w(c, py).verdict == Verdict::parity);
    CHECK_FALSE(compared_w(c, py).keys.any());
    const std::string without = replaced(py, "TRACE_PY: w_mm 500\n", "");
    const Comparison result = compared_w(c, without);
    CHECK(result.verdict == Verdict::parity);
    CHECK(result.compared == 3);
    CHECK(says(result, "1 key that the candidate's kind of trace can print is not there: w_mm"));
    CHECK(compared_w(c, without, all_of_it()).reason == VerdictReason::one_sided);
    CHECK(compared_w(without, c).keys.lacking_in_reference == std::vector<std::string>{"w_mm"});
    CHECK(compared_w(py, replaced(c, "TRACE_C: w_m 0.5\n", "")).keys.lacking_in_candidate ==
          std::vector<std::string>{"w_m"});
}

TEST_CASE("one-sided: a line that one block of a trace lacks is named") {
    const std::string c = w_trace("TRACE_C", 4);
    const std::string py = w_trace("TRACE_PY", 4);
    REQUIRE_MESSAGE(compared_w(c, py).verdict == Verdict::parity, compared_w(c, py).sentence);
    CHECK(compared_w(c, py).keys.in_part_of_candidate.empty());
    const std::string without =
        replaced(py, "TRACE_PY: w_mm 500\nTRACE_PY: v 2.25", "TRACE_PY: v 2.25");
    const Comparison result = compared_w(c, without);
    CHECK(result.keys.in_part_of_candidate == std::vector<std::string>{"w_mm (3 of 4)"});
    CHECK(says(result, "1 key of the candidate does not stand at all places of its like: "
                       "w_mm (3 of 4)"));
    CHECK(compared_w(c, without, all_of_it()).verdict == Verdict::not_comparable);
    CHECK(compared_w(without, c).keys.in_part_of_reference ==
          std::vector<std::string>{"w_mm (3 of 4)"});
}

TEST_CASE("one-sided: what is mapped is compared, what is ignored is counted") {
    Toy toy;
    toy.y = 0.512345;
    toy.run();
    const auto port = [&](const std::string& y) {
        return replaced(toy_py_trace(toy), "TRACE_PY: total",
                        "TRACE_PY: offset " + y + "\nTRACE_PY: total");
    };
    const Tolerance mapped = with_map("y", "offset");
    CHECK(compared(toy_c_trace(toy), port("0.512345"), mapped).compared == 6);
    CHECK(compared(toy_c_trace(toy), port("0.512345"), mapped).account.renamed == 1);
    CHECK(compared(toy_c_trace(toy), port("0.512345"), mapped).verdict == Verdict::parity);
    CHECK(compared(toy_c_trace(toy), port("0.512346"), mapped).verdict == Verdict::divergence);
    const Tolerance ignored = without("off*", "a name of ours");
    const Comparison green = compared(toy_c_trace(toy), port("0.512345"), ignored);
    CHECK(green.verdict == Verdict::parity);
    REQUIRE(green.account.ignored.size() == 2);
    CHECK(green.account.ignored.front().rule == "off*");
    CHECK(green.account.ignored.front().reason == "a name of ours");
    CHECK(green.account.ignored.front().tokens == 1);
    // what is ignored on both sides is compared with nothing
    const Tolerance no_y = without("y", "drawn");
    const std::string other = replaced(toy_c_trace(toy), "TRACE_C:y=", "TRACE_C:y=1");
    CHECK(compared(toy_c_trace(toy), other).verdict == Verdict::divergence);
    CHECK(compared(toy_c_trace(toy), other, no_y).verdict == Verdict::parity);
}

TEST_CASE("one-sided: a number too many, or a record once more, is a finding in any dialect") {
    const std::string extra =
        replaced(toy_py_trace(Toy()), "TRACE_PY: total ", "TRACE_PY: total 1 ");
    CHECK(compared(toy_c_trace(Toy()), extra).verdict != Verdict::parity);
    const std::string line = "TRACE_PY: final " + std::string("142\n");
    const std::string good = toy_py_trace(Toy());
    const std::string last = good.substr(good.find("TRACE_PY: final"));
    CHECK(compared(toy_c_trace(Toy()), good + last).verdict != Verdict::parity);
    // also of a key that the other side does not print
    const std::string once_more =
        replaced(toy_c_trace(Toy()), "TRACE_C: z 7\n", "TRACE_C: z 7\nTRACE_C: z 7\n");
    CHECK(compared(once_more, good).verdict == Verdict::divergence);
    const std::string longer = replaced(toy_c_trace(Toy()), "TRACE_C: z 7", "TRACE_C: z 7 8");
    CHECK(compared(longer, good).verdict == Verdict::divergence);
}

TEST_CASE("one-sided: a file without the final value that the other side has is cut short") {
    const std::string whole = toy_py_trace(Toy());
    const std::string cut = whole.substr(0, whole.find("TRACE_PY: total"));
    const Comparison result = compared(toy_c_trace(Toy()), cut);
    CHECK(result.verdict == Verdict::not_comparable);
    CHECK(result.reason == VerdictReason::truncated);
}

TEST_CASE("one-sided: what is missing or departs says its lines") {
    const std::string good = toy_c_trace(Toy());
    const Comparison result = compared(good, replaced(good, "TRACE_C: z 7\n", ""));
    REQUIRE(result.missing.size() == 1);
    CHECK(result.missing.front() == "z (set-up; line 5)");
    const Comparison red =
        compared(good, replaced(replaced(good, "run started", "run\nstarted"), "z 7", "z 8"));
    REQUIRE(!red.roots.empty());
    CHECK(red.roots.front().reference_line == 5);
    CHECK(red.roots.front().candidate_line == 6);
}

TEST_CASE("one-sided: the account of records adds up, with the lines in words") {
    const Comparison result = compared(toy_c_trace(Toy()), toy_py_trace(Toy()));
    CHECK(result.account.values == 5);
    CHECK(result.account.reference.tokens == 12); // eleven values and a line in words
    CHECK(result.account.reference.compared == 5);
    CHECK(result.account.reference.one_sided == 6);
    CHECK(result.account.reference.ignored == 1);
    CHECK(result.account.candidate.tokens == 5);
    CHECK(result.account.candidate.closed());
}

TEST_CASE("one-sided: no number on both sides hides nothing that departs after it") {
    const std::string nan = all_replaced(toy_c_trace(Toy()), "TRACE_C:y=0.5", "TRACE_C:y=nan");
    const std::string other = replaced(nan, "phi_tic=1 mos=0 sum=15.5", "phi_tic=1 mos=0 sum=99");
    const Comparison result = compared(nan, other);
    const auto has_root = [&result](const std::string& tap) {
        return std::any_of(result.roots.begin(), result.roots.end(),
                           [&tap](const RootCause& root) { return root.tap == tap; });
    };
    CHECK(has_root("y"));
    CHECK(has_root("sum"));
}

TEST_CASE("one-sided: a loop under another name is refused, and mapped it is the same loop") {
    const std::string good = toy_c_trace(Toy());
    const std::string other = all_replaced(good, "phi_tic=", "iphi=");
    const Comparison refused = compared(good, other);
    CHECK(refused.verdict == Verdict::not_comparable);
    CHECK(refused.reason == VerdictReason::other_loops);
    CHECK(says(refused, "--map phi_tic=iphi"));
    CHECK(compared(good, other, with_map("phi_tic", "iphi")).verdict == Verdict::parity);
}

TEST_CASE("one-sided: passes that are counted from 1 are taken as such, and said") {
    std::string other = toy_c_trace(Toy());
    for (int pass = 3; pass >= 0; --pass) {
        other = replaced(other, "phi_tic=" + std::to_string(pass),
                         "phi_tic=" + std::to_string(pass + 1));
    }
    const Comparison result = compared(toy_c_trace(Toy()), other);
    CHECK(result.verdict == Verdict::parity);
    CHECK(result.notes.front().text.find("counts phi_tic from 1") != std::string::npos);
}

TEST_CASE("one-sided: a corruption is planted in each key of each kind of record") {
    CHECK(compared(toy_c_trace(Toy()), toy_c_trace(Toy())).planted >= 6);
}

TEST_CASE("alike: names but for a letter in four, values, shapes with a word in common") {
    CHECK(alike_in_name("R_distance_meters", "R_distanze_meters"));
    CHECK(alike_in_name("omega_pixel", "omega_piksel"));
    CHECK(alike_in_name("polar", "Polar"));
    CHECK_FALSE(alike_in_name("polar", "omega"));
    CHECK_FALSE(alike_in_name("h", "k"));
    const PrintedKey hkl{"hkl_frac", true, 3, 1, {-1.02, -3.02, -2.02}};
    CHECK(are_alike(hkl, {"miller_frac", false, 3, 1, {7, 8, 9}}));
    CHECK(are_alike(hkl, {"index", false, 3, 1, {-1.02, -3.02, -2.02}}));
    CHECK_FALSE(are_alike(hkl, {"index", false, 3, 1, {1.02, 3.02, 2.02}}));
    CHECK_FALSE(are_alike({"a", true, 1, 1, {1}}, {"other", false, 1, 1, {1}}));
}

TEST_CASE("patterns: stars and question marks of a whole name") {
    CHECK(is_like("elapsed_time", "*elapsed*"));
    CHECK(is_like("STEP/F_cell", "STEP/*"));
    CHECK(is_like("abc", "a?c"));
    CHECK_FALSE(is_like("abc", "a?"));
    CHECK_FALSE(is_like("abcd", "abc"));
    CHECK(is_like("", "*"));
}
