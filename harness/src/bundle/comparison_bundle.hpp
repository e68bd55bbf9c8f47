#pragma once

#include <string>

#include "bundle/bundle_option.hpp"
#include "bundle/bundle_snapshot.hpp"
#include "compare/parity_sides.hpp"
#include "compare/run_comparison.hpp"
#include "tapir/reports/archive/folder_draft.hpp"

namespace tapir::harness {

/// Keeps the evidence of a comparison in a bundle's folder.
class ComparisonBundle final : public EvidenceKeeper {
  public:
    BundleOption option;

    [[nodiscard]] bool wanted() const override { return option.wanted(); }
    void require_outside(const std::vector<std::string>& files) const override {
        option.require_outside(files);
    }
    [[nodiscard]] trace::Comparison compare_and_keep(const ComparisonJob& job,
                                                     reports::PageInput& page) const override;
};

/// What a bundle's own folder gives: the comparison of its snapshot.
/// @param folder  of the bundle, whole or still being made
[[nodiscard]] trace::Comparison compare_in(const std::filesystem::path& folder,
                                           const BundleSnapshot& snapshot,
                                           reports::PageInput* page = nullptr);

/// `per_phi_NAME_SLOW_FAST.json` for the first pixels of a trace in a bundle.
void write_per_phi(reports::FolderDraft& draft, const std::string& name, trace::TraceFile file);

/// commands.txt, run_metadata.json and sha256.txt; then the bundle gets its name.
/// @param sides  see run_metadata_json
void finish_bundle(reports::FolderDraft& draft, const std::string& command_line, ExitCode code,
                   const std::vector<ParitySide>& sides = {});

/// The verdict of a comparison in the forms a bundle holds, made in this one place: verdict.json,
/// metrics.json, summary.md, report.html.
void write_verdict(reports::FolderDraft& draft, const trace::Comparison& comparison,
                   const reports::Subject& subject, const reports::PageInput& page);

} // namespace tapir::harness
