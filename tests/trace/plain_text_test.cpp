#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

#include "program.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"
#include "tapir/trace/format/plain_text.hpp"
#include "tapir/trace/format/read_trace.hpp"

/// The bytes of a file as plain text.
namespace {

using namespace tapir;
using namespace tapir::trace;
using tapir::test::contains;
using tapir::test::ScratchFolder;

std::string plain(const std::string& bytes) {
    return plain_text_of(bytes, "a.log", largest_text_held);
}

std::string message_of(const std::string& bytes, std::size_t largest = largest_text_held) {
    try {
        static_cast<void>(plain_text(bytes, "a.log", largest));
    } catch (const InputError& error) {
        return error.what();
    }
    return "no error";
}

/// "x" as UTF-16 in either byte order, ASCII alone.
std::string utf16(const std::string& ascii, bool big) {
    std::string bytes;
    for (const char c : ascii) {
        bytes += big ? std::string{'\0', c} : std::string{c, '\0'};
    }
    return bytes;
}

/// What a command makes of a text.
std::string packed(const ScratchFolder& scratch, const std::string& text,
                   const std::string& command) {
    const std::string file = scratch.write("plain", text);
    const std::string whole = command + " < " + file + " > " + scratch.file("packed");
    REQUIRE(std::system(whole.c_str()) == 0);
    return tapir::test::text_of(scratch.file("packed"));
}

const std::string two_lines = "x = 1.5\ny = -2.5e-3\n";

} // namespace

TEST_CASE("plain_text: a text that is plain stays as it is") {
    CHECK(plain("") == "");
    CHECK(plain(two_lines) == two_lines);
    CHECK(plain("\xCF\x83 = 1 \xE2\x84\xAB \xC2\xB5m \xE2\x80\x94\n") ==
          "\xCF\x83 = 1 \xE2\x84\xAB \xC2\xB5m \xE2\x80\x94\n"); // sigma, angstrom, micro, dash
    CHECK(plain(std::string("a\0b", 3)) == std::string("a\0b", 3));
    CHECK(plain("\xFF\xFEx") == "\xFF\xFEx"); // half a character behind the mark
}

TEST_CASE("plain_text: marks of the byte order, UTF-16 with a mark and without") {
    CHECK(plain("\xEF\xBB\xBF" + two_lines) == two_lines);
    CHECK(plain("\xFF\xFE" + utf16(two_lines, false)) == two_lines);
    CHECK(plain("\xFE\xFF" + utf16(two_lines, true)) == two_lines);
    CHECK(plain(utf16(two_lines, false)) == two_lines);
    CHECK(plain(utf16(two_lines, true)) == two_lines);
    // U+03C3, and U+1D6FC as a pair
    const std::string greek = std::string("\xFE\xFF\x03\xC3\xD8\x35\xDE\xFC", 8);
    CHECK(plain(greek) == "\xCF\x83\xF0\x9D\x9B\xBC");
    // half a pair is not decoded: two such files could become the same
    const std::string broken = std::string("\xFE\xFF\xD8\x35\0x", 6);
    CHECK(plain(broken) == broken);
    // numbers of a binary file are no text
    const std::string binary = std::string("\x01\0\x02\0\x03\0\x04\0\x05\0\x06\0\x07\0\x08\0", 16);
    CHECK(plain(binary) == binary);
}

TEST_CASE("plain_text: ends of lines, of every system") {
    CHECK(plain("x = 1\r\ny = 2\r\n") == "x = 1\ny = 2\n");
    CHECK(plain("x = 1\r\r\ny = 2\r\n") == "x = 1\ny = 2\n");
    CHECK(plain("x = 1\ry = 2\r") == "x = 1\ny = 2\n");
    CHECK(plain("x = 1\rx = 2\rx = 3\n") == "x = 1\nx = 2\nx = 3\n");
    CHECK(plain("x = 1\r\ny = 2\r") == "x = 1\ny = 2"); // its last line was cut
}

