#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nanobragg/nanobragg_args.hpp"
#include "nanobragg/scene_request.hpp"
#include "tapir/engine/simulate.hpp"

namespace tapir::harness {

/// A scene as it was asked for, and what came of it.
struct LoadedScene {
    SceneRequest request;
    engine::Experiment experiment;
};

/// The scene options every subcommand shares.
struct SceneOptions {
    std::string config, args_file;
    std::string phi_mode; ///< empty: spec, unless --quirk phi0_carryover says otherwise
    std::string profile{"nanobragg"};
    std::vector<std::string> quirks; ///< "id=on" or "id=off"
    bool strict = false;
    bool quiet = false;     ///< notices are not printed
    std::string arithmetic; ///< empty: the usual one; not on the CPU: portable
    /// A trace is held against the C program's, an image is looked at: `tapir render` sets
    /// portable.
    std::string usual_arithmetic{"reference"};
    std::string device{"cpu"}, dtype{"float64"};
    int c_threads = 1;
    std::optional<double> b_factor_angstrom2; ///< instead of the scene's own
    const NanobraggArgs* nanobragg_args = nullptr;

    [[nodiscard]] bool given() const;
    /// What the user asked for, not resolved yet.
    /// @throws InputError  no scene, or more than one
    [[nodiscard]] SceneRequest request() const;
    /// The experiment; its notices have been printed.
    /// @throws InputError  no scene, or more than one; any notice with --strict
    [[nodiscard]] engine::Experiment load() const { return loaded().experiment; }
    /// The same, with what was asked for.
    [[nodiscard]] LoadedScene loaded() const;
    /// The profile with what was switched. @throws InputError  unknown, or in conflict
    [[nodiscard]] engine::QuirkSet quirk_set() const;
    /// "nanobragg", or with switches "nanobragg-phi0_carryover+..."
    [[nodiscard]] std::string profile_text() const;
    [[nodiscard]] engine::PhiMode chosen_phi_mode() const;
    /// Whether the user said which.
    [[nodiscard]] bool phi_mode_given() const;
    [[nodiscard]] std::string chosen_arithmetic() const;
    /// What the options say of the run. Whether it can be carried out is not looked at.
    [[nodiscard]] engine::RunSpec chosen_run() const;
    /// The same for a run on this machine.
    /// @throws DeviceUnavailable  see found_device; @throws InputError  an unsupported choice
    [[nodiscard]] engine::RunSpec run_spec() const;
    [[nodiscard]] std::string description() const;
};

/// A notice as one line, with the quirk that is its cause.
[[nodiscard]] std::string notice_line(const engine::Notice& notice);

} // namespace tapir::harness
