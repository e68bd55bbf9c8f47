#include "compare/model_comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "compare/model_file.hpp"
#include "compare/page_input.hpp"
#include "compare/ptx_note.hpp"
#include "compare/tolerance_file.hpp"
#include "compare/trace_diff.hpp"
#include "compare/words_besides.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/word_list.hpp"
#include "tapir/trace/format/read_trace.hpp"
#include "tapir/trace/model/model_names.hpp"
#include "tapir/trace/model/model_oracle.hpp"
#include "tapir/trace/verdict/audit.hpp"
#include "tapir/trace/verdict/compare.hpp"
#include "tapir/trace/verdict/header_checks.hpp"

namespace tapir::harness {

namespace {

/// Whether a comparison will refuse a file for what it is, whatever its names.
bool is_refused_anyhow(const trace::TraceFile& file) {
    return file.records.empty() || !file.problems.empty() || !file.truncation.empty();
}

trace::Comparison refused(const trace::NamedTrace& trace) {
    trace::Comparison result;
    result.reason = trace.reason;
    result.sentence = trace.refusal;
    return result;
}

void add_names(const char* side, const trace::NamedTrace& trace, std::vector<std::string>& notes) {
    const std::string whose = *side == '\0' ? std::string() : std::string("of the ") + side + ": ";
    for (const std::string& note : trace.notes) {
        notes.push_back(whose + note);
    }
    if (!trace.unknown.empty()) {
        constexpr std::size_t most_named = 8;
        std::set<std::string> keys;
        for (const auto& [key, count] : trace.unknown) {
            keys.insert(key);
        }
        notes.push_back(whose + "the model does not know " +
                        trace::word_list(keys, most_named, trace::OtherWords::count) +
                        "; taken as printed");
    }
}

/// Which formulas could not be asked everywhere.
void add_formulas(const trace::ModelOracle& oracle, std::vector<std::string>& notes) {
    for (const trace::AskedFormula& one : oracle.asked()) {
        if (one.asked < one.records) {
            notes.push_back(fmt::format("{}: its formula could be asked for {} of {} records; the "
                                        "others are taken as they are printed, because something "
                                        "that it names is not there",
                                        one.tap, one.asked, one.records));
        }
    }
}

bool asks_any(const trace::ModelOracle& oracle) {
    const std::vector<trace::AskedFormula> all = oracle.asked();
    return std::any_of(all.begin(), all.end(), [](const auto& one) { return one.asked > 0; });
}

/// The taps of the first roots, along the outermost loop that each lives in.
std::vector<reports::StepPlot> plots_of(const trace::Comparison& comparison,
                                        const trace::ProgramModel& program) {
    constexpr std::size_t most = 4;
    std::vector<reports::StepPlot> plots;
    for (const trace::RootCause& root : comparison.roots) {
        const trace::TapSpec* tap = program.find_tap(root.tap);
        std::size_t loop = 0;
        while (tap != nullptr && loop < program.loops.size() &&
               (tap->scope & trace::loop_bit(loop)) == 0) {
            ++loop;
        }
        if (tap == nullptr || loop == program.loops.size()) {
            continue; // of the set-up
        }
        for (int component = 0; component < tap->width && plots.size() < most; ++component) {
            const std::string label =
                tap->width > 1 ? fmt::format("{}[{}]", root.tap, component) : root.tap;
            plots.push_back({root.tap, component, label, loop});
        }
    }
    return plots;
}

trace::Comparison compare_named(const trace::TraceFile& reference,
                                const trace::TraceFile& candidate, const trace::Model& model,
                                const trace::Tolerance& tolerance, reports::PageInput* page,
                                std::vector<std::string>& notes) {
    const trace::ModelOracle oracle(model, {&reference, &candidate});
    // without a stage nothing is known of what feeds what
    const trace::LineageGraph graph =
        model.text().stages.empty() ? trace::LineageGraph{} : oracle.lineage();
    add_formulas(oracle, notes);
    trace::Comparison result = trace::compare(reference, candidate, model.program(), graph,
                                              tolerance, asks_any(oracle) ? &oracle : nullptr,
                                              page != nullptr ? reports::page_values : 0);
    if (page != nullptr) {
        add_page_input(result, graph, nullptr, *page);
        page->plots = plots_of(result, model.program());
    }
    return result;
}

} // namespace

trace::Comparison compare_by_model(const ComparisonRequest& request, reports::PageInput* page) {
    if (const auto same = one_file(request.reference, request.candidate)) {
        return *same;
    }
    const std::shared_ptr<const trace::Model> model = read_model(request.model);
    const trace::TraceFile reference = trace::read_trace(request.reference, model->program());
    const trace::TraceFile candidate = trace::read_trace(request.candidate, model->program());
    return compare_in_words_of(*model, reference, candidate, request.tolerance, page);
}

trace::Comparison compare_in_words_of(const trace::Model& model, const trace::TraceFile& reference,
                                      const trace::TraceFile& candidate,
                                      const trace::Tolerance& tolerance, reports::PageInput* page) {
    const trace::ProgramModel& program = model.program();
    if (is_refused_anyhow(reference) || is_refused_anyhow(candidate)) {
        return trace::compare(reference, candidate, program, {}, tolerance);
    }
    trace::NamedTrace one = trace::read_by_model(reference, model, "reference");
    trace::NamedTrace other = trace::read_by_model(candidate, model, "candidate");
    trace::require_components({&one, &other});
    for (const trace::NamedTrace* side : {&one, &other}) {
        if (!side->refusal.empty()) {
            return refused(*side);
        }
    }
    std::vector<std::string> notes;
    add_names("reference", one, notes);
    add_names("candidate", other, notes);
    const bool words_compared = may_be_of_one_program(reference, candidate);
    if (!words_compared) {
        one.file.other_lines.clear();
        other.file.other_lines.clear();
    }
    trace::Comparison result = compare_named(one.file, other.file, model, tolerance, page, notes);
    if (!words_compared) {
        count_words_besides(reference, candidate, result);
    }
    settle_tolerance_keys(tolerance, program, result);
    // a program may print in any order: the model's own says nothing of it
    for (trace::Doubts* doubts : {&result.of_reference, &result.of_candidate}) {
        doubts->out_of_order = doubts->setup_out_of_order = 0;
    }
    trace::note_doubts(reference.name, candidate.name, result);
    result.notes.insert(result.notes.begin(), notes.begin(), notes.end());
    note_first(ptx_note(reference, candidate), result);
    return result;
}

trace::Comparison audit_by_model(const trace::TraceFile& file, const trace::Model& model) {
    if (is_refused_anyhow(file)) {
        return trace::audit(file, model.program(), trace::ModelOracle(model, {&file}));
    }
    trace::NamedTrace named = trace::read_by_model(file, model, "");
    trace::require_components({&named});
    if (!named.refusal.empty()) {
        return refused(named);
    }
    std::vector<std::string> notes;
    add_names("", named, notes);
    const trace::ModelOracle oracle(model, {&named.file});
    add_formulas(oracle, notes);
    trace::Comparison result = trace::audit(named.file, model.program(), oracle);
    result.notes.insert(result.notes.begin(), notes.begin(), notes.end());
    return result;
}

trace::TraceFile named_by_model(const trace::TraceFile& file, const trace::Model& model) {
    if (is_refused_anyhow(file)) {
        return file; // whoever writes it says why not
    }
    trace::NamedTrace named = trace::read_by_model(file, model, "");
    trace::require_components({&named});
    if (!named.refusal.empty()) {
        throw InputError({.where = file.name,
                          .problem = "cannot be read by the model: " + named.refusal,
                          .reason = "its records would get keys and units that they do not have",
                          .remedy = "Correct the model; `tapir model check MODEL TRACE` says what "
                                    "fits."});
    }
    return std::move(named.file);
}

void refuse_scene_and_model(const std::string& model, const SceneOptions& scene) {
    if (!model.empty() && scene.given()) {
        throw InputError({.where = "--model",
                          .problem = "is given together with a scene",
                          .reason = "a scene is of this program's own diffraction engine, a model "
                                    "of any other program",
                          .remedy = "Leave one of them out."});
    }
}

} // namespace tapir::harness
