#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <functional>
#include <limits>

#include "corpus.hpp"

/// Pairs of images that differ, by every single fault we know of: none may ever be green.
namespace {

using namespace tapir::test;

using Pixels = std::vector<float>;

void write_pixels(const std::string& file, const Pixels& pixels) {
    std::ofstream out(file, std::ios::binary);
    out.write(reinterpret_cast<const char*>(pixels.data()),
              static_cast<std::streamsize>(pixels.size() * sizeof(float)));
}

Pixels reference_pixels() {
    const std::string bytes = text_of(case_folder("phi_zero") / "cref/image.f32");
    Pixels pixels(bytes.size() / sizeof(float));
    std::memcpy(pixels.data(), bytes.data(), bytes.size());
    return pixels;
}

struct ImageCase {
    std::string name;
    std::function<Pixels(Pixels)> change;
    int exit_code;
    std::string phrase;
};

std::vector<ImageCase> image_cases() {
    constexpr std::size_t columns = 64;
    const auto brightest = [](const Pixels& p) {
        return static_cast<std::size_t>(std::max_element(p.begin(), p.end()) - p.begin());
    };
    return {
        {"the whole image times 1.0009",
         [](Pixels p) {
             for (float& v : p) {
                 v *= 1.0009F;
             }
             return p;
         },
         1, "times 1.0009"},
        {"the brightest pixel off by half",
         [brightest](Pixels p) {
             p[brightest(p)] *= 1.5F;
             return p;
         },
         1, "1 of 3072"},
        {"a constant image with the right mean",
         [](Pixels p) {
             double sum = 0;
             for (const float v : p) {
                 sum += static_cast<double>(v);
             }
             return Pixels(p.size(), static_cast<float>(sum / static_cast<double>(p.size())));
         },
         3, "constant"},
        {"one row short", [](Pixels p) { return Pixels(p.begin(), p.end() - columns); }, 3,
         "different size"},
        {"one row more",
         [](Pixels p) {
             p.resize(p.size() + columns);
             return p;
         },
         3, "different size"},
        {"shifted by one pixel",
         [](Pixels p) {
             p.erase(p.begin());
             p.push_back(0);
             return p;
         },
         1, "shifted"},
        {"the fast axis reversed",
         [](Pixels p) {
             for (std::size_t row = 0; row < p.size(); row += columns) {
                 std::reverse(p.begin() + static_cast<std::ptrdiff_t>(row),
                              p.begin() + static_cast<std::ptrdiff_t>(row + columns));
             }
             return p;
         },
         1, "other way"},
        {"one pixel no number",
         [](Pixels p) {
             p[100] = std::numeric_limits<float>::quiet_NaN();
             return p;
         },
         1, "no number"},
        {"a thousand pixels off by two percent",
         [](Pixels p) {
             for (std::size_t i = 0; i < 1000; ++i) {
                 p[i] *= 1.02F;
             }
             return p;
         },
         1, "pixels depart"},
        {"not normalised by the steps",
         [](Pixels p) {
             for (float& v : p) {
                 v *= 10;
             }
             return p;
         },
         1, "times 10"},
        {"one pixel off by a part in 1e5",
         [](Pixels p) {
             p[1000] *= 1.00001F;
             return p;
         },
         1, "no relation of the whole images"},
        {"plus a constant",
         [](Pixels p) {
             for (float& v : p) {
                 v += 4096;
             }
             return p;
         },
         1, "the reference plus 4096"},
        {"a row missing, the others moved up",
         [](Pixels p) {
             p.erase(p.begin(), p.begin() + columns);
             p.resize(p.size() + columns);
             return p;
         },
         1, "shifted by -1 pixel(s) along slow and 0 along fast"},
        {"the slow axis reversed",
         [](Pixels p) {
             Pixels turned;
             for (std::size_t row = p.size(); row > 0; row -= columns) {
                 turned.insert(turned.end(), p.begin() + static_cast<std::ptrdiff_t>(row - columns),
                               p.begin() + static_cast<std::ptrdiff_t>(row));
             }
             return turned;
         },
         1, "the slow axis runs the other way"},
        {"turned by 180 degrees",
         [](Pixels p) {
             std::reverse(p.begin(), p.end());
             return p;
         },
         1, "both axes run the other way"},
        {"written with the axes exchanged",
         [](const Pixels& p) {
             Pixels exchanged;
             for (std::size_t f = 0; f < columns; ++f) {
                 for (std::size_t s = 0; s < p.size() / columns; ++s) {
                     exchanged.push_back(p[s * columns + f]);
                 }
             }
             return exchanged;
         },
         1, "fast and slow are exchanged"},
        {"off by half a pixel",
         [](Pixels p) {
             for (std::size_t i = 0; i + 1 < p.size(); ++i) {
                 p[i] = 0.5F * (p[i] + p[i + 1]);
             }
             return p;
         },
         1, "no relation of the whole images"},
        {"the brightest spot half a pixel further",
         [brightest](Pixels p) {
             const std::size_t i = brightest(p);
             p[i + 1] = 0.5F * (p[i] + p[i + 1]);
             p[i] = p[i + 1];
             return p;
         },
         1, "2 of 3072"},
        {"one pixel infinite",
         [](Pixels p) {
             p[100] = std::numeric_limits<float>::infinity();
             return p;
         },
         1, "1 pixel(s) of the candidate alone"},
        {"the opposite sign",
         [](Pixels p) {
             for (float& v : p) {
                 v = -v;
             }
             return p;
         },
         1, "opposite sign"},
        {"no pixel at all", [](Pixels) { return Pixels{}; }, 2, ""},
        {"all zero", [](Pixels p) { return Pixels(p.size(), 0.0F); }, 3, "constant"},
    };
}

} // namespace

