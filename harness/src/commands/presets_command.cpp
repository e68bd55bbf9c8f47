#include <fmt/format.h>

#include <memory>

#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "tapir/trace/file_io.hpp"

namespace tapir::harness {

namespace {

ExitCode run_list() {
    for (const std::string& name : preset_names()) {
        const auto document = nlohmann::json::parse(read_file(preset_file(name), "preset"));
        print(fmt::format("{:<14} {}\n", name, document.value("purpose", "")));
    }
    return ExitCode::success;
}

ExitCode run_show(const std::string& name) {
    // read it as a scene first: what is shown is what would run
    const engine::Experiment experiment = load_experiment(scene_from_preset(name));
    print(read_file(preset_file(name), "preset"));
    complain(fmt::format("{}; {} reflections; scene {}", preset_file(name).string(),
                         experiment.structure_factors->reflections, experiment.digest));
    return ExitCode::success;
}

} // namespace

void add_presets_command(CLI::App& app, ExitCode& exit_code) {
    CLI::App* command = app.add_subcommand("presets", "List or show the shipped scenes");
    command->require_subcommand(1);
    command->add_subcommand("list", "Names and purposes")->callback([&exit_code] {
        exit_code = run_list();
    });
    auto name = std::make_shared<std::string>();
    CLI::App* show = command->add_subcommand("show", "The preset as JSON, after checking it");
    show->add_option("name", *name, "Name or .json file")->required();
    show->callback([name, &exit_code] { exit_code = run_show(*name); });
    command->footer("Examples:\n  tapir presets list\n  tapir presets show supervisor");
}

} // namespace tapir::harness
