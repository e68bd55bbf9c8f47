#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "console/console.hpp"
#include "tapir/reports/archive/manifest.hpp"

namespace tapir::harness {

/// What came of doing a bundle's work again.
struct Replay {
    ExitCode code = ExitCode::success; ///< success, divergence, or not_comparable: not replayed
    std::vector<std::string> lines;    ///< for people
};

/// Does the work of a bundle again, from the bundle alone, and holds the results against it byte
/// for byte: the verdict of a comparison; with `rerun`, also the traces this program makes. Sides
/// of `tapir parity` and the trace of `tapir trace` are always computed again.
/// @return divergence when a result has other bytes; not_comparable when the bundle is not whole,
///         or lacks what is needed, or traces were to be made and none could be
/// @throws InputError         no bundle, or one of another version
/// @throws DeviceUnavailable  it was made with a device that is not there
[[nodiscard]] Replay replay_bundle(const std::filesystem::path& folder, bool rerun);

/// "2 of 14 files are not as sha256.txt says:" and one line for each; empty when it is whole.
[[nodiscard]] std::vector<std::string> check_lines(const reports::FolderCheck& check);

} // namespace tapir::harness
