#include "compare/run_comparison.hpp"

#include <optional>
#include <string>
#include <vector>

#include "compare/compare_as.hpp"
#include "compare/model_comparison.hpp"
#include "compare/model_file.hpp"
#include "compare/page_input.hpp"
#include "compare/text_pair.hpp"
#include "console/output_file.hpp"
#include "console/spooled_input.hpp"
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

/// Runs the reference again where that was asked for: of texts the outputs are kept for the
/// comparison, of records how far they lie apart.
/// @return a refusal when the reference does not repeat itself
std::optional<trace::Comparison> repeat_reference(const ToleranceOptions& options,
                                                  ComparisonRequest& request) {
    if (options.repeat == 0) {
        return std::nullopt;
    }
    const std::vector<std::string> outputs = options.run_again();
    if (!text_pair(request.reference, request.candidate, request.scene.given())) {
        return measure_noise(request.reference, outputs, request.tolerance);
    }
    for (const std::string& output : outputs) {
        request.repetitions.push_back(temporary_copy(output));
    }
    request.tolerance.repeats = options.repeat;
    return std::nullopt;
}

} // namespace

ExitCode run_comparison(ComparisonJob job) {
    const VerdictFiles& files = job.files;
    const bool keeps = job.evidence != nullptr && job.evidence->wanted();
    require_one_standard_output(files.all());
    if (keeps) {
        job.evidence->require_outside(files.all());
    }
    job.request.tolerance = tolerance_of(job);
    const reports::Subject subject = job.request.subject();
    job.request.spool();
    if (const auto refused = repeat_reference(job.tolerance, job.request)) {
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
