#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "compare/comparison_request.hpp"
#include "compare/job_kind.hpp"
#include "compare/parity_run.hpp"
#include "run/trace_recipe.hpp"

namespace tapir::harness {

inline constexpr int bundle_version = 1; ///< of the layout, see reports/BUNDLE.md
inline constexpr const char* bundle_format = "tapir-bundle";
inline constexpr const char* snapshot_name = "config_snapshot.json";
inline constexpr const char* scene_name = "scene.json";
inline constexpr const char* model_name = "model.json";
inline constexpr const char* model_role = "model"; ///< among the inputs
/// Of what the reference printed when it was run again, among the inputs in their order.
inline constexpr const char* repetition_role = "repetition of the reference";

/// A file that a bundle was made of.
struct KeptFile {
    std::string role;  ///< "reference", "candidate", "matrix", ...
    std::string file;  ///< its name in the bundle
    std::string given; ///< the path as given
    std::string sha256;
    std::uint64_t bytes = 0;
    bool kept = true;                  ///< false: too large; only its digest is in the bundle
    std::optional<TraceRecipe> recipe; ///< of a trace this program makes
    std::string not_made_here;         ///< why there is none, in words
};

/// All that a replay needs besides the files: `config_snapshot.json`.
struct BundleSnapshot {
    JobKind kind = JobKind::diff;
    std::vector<KeptFile> subjects, inputs;
    std::vector<KeptFile> images; ///< of `why --images`: the reference's, the candidate's; or none
    std::string scene_given;      ///< in words; empty: there is none
    SceneOptions scene;           ///< as given, with scene.json as the preset
    trace::Tolerance tolerance;
    double image_rtol = 1e-6;
    Besides besides;                ///< what is said besides the verdict
    std::vector<std::string> notes; ///< that stand before the comparison's own
    ParityRequest parity;           ///< of kind "parity"
    std::vector<std::pair<std::string, std::string>> sides; ///< name, and all it stands for

    [[nodiscard]] bool has_scene() const { return !scene_given.empty(); }
    /// Subjects, images and inputs.
    [[nodiscard]] std::vector<const KeptFile*> files() const;
    /// The comparison of its two subjects in the bundle's own folder.
    [[nodiscard]] ComparisonRequest request() const;
};

/// The same options for a scene that stands in the bundle.
[[nodiscard]] SceneOptions scene_in_bundle(SceneOptions scene);

/// @param experiment  its effective values are written too, for people and other programs; or null
[[nodiscard]] std::string snapshot_text(const BundleSnapshot& snapshot,
                                        const engine::Experiment* experiment);

} // namespace tapir::harness
