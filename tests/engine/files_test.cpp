#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <random>
#include <vector>

#include "program.hpp"
#include "scenes.hpp"
#include "tapir/engine/files/dump_file.hpp"
#include "tapir/engine/files/integer_images.hpp"
#include "tapir/engine/files/smv_image.hpp"
#include "tapir/engine/files/tables.hpp"
#include "tapir/engine/random/generator.hpp"
#include "tapir/trace/base/error.hpp"

/// Input tables, masks, integer images and their noise.
namespace {

using namespace tapir;
using namespace tapir::engine;
using namespace tapir::test;
using doctest::Approx;

const std::string smv_head = "{\nHEADER_BYTES=512;\nDIM=2;\nSIZE1=3;\nSIZE2=2;\n"
                             "DISTANCE=100;\nCLOSE_DISTANCE=98.5;\nPIXEL_SIZE=0.2;\n}\f";

std::string smv_of(std::string header, std::size_t pixels) {
    header.resize(512, ' ');
    for (std::size_t i = 0; i < pixels; ++i) {
        const auto value = static_cast<std::uint16_t>(i * 1000);
        header.append(reinterpret_cast<const char*>(&value), sizeof value);
    }
    return header;
}

std::uint16_t pixel_at(const std::string& smv, std::size_t i) {
    std::uint16_t value = 0;
    std::memcpy(&value, smv.data() + 512 + 2 * i, sizeof value);
    return value;
}

} // namespace

TEST_CASE("reflection list: amplitudes are the doubles nearest to their text, however written") {
    std::mt19937_64 random(3);
    const auto below = [&random](std::uint64_t most) { return random() % most; };
    std::vector<std::string> tokens{"0",      "-0",  "+7",    ".5",      "5.",   "-0.0",
                                    "1e-300", "1E5", "-2.e3", "00012.5", "1e22", "1.5e-7"};
    for (int i = 0; i < 20000; ++i) {
        std::string token = below(2) == 0 ? "" : "-";
        const std::uint64_t before = below(20);
        const std::uint64_t after = below(20);
        for (std::uint64_t digit = 0; digit <= before; ++digit) {
            token += static_cast<char>('0' + below(10));
        }
        token += below(3) == 0 ? "" : ".";
        for (std::uint64_t digit = 0; token.find('.') != std::string::npos && digit < after;
             ++digit) {
            token += static_cast<char>('0' + below(10));
        }
        token += below(4) == 0 ? "e" + std::to_string(static_cast<int>(below(40)) - 20) : "";
        tokens.push_back(token);
    }
    std::string list;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        list += std::to_string(i) + (i % 2 == 0 ? " 0 0 " : "\t+0 -0 ") + tokens[i] + "\n";
    }
    const ScratchFolder scratch;
    StructureFactors factors = read_reflection_list(scratch.write("f.hkl", list), 0);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        CAPTURE(tokens[i]);
        const double expected = std::strtod(tokens[i].c_str(), nullptr);
        const double found = factors.amplitude(static_cast<int>(i), 0, 0);
        REQUIRE(std::bit_cast<std::uint64_t>(found) == std::bit_cast<std::uint64_t>(expected));
    }
}

TEST_CASE("reflection list: whole indices up to the ends of an int, and nothing else") {
    const ScratchFolder scratch;
    const auto read = [&scratch](const std::string& h) {
        return read_reflection_list(scratch.write("f.hkl", h + " 0 0 1\n"), 0).box.h_min;
    };
    CHECK(read("2147483646") == 2147483646);
    CHECK(read("-2147483647") == -2147483647);
    CHECK(read("999999999") == 999999999);
    CHECK(read("-0000000012") == -12);
    for (const char* bad : {"2147483648", "1.0", "1e2", "--3", "+-3", "-", "12345678901234567890",
                            "3a", "0x10", "nan"}) {
        CAPTURE(std::string(bad));
        CHECK_THROWS_AS((void)read(bad), InputError);
    }
}

