#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "console/in_folder.hpp"
#include "program.hpp"

/// The C program's outputs in tests/data, see tests/data/PROVENANCE.md.
namespace tapir::test {

struct CorpusCase {
    std::string name;
    int threads;
    std::filesystem::path folder;
};

/// The folder tests/data; TAPIR_TEST_DATA says where it is when the program has been carried away
/// from where it was built.
inline std::filesystem::path test_data() {
    const char* elsewhere = std::getenv("TAPIR_TEST_DATA");
    return elsewhere != nullptr ? elsewhere : TAPIR_TEST_DATA;
}

/// A case of the published corpus by name.
inline std::filesystem::path case_folder(const std::string& name) {
    return test_data() / "reference" / "cases" / name;
}

/// The published corpus, and the combinations of options made for these tests.
inline std::vector<CorpusCase> corpus_cases() {
    std::vector<CorpusCase> cases;
    for (const char* group : {"reference", "combinations"}) {
        const auto folder = test_data() / group / "cases";
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            const auto meta = nlohmann::json::parse(text_of(entry.path() / "meta.json"));
            cases.push_back(
                {entry.path().filename().string(), meta.value("threads", 1), entry.path()});
        }
    }
    std::sort(cases.begin(), cases.end(),
              [](const CorpusCase& a, const CorpusCase& b) { return a.name < b.name; });
    return cases;
}

/// Stands in the case's folder, because its options name files relative to it.
using harness::InFolder;

/// Whether this machine's libm gives the bits the corpus was made with (glibc 2.36 with FMA).
/// Elsewhere byte identity cannot be asked for; the tests say so and compare numbers instead.
inline bool libm_is_the_corpus_libm() {
    struct Canary {
        double argument;
        std::uint64_t sine, cosine;
    };
    static constexpr std::array<Canary, 4> canaries{
        {// the first three differ between glibc 2.36 with and without FMA
         {60.630209539378939, 0xbfe9d7452705d189, 0xbfe2dfe14d37a6d9},
         {1339.3056545589611, 0x3feab40a6c7c0af6, 0x3fe1a22275fed74f},
         {-1121.3343560794995, 0xbfcb360931e06b03, 0xbfef44bfce84c75d},
         {1234.9420738103531, 0xbfd2adad85b63cfc, 0xbfee9b5a50462589}}};
    for (const Canary& canary : canaries) {
        volatile double x = canary.argument; // not folded by the compiler's own libm
        if (std::bit_cast<std::uint64_t>(std::sin(x)) != canary.sine ||
            std::bit_cast<std::uint64_t>(std::cos(x)) != canary.cosine) {
            return false;
        }
    }
    return true;
}

} // namespace tapir::test
