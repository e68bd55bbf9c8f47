#include <doctest/doctest.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <limits>
#include <random>

#include "program.hpp"
#include "tapir/trace/base/digest.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace {

using namespace tapir;
using namespace tapir::trace;
using tapir::test::ScratchFolder;

std::string printf_general(double value, int digits) {
    std::array<char, 64> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.*g", digits, value);
    return buffer.data();
}

template <class Run>
std::string message_of(Run run) {
    try {
        run();
    } catch (const InputError& error) {
        return error.what();
    }
    return "no error";
}

} // namespace

TEST_CASE("general: the text of C's printf, for numbers of every size") {
    std::mt19937_64 random(7);
    std::vector<double> values{
        0.0,  -0.0, 1,    -1,  1e24,   190.27,   5e-324,           1e300, 1e-5, 0.0001,
        1e15, 1e16, 1e17, 0.1, 1 / 3., 2.5e-310, 123456789012345.0};
    for (int i = 0; i < 20000; ++i) {
        const auto value = std::bit_cast<double>(random());
        if (std::isfinite(value)) {
            values.push_back(value);
        }
    }
    values.push_back(std::numeric_limits<double>::infinity());
    values.push_back(-std::numeric_limits<double>::infinity());
    for (const double value : values) {
        CHECK(general15(value) == printf_general(value, 15));
        CHECK(general(value, 9) == printf_general(value, 9));
        CHECK(general(value, 17) == printf_general(value, 17));
    }
    CHECK(general15(std::numeric_limits<double>::quiet_NaN()) == "nan");
}

TEST_CASE("shortest: reads back as the same bits") {
    std::mt19937_64 random(8);
    for (int i = 0; i < 20000; ++i) {
        const std::uint64_t bits = random();
        const auto value = std::bit_cast<double>(bits);
        if (!std::isnan(value)) {
            CHECK(std::bit_cast<std::uint64_t>(*parse_number(shortest(value))) == bits);
        }
    }
}

TEST_CASE("parse_number: whole tokens only, with signs, inf, nan and -0") {
    CHECK(*parse_number("+1.5e-3") == 1.5e-3);
    CHECK(std::signbit(*parse_number("-0")));
    CHECK(std::isinf(*parse_number("-inf")));
    CHECK(std::isnan(*parse_number("nan")));
    CHECK(std::isinf(*parse_number("1e999")));
    CHECK(*parse_number("1e-999") == 0);
    for (const std::string text : {"", "+", "+-1", "1x", "x1", "0x10", "1 ", "1,5", "--1"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_number(text));
    }
    CHECK(parse_integer("-42") == -42);
    CHECK_FALSE(parse_integer("42.0"));
    CHECK_FALSE(parse_integer("99999999999"));
}

TEST_CASE("parse_number: what C's %a prints, and no address or code") {
    struct Hexadecimal {
        const char* text;
        double value;
    };
    for (const Hexadecimal& one :
         std::vector<Hexadecimal>{{"0x1.8p+1", 3},
                                  {"-0x1.8p+1", -3},
                                  {"+0X1.8P1", 3},
                                  {"0x1p-1074", 5e-324},
                                  {"0x1p-1080", 0},
                                  {"0x1.fffffffffffffp+1023", 0x1.fffffffffffffp+1023},
                                  {"0x.8p0", 0.5},
                                  {"0x1.8000000000000p+1", 3}}) {
        CAPTURE(one.text);
        const auto found = parse_number(one.text);
        REQUIRE(found);
        CHECK(*found == one.value);
        CHECK(is_hexadecimal(one.text));
    }
    CHECK(std::signbit(*parse_number("-0x0p+0")));
    CHECK(*parse_number("0x1p+2000") == std::numeric_limits<double>::infinity());
    for (const char* text : {"0x", "0x1f", "0xdeadbeef", "0x1.8", "0xp1", "0x-1p1", "0x1p", "0x1p+",
                             "0x1g0p1", "--0x1p1", "0x1p1 ", "1x1p1", "x1p1", "0xinfp1"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_number(text));
        CHECK_FALSE(is_hexadecimal(text));
    }
    std::mt19937_64 random(7);
    for (int i = 0; i < 1000; ++i) {
        const auto value = std::bit_cast<double>(random());
        std::array<char, 64> buffer{};
        std::snprintf(buffer.data(), buffer.size(), "%a", value);
        CHECK((std::isnan(value) || *parse_number(buffer.data()) == value));
    }
    CHECK(significant_digits("0x1.8p+1") == 17);
    CHECK(significant_digits("-0x0p+0") == 0);
}

TEST_CASE("significant_digits: leading zeros and the exponent do not count") {
    CHECK(significant_digits("0.0120") == 3);
    CHECK(significant_digits("-7") == 1);
    CHECK(significant_digits("1.25e-100") == 3);
    CHECK(significant_digits("0") == 0);
}

TEST_CASE("ulp_distance: counts through zero, and nothing is near a NaN") {
    const double tiny = std::numeric_limits<double>::denorm_min();
    CHECK(ulp_distance(1.0, std::nextafter(1.0, 2)) == 1);
    CHECK(ulp_distance(-tiny, tiny) == 2);
    CHECK(ulp_distance(0.0, -0.0) == 0);
    CHECK(std::isinf(ulp_distance(1.0, std::numeric_limits<double>::quiet_NaN())));
}

TEST_CASE("nearest_word: a slip is mended, a stranger is not") {
    const std::vector<std::string> words{"--pixel", "--phi-mode", "--config"};
    CHECK(nearest_word("--pixle", words) == "--pixel");
    CHECK(nearest_word("--phimode", words) == "--phi-mode");
    CHECK(nearest_word("completely-else", words).empty());
}

TEST_CASE("sha256_hex: the published vectors") {
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("write_file_atomically: all or nothing, and no file beside it") {
    const ScratchFolder folder;
    const std::string target = folder.write("target", "old");
    write_file_atomically(target, "new content");
    CHECK(read_file(target, "test file") == "new content");
    const auto count = [&folder] {
        const std::filesystem::directory_iterator files(
            std::filesystem::path(folder.file("x")).parent_path());
        return std::distance(begin(files), end(files));
    };
    CHECK(count() == 1);
    std::filesystem::create_directory(folder.file("directory"));
    CHECK(message_of([&] {
              write_file_atomically(folder.file("directory"), "x");
          }).find("cannot be written") != std::string::npos);
    CHECK(message_of([&] {
              write_file_atomically(folder.file("no/such/file"), "x");
          }).find("no/such/file: cannot be written") != std::string::npos);
    CHECK(count() == 2);
}

TEST_CASE("write_file_atomically: a full disk leaves neither the file nor a piece of it") {
    CHECK(message_of([] { write_file_atomically("/dev/full", "x"); }).find("cannot be written") !=
          std::string::npos);
}

TEST_CASE("read_file: whole files of any size, and a clear word for what is no file") {
    const ScratchFolder folder;
    const std::string large(1000003, 'x');
    CHECK(read_file(folder.write("large", large), "test file") == large);
    CHECK(read_file(folder.write("empty", ""), "test file").empty());
    for (const std::string& path : {folder.file("missing"), std::string("/")}) {
        const std::string message = message_of([&path] { (void)read_file(path, "test file"); });
        CHECK(message.find(path + ": cannot be read") == 0);
        CHECK(message.find("needed as the test file") != std::string::npos);
    }
}
