#include "bundle/bundle_replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <sstream>

#include <nlohmann/json.hpp>

#include "bundle/bundle_copy.hpp"
#include "bundle/comparison_bundle.hpp"
#include "bundle/snapshot_reader.hpp"
#include "console/in_folder.hpp"
#include "scene/preset_source.hpp"
#include "tapir/reports/text/printable.hpp"
#include "tapir/reports/verdict/verdict_json.hpp"
#include "tapir/trace/base/digest.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"

namespace tapir::harness {

namespace fs = std::filesystem;

namespace {

Replay not_replayed(std::vector<std::string> lines) {
    lines.insert(lines.begin(), "not replayed");
    return {ExitCode::not_comparable, std::move(lines)};
}

/// "line 12: `a` was `b`": where two texts first differ.
std::string first_difference(const std::string& then, const std::string& now) {
    std::istringstream before(then);
    std::istringstream after(now);
    constexpr std::size_t longest = 80;
    for (int line = 1;; ++line) {
        std::string a;
        std::string b;
        const bool more_before = static_cast<bool>(std::getline(before, a));
        const bool more_after = static_cast<bool>(std::getline(after, b));
        if (a != b || more_before != more_after || !more_before) {
            const auto shown = [](const std::string& text, bool there) {
                return there ? "`" + reports::printable(text.substr(0, longest)) + "`" : "no line";
            };
            return fmt::format("line {}: now {}, was {}", line, shown(b, more_after),
                               shown(a, more_before));
        }
    }
}

/// Holds a result against the file of the bundle.
void compare_with_kept(const fs::path& folder, const std::string& name, const std::string& now,
                       Replay& replay) {
    const std::string then = read_file(folder / name, "evidence");
    if (then == now) {
        replay.lines.push_back(fmt::format("{}: the same {} bytes", name, now.size()));
        return;
    }
    replay.code = ExitCode::divergence;
    replay.lines.push_back(fmt::format("{}: DIFFERS, {}", name, first_difference(then, now)));
}

/// Files that the bundle has by their digest only.
std::vector<std::string> files_kept_by_digest(const BundleSnapshot& snapshot) {
    std::vector<std::string> lines;
    for (const KeptFile* file : snapshot.files()) {
        if (!file->kept) {
            lines.push_back(
                fmt::format("  {} was too large to keep: {} bytes of SHA-256 {}, given as {}",
                            reports::printable(file->role), file->bytes,
                            reports::printable(file->sha256), reports::printable(file->given)));
        }
    }
    return lines;
}

/// The scene must stand in the bundle: else what is replayed is not what was kept.
void require_own_inputs(const fs::path& folder, const BundleSnapshot& snapshot) {
    if (!snapshot.has_scene()) {
        return;
    }
    SceneRequest scene = scene_from_preset((folder / scene_name).string());
    for (const auto& [role, path] : input_files(scene)) {
        const std::string name = path->lexically_relative(folder).generic_string();
        const bool own = std::any_of(snapshot.inputs.begin(), snapshot.inputs.end(),
                                     [&name](const KeptFile& file) { return file.file == name; });
        if (!path->empty() && !own) {
            throw InputError({.where = (folder / scene_name).string(),
                              .problem = std::string("takes its ") + role + " from elsewhere",
                              .reason = "a bundle is replayed from its own files alone",
                              .remedy = "Take the bundle from where it was made."});
        }
    }
}

std::string verdict_of(const std::string& json) {
    return nlohmann::json::parse(json).value("verdict", "?");
}

void replay_comparison(const fs::path& folder, const BundleSnapshot& snapshot, Replay& replay) {
    const trace::Comparison result = compare_in(folder, snapshot);
    const std::string now = reports::verdict_json(result, snapshot.request().subject());
    replay.lines.push_back("verdict: " + verdict_of(now));
    compare_with_kept(folder, "verdict.json", now, replay);
}

/// The sides of a comparison, as they were spelled out.
std::vector<ParitySide> sides_of(const BundleSnapshot& snapshot) {
    std::vector<std::string> words;
    for (const auto& side : snapshot.sides) {
        words.push_back(side.second);
    }
    engine::RunSpec common;
    common.phi_mode = snapshot.scene.chosen_phi_mode();
    common.c_threads = snapshot.scene.c_threads;
    std::vector<ParitySide> sides = parity_sides(words, common);
    if (sides.size() != words.size()) { // "matrix" stands for many
        throw InputError({.where = snapshot_name,
                          .problem = "has a side that stands for several",
                          .reason = "each is spelled out in a bundle",
                          .remedy = "Take it from where it was made."});
    }
    for (std::size_t i = 0; i < sides.size(); ++i) {
        sides[i].name = snapshot.sides[i].first;
    }
    return sides;
}

void replay_parity(const fs::path& folder, const BundleSnapshot& snapshot, Replay& replay) {
    std::vector<ParitySide> sides;
    try {
        sides = sides_of(snapshot);
    } catch (const InputError& error) { // an instruction set that this processor has not
        replay = not_replayed({reports::printable(error.what())});
        return;
    }
    const InFolder here(folder);
    ParityRequest request = snapshot.parity;
    request.scene = snapshot.scene.description();
    const std::string now =
        reports::parity_json(compare_sides(request, snapshot.scene.load(), sides).report);
    replay.lines.push_back("verdict: " + verdict_of(now));
    compare_with_kept(".", "verdict.json", now, replay);
}

/// Why a trace cannot be made anew.
std::string reason_not_made(const KeptFile& file, const BundleSnapshot& snapshot) {
    if (!snapshot.has_scene()) {
        return "no scene is in the bundle to compute it from";
    }
    return file.not_made_here.empty() ? "the bundle does not say how this program made it"
                                      : reports::printable(file.not_made_here);
}

/// Makes every trace anew that this program can make. Where there is none, that is no success:
/// what was asked for was not done.
void replay_traces(const fs::path& folder, const BundleSnapshot& snapshot, Replay& replay) {
    const InFolder here(folder);
    std::set<std::string> done; // one file may be both sides
    int made = 0;
    for (const KeptFile& file : snapshot.subjects) {
        if (!done.insert(file.file).second) {
            continue;
        }
        if (!file.recipe || !snapshot.has_scene()) {
            replay.lines.push_back(file.file + ": not made again, " +
                                   reason_not_made(file, snapshot));
            continue;
        }
        compare_with_kept(".", file.file,
                          make_trace(snapshot.scene, snapshot.scene.load(), *file.recipe), replay);
        ++made;
    }
    if (made == 0 && replay.code == ExitCode::success) {
        replay.code = ExitCode::not_comparable;
    }
}

/// What came of it, in a line. @param compared  a verdict was held against the bundle's
std::string headline(ExitCode code, bool compared) {
    switch (code) {
    case ExitCode::success:
        return "replayed: the same, byte for byte";
    case ExitCode::not_comparable:
        return compared ? "NOT rerun: no trace could be made again; the verdict is the same, byte "
                          "for byte"
                        : "not replayed: no trace could be made again";
    default:
        return "replayed: NOT the same";
    }
}

} // namespace

std::vector<std::string> check_lines(const reports::FolderCheck& check) {
    std::vector<std::string> lines;
    const auto list = [&lines](const char* what, const std::vector<std::string>& names) {
        for (const std::string& name : names) {
            lines.push_back(fmt::format("  {}: {}", what, reports::printable(name)));
        }
    };
    list("missing", check.missing);
    list("extra", check.extra);
    list("changed", check.changed);
    if (!lines.empty()) {
        lines.insert(lines.begin(),
                     fmt::format("{} file(s) are not as sha256.txt says, of {} listed:",
                                 lines.size(), check.files));
    }
    return lines;
}

Replay replay_bundle(const fs::path& given, bool rerun) {
    const fs::path folder = fs::absolute(given).lexically_normal();
    const std::vector<std::string> damage = check_lines(reports::check_folder(folder));
    if (!damage.empty()) {
        return not_replayed(damage);
    }
    const std::string where = (given / snapshot_name).string();
    const BundleSnapshot snapshot =
        parse_snapshot(read_file(folder / snapshot_name, "bundle's snapshot"), where);
    const std::vector<std::string> lost = files_kept_by_digest(snapshot);
    if (!lost.empty()) {
        return not_replayed(lost);
    }
    require_own_inputs(folder, snapshot);
    Replay replay;
    if (snapshot.kind == JobKind::diff || snapshot.kind == JobKind::why) {
        replay_comparison(folder, snapshot, replay);
    } else if (snapshot.kind == JobKind::parity) {
        replay_parity(folder, snapshot, replay);
    }
    if (replay.code == ExitCode::not_comparable) {
        return replay;
    }
    if (rerun || snapshot.kind == JobKind::trace) {
        replay_traces(folder, snapshot, replay);
    }
    replay.lines.insert(replay.lines.begin(),
                        headline(replay.code, snapshot.kind != JobKind::trace));
    return replay;
}

} // namespace tapir::harness
