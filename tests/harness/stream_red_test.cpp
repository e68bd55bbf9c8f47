#include <doctest/doctest.h>

#include <fstream>
#include <limits>

#include "native_traces.hpp"
#include "tapir/engine/loops.hpp"
#include "tapir/trace/format/binary_writer.hpp"

/// Pairs of large traces that a quick look could take for equal: each was green once, or nearly so.
namespace {

using namespace tapir;
using namespace tapir::test;

using Lines = std::vector<std::string>;

std::string place(int fast, int mos) {
    return "slow=1 fast=" + std::to_string(fast) +
           " thick=0 sub_s=0 sub_f=0 source=0 phi_tic=0 mos=" + std::to_string(mos);
}

/// A set-up of one record.
const Lines setup{"lambda [A] : 1.5"};

/// Records of a pixel; without a number each has its own.
Lines pixel(int fast, int count, const std::string& number = "") {
    Lines lines;
    for (int mos = 0; mos < count; ++mos) {
        lines.push_back("F_latt [1] " + place(fast, mos) + " : " +
                        (number.empty()
                             ? std::to_string(1 + mos / 8) + "." + std::to_string(mos % 8 + 1)
                             : number));
    }
    return lines;
}

Lines operator+(Lines one, const Lines& other) {
    one.insert(one.end(), other.begin(), other.end());
    return one;
}

/// Lines of a C trace of one pixel, so many digits each.
std::string c_pixel(int fast, int count, int digits) {
    std::string text =
        "TRACE_CONFIG: tracing pixel (spixel=1, fpixel=" + std::to_string(fast) + ")\n";
    for (int mos = 0; mos < count; ++mos) {
        std::array<char, 128> line{};
        static_cast<void>(std::snprintf(line.data(), line.size(),
                                        "TRACE_C_MOS mos=%d foo=%.*g barbarbar=%.*g\n", mos, digits,
                                        1.5 + mos / 7.0, digits, 2.5 + mos / 3.0));
        text += line.data();
    }
    return text + "TRACE_C: floatimage_accumulated 3.25\n";
}

std::string c_trace(const ScratchFolder& scratch, const std::string& name, const std::string& text,
                    const std::string& wavelength = "1e-10") {
    std::ofstream(scratch.file(name)) << "TRACE_C: lambda_meters " << wavelength << "\n" << text;
    return scratch.file(name);
}

constexpr std::uintmax_t in_pieces = std::uintmax_t{1} << 20U;

/// Compares two large files, both ways round: red, and said why.
void check_red(const std::string& one, const std::string& other, int exit_code,
               const std::string& sentence) {
    REQUIRE(std::filesystem::file_size(one) > in_pieces);
    for (const std::string& pair : {one + " " + other, other + " " + one}) {
        const Outcome outcome = run_program("diff " + pair);
        CAPTURE(outcome.output);
        CHECK(outcome.exit_code == exit_code);
        CHECK(outcome.output.find(sentence) != std::string::npos);
    }
}

} // namespace

TEST_CASE("large traces: an index or a unit written as another number is no small difference") {
    const ScratchFolder scratch;
    const Lines common = setup + pixel(1, 9000) + pixel(2, 9000);
    const auto with = [&](const std::string& name, const std::string& last) {
        return native_of(scratch, name, common + Lines{last}, "1,1;1,2");
    };
    const std::string last = "F_cell [1] " + place(2, 1) + " : 2.5";
    const std::string reference = with("a", last);
    const auto edited = [&](const std::string& from, const std::string& to) {
        std::string line = last;
        return with("b", line.replace(line.find(from), from.size(), to));
    };
    check_red(reference, edited("mos=1", "mos=1.0"), 3, "cannot be read");
    check_red(reference, edited("phi_tic=0", "phi_tic=1e0"), 3, "cannot be read");
    check_red(reference, edited("[1]", "[1.0]"), 3, "'1.0'"); // no unit that is known
    check_red(reference, edited("mos=1", "mos=2"), 1, "missing");
}

TEST_CASE("large traces: the set-up is compared where the first pixel is too large to be held") {
    const ScratchFolder scratch;
    const std::string text = c_pixel(1, 170000, 15);
    const std::string reference = c_trace(scratch, "a.log", text);
    check_red(reference, c_trace(scratch, "b.log", text, "2e-10"), 1, "lambda");
    const Lines records = pixel(1, 20000);
    const std::string native = native_of(scratch, "a", setup + records, "1,1");
    const std::string other = native_of(scratch, "b", Lines{"lambda [A] : 1.9"} + records, "1,1");
    check_red(native, other, 1, "lambda");
}

