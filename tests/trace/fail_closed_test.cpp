#include <doctest/doctest.h>

#include "tapir/trace/base/digest.hpp"
#include "text_edits.hpp"
#include "toy.hpp"

/// Pairs that look alike and are not: each must be something other than parity.
namespace {

using namespace tapir::test;

std::string good() {
    return toy_c_trace(Toy());
}

std::string with_y(const std::string& y) {
    return replaced(good(), "TRACE_C:y=0.5", "TRACE_C:y=" + y);
}

/// A native trace whose record lines were changed and whose digest was made to fit again.
std::string native_with(const std::string& what, const std::string& by) {
    const std::string whole = toy_native_trace(Toy());
    const std::size_t begin = whole.find('\n') + 1;
    const std::size_t end = whole.find("TAPIR_END");
    const std::string body = replaced(whole.substr(begin, end - begin), what, by);
    const std::size_t digest = whole.find("sha256=", end);
    return whole.substr(0, begin) + body + whole.substr(end, digest - end) +
           "sha256=" + tapir::sha256_hex(body) + "\n";
}

} // namespace

TEST_CASE("compare: a c or py trace cut at any byte is never parity") {
    for (const std::string& whole : {good(), toy_py_trace(Toy())}) {
        for (std::size_t length = 0; length < whole.size(); ++length) {
            CAPTURE(length);
            CHECK(compared(whole, whole.substr(0, length)).verdict != Verdict::parity);
            CHECK(compared(whole.substr(0, length), whole).verdict != Verdict::parity);
        }
    }
}

TEST_CASE("compare: every refusal names the file or the two sides it speaks of") {
    const std::string unreadable = replaced(good(), "TRACE_C: z 7", "TRACE_C: z");
    for (const std::string& bad :
         {std::string(), good().substr(0, good().size() - 9), unreadable}) {
        CAPTURE(bad);
        CHECK(compared(good(), bad).sentence.find("candidate.log") != std::string::npos);
        CHECK(compared(bad, good()).sentence.find("reference.log") != std::string::npos);
    }
    const std::string pixel = compared(good(), replaced(good(), "fpixel=2", "fpixel=3")).sentence;
    CHECK(pixel.find("reference 1,2") != std::string::npos);
    CHECK(pixel.find("candidate 1,3") != std::string::npos);
}

TEST_CASE("compare: native traces without a single record are no parity") {
    const std::string none = "TAPIR_TRACE format=1 scene=s pixels=1,2 records=0\n"
                             "TAPIR_END records=0 sha256=" +
                             tapir::sha256_hex("") + "\n";
    CHECK(compared(none, none).verdict == Verdict::not_comparable);
    CHECK(compared(toy_native_trace(Toy()), none).verdict == Verdict::not_comparable);
}

TEST_CASE("compare: a native trace of another pixel, count or line end is refused") {
    const std::string native = toy_native_trace(Toy());
    CHECK(compared(native, native_with("y [1] : 0.5", "y [1] : 0.5")).verdict == Verdict::parity);
    CHECK(compared(native, replaced(native, "pixels=1,2", "pixels=2,1")).reason ==
          VerdictReason::other_pixel);
    CHECK(compared(native, replaced(native, "records=9", "records=8")).reason ==
          VerdictReason::truncated);
    CHECK(compared(native, replaced(native, "records=9", "records=-1")).reason ==
          VerdictReason::unreadable_records);
    CHECK(compared(native, replaced(native, "y [1] : 0.5\n", "y [1] : 0.5\r\n")).reason ==
          VerdictReason::unreadable_records);
    CHECK(compared(native, native_with("y [1] : 0.5\n", "y [1] : 0.5\r\n")).reason ==
          VerdictReason::unreadable_records);
    CHECK(compared(native, native_with("y [1] : 0.5", "y [1] 0.5")).reason ==
          VerdictReason::unreadable_records);
    CHECK(compared(native, native_with("y [1] : 0.5", "y [1] loop=3 : 0.5")).reason ==
          VerdictReason::unreadable_records);
}

