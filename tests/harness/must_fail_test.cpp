#include <doctest/doctest.h>

#include <fstream>
#include <functional>
#include <random>
#include <sstream>

#include <nlohmann/json.hpp>

#include "corpus.hpp"
#include "tapir/trace/base/number_text.hpp"
#include "text_edits.hpp"

/// Pairs that must never be called parity, each with the sentence that says why; and pairs that
/// differ by rounding alone, which must never be called anything else.
namespace {

using namespace tapir::test;
using nlohmann::json;

const std::string reference_name = "cref/trace_26_25.log";

std::string reference_text() {
    return text_of(case_folder("phi_zero") / reference_name);
}

std::string without_lines(const std::string& text, const std::string& with_part,
                          int how_many = 1 << 20) {
    std::istringstream lines(text);
    std::string out;
    for (std::string line; std::getline(lines, line);) {
        if (line.find(with_part) != std::string::npos && how_many-- > 0) {
            continue;
        }
        out += line + "\n";
    }
    return out;
}

/// The n-th number after a key, in another form.
std::string number_changed(const std::string& text, const std::string& after, int nth,
                           const std::function<std::string(double, std::string)>& change) {
    std::size_t at = text.find(after);
    REQUIRE_MESSAGE(at != std::string::npos, "not in the trace: " << after);
    at += after.size();
    for (int i = 0; i < nth; ++i) {
        at = text.find(' ', at) + 1;
    }
    const std::size_t end = text.find_first_of(" \n", at);
    const std::string token = text.substr(at, end - at);
    const auto number = tapir::trace::parse_number(token);
    REQUIRE_MESSAGE(number.has_value(), "no number after " << after << ": " << token);
    return text.substr(0, at) + change(*number, token) + text.substr(end);
}

std::string times(const std::string& text, const std::string& after, double factor, int nth = 0) {
    return number_changed(text, after, nth, [factor](double x, const std::string&) {
        return tapir::trace::general15(x * factor);
    });
}

std::string put(const std::string& text, const std::string& after, const std::string& value,
                int nth = 0) {
    return number_changed(text, after, nth, [&value](double, const std::string&) { return value; });
}

struct Case {
    std::string name, candidate;
    std::vector<int> exit_codes;
    std::string phrase; ///< in the verdict's sentence, a root or a note
};

const std::vector<int> departs{1};
const std::vector<int> lies{1, 4};
const std::vector<int> refused{3};
const std::vector<int> any_red{1, 2, 3, 4};

void add_values(const std::string& good, std::vector<Case>& cases) {
    // every record of the pixel in turn, by one part in a million
    for (const std::string key : {"Fbeam_m=",
                                  "distance_m=",
                                  "pix0_vector_meters ",
                                  "pixel_pos_meters ",
                                  "R_distance_meters ",
                                  "omega_pixel_sr ",
                                  "close_distance_meters ",
                                  "obliquity_factor ",
                                  "diffracted_vec ",
                                  "lambda_meters ",
                                  "scattering_vec_A_inv ",
                                  "rot_a_angstroms ",
                                  "rot_b_angstroms ",
                                  "rot_c_star_A_inv ",
                                  "hkl_frac ",
                                  "F_latt_a ",
                                  "F_latt_b ",
                                  "F_latt_c ",
                                  "F_latt ",
                                  "F_cell ",
                                  "I_before_scaling ",
                                  "r_e_sqr ",
                                  "fluence_photons_per_m2 ",
                                  "TRACE_C: polar ",
                                  "omega_pixel ",
                                  "cos_2theta ",
                                  "I_pixel_final "}) {
        cases.push_back({"one part in a million in " + key, times(good, key, 1 + 1e-6), lies, ""});
    }
    for (const std::string key : {"phi_tic=1 mos=0 phi_rad=", "I_term=", "I_sum="}) {
        cases.push_back({"one part in a million in " + key, times(good, key, 1 + 1e-6), lies, ""});
    }
    cases.push_back({"no number", put(good, "F_latt ", "nan"), any_red, ""});
    cases.push_back({"infinity", put(good, "I_pixel_final ", "inf"), any_red, ""});
    cases.push_back({"minus infinity", put(good, "omega_pixel_sr ", "-inf"), any_red, ""});
    cases.push_back({"not a number's text", put(good, "TRACE_C: polar ", "0.9x"), any_red, ""});
    cases.push_back({"zero for a value", put(good, "I_before_scaling ", "0"), lies, ""});
    cases.push_back({"denormal for a value", put(good, "r_e_sqr ", "4.9e-324"), lies, ""});
    cases.push_back(
        {"tiny magnitude off by a part in 1e6", times(good, "r_e_meters ", 1 + 1e-6), lies, ""});
    cases.push_back({"next whole index", put(good, "hkl_rounded ", "99"), lies, ""});
    cases.push_back(
        {"unit: metres as millimetres", times(good, "pixel_pos_meters ", 1000), lies, ""});
    cases.push_back({"unit: 1/m as 1/A", times(good, "scattering_vec_A_inv ", 1e-10), lies, ""});
    cases.push_back({"opposite sign", times(good, "diffracted_vec ", -1, 1), lies, ""});
    cases.push_back({"components exchanged",
                     put(put(good, "rot_a_angstroms ", "4.30820259420931", 0), "rot_a_angstroms ",
                         "24.6233518239762", 1),
                     lies, ""});
    cases.push_back({"single precision in one record",
                     number_changed(good, "R_distance_meters ", 0,
                                    [](double x, const std::string&) {
                                        return tapir::trace::general15(
                                            static_cast<double>(static_cast<float>(x)));
                                    }),
                     lies, ""});
}

void add_structure(const std::string& good, std::vector<Case>& cases) {
    cases.push_back({"empty file", "", refused, "no trace record"});
    cases.push_back(
        {"a foreign file", "PK\x03\x04 this is no trace\n\x01\x02\n", refused, "no trace record"});
    cases.push_back({"only prose", "Everything agrees.\nPASS\n", refused, "no trace record"});
    cases.push_back({"cut in the middle", good.substr(0, good.size() / 2), refused, "not whole"});
    cases.push_back(
        {"last line lost", without_lines(good, "floatimage_accumulated"), refused, "not whole"});
    cases.push_back({"last line end lost", good.substr(0, good.size() - 1), refused, "not whole"});
    cases.push_back(
        {"one record missing", without_lines(good, "R_distance_meters"), departs, "missing"});
    cases.push_back({"a step missing",
                     without_lines(good, "_STEP thick=0 sub_s=0 sub_f=0 source=0 phi_tic=1"),
                     departs, ""});
    cases.push_back({"all steps missing", without_lines(good, "TRACE_C_STEP"), any_red, ""});
    cases.push_back({"set-up missing", without_lines(good, "TRACE_C:"), any_red, ""});
    cases.push_back({"a record too many",
                     replaced(good, "TRACE_C: F_cell ", "TRACE_C: F_cell 1\nTRACE_C: F_cell "),
                     any_red, ""});
    cases.push_back({"a key twice, the second wrong",
                     replaced(good, "TRACE_C: polar ", "TRACE_C: polar 0.5\nTRACE_C: polar "),
                     any_red, ""});
    cases.push_back(
        {"a step twice",
         good + good.substr(good.find("TRACE_C_STEP"), good.find('\n', good.find("TRACE_C_STEP")) -
                                                           good.find("TRACE_C_STEP") + 1),
         any_red, ""});
    cases.push_back({"other names throughout",
                     [&good] {
                         std::string text = good;
                         for (std::size_t at = text.find("TRACE_C: "); at != std::string::npos;
                              at = text.find("TRACE_C: ", at + 12)) {
                             text.insert(at + 9, "x_");
                         }
                         return text;
                     }(),
                     any_red, ""});
    cases.push_back({"another pixel stated", replaced(good, "fpixel=25", "fpixel=26"), refused,
                     "different pixels"});
    cases.push_back({"another pixel's trace",
                     text_of(case_folder("phi_zero") / "cref/trace_0_1.log"), refused,
                     "different pixels"});
    cases.push_back({"the other phi mode",
                     text_of(case_folder("phi_zero") / "spec/trace_26_25.log"), departs, "stale"});
    cases.push_back({"a loop index that is none", replaced(good, "phi_tic=0", "phi_tic=x"), refused,
                     "cannot be read"});
    cases.push_back({"phi steps exchanged",
                     [&good] {
                         std::string text =
                             replaced(good, "_STEP thick=0 sub_s=0 sub_f=0 source=0 phi_tic=0",
                                      "_STEP thick=0 sub_s=0 sub_f=0 source=0 phi_tic=9");
                         text = replaced(text, "_STEP thick=0 sub_s=0 sub_f=0 source=0 phi_tic=1",
                                         "_STEP thick=0 sub_s=0 sub_f=0 source=0 phi_tic=0");
                         return replaced(text, "_STEP thick=0 sub_s=0 sub_f=0 source=0 phi_tic=9",
                                         "_STEP thick=0 sub_s=0 sub_f=0 source=0 phi_tic=1");
                     }(),
                     departs, ""});
}

std::vector<Case> trace_cases() {
    const std::string good = reference_text();
    std::vector<Case> cases;
    add_values(good, cases);
    add_structure(good, cases);
    return cases;
}

void check_never_green(const std::vector<Case>& cases, const ScratchFolder& scratch,
                       const std::string& scene) {
    for (const Case& wrong : cases) {
        CAPTURE(wrong.name);
        const std::string file = scratch.file("candidate.log");
        std::ofstream(file) << wrong.candidate;
        const Outcome outcome = run_program("diff " + reference_name + " " + file + scene +
                                            " --json " + scratch.file("v.json"));
        CAPTURE(outcome.output);
        CHECK(std::find(wrong.exit_codes.begin(), wrong.exit_codes.end(), outcome.exit_code) !=
              wrong.exit_codes.end());
        const json verdict = json::parse(text_of(scratch.file("v.json")));
        CHECK(verdict.at("verdict") != "parity");
        if (!scene.empty() || wrong.phrase != "stale") {
            CHECK(verdict.dump().find(wrong.phrase) != std::string::npos);
        }
    }
}

} // namespace

TEST_CASE("must fail: no wrong trace is green, with the scene") {
    const ScratchFolder scratch;
    const InFolder here(case_folder("phi_zero"));
    const std::vector<Case> cases = trace_cases();
    CHECK(cases.size() >= 60);
    check_never_green(cases, scratch, " --args-file args.txt --phi-mode c-parity");
}

TEST_CASE("must fail: no wrong trace is green, without a scene") {
    const ScratchFolder scratch;
    const InFolder here(case_folder("phi_zero"));
    check_never_green(trace_cases(), scratch, "");
}

TEST_CASE("must fail: a file against itself proves nothing about two programs") {
    const InFolder here(case_folder("phi_zero"));
    const Outcome outcome = run_program("diff " + reference_name + " ./" + reference_name);
    CHECK(outcome.exit_code == 3);
    CHECK(outcome.output.find("same file") != std::string::npos);
}
