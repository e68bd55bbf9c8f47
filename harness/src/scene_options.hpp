#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

#include "scene_source.hpp"
#include "tapir/engine/simulate.hpp"

namespace tapir::harness {

/// What stands after "--" on the command line: the C program's own options.
using NanobraggArgs = std::vector<std::string>;

/// The scene options every subcommand shares.
struct SceneOptions {
    std::string config, args_file;
    std::string phi_mode{"spec"}, arithmetic{"reference"}, device{"cpu"}, dtype{"float64"};
    int c_threads = 1;
    const NanobraggArgs* nanobragg_args = nullptr;

    /// Adds the options that say which scene, and how it is computed.
    void declare(CLI::App& command, const NanobraggArgs& args);

    [[nodiscard]] bool given() const;
    /// @throws InputError  no scene, or more than one
    [[nodiscard]] engine::Experiment load() const;
    /// @throws DeviceUnavailable  --device cuda; @throws InputError  an unsupported choice
    [[nodiscard]] engine::RunOptions run_options() const;
    [[nodiscard]] std::string description() const;
};

/// Prints what would surprise, one line each, to standard error.
void print_notices(const engine::Experiment& experiment);

} // namespace tapir::harness
