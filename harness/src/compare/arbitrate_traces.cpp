#include "compare/arbitrate_traces.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <utility>

#include "compare/exact_run.hpp"
#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/engine/kernel_oracle.hpp"
#include "tapir/trace/align/own_values.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/number_text.hpp"
#include "tapir/trace/format/read_trace.hpp"
#include "tapir/trace/verdict/pixel_recovery.hpp"

namespace tapir::harness {

namespace {

constexpr std::size_t most_roots = 8;
constexpr std::size_t most_pixels = 4; ///< of which the final value is looked at

/// What one side printed.
struct TracedSide {
    engine::NodeMap<trace::OwnValue> values;
    trace::RecordedValues recorded;
    std::vector<trace::NodeKey> order; ///< of the file
};

TracedSide traced_side(trace::TraceFile file, const trace::Loops& loops) {
    trace::adopt_loops(loops, file);
    TracedSide side;
    constexpr double half = 0.5;
    for (trace::OwnValue& value : trace::own_values(file, engine::nanobragg_model())) {
        side.recorded[value.node].push_back({value.value, half * value.last_place});
        if (side.values.emplace(value.node, value).second) {
            side.order.push_back(value.node);
        }
    }
    return side;
}

void require_small(const std::string& path) {
    constexpr std::uintmax_t most = std::uintmax_t{64} << 20U;
    std::error_code unknown;
    if (std::filesystem::file_size(path, unknown) > most && !unknown) {
        throw InputError({.where = path,
                          .problem = "is above 64 MiB, and --arbiter is asked for",
                          .reason = "the arbiter holds both traces at once",
                          .remedy = "Trace the pixel of the first root alone."});
    }
}

bool is_chosen(const trace::Site& site, const std::vector<trace::Pixel>& chosen) {
    return chosen.empty() || !site.in_pixel() ||
           std::find(chosen.begin(), chosen.end(), site.pixel()) != chosen.end();
}

class TraceArbiter {
  public:
    TraceArbiter(TracedSide reference, TracedSide candidate, std::vector<trace::Pixel> chosen)
        : reference_(std::move(reference)), candidate_(std::move(candidate)),
          chosen_(std::move(chosen)) {}

    /// The component of a root's record in which the sides lie furthest apart.
    void want(const trace::RootCause& root) {
        const trace::NodeKey* furthest = nullptr;
        double most = 0;
        for (const trace::NodeKey& node : reference_.order) {
            const auto other = candidate_.values.find(node);
            if (node.tap != root.tap || node.site != root.site ||
                other == candidate_.values.end() || !is_chosen(node.site, chosen_)) {
                continue;
            }
            const double apart =
                trace::relative_difference(reference_.values.at(node).value, other->second.value);
            if (apart > most) {
                furthest = &node;
                most = apart;
            }
        }
        if (furthest != nullptr && wanted_.insert(*furthest).second) {
            roots_.push_back(*furthest);
        }
    }

    /// What the pixels end with.
    void want_final_values() {
        for (const trace::NodeKey& node : reference_.order) {
            if (node.tap == "photons" && finals_.size() < most_pixels &&
                candidate_.values.count(node) > 0 && is_chosen(node.site, chosen_) &&
                wanted_.insert(node).second) {
                finals_.push_back(node);
            }
        }
    }

    [[nodiscard]] trace::Arbiter answer(const engine::Experiment& experiment,
                                        const engine::RunSpec& options) const {
        const ExactRun run(experiment, options, pixels(), wanted_);
        trace::Arbiter arbiter;
        for (const auto* nodes : {&roots_, &finals_}) {
            for (const trace::NodeKey& node : *nodes) {
                if (const auto exact = run.value(node)) {
                    arbiter.values.push_back(judged(node, *exact, *exact));
                }
            }
        }
        add_own_inputs(run, arbiter);
        run.describe(arbiter);
        return arbiter;
    }

  private:
    [[nodiscard]] std::vector<trace::Pixel> pixels() const {
        std::vector<trace::Pixel> found;
        for (const auto* nodes : {&roots_, &finals_}) {
            for (const trace::NodeKey& node : *nodes) {
                if (node.site.in_pixel() &&
                    std::find(found.begin(), found.end(), node.site.pixel()) == found.end()) {
                    found.push_back(node.site.pixel());
                }
            }
        }
        return found;
    }

    [[nodiscard]] trace::ArbitratedValue judged(const trace::NodeKey& node,
                                                const trace::ExactNumber& of_reference,
                                                const trace::ExactNumber& of_candidate) const {
        const trace::OwnValue& one = reference_.values.at(node);
        const trace::OwnValue& other = candidate_.values.at(node);
        trace::ArbitratedValue value = arbitrated_value(node);
        value.reference =
            trace::arbitrated_side(one.shown, one.value, one.last_place, of_reference);
        value.candidate =
            trace::arbitrated_side(other.shown, other.value, other.last_place, of_candidate);
        trace::judge(value);
        return value;
    }

    /// Each root's stage by itself, on each side's own records.
    void add_own_inputs(const ExactRun& run, trace::Arbiter& arbiter) const {
        if (roots_.empty()) {
            return;
        }
        const engine::ExactValues reference = run.on_records(reference_.recorded);
        const engine::ExactValues candidate = run.on_records(candidate_.recorded);
        for (const trace::NodeKey& node : roots_) {
            const auto one = reference.values.find(node);
            const auto other = candidate.values.find(node);
            if (one != reference.values.end() && other != candidate.values.end()) {
                arbiter.values.push_back(
                    judged(node, exact_number(one->second), exact_number(other->second)));
                arbiter.values.back().own_inputs = true;
            }
        }
    }

    TracedSide reference_, candidate_;
    std::vector<trace::Pixel> chosen_;
    engine::NodeSet wanted_;
    std::vector<trace::NodeKey> roots_, finals_;
};

} // namespace

trace::Arbiter arbitrate_traces(const ComparisonRequest& request,
                                const engine::Experiment& experiment,
                                const trace::Comparison& result) {
    require_small(request.reference);
    require_small(request.candidate);
    const trace::ProgramModel& program = engine::nanobragg_model();
    trace::TraceFile reference = trace::read_trace(request.reference, program);
    trace::TraceFile candidate = trace::read_trace(request.candidate, program);
    const engine::RunSpec run = request.scene.run_spec();
    const engine::KernelOracle oracle(experiment, run);
    trace::recover_pixels(reference, candidate, program, &oracle);
    TraceArbiter arbiter(traced_side(std::move(reference), result.loops),
                         traced_side(std::move(candidate), result.loops), request.besides.pixels);
    for (std::size_t i = 0; i < std::min(most_roots, result.roots.size()); ++i) {
        arbiter.want(result.roots[i]);
    }
    arbiter.want_final_values();
    trace::Arbiter answer = arbiter.answer(experiment, run);
    trace::conclude(answer, result.loops);
    return answer;
}

} // namespace tapir::harness