TEST_CASE("must fail: no wrong image is green") {
    const ScratchFolder scratch;
    const InFolder here(case_folder("phi_zero"));
    for (const ImageCase& wrong : image_cases()) {
        CAPTURE(wrong.name);
        const std::string file = scratch.file("image.f32");
        write_pixels(file, wrong.change(reference_pixels()));
        const Outcome outcome =
            run_program("why cref/image.f32 " + file + " --args-file args.txt --phi-mode c-parity");
        CAPTURE(outcome.output);
        CHECK(outcome.exit_code == wrong.exit_code);
        CHECK(outcome.output.find(wrong.phrase) != std::string::npos);
    }
    const Outcome good = run_program("why cref/image.f32 cref/image.f32 --args-file args.txt");
    CHECK(good.exit_code == 3); // itself
    write_pixels(scratch.file("copy.f32"), reference_pixels());
    const Outcome copy =
        run_program("why cref/image.f32 " + scratch.file("copy.f32") + " --args-file args.txt");
    CHECK(copy.exit_code == 0);
}

TEST_CASE("must fail: images that are wrong alike, or of no detector of the scene") {
    const ScratchFolder scratch;
    const InFolder here(case_folder("phi_zero"));
    const auto why = [&scratch](const Pixels& reference, const Pixels& candidate,
                                const std::string& scene) {
        write_pixels(scratch.file("a.f32"), reference);
        write_pixels(scratch.file("b.f32"), candidate);
        return run_program("why " + scratch.file("a.f32") + " " + scratch.file("b.f32") + scene);
    };
    const std::string scene = " --args-file args.txt --phi-mode c-parity";
    for (const float bad :
         {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
        Pixels wrong = reference_pixels();
        wrong[7] = bad;
        const Outcome outcome = why(wrong, wrong, scene);
        CAPTURE(outcome.output);
        CHECK(outcome.exit_code == 1);
        CHECK(contains(outcome.output, "1 pixel(s) on both sides, which proves nothing"));
    }
    Pixels zero = reference_pixels();
    zero[7] = 0;
    Pixels minus_zero = zero;
    minus_zero[7] = -0.0F;
    const Outcome sign = why(zero, minus_zero, scene);
    CHECK(sign.exit_code == 1);
    CHECK(contains(sign.output, "zero has the other sign in 1 pixel(s)"));
    Pixels short_one = reference_pixels();
    short_one.resize(short_one.size() - 64);
    const Outcome shorter = why(short_one, short_one, scene);
    CAPTURE(shorter.output);
    CHECK(shorter.exit_code == 3);
    CHECK(contains(shorter.output, "47 x 64"));
    CHECK(contains(shorter.output, "48 x 64"));
}
