#include "compare/run_comparison.hpp"

#include "compare/compare_as.hpp"
#include "compare/model_comparison.hpp"
#include "compare/model_file.hpp"
#include "compare/page_input.hpp"
#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::harness {

namespace {

/// What a page says of where it comes from.
reports::PageInput page_input_of(const std::string& command_line, const ComparisonRequest& request,
                                 bool wanted) {
    reports::PageInput page;
    if (wanted) {
        page.command = command_line;
        add_digest("reference", request.reference, page);
        add_digest("candidate", request.candidate, page);
        if (!request.images.empty()) {
            add_digest("reference's image", request.images.front(), page);
            add_digest("candidate's image", request.images.back(), page);
        }
    }
    return page;
}

/// The tolerance, with keys as the model or this program's own tables have them.
trace::Tolerance tolerance_of(const ComparisonJob& job) {
    const std::string& model = job.request.model;
    if (model.empty()) {
        return job.tolerance.load(engine::nanobragg_model());
    }
    refuse_scene_and_model(model, job.request.scene);
    if (!job.request.images.empty()) {
        throw InputError({.where = "--images",
                          .problem = "are given together with a model",
                          .reason = "only traces of this program's own engine are held against "
                                    "images",
                          .remedy = "Leave one of them out."});
    }
    if (job.tolerance.repeat != 0) {
        throw InputError({.where = "--repeat-command",
                          .problem = "is given together with a model",
                          .reason = "what the reference differs by from run to run is not yet "
                                    "measured in the words of a model",
                          .remedy = "Leave it out, and allow a key what it needs with "
                                    "--tolerances."});
    }
    return job.tolerance.load(read_model(model)->program());
}

} // namespace

ExitCode run_comparison(ComparisonJob job) {
    const VerdictFiles& files = job.files;
    const bool keeps = job.evidence != nullptr && job.evidence->wanted();
    if (keeps) {
        job.evidence->require_outside(
            {files.json, files.junit, files.html, files.markdown, files.metrics});
    }
    job.request.tolerance = tolerance_of(job);
    const reports::Subject subject = job.request.subject();
    job.request.spool();
    if (const auto refused =
            job.tolerance.measure_noise(job.request.reference, job.request.tolerance)) {
        if (keeps) {
            complain("no evidence is kept: there is nothing to compare by");
        }
        return deliver(*refused, subject, job.files);
    }
    const bool pages = keeps || !job.files.html.empty();
    reports::PageInput page = page_input_of(job.command_line, job.request, pages);
    const trace::Comparison result =
        keeps ? job.evidence->compare_and_keep(job, page)
              : compare_as(job.kind, job.request, pages ? &page : nullptr);
    return deliver(result, subject, job.files, page);
}

} // namespace tapir::harness