TEST_CASE("compare: what follows a native trace's footer is not passed over") {
    Toy other;
    other.y = 99;
    const std::string native = toy_native_trace(Toy());
    CHECK(compared(native, native + toy_native_trace(other)).verdict != Verdict::parity);
    CHECK(compared(native, native + "y [1] : 99\n").verdict != Verdict::parity);
}

TEST_CASE("compare: the same number in another unit is not the same value") {
    const std::string native = toy_native_trace(Toy());
    CHECK(compared(native, native_with("x [m]", "x [angstrom]")).verdict != Verdict::parity);
}

TEST_CASE("compare: no tolerance brings an infinity near anything, itself included") {
    for (const Tolerance& tolerance :
         {Tolerance{.relative = 1e-6}, Tolerance{.absolute = 1e9}, Tolerance{.ulp = 4}}) {
        CAPTURE(tolerance.relative);
        CAPTURE(tolerance.ulp);
        CHECK(compared(with_y("inf"), with_y("3"), tolerance).verdict == Verdict::divergence);
        CHECK(compared(with_y("3"), with_y("-inf"), tolerance).verdict == Verdict::divergence);
        CHECK(compared(with_y("inf"), with_y("-inf"), tolerance).verdict == Verdict::divergence);
        CHECK(compared(with_y("inf"), with_y("1.79769313486232e308"), tolerance).verdict ==
              Verdict::divergence);
        CHECK(compared(with_y("inf"), with_y("inf"), tolerance).verdict == Verdict::divergence);
    }
}

TEST_CASE("compare: one number written in two ways is identical, one out of range is not") {
    const Comparison same = compared(with_y("0.5"), with_y("0.50"), {.exact = true});
    CHECK(same.verdict == Verdict::parity);
    CHECK(same.identical == same.compared);
    CHECK(compared(with_y("0"), with_y("0.0")).verdict == Verdict::parity);
    CHECK(compared(with_y("0"), with_y("-0.0")).verdict == Verdict::divergence);
    CHECK(compared(with_y("0"), with_y("1e-400")).verdict == Verdict::divergence);
    CHECK(compared(with_y("inf"), with_y("1e400")).verdict == Verdict::divergence);
}

TEST_CASE("compare: the same numbers under each other's labels are not the same") {
    CHECK(compared(with_y("rotx:0.5"), with_y("rotx:0.5")).verdict == Verdict::parity);
    CHECK(compared(with_y("rotx:0.5"), with_y("roty:0.5")).verdict != Verdict::parity);
    CHECK(compared(with_y("h=3 k=4"), with_y("k=3 h=4")).verdict != Verdict::parity);
}

TEST_CASE("compare: a record line of which only the mark is left is not passed over") {
    const std::string bare = replaced(good(), "TRACE_C: total", "TRACE_C_STEP\nTRACE_C: total");
    CHECK(compared(good(), bare).verdict != Verdict::parity);
}

TEST_CASE("text dialects: a pixel that is no pair of whole numbers is a problem") {
    for (const std::string pixel : {"spixel=inf, fpixel=nan", "spixel=1e30, fpixel=2",
                                    "spixel=1.9, fpixel=2", "spixel=1", "spixel=one, fpixel=2"}) {
        CAPTURE(pixel);
        CHECK_FALSE(parsed(replaced(good(), "spixel=1, fpixel=2", pixel)).problems.empty());
    }
}

TEST_CASE("native: pixels that cannot be read are a problem") {
    const std::string native = toy_native_trace(Toy());
    CHECK_FALSE(parsed(replaced(native, "pixels=1,2", "pixels=1,x")).problems.empty());
}

TEST_CASE("native: a footer without its line end is not whole, as in the text dialects") {
    const std::string native = toy_native_trace(Toy());
    CHECK_FALSE(parsed(native.substr(0, native.size() - 1)).truncation.empty());
}
