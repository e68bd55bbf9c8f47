#pragma once

#include <doctest/doctest.h>

#include <fstream>
#include <string>

#include <nlohmann/json.hpp>

#include "program.hpp"
#include "tapir/reports/archive/manifest.hpp"

/// What tests of bundles share.
namespace tapir::test {

inline const std::string c_trace =
    std::string(TAPIR_SOURCE_DIR) + "/configs/traces/supervisor_685_1039_nanobragg.log";

/// Our trace of the same pixel.
inline std::string own_trace(const ScratchFolder& scratch, const std::string& phi_mode) {
    std::string file = scratch.file(phi_mode + ".log");
    REQUIRE(run_program("trace --config supervisor --pixel 685 1039 --arithmetic reference "
                        "--dialect c --phi-mode " +
                        phi_mode + " --out " + file)
                .exit_code == 0);
    return file;
}

inline nlohmann::json json_of(const std::filesystem::path& file) {
    return nlohmann::json::parse(text_of(file));
}

inline void seal_again(const std::filesystem::path& folder) {
    std::ofstream(folder / "sha256.txt", std::ios::binary)
        << tapir::reports::manifest_text(tapir::reports::digests_of(folder));
}

inline void replace_in(const std::filesystem::path& file, const std::string& from,
                       const std::string& to) {
    std::string text = text_of(file);
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
    std::ofstream(file, std::ios::binary) << text;
}

inline int replay(const std::filesystem::path& folder, const std::string& options = "") {
    const Outcome outcome = run_program("bundle replay " + folder.string() + options);
    CAPTURE(outcome.output);
    CHECK(outcome.exit_code != 5);
    return outcome.exit_code;
}

} // namespace tapir::test
