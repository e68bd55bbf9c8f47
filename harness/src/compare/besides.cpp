#include "compare/besides.hpp"

#include "compare/arbitrate_images.hpp"
#include "compare/arbitrate_traces.hpp"
#include "compare/float_image.hpp"
#include "compare/root_conditioning.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::harness {

namespace {

/// The option that asks, for messages.
std::string asked_by(const Besides& besides) {
    return besides.arbiter ? "--arbiter" : "--conditioning";
}

} // namespace

void check_besides(const ComparisonRequest& request) {
    if (!request.besides.any()) {
        return;
    }
    if (!request.model.empty() || !request.scene.given()) {
        throw InputError({.where = asked_by(request.besides),
                          .problem = "needs a scene of this program",
                          .reason = "the exact answer, and what moves it, are computed from the "
                                    "scene by the engine's own kernel",
                          .remedy = "Give it with --config, --args-file or after --."});
    }
}

void add_besides(JobKind kind, const ComparisonRequest& request, trace::Comparison& result) {
    if (!request.besides.any()) {
        return;
    }
    if (result.of_texts) {
        throw InputError({.where = asked_by(request.besides),
                          .problem = "does not go with texts of any program",
                          .reason = "their numbers are not known to be values of the scene",
                          .remedy = "Give two traces, or two images."});
    }
    if (result.verdict == trace::Verdict::not_comparable) {
        result.notes.push_back("what was asked for besides the verdict (" +
                               asked_by(request.besides) +
                               ") is not said: the two cannot be compared");
        return;
    }
    const LoadedScene scene = request.scene.loaded();
    const bool images = kind == JobKind::why && looks_like_image(request.reference);
    if (request.besides.arbiter) {
        result.arbiter = images ? arbitrate_images(request, scene.experiment)
                                : arbitrate_traces(request, scene.experiment, result);
    }
    if (request.besides.conditioning) {
        result.conditioning =
            conditioning_of_roots(scene.experiment, request.scene.run_spec(), images, result);
    }
}

} // namespace tapir::harness