TEST_CASE("reflection list: one index far from the others makes no table of a gigabyte") {
    const ScratchFolder scratch;
    const auto size = [&scratch](const std::string& list) {
        return read_reflection_list(scratch.write("f.hkl", list), 0).amplitude_electrons.size();
    };
    const std::string near = "-3 -3 -3 1\n3 3 3 2\n0 1 2 3\n";
    CHECK(size(near) > 0);
    CHECK(size(near + "100 100 3 4\n") > 0);
    CHECK_THROWS_AS((void)size(near + "3 1 6553640 4\n"), InputError);
    CHECK_THROWS_AS((void)size("0 0 0 1\n0 0 200000000 1\n"),
                    InputError); // nine rows with its layer
}

TEST_CASE("dump file: what is written is read again, with the C program's padding") {
    const ScratchFolder scratch;
    const auto list = scratch.write("f.hkl", "-1 0 2 10.5\n1 1 3 7\n0 0 2 1e-3\n");
    const StructureFactors factors = read_reflection_list(list, 2.5);
    const std::string bytes = dump_bytes(factors);
    CHECK(bytes.substr(0, 14) == "-1 1 0 1 2 3\n\f");
    CHECK(bytes.size() == 14 + 8 * 4 * 3 * 3);
    const StructureFactors again = read_dump_file(scratch.write("Fdump.bin", bytes), 2.5);
    CHECK(again.amplitude_electrons == factors.amplitude_electrons);
    CHECK(again.table().at(Vec3<double>{-1, 0, 2}) == 10.5);
    CHECK(again.table().at(Vec3<double>{0, 1, 3}) == 2.5);
    CHECK(again.table().at(Vec3<double>{9, 9, 9}) == 2.5);
}

TEST_CASE("dump file: damaged ones are refused") {
    const ScratchFolder scratch;
    const auto refused = [&scratch](const std::string& bytes) {
        CHECK_THROWS_AS((void)read_dump_file(scratch.write("d.bin", bytes), 0), InputError);
    };
    refused("");
    refused("1 2 3\n\f");
    refused("0 0 0 0 0 0\n\f" + std::string(63, '\0'));
    refused("1 0 0 0 0 0\n\f" + std::string(64, '\0'));
    refused("0 0 0 0 0 0 7\n\f" + std::string(64, '\0'));
    refused("0 0 0 0 0 0\n\f" + std::string(64, '\xff')); // NaN
    CHECK_THROWS_AS((void)read_dump_file(scratch.file("none"), 0), InputError);
}

TEST_CASE("source table: columns may be missing, words that are no numbers may not") {
    const ScratchFolder scratch;
    const auto sources =
        read_source_table(scratch.write("s.txt", "-10 0 0 1 1e-10\n\n -9;1,2\r\n"));
    REQUIRE(sources.size() == 2);
    CHECK(sources[0].wavelength_m == 1e-10);
    CHECK(sources[1].position.y == 1);
    CHECK(std::isnan(sources[1].weight));
    CHECK(std::isnan(sources[1].wavelength_m));
    for (const char* bad :
         {"# a comment\n-10 0 0\n", "-10 0 x\n", "", "\n\n", "-10 0 0", "inf 0 0\n"}) {
        CAPTURE(bad);
        CHECK_THROWS_AS((void)read_source_table(scratch.write("b.txt", bad)), InputError);
    }
    CHECK_THROWS_WITH_AS((void)read_source_table(scratch.write("c.txt", "1 2 3\n# no\n")),
                         doctest::Contains("c.txt:2"), InputError);
}

TEST_CASE("SMV: the last place of a keyword counts, even inside a longer one") {
    const ScratchFolder scratch;
    const SmvImage image = read_smv(scratch.write("m.img", smv_of(smv_head, 6)));
    CHECK(image.pixels_fast == 3);
    CHECK(image.pixels_slow == 2);
    CHECK(image.value_of("DISTANCE").value() == 98.5);
    CHECK(image.value_of("PIXEL_SIZE").value() == 0.2);
    CHECK_FALSE(image.value_of("WAVELENGTH").has_value());
    CHECK((*image.pixels)[5] == 5000);
    CHECK_THROWS_AS((void)read_smv(scratch.write("a", smv_of(smv_head, 5))), InputError);
    CHECK_THROWS_AS((void)read_smv(scratch.write("b", "P5\n3 2\n255\n")), InputError);
    CHECK_THROWS_AS((void)read_smv(scratch.write("c", smv_of("{\nHEADER_BYTES=512;\n}\f", 6))),
                    InputError);
}