TEST_CASE("plain_text: of a progress line the last state, and how many there were") {
    const PlainText one = plain_text(
        "start\nstep  10% 0:01\rstep  60% 0:02\rstep 100% 0:03\nx = 1\n", "a", largest_text_held);
    CHECK(one.text == "start\nstep 100% 0:03\nx = 1\n");
    CHECK(one.passing_states == 2);
    CHECK(plain(" 5%|\r50%|\r        \r100%|\nx = 1\n") == "100%|\nx = 1\n");
    CHECK(plain("loss 10%\r\x1b[Kloss 20%\nx = 1\n") == "loss 20%\nx = 1\n");
    // what is no earlier state of the same is no progress, and stays
    CHECK(plain("a = 1\rb = 2\rc = 3\nd = 4\n") == "a = 1 b = 2 c = 3\nd = 4\n");
    CHECK(plain("1.5\r2.5\nd = 4\n") == "1.5 2.5\nd = 4\n");
}

TEST_CASE("plain_text: sequences for a terminal, other blanks and minus signs") {
    CHECK(plain("\x1b[31mx = 1.5\x1b[0m\n") == "x = 1.5\n");
    CHECK(plain("\x1b]0;a title\ax = 1\n\x1b(By = 2\n") == "x = 1\ny = 2\n");
    CHECK(plain_text("\x1b]0;a title\ax = 1\n", "a", largest_text_held).terminal_commands == 1);
    CHECK(plain("\x1b]8;;http://a\x1b\\link\x1b]8;;\x1b\\ 5\n") == "link 5\n");
    CHECK(plain("x\xC2\xA0=\xE2\x80\x89\xE2\x88\x92"
                "2.5\xE3\x80\x80m\n") == "x = -2.5 m\n");
    // no whole sequence: a number behind it is not swallowed
    CHECK(plain("\x1b[1.5\n") == "\x1b[1.5\n");
    CHECK(plain("\x1b"
                "2.5\n") == "\x1b"
                            "2.5\n");
    CHECK(plain("x\x1b") == "x\x1b");
    CHECK(plain("x\x1b(") == "x\x1b(");
}

TEST_CASE("plain_text: compressed texts, also of several parts") {
    const ScratchFolder scratch;
    const std::string gzip = packed(scratch, two_lines, "gzip -c");
    CHECK(plain(gzip) == two_lines);
    CHECK(plain(gzip + gzip) == two_lines + two_lines);
    CHECK(plain(packed(scratch, "", "gzip -c")) == "");
    const std::string zstd = packed(scratch, two_lines, "zstd -q -c");
    CHECK(plain(zstd) == two_lines);
    CHECK(plain(zstd + zstd) == two_lines + two_lines);
    CHECK(plain(packed(scratch, "\xFF\xFE" + utf16("x = 1\r\n", false), "gzip -c")) == "x = 1\n");
    const std::string trace_file =
        scratch.write("a.log.gz", packed(scratch, "TRACE_C: x 1.5\n", "gzip -c"));
    const TraceFile file = read_trace(trace_file, ProgramModel{});
    REQUIRE(file.records.size() == 1);
    CHECK(file.records.front().values.front().number == 1.5);
}

TEST_CASE("plain_text: damaged and boundless texts are refused") {
    const ScratchFolder scratch;
    for (const char* command : {"gzip -c", "zstd -q -c"}) {
        const std::string whole = packed(scratch, two_lines, command);
        CAPTURE(command);
        for (std::size_t size = 8; size + 1 < whole.size(); ++size) {
            CAPTURE(size);
            CHECK(contains(message_of(whole.substr(0, size)), "damaged or cut short"));
        }
    }
    std::string changed = packed(scratch, two_lines, "gzip -c");
    changed[changed.size() - 1] = static_cast<char>(changed[changed.size() - 1] ^ 1);
    CHECK(contains(message_of(changed), "checksum"));
    const std::string bomb = packed(scratch, std::string(1U << 20U, '1'), "gzip -c");
    CHECK(contains(message_of(bomb, 1000), "too large"));
    CHECK(contains(message_of("12345", 4), "too large"));
}
