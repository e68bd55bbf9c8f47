#include "compare/root_conditioning.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include <nlohmann/json.hpp>

#include "compare/step_limit.hpp"
#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/engine/kernel_oracle.hpp"
#include "tapir/engine/loops.hpp"
#include "tapir/engine/pixel_replay.hpp"
#include "tapir/engine/taps.hpp"
#include "tapir/reports/verdict/conditioning_json.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::harness {

namespace {

constexpr std::size_t most_roots = 8;

struct Asked {
    trace::NodeKey node;
    double relative;
    std::optional<double> printed; ///< tells which component of the record it is
};

/// The component of a record that is nearest to what was printed.
int node_of(const Asked& asked, const trace::Replay& replay) {
    trace::NodeKey key = asked.node;
    int nearest = replay.index_of(key);
    const auto apart = [&](int node) {
        const double used = replay.nodes()[static_cast<std::size_t>(node)].used;
        return std::fabs(used - asked.printed.value_or(used));
    };
    for (++key.component; replay.index_of(key) >= 0; ++key.component) {
        const int node = replay.index_of(key);
        nearest = apart(node) < apart(nearest) ? node : nearest;
    }
    return nearest;
}

/// The records of the first roots; of images the photons of the worst pixel.
std::vector<Asked> asked_of(const trace::Comparison& result, bool images) {
    std::vector<Asked> asked;
    for (std::size_t i = 0; i < std::min(most_roots, result.roots.size()); ++i) {
        const trace::RootCause& root = result.roots[i];
        if (images && !root.site.in_pixel()) {
            continue;
        }
        asked.push_back({images ? trace::NodeKey{"photons", 0, trace::Site(root.site.pixel())}
                                : trace::NodeKey{root.tap, 0, root.site},
                         root.relative, trace::parse_number(root.reference)});
    }
    return asked;
}

std::vector<trace::Pixel> pixels_of(const std::vector<Asked>& asked) {
    std::vector<trace::Pixel> pixels;
    for (const Asked& one : asked) {
        const trace::Site& site = one.node.site;
        if (site.in_pixel() &&
            std::find(pixels.begin(), pixels.end(), site.pixel()) == pixels.end()) {
            pixels.push_back(site.pixel());
        }
    }
    return pixels;
}

/// A record's conditioning but for counts, which do not move by a share of themselves.
trace::RecordConditioning without_counts(trace::RecordConditioning record) {
    std::vector<trace::ConditioningTerm>& parameters = record.parameters;
    const auto is_count = [](const trace::ConditioningTerm& term) {
        const trace::TapSpec* tap = engine::nanobragg_model().find_tap(term.of.tap);
        return term.of.tap == engine::taps::cell_counts.key ||
               (tap != nullptr && tap->kind == trace::ValueKind::integer);
    };
    parameters.erase(std::remove_if(parameters.begin(), parameters.end(), is_count),
                     parameters.end());
    return record;
}

StepLimit held_at_once(double most) {
    return {.option = "--conditioning",
            .does = "hold the derivatives of ",
            .cost = "each has some 60 values with all they are computed from",
            .done = " are held at once",
            .most = most};
}

} // namespace

std::vector<trace::RecordConditioning> conditioning_of_roots(const engine::Experiment& experiment,
                                                             const engine::RunSpec& run,
                                                             bool images,
                                                             const trace::Comparison& result) {
    std::vector<trace::RecordConditioning> found;
    const std::vector<Asked> asked = asked_of(result, images);
    if (asked.empty()) {
        return found;
    }
    const std::vector<trace::Pixel> pixels = pixels_of(asked);
    require_few_steps(experiment, pixels, held_at_once(4 * engine::KernelOracle::most_steps));
    const trace::Replay replay = engine::follow(experiment, run, pixels, {});
    const trace::Conditioning conditioning(replay);
    for (const Asked& one : asked) {
        const int node = node_of(one, replay);
        if (node < 0) {
            continue;
        }
        found.push_back(without_counts(conditioning.of(node)));
        if (one.relative > 0 && std::isfinite(one.relative)) {
            found.back().sentence =
                trace::conditioning_sentence(found.back(), one.relative, engine::loop_names());
        }
    }
    return found;
}

std::string conditioning_lines(const engine::Experiment& experiment, const engine::RunSpec& run,
                               const std::vector<trace::Pixel>& pixels) {
    constexpr double most_steps = 1000; // every sum depends on all steps before it
    require_few_steps(experiment, pixels, held_at_once(most_steps));
    const trace::Replay replay = engine::follow(experiment, run, pixels, {});
    const trace::Conditioning conditioning(replay);
    std::string lines;
    for (int node = 0; node < static_cast<int>(replay.nodes().size()); ++node) {
        if (!replay.nodes()[static_cast<std::size_t>(node)].parents.empty()) {
            lines += reports::conditioning_json(without_counts(conditioning.of(node)),
                                                engine::loop_names())
                         .dump() +
                     "\n";
        }
    }
    return lines;
}

} // namespace tapir::harness
