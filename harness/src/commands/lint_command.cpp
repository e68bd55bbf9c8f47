#include "commands/lint_command.hpp"

#include <fmt/format.h>

#include <memory>

#include "commands/option_groups.hpp"
#include "scene/lint_notices.hpp"
#include "scene/scene_listing.hpp"
#include "scene/scene_source.hpp"

namespace tapir::harness {

namespace {

ExitCode run_lint(const SceneOptions& options) {
    const SceneRequest scene = options.request();
    const engine::Experiment experiment = load_experiment(scene);
    print(scene_listing(scene, experiment));
    std::vector<engine::Notice> notices = experiment.notices;
    for (engine::Notice& notice :
         lint_notices(scene.experiment, experiment, options.chosen_phi_mode())) {
        notices.push_back(std::move(notice));
    }
    for (const engine::Notice& notice : notices) {
        print("notice: " + notice_line(notice) + "\n");
    }
    print(
        fmt::format("{} notice{}; profile {}, phi mode {}\n", notices.size(),
                    notices.size() == 1 ? "" : "s", options.profile_text(),
                    options.chosen_phi_mode() == engine::PhiMode::c_parity ? "c-parity" : "spec"));
    return options.strict && !notices.empty() ? ExitCode::bad_input : ExitCode::success;
}

} // namespace

void add_lint_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args) {
    auto options = std::make_shared<SceneOptions>();
    CLI::App* command = app.add_subcommand(
        "lint", "Show the effective configuration, what set it, and every surprise");
    add_scene_and_run_options(*command, *options, args);
    command->footer("Example:\n"
                    "  tapir lint -- -cell 100 -default_F 1 -N 5 -xds -pivot beam\n"
                    "Exit code: 0 success, 2 bad input, or a notice with --strict");
    command->callback([options, &exit_code] { exit_code = run_lint(*options); });
}

} // namespace tapir::harness