TEST_CASE("integer images: scale, offset, rounding and clipping, by hand") {
    ExperimentRequest request = small_request();
    request.images = {.integer_scale = 2, .adc_offset = 10, .pgm_scale = 3};
    const Experiment experiment = resolved(request);
    Image<float> photons(30, 0.0F);
    photons[0] = 0.24F; // 10.48 -> 10
    photons[1] = 0.25F; // 10.5 -> 11
    photons[2] = 1e6F;  // clipped
    photons[3] = 84.9F; // graymap 254.7 -> 254
    const std::string smv = smv_image(experiment, photons);
    CHECK(smv.size() == 512 + 60);
    CHECK(pixel_at(smv, 0) == 10);
    CHECK(pixel_at(smv, 1) == 11);
    CHECK(pixel_at(smv, 2) == 65535);
    CHECK(pixel_at(smv, 4) == 10);
    CHECK(contains(smv.substr(0, 512), "SIZE1=5;\nSIZE2=6;\nPIXEL_SIZE=2;\nDISTANCE=60;\n"));
    const std::string pgm = pgm_image(experiment, photons);
    CHECK(pgm.substr(0, 36) == "P5\n5 6\n# pixels scaled by 3\n255\n" + pgm.substr(32, 4));
    CHECK(static_cast<unsigned char>(pgm[pgm.size() - 30 + 2]) == 255);
    CHECK(static_cast<unsigned char>(pgm[pgm.size() - 30 + 3]) == 254);
}

TEST_CASE("integer images: outside the region of interest they are 0, masked pixels the offset") {
    ExperimentRequest request = small_request();
    request.region = {.fast_min = 1, .fast_max = 3, .slow_min = 2, .slow_max = -1};
    std::vector<std::uint16_t> mask(30, 1);
    mask[5 * 3 + 2] = 0;
    request.mask = std::make_shared<const std::vector<std::uint16_t>>(mask);
    const Experiment experiment = resolved(request);
    const Image<float> photons = render(experiment, {});
    const std::string smv = smv_image(experiment, photons);
    const ImageStatistics statistics = statistics_of(experiment, photons);
    double sum = 0;
    for (std::size_t i = 0; i < 30; ++i) {
        const bool inside = i / 5 >= 2 && i % 5 >= 1 && i % 5 <= 3;
        CHECK((photons[i] > 0) == (inside && mask[i] != 0));
        CHECK((pixel_at(smv, i) == 0) == !inside);
        sum += static_cast<double>(photons[i]);
    }
    CHECK(pixel_at(smv, 5 * 3 + 2) == 40);
    CHECK(statistics.mean == Approx(sum / 11));
}

TEST_CASE("NoiseGenerator: mean and variance are those of Poisson's distribution") {
    const ShuffledMinimalStandard fresh;
    for (const float mean : {0.5F, 7.0F, 30.0F, 4000.0F, 3e6F}) {
        NoiseGenerator noise(fresh, 42);
        constexpr int draws = 20000;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < draws; ++i) {
            const auto x = static_cast<double>(noise.poisson(mean));
            REQUIRE(x >= 0);
            sum += x;
            squares += x * x;
        }
        const auto expected = static_cast<double>(mean);
        const double average = sum / draws;
        const double variance = squares / draws - average * average;
        CAPTURE(expected);
        // five standard errors; that of the variance is about sqrt(2/n + 1/(n mean)) of it
        CHECK(std::fabs(average - expected) < 5 * std::sqrt(expected / draws));
        CHECK(std::fabs(variance / expected - 1) <
              5 * std::sqrt(2.0 / draws + 1.0 / (draws * expected)) + 0.01); // squares cancel
    }
    NoiseGenerator one(fresh, 3);
    NoiseGenerator two(fresh, 3);
    CHECK(one.poisson(50) == two.poisson(50));
    CHECK(one.poisson(0) == 0);
}
