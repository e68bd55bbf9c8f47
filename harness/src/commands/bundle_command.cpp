#include "commands/bundle_command.hpp"

#include <fmt/format.h>

#include <memory>

#include "bundle/bundle_replay.hpp"
#include "bundle/comparison_bundle.hpp"
#include "commands/option_checks.hpp"
#include "commands/option_groups.hpp"
#include "tapir/reports/archive/archive.hpp"
#include "tapir/reports/archive/manifest.hpp"
#include "tapir/reports/text/printable.hpp"

namespace tapir::harness {

namespace {

struct ArchiveOptions {
    std::string from, to;
    int limit_mib = static_cast<int>(reports::ArchiveLimits{}.bytes >> 20U);
};

ExitCode run_verify(const std::string& folder) {
    const reports::FolderCheck check = reports::check_folder(folder);
    const std::vector<std::string> lines = check_lines(check);
    print_lines(lines);
    if (lines.empty()) {
        print(fmt::format("whole: {} files as sha256.txt says\n", check.files));
    }
    return lines.empty() ? ExitCode::success : ExitCode::divergence;
}

ExitCode run_replay(const std::string& folder, bool rerun) {
    const Replay replay = replay_bundle(folder, rerun);
    print_lines(replay.lines);
    return replay.code;
}

ExitCode run_pack(const ArchiveOptions& options) {
    const std::vector<std::string> lines = check_lines(reports::check_folder(options.from));
    if (!lines.empty()) {
        print("not packed\n");
        print_lines(lines);
        return ExitCode::divergence;
    }
    reports::pack_folder(options.from, options.to);
    return ExitCode::success;
}

ExitCode run_unpack(const ArchiveOptions& options) {
    reports::ArchiveLimits limits;
    limits.bytes = static_cast<std::uint64_t>(options.limit_mib) << 20U;
    reports::unpack_archive(options.from, options.to, limits);
    return ExitCode::success;
}

void add_create(CLI::App& bundle, ExitCode& exit_code, const NanobraggArgs& args,
                const std::string& command_line) {
    auto job = std::make_shared<ComparisonJob>();
    job->kind = JobKind::diff;
    job->command_line = command_line;
    auto evidence = std::make_shared<ComparisonBundle>();
    job->evidence = evidence;
    CLI::App* command = bundle.add_subcommand("create", "Compare two traces and keep the evidence");
    command
        ->add_option("reference", job->request.reference,
                     "A trace of any dialect, or any text; - is standard input")
        ->required();
    command->add_option("candidate", job->request.candidate, "The other trace or text")->required();
    add_scene_and_run_options(*command, job->request.scene, args);
    add_model_option(*command, job->request.model);
    add_tolerance_options(*command, job->tolerance);
    add_scope_options(*command, job->tolerance.scope);
    add_bundle_target(*command, evidence->option, command_line);
    command->footer("Example:\n  tapir bundle create c.log ours.log --config supervisor --out "
                    "evidence\nExit code: that of `tapir diff`");
    command->callback([job, evidence, &exit_code] {
        if (!evidence->option.wanted()) {
            evidence->option.topic = to_text(job->kind);
        }
        exit_code = run_comparison(*job);
    });
}

void add_verify_and_replay(CLI::App& bundle, ExitCode& exit_code) {
    auto folder = std::make_shared<std::string>();
    auto rerun = std::make_shared<bool>(false);
    CLI::App* verify = bundle.add_subcommand("verify", "Look for missing, extra and changed files");
    verify->add_option("folder", *folder, "The bundle")->required();
    verify->footer("Exit code: 0 whole, 1 not, 2 no bundle or a damaged sha256.txt");
    verify->callback([folder, &exit_code] { exit_code = run_verify(*folder); });
    CLI::App* replay = bundle.add_subcommand("replay", "Do the work again, from the bundle alone");
    replay->add_option("folder", *folder, "The bundle")->required();
    replay->add_flag("--rerun", *rerun, "Make the traces of this program anew, too");
    replay->footer(
        "Exit code: 0 the same bytes, whatever the verdict; 1 other bytes; 2 no bundle;\n"
        "3 not replayed: it is not whole, or a large input was kept by its digest only, or\n"
        "with --rerun no trace could be made again (each says why);\n"
        "6 it was made with a device that is not there");
    replay->callback([folder, rerun, &exit_code] { exit_code = run_replay(*folder, *rerun); });
}

void add_pack_and_unpack(CLI::App& bundle, ExitCode& exit_code) {
    auto options = std::make_shared<ArchiveOptions>();
    CLI::App* pack = bundle.add_subcommand("pack", "Make one .tar.zst of a bundle");
    pack->add_option("folder", options->from, "The bundle")->required();
    pack->add_option("archive", options->to, "New file, outside the bundle")->required();
    pack->footer("The same content gives the same bytes.\nExit code: 0 packed, 1 the bundle is not "
                 "whole, 2 bad input");
    pack->callback([options, &exit_code] { exit_code = run_pack(*options); });
    CLI::App* unpack = bundle.add_subcommand("unpack", "Make a bundle of a .tar.zst again");
    unpack->add_option("archive", options->from, "A file `tapir bundle pack` wrote")->required();
    unpack->add_option("folder", options->to, "New folder")->required();
    constexpr int most_mib = 1 << 20;
    unpack->add_option("--limit-mib", options->limit_mib, "Most that may be unpacked")
        ->check(whole_number(1, most_mib))
        ->capture_default_str();
    unpack->footer("The folder is whole, or not there.\nExit code: 0 unpacked, 2 refused");
    unpack->callback([options, &exit_code] { exit_code = run_unpack(*options); });
}

} // namespace

void add_bundle_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args,
                        const std::string& command_line) {
    CLI::App* command =
        app.add_subcommand("bundle", "Evidence that stands on its own: make, check, replay, pack");
    command->require_subcommand(1);
    add_create(*command, exit_code, args, command_line);
    add_verify_and_replay(*command, exit_code);
    add_pack_and_unpack(*command, exit_code);
    command->footer("`--bundle FOLDER` makes one with trace, diff, why and parity.\n"
                    "Example:\n  tapir bundle replay evidence --rerun");
}

} // namespace tapir::harness
