#pragma once

#include <string>

#include "bundle_option.hpp"
#include "bundle_snapshot.hpp"
#include "tapir/reports/folder_draft.hpp"
#include "tolerance_options.hpp"
#include "trace_diff.hpp"

namespace tapir::harness {

/// A comparison, and where its verdict goes.
struct ComparisonJob {
    std::string kind; ///< "diff" or "why"
    std::string command_line;
    ComparisonRequest request;
    ToleranceOptions tolerance; ///< as given; the request's follows from it
    VerdictFiles files;
    BundleOption bundle;
};

/// What a comparison of a kind finds. @throws InputError  an unknown kind; see
/// comparison_request.hpp
[[nodiscard]] trace::Comparison compare_as(const std::string& kind,
                                           const ComparisonRequest& request,
                                           reports::PageMatter* page = nullptr);

/// Compares, prints the verdict, and writes what is asked for. With a bundle the comparison is made
/// in the bundle's folder from what lies there, as a replay will: what is replayed is what was run.
/// @throws InputError  see the comparisons; the bundle cannot be written: there is none of it then
ExitCode run_comparison(ComparisonJob job);

/// What a bundle's own folder gives: the comparison of its snapshot.
/// @param folder  of the bundle, whole or still being made
[[nodiscard]] trace::Comparison compare_in(const std::filesystem::path& folder,
                                           const BundleSnapshot& snapshot,
                                           reports::PageMatter* page = nullptr);

/// `per_phi_NAME_SLOW_FAST.json` for the first pixels of a trace in a bundle.
void write_per_phi(reports::FolderDraft& draft, const std::string& name, trace::TraceFile file);

/// commands.txt, run_metadata.json and sha256.txt; then the bundle gets its name.
/// @param sides  see run_metadata_json
void finish_bundle(reports::FolderDraft& draft, const std::string& command_line, ExitCode code,
                   const std::vector<std::pair<std::string, std::string>>& sides = {});

/// The verdict of a comparison in the forms a bundle holds, made in this one place: verdict.json,
/// metrics.json, summary.md, report.html.
void write_verdict(reports::FolderDraft& draft, const trace::Comparison& comparison,
                   const reports::Subject& subject, const reports::PageMatter& page);

} // namespace tapir::harness
