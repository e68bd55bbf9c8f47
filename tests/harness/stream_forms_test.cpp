#include <doctest/doctest.h>

#include <fstream>
#include <limits>

#include "native_traces.hpp"
#include "streams.hpp"
#include "tapir/trace/format/binary_writer.hpp"

/// Every form of a large trace, compared piece by piece: text, the C program's lines, binary; and
/// what is no trace.
namespace {

using namespace tapir;
using namespace tapir::test;

} // namespace

TEST_CASE("stream: what is no finite number on both sides of any form is not agreed upon") {
    const ScratchFolder scratch;
    const auto check_red = [](const std::string& one, const std::string& other) {
        trace::Tolerance wide;
        wide.relative = 0.5;
        wide.absolute = 1e300;
        for (const trace::Tolerance& tolerance : {trace::Tolerance{}, wide}) {
            for (const std::size_t largest : {std::size_t{1} << 20U, std::size_t{600}}) {
                const trace::Comparison red =
                    streamed(one, other, tolerance, [largest](trace::StreamOptions& options) {
                        options.largest_piece = largest;
                    });
                CHECK(red.verdict == trace::Verdict::divergence);
                CHECK(red.departing == 1);
            }
            CHECK(whole(one, other, tolerance).verdict == trace::Verdict::divergence);
        }
    };
    const std::string pixels = "--pixel 1 1 --pixel 2 2 --pixel 3 3 ";
    const std::string text = text_of(traced(scratch, "c.log", pixels + "--dialect c "));
    const std::size_t last = text.rfind("TRACE_C: F_latt ");
    for (const std::string& number : std::vector<std::string>{
             "inf", "-INF", "Infinity", "1e999", "-1E+400", "nan", "9" + std::string(400, '0')}) {
        CAPTURE(number);
        for (const char* name : {"one.log", "other.log"}) {
            std::ofstream(scratch.file(name))
                << text.substr(0, last + 16) << number << text.substr(text.find('\n', last));
        }
        check_red(scratch.file("one.log"), scratch.file("other.log"));
    }
    for (const double bad :
         {std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(),
          std::numeric_limits<double>::quiet_NaN()}) {
        CAPTURE(bad);
        static constexpr trace::TapSpec tap{"F_latt", 1, "1", trace::Loops::pixel, "a factor"};
        for (const char* name : {"one.bin", "other.bin"}) {
            trace::NativeHeader header;
            header.scene = "sha256:none";
            header.pixels = {{0, 0}, {0, 1}, {0, 2}};
            const auto writer = trace::write_binary(scratch.file(name), header);
            for (int fast = 0; fast < 3; ++fast) {
                const double value = fast == 1 ? bad : 1.5;
                writer->record(tap, trace::Site({0, fast}), {&value, 1});
            }
            writer->finish();
        }
        check_red(scratch.file("one.bin"), scratch.file("other.bin"));
    }
}

TEST_CASE("stream: the C program's lines of several pixels") {
    const ScratchFolder scratch;
    const std::string pixels =
        "--dialect c --pixel 1 1 --pixel 2 2 --pixel 3 3 --phi-mode c-parity ";
    const std::string reference = traced(scratch, "a.log", pixels);
    const std::string text = text_of(reference);
    const std::string same = traced(scratch, "b.log", pixels);
    check_same(streamed(reference, same), whole(reference, same));
    const std::size_t last = text.rfind("TRACE_C: F_latt ");
    REQUIRE(last != std::string::npos);
    const std::vector<std::pair<std::string, std::string>> broken{
        {"a digit", text.substr(0, last + 17) + "9" + text.substr(last + 17)},
        {"cut short", text.substr(0, text.rfind("TRACE_C: I_pixel_final"))},
        {"cut within a line", text.substr(0, text.size() - 1)},
        {"no line", text.substr(0, last) + text.substr(text.find('\n', last) + 1)},
        {"no number", text.substr(0, last + 16) + "nan\n" + text.substr(text.find('\n', last) + 1)},
        {"no record", text.substr(0, last) + "TRACE_C\n" + text.substr(last)}};
    for (const auto& one : broken) {
        CAPTURE(one.first);
        std::ofstream(scratch.file("c.log")) << one.second;
        const trace::Comparison all = whole(reference, scratch.file("c.log"));
        CHECK(all.verdict != trace::Verdict::parity);
        check_same(streamed(reference, scratch.file("c.log")), all);
    }
}

TEST_CASE("stream: the binary form holds what the text holds, and any changed byte is noticed") {
    const ScratchFolder scratch;
    const std::string text = traced(scratch, "a.trace", "--all-pixels");
    const std::string binary = traced(scratch, "a.bin", "--all-pixels --dialect binary");
    const trace::Comparison same = streamed(text, binary);
    CHECK(same.verdict == trace::Verdict::parity);
    check_same(same, whole(text, binary));
    const std::string copy = scratch.file("b.bin");
    std::filesystem::copy_file(binary, copy);
    check_same(streamed(binary, copy), whole(text, binary));

    const std::string bytes = text_of(binary);
    unsigned state = 12345;
    for (int i = 0; i < 300; ++i) {
        state = state * 1103515245U + 12345U;
        const std::size_t place = (state >> 4U) % bytes.size();
        std::string wrong = bytes;
        wrong[place] =
            static_cast<char>(static_cast<unsigned char>(wrong[place]) ^ (1U << (state % 8U)));
        CAPTURE(place);
        std::ofstream(copy, std::ios::binary) << wrong;
        const trace::Comparison red = streamed(binary, copy);
        CHECK(red.verdict == trace::Verdict::not_comparable);
    }
    for (const std::size_t size : {bytes.size() - 1, bytes.size() - 60, bytes.size() / 2}) {
        CAPTURE(size);
        std::ofstream(copy, std::ios::binary) << bytes.substr(0, size);
        CHECK(streamed(binary, copy).reason == trace::VerdictReason::truncated);
    }
    std::ofstream(copy, std::ios::binary) << bytes << "x";
    CHECK(streamed(binary, copy).reason == trace::VerdictReason::unreadable_records);
}

