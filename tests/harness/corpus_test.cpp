#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include <nlohmann/json.hpp>

#include "corpus.hpp"
#include "tapir/trace/base/digest.hpp"

/// Every trace and image of the ported cases against the C program's own files, end to end.
namespace {

using namespace tapir::test;
namespace fs = std::filesystem;

struct Mode {
    const char* folder;
    const char* phi_mode;
};
constexpr std::array<Mode, 2> phi_modes{{{"cref", "c-parity"}, {"spec", "spec"}}};

std::string scene_options(const CorpusCase& corpus_case, const Mode& mode) {
    return "--args-file args.txt --arithmetic reference --phi-mode " + std::string(mode.phi_mode) +
           " --c-threads " + std::to_string(corpus_case.threads);
}

std::vector<fs::path> traces_in(const fs::path& folder) {
    std::vector<fs::path> traces;
    if (fs::exists(folder)) {
        for (const auto& entry : fs::directory_iterator(folder)) {
            if (entry.path().extension() == ".log") {
                traces.push_back(entry.path());
            }
        }
    }
    return traces;
}

/// "trace_685_1039" -> "685 1039"
std::string pixel_of(const fs::path& trace) {
    std::string pixel = trace.stem().string().substr(std::strlen("trace_"));
    pixel[pixel.find('_')] = ' ';
    return pixel;
}

std::vector<float> floats_of(const std::string& bytes) {
    std::vector<float> floats(bytes.size() / sizeof(float));
    std::memcpy(floats.data(), bytes.data(), floats.size() * sizeof(float));
    return floats;
}

/// Two float images: the same bits, or, with another libm, the same numbers.
void check_same_floats(const std::string& got, const std::string& want) {
    REQUIRE(got.size() == want.size());
    if (libm_is_the_corpus_libm()) {
        CHECK(got == want);
        return;
    }
    MESSAGE("another libm: comparing within 1e-6 relative instead of bits");
    const std::vector<float> ours = floats_of(got);
    const std::vector<float> theirs = floats_of(want);
    for (std::size_t i = 0; i < ours.size(); ++i) {
        CHECK(static_cast<double>(ours[i]) ==
              doctest::Approx(static_cast<double>(theirs[i])).epsilon(1e-6));
    }
}

/// An image of the C program, and the option that makes ours.
struct KeptImage {
    fs::path file;
    std::string option;
};

std::vector<KeptImage> images_in(const fs::path& folder) {
    std::vector<KeptImage> images;
    if (fs::exists(folder)) {
        for (const auto& entry : fs::directory_iterator(folder)) {
            const std::string name = entry.path().filename().string();
            if (name == "image.f32") {
                images.push_back({entry.path(), "--float-out"});
            } else if (entry.path().extension() == ".pgm") {
                images.push_back({entry.path(), "--pgm-out"});
            } else if (entry.path().extension() == ".img") {
                images.push_back(
                    {entry.path(), contains(name, "noise") ? "--noise-out" : "--smv-out"});
            }
        }
    }
    return images;
}

void check_same_image(const KeptImage& image, const std::string& got) {
    if (image.option == "--float-out") {
        check_same_floats(got, text_of(image.file));
    } else if (libm_is_the_corpus_libm()) {
        CHECK(got == text_of(image.file));
    } else {
        MESSAGE("another libm: an integer image is compared by its size alone");
        CHECK(got.size() == text_of(image.file).size());
    }
}

/// The rows and columns of a whole image that the corpus keeps.
std::string crop_of(const std::string& image, const nlohmann::json& meta, const char* build) {
    const auto& crop = meta.at("image").at(build).at("crop");
    const auto width = meta.at("detector").at("fast").get<std::size_t>();
    const auto number = [&crop](const char* key) { return crop.at(key).get<std::size_t>(); };
    std::string kept;
    for (std::size_t row = 0; row < number("slow"); ++row) {
        const std::size_t first = (number("slow0") + row) * width + number("fast0");
        kept += image.substr(first * sizeof(float), number("fast") * sizeof(float));
    }
    return kept;
}

} // namespace

TEST_CASE("trace: every line of the C program's traces is reproduced, in its order") {
    const ScratchFolder scratch;
    int compared = 0;
    for (const CorpusCase& corpus_case : corpus_cases()) {
        const InFolder here(corpus_case.folder);
        for (const Mode& mode : phi_modes) {
            for (const fs::path& reference : traces_in(mode.folder)) {
                CAPTURE(corpus_case.name);
                CAPTURE(reference.string());
                const Outcome outcome = run_program("trace " + scene_options(corpus_case, mode) +
                                                    " --dialect c --pixel " + pixel_of(reference) +
                                                    " --out " + scratch.file("trace.log"));
                REQUIRE_MESSAGE(outcome.exit_code == 0, outcome.output);
                ++compared;
                if (libm_is_the_corpus_libm()) {
                    CHECK(text_of(scratch.file("trace.log")) == text_of(reference));
                    continue;
                }
                MESSAGE("another libm: comparing within 1e-11 relative instead of bytes");
                CHECK(run_program("diff " + reference.string() + " " + scratch.file("trace.log") +
                                  " --rtol 1e-11 --atol 1e-11")
                          .exit_code == 0);
            }
        }
    }
    CHECK(compared == 349 + 66); // corpus, combinations
}

