#include "commands/quirks_command.hpp"

#include <fmt/format.h>

#include <memory>

#include "tapir/engine/quirks.hpp"

namespace tapir::harness {

namespace {

const char* part_name(engine::QuirkPart part) {
    switch (part) {
    case engine::QuirkPart::physics:
        return "physics";
    case engine::QuirkPart::set_up:
        return "set-up";
    case engine::QuirkPart::options:
        return "options";
    }
    return "?";
}

ExitCode list_quirks() {
    print(fmt::format("{:<30} {:<8} {}\n", "quirk", "part", "profile nanobragg, nanobragg-2026"));
    const engine::QuirkSet nanobragg = engine::profile("nanobragg");
    for (const engine::QuirkInfo& info : engine::quirks()) {
        print(fmt::format("{:<30} {:<8} {:<10} {}\n", info.id, part_name(info.part),
                          nanobragg.has(info.quirk) ? "on" : "off",
                          info.in_nanobragg_2026 ? "on" : "off"));
    }
    print("Profile spec has all of them off. --phi-mode decides on phi0_carryover: off unless it "
          "is c-parity.\n");
    return ExitCode::success;
}

ExitCode show_quirk(const std::string& id) {
    const engine::Quirk quirk = engine::quirk_named(id);
    for (const engine::QuirkInfo& info : engine::quirks()) {
        if (info.quirk == quirk) {
            print(fmt::format("{} ({})\n  on:  {}\n  off: {}\n  switch: --quirk {}=on|off\n",
                              info.id, part_name(info.part), info.on, info.off, info.id));
        }
    }
    return ExitCode::success;
}

} // namespace

void add_quirks_command(CLI::App& app, ExitCode& exit_code) {
    CLI::App* command =
        app.add_subcommand("quirks", "List or show the C program's behaviours that have a switch");
    command->require_subcommand(1);
    command->add_subcommand("list", "Ids, and which profile has them")->callback([&exit_code] {
        exit_code = list_quirks();
    });
    auto id = std::make_shared<std::string>();
    CLI::App* show = command->add_subcommand("show", "What a quirk does, on and off");
    show->add_option("id", *id, "Id of the quirk")->required();
    show->callback([id, &exit_code] { exit_code = show_quirk(*id); });
    command->footer("Examples:\n  tapir quirks list\n  tapir quirks show phi0_carryover\n"
                    "  tapir render --config phi_scan --quirk phi0_carryover=on --png-out a.png");
}

} // namespace tapir::harness