TEST_CASE("large traces: other scenes are told by the header though the records are the same") {
    const ScratchFolder scratch;
    const auto of_scene = [&](const std::string& name, char letter) {
        return native_of(scratch, name, setup + pixel(1, 20000), "1,1",
                         " scene=sha256:" + std::string(64, letter));
    };
    check_red(of_scene("a", 'a'), of_scene("b", 'b'), 3, "different scenes");
}

TEST_CASE("large traces: no number on both sides is no agreement") {
    const ScratchFolder scratch;
    for (const std::string number : {"nan", "-nan"}) {
        CAPTURE(number);
        const Lines lines = setup + pixel(1, 5000) + pixel(2, 20000, number);
        check_red(native_of(scratch, "a", lines, "1,1;1,2"),
                  native_of(scratch, "b", lines, "1,1;1,2"), 1, "DIVERGENCE");
    }
}

TEST_CASE("large traces: the same word twice where a number belongs is no agreement") {
    const ScratchFolder scratch;
    const std::string first = c_pixel(1, 20000, 15);
    const std::string second = c_pixel(2, 3, 15);
    for (const std::string word : {"********", "None", "1d0", "1e400"}) {
        CAPTURE(word);
        std::string changed = second;
        changed.replace(changed.find("3.25"), 4, word);
        check_red(c_trace(scratch, "a.log", first + changed),
                  c_trace(scratch, "b.log", first + changed), 1, "DIVERGENCE");
    }
}

TEST_CASE("large traces: a header that states fewer digits than there are is not believed") {
    const ScratchFolder scratch;
    const auto stating = [&](const std::string& name, const std::string& digits) {
        return native_of(scratch, name,
                         setup + pixel(1, 9000) + pixel(2, 5000, "1.2345678901234567"), "1,1;1,2",
                         " digits=" + digits);
    };
    check_red(stating("a", "6"), stating("b", "6"), 3, "digits");
    check_red(stating("a", "0"), stating("b", "6"), 3, "digits");
}

TEST_CASE("large traces: a pixel of fewer digits among others is a departure") {
    const ScratchFolder scratch;
    const std::string first = c_pixel(1, 20000, 15);
    check_red(c_trace(scratch, "a.log", first + c_pixel(2, 3000, 15)),
              c_trace(scratch, "b.log", first + c_pixel(2, 3000, 6)), 1, "DIVERGENCE");
}

TEST_CASE("large traces: pixels that the header does not state, or states and lacks") {
    const ScratchFolder scratch;
    const Lines lines = setup + pixel(1, 9000) + pixel(2, 9000);
    const std::string right = native_of(scratch, "a", lines, "1,1-1,2");
    CHECK(
        run_program("diff " + right + " " + native_of(scratch, "b", lines, "1,1;1,2")).exit_code ==
        0);
    for (const std::string stated : {"1,1-1,3", "1,1", "1,1;1,2;1,3", "0,0-2147483647,0"}) {
        CAPTURE(stated);
        check_red(right, native_of(scratch, "b", lines, stated), 3, "header");
    }
}

TEST_CASE("large traces: records of one side alone are seen beside a table of names of the other") {
    const ScratchFolder scratch;
    const trace::TapSpec first{"F_latt", 1, "1", trace::Loops::pixel, ""};
    const trace::TapSpec second{"F_cell", 1, "1", trace::Loops::pixel, ""};
    const auto written = [&](const std::string& name, bool more) {
        trace::NativeHeader header;
        header.program = header.version = header.profile = header.phi_mode = "x";
        header.arithmetic = header.device = "x";
        header.dtype = "float64";
        header.pixels = {{1, 1}, {1, 2}, {1, 3}};
        const auto writer = trace::write_binary(scratch.file(name), header);
        engine::Site site;
        site.slow = 1;
        const auto put = [&](const trace::TapSpec& tap, int fast, int mos, double value) {
            site.fast = fast;
            site.mos = mos;
            writer->record(tap, site, {&value, 1});
        };
        constexpr int many = 20000;
        for (const int fast : {1, 2}) {
            for (int mos = 0; mos < many; ++mos) {
                put(first, fast, mos, 1.25 + mos);
            }
        }
        if (more) {
            put(second, 2, 5, std::numeric_limits<double>::quiet_NaN());
            put(second, 2, 6, 1e9);
        }
        for (int mos = 0; mos < many; ++mos) {
            put(second, 3, mos, 2.5);
        }
        writer->finish();
        return scratch.file(name);
    };
    const std::string one = written("a", false);
    CHECK(run_program("diff " + one + " " + written("c", false)).exit_code == 0);
    check_red(one, written("b", true), 1, "DIVERGENCE");
}