TEST_CASE("diff: a native trace of every case is parity with the C program's own trace") {
    const ScratchFolder scratch;
    int compared = 0;
    for (const CorpusCase& corpus_case : corpus_cases()) {
        const InFolder here(corpus_case.folder);
        const std::vector<fs::path> references = traces_in("cref");
        REQUIRE_FALSE(references.empty());
        const fs::path& reference = *std::min_element(references.begin(), references.end());
        CAPTURE(corpus_case.name);
        CAPTURE(reference.string());
        const std::string scene = scene_options(corpus_case, phi_modes[0]);
        REQUIRE(run_program("trace " + scene + " --pixel " + pixel_of(reference) + " --out " +
                            scratch.file("native.trace"))
                    .exit_code == 0);
        const Outcome outcome =
            run_program("diff " + reference.string() + " " + scratch.file("native.trace") + " " +
                        scene + (libm_is_the_corpus_libm() ? "" : " --rtol 1e-11 --atol 1e-11"));
        CHECK_MESSAGE(outcome.exit_code == 0, outcome.output);
        ++compared;
    }
    CHECK(compared == 57 + 66);
}

TEST_CASE("render: every image of the C program is reproduced, float, integer, noise and graymap") {
    const ScratchFolder scratch;
    int compared = 0;
    for (const CorpusCase& corpus_case : corpus_cases()) {
        const InFolder here(corpus_case.folder);
        for (const Mode& mode : phi_modes) {
            const std::vector<KeptImage> kept = images_in(mode.folder);
            std::string outputs;
            for (const KeptImage& image : kept) {
                outputs += " " + image.option + " " + scratch.file(image.option);
            }
            if (kept.empty()) {
                continue;
            }
            CAPTURE(corpus_case.name);
            const Outcome outcome =
                run_program("render " + scene_options(corpus_case, mode) + outputs);
            REQUIRE_MESSAGE(outcome.exit_code == 0, outcome.output);
            for (const KeptImage& image : kept) {
                CAPTURE(image.file.string());
                check_same_image(image, text_of(scratch.file(image.option)));
                ++compared;
            }
        }
    }
    CHECK(compared == 118 + 99); // corpus without the supervisor's crops, combinations
}

TEST_CASE("render: the whole supervisor detector has the C program's bits in both modes") {
    const ScratchFolder scratch;
    const CorpusCase supervisor{"supervisor", 1, case_folder("supervisor")};
    const InFolder here(supervisor.folder);
    const auto meta = nlohmann::json::parse(text_of("meta.json"));
    for (const Mode& mode : phi_modes) {
        CAPTURE(mode.phi_mode);
        const Outcome outcome = run_program("render " + scene_options(supervisor, mode) +
                                            " --float-out " + scratch.file("image.f32"));
        REQUIRE_MESSAGE(outcome.exit_code == 0, outcome.output);
        const std::string image = text_of(scratch.file("image.f32"));
        check_same_floats(crop_of(image, meta, mode.folder),
                          text_of(fs::path(mode.folder) / "crop.f32"));
        if (libm_is_the_corpus_libm()) {
            CHECK(tapir::sha256_hex(image) ==
                  meta.at("image").at(mode.folder).at("float_image_sha256").get<std::string>());
        }
    }
}

TEST_CASE("render: portable differs from the C program in at most 2 float pixels of 100,000") {
    const ScratchFolder scratch;
    const InFolder here(case_folder("supervisor"));
    const auto image = [&](const std::string& arithmetic) {
        const Outcome outcome =
            run_program("render --args-file args.txt --phi-mode c-parity --arithmetic " +
                        arithmetic + " --float-out " + scratch.file("image.f32"));
        REQUIRE_MESSAGE(outcome.exit_code == 0, outcome.output);
        return floats_of(text_of(scratch.file("image.f32")));
    };
    const std::vector<float> c = image("reference"); // has the C program's bits, see above
    const std::vector<float> portable = image("portable");
    REQUIRE(c.size() == std::size_t{2527} * 2463);
    REQUIRE(portable.size() == c.size());
    std::size_t different = 0;
    for (std::size_t i = 0; i < c.size(); ++i) {
        CAPTURE(i);
        if (c[i] != portable[i]) { // then by the last digit
            ++different;
            CHECK((portable[i] == std::nextafter(c[i], portable[i])));
        }
    }
    CAPTURE(different);
    CHECK(different > 0); // the two are not the same program
    CHECK(static_cast<double>(different) <= 2e-5 * static_cast<double>(c.size()));
}