TEST_CASE("stream: a binary trace with another value is red, and within a tolerance green") {
    const ScratchFolder scratch;
    const std::string reference = traced(scratch, "a.bin", "--all-pixels --dialect binary");
    const std::string spec = traced(scratch, "b.bin",
                                    "--all-pixels --dialect binary "
                                    "--phi-mode c-parity");
    check_same(streamed(reference, spec), whole(reference, spec));
    const std::string portable =
        traced(scratch, "c.bin", "--all-pixels --dialect binary --arithmetic portable");
    trace::Tolerance tolerance;
    check_same(streamed(reference, portable), whole(reference, portable));
    tolerance.relative = 1e-3;
    tolerance.absolute = 1e-3;
    const trace::Comparison loose = streamed(reference, portable, tolerance);
    CHECK(loose.verdict == trace::Verdict::parity);
    CHECK(loose.within_tolerance > 0);
    check_same(loose, whole(reference, portable, tolerance));
}

TEST_CASE("stream: a pixel too large to be held is compared record by record") {
    const ScratchFolder scratch;
    for (const std::string form : {"native", "binary"}) {
        CAPTURE(form);
        const std::string pixels = "--pixel 1 1 --pixel 2 2 --dialect " + form + " ";
        const std::string reference = traced(scratch, "a", pixels);
        const std::string same = traced(scratch, "b", pixels);
        const std::string stale = traced(scratch, "c", pixels + "--phi-mode c-parity");
        const auto small = [](trace::StreamOptions& options) { options.largest_piece = 600; };
        const trace::Comparison green = streamed(reference, same, {}, small);
        CHECK(green.verdict == trace::Verdict::parity);
        const trace::Comparison all = whole(reference, stale);
        const trace::Comparison red = streamed(reference, stale, {}, small);
        CHECK(red.verdict == trace::Verdict::divergence);
        CHECK(red.departing == all.departing);
        CHECK(red.compared == all.compared);
        CHECK(red.roots.front().tap == all.roots.front().tap);
        CHECK(red.roots.front().site == all.roots.front().site);
    }
}

TEST_CASE("stream: hostile files cost no memory and are refused") {
    const ScratchFolder scratch;
    const std::string reference = traced(scratch, "a.trace", "--all-pixels");
    const std::string text = text_of(reference);
    const std::size_t middle = text.find('\n', text.size() / 2) + 1;
    std::ofstream(scratch.file("long.trace"))
        << text.substr(0, middle) << std::string(3000000, 'x') << text.substr(middle);
    CHECK(streamed(reference, scratch.file("long.trace")).reason ==
          trace::VerdictReason::unreadable_records);
    std::ofstream(scratch.file("more.trace")) << text << "more\n";
    CHECK(streamed(reference, scratch.file("more.trace")).reason ==
          trace::VerdictReason::unreadable_records);
    std::ofstream(scratch.file("changed.trace"))
        << text.substr(0, middle) << "#" << text.substr(middle + 1);
    CHECK(streamed(reference, scratch.file("changed.trace")).verdict ==
          trace::Verdict::not_comparable);
    std::ofstream(scratch.file("head.trace")) << "TAPIR_TRACE format=1";
    CHECK(streamed(reference, scratch.file("head.trace")).verdict ==
          trace::Verdict::not_comparable);
}

TEST_CASE("stream: the program reads large files in pieces, and writes them so") {
    const ScratchFolder scratch;
    const std::string large =
        " -- -default_F 100 -cell 100 110 120 80 85 95 -N 5 -lambda 1 -distance 100 -detpixels 40 "
        "-pixel 0.5 -oversample 1 -phi 0 -osc 1 -phisteps 3";
    REQUIRE(run_program("trace --all-pixels --out " + scratch.file("a") + large).exit_code == 0);
    REQUIRE(run_program("trace --all-pixels --dialect binary --out " + scratch.file("b") + large)
                .exit_code == 0);
    REQUIRE(std::filesystem::file_size(scratch.file("a")) > (1U << 20U));
    const Outcome green = run_program("diff " + scratch.file("a") + " " + scratch.file("b"));
    CAPTURE(green.output);
    CHECK(green.exit_code == 0);
    CHECK(green.output.find("1600 pixels were compared") != std::string::npos);
    CHECK(run_program("trace --all-pixels" + large).exit_code == 2);
    CHECK(run_program("trace --all-pixels --pixel 1 1 --out " + scratch.file("x") + large)
              .exit_code == 2);
    CHECK(run_program("trace --all-pixels --dialect c --out " + scratch.file("x") + large)
              .exit_code == 2);
    CHECK(run_program("trace --dialect binary --pixel 1 1" + large).exit_code == 2);
    CHECK(run_program("trace --out " + scratch.file("x") + large).exit_code == 2);
}
