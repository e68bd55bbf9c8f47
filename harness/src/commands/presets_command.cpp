#include "commands/presets_command.hpp"

#include <fmt/format.h>

#include <memory>

#include <nlohmann/json.hpp>

#include "commands/option_groups.hpp"
#include "console/output_file.hpp"
#include "scene/preset_source.hpp"
#include "scene/preset_writer.hpp"
#include "scene/scene_source.hpp"
#include "tapir/reports/text/printable.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"

namespace tapir::harness {

namespace {

ExitCode list_presets() {
    for (const std::string& name : preset_names()) {
        const auto document = nlohmann::json::parse(read_file(preset_file(name), "preset"));
        print(fmt::format("{:<14} {}\n", name, document.value("purpose", "")));
    }
    return ExitCode::success;
}

ExitCode show_preset(const std::string& name) {
    // read it as a scene first: what is shown is what would run
    const engine::Experiment experiment = load_experiment(scene_from_preset(name));
    print(reports::safe_json(read_file(preset_file(name), "preset")));
    complain(fmt::format("{}; {} reflections; scene {}", preset_file(name).string(),
                         experiment.structure_factors->reflections, experiment.digest));
    return ExitCode::success;
}

struct PresetImport {
    SceneOptions scene;
    std::string name{"imported"}, out;
};

ExitCode import_preset(const PresetImport& options) {
    const SceneRequest scene = options.scene.request();
    for (const engine::Notice& notice : scene.notices) {
        complain("notice: " + notice_line(notice));
    }
    const std::filesystem::path file = std::filesystem::path(
        options.out.empty() || options.out == "-" ? "imported.json" : options.out);
    const std::string text = preset_text(
        scene, {options.name, "Imported from nanoBragg's own options."}, file.parent_path());
    // the promise is checked before it is given: the same experiment, to the last bit
    SceneRequest again = scene_from_preset_text(text, file);
    again.experiment.quirks = scene.experiment.quirks;
    if (load_experiment(again).digest != load_experiment(scene).digest) {
        throw InternalError("the imported preset is not the same experiment");
    }
    if (options.out.empty()) {
        print(text);
    } else {
        write_output(options.out, text);
    }
    return ExitCode::success;
}

} // namespace

void add_presets_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args) {
    CLI::App* command = app.add_subcommand("presets", "List or show the shipped scenes");
    command->require_subcommand(1);
    command->add_subcommand("list", "Names and purposes")->callback([&exit_code] {
        exit_code = list_presets();
    });
    auto name = std::make_shared<std::string>();
    CLI::App* show = command->add_subcommand("show", "The preset as JSON, after checking it");
    show->add_option("name", *name, "Name or .json file")->required();
    show->callback([name, &exit_code] { exit_code = show_preset(*name); });
    auto options = std::make_shared<PresetImport>();
    CLI::App* import =
        command->add_subcommand("import", "Make a preset of nanoBragg's own options");
    add_scene_and_run_options(*import, options->scene, args);
    import->add_option("--name", options->name, "Name of the preset")->capture_default_str();
    import->add_option("-o,--out", options->out,
                       "File; files are named relative to it. Standard output when absent");
    import->callback([options, &exit_code] { exit_code = import_preset(*options);
});
command->footer("Examples:\n  tapir presets list\n  tapir presets show supervisor\n"
                "  tapir presets import --args-file args.txt --out mine.json");
} // namespace tapir::harness

} // namespace tapir::harness
