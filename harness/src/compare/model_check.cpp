#include "compare/model_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "compare/trace_diff.hpp"
#include "tapir/reports/text/printable.hpp"
#include "tapir/trace/model/formula_units.hpp"
#include "tapir/trace/model/model_names.hpp"
#include "tapir/trace/model/model_oracle.hpp"
#include "tapir/trace/model/units.hpp"
#include "tapir/trace/verdict/audit.hpp"

namespace tapir::harness {

namespace {

std::string loop_names(trace::LoopSet set, const trace::Loops& loops) {
    std::string text;
    for (std::size_t loop = 0; loop < loops.size(); ++loop) {
        if ((set & trace::loop_bit(loop)) != 0) {
            text += (text.empty() ? "" : ", ") + loops[loop].name;
        }
    }
    return text.empty() ? "set-up" : text;
}

/// "T [K], per step, cell": what a tap is.
std::string tap_text(const trace::TapSpec& tap, const trace::Loops& loops) {
    std::string text = fmt::format("{} [{}]", tap.key, tap.unit);
    text += tap.width > 1 ? fmt::format(", {} components", tap.width) : "";
    text +=
        tap.scope == trace::no_loops ? ", set-up" : ", for each " + loop_names(tap.scope, loops);
    return text;
}

std::size_t formulas_of(const trace::Model& model) {
    std::size_t count = 0;
    for (int tap = 0; tap < model.taps(); ++tap) {
        count += model.formula(tap) != nullptr ? 1U : 0U;
    }
    return count;
}

/// How many of a tap's formulas fail, as the audit found.
std::map<std::string, int> failures_of(const trace::Comparison& audit) {
    std::map<std::string, int> failures;
    for (const trace::RootCause& root : audit.roots) {
        failures[root.tap] += root.sites;
    }
    return failures;
}

void add_formulas(const trace::ModelOracle& oracle, const trace::Comparison& audit,
                  ModelCheck& check) {
    const std::map<std::string, int> failures = failures_of(audit);
    for (const trace::AskedFormula& one : oracle.asked()) {
        const auto found = failures.find(one.tap);
        const int failed = found == failures.end() ? 0 : found->second;
        std::string line =
            fmt::format("  {}: the formula holds for {} of {} records", one.tap,
                        std::max<long>(0, static_cast<long>(one.asked) - failed), one.records);
        line += one.asked < one.records
                    ? fmt::format("; for {} it cannot be asked, because something that it names is "
                                  "not there",
                                  one.records - one.asked)
                    : "";
        check.lines.push_back(line);
    }
    for (const trace::RootCause& root : audit.roots) {
        check.lines.push_back(
            fmt::format("  FAILS {} ({}): the records give {}, the trace prints {}", root.tap,
                        root.site == trace::Site{} ? "set-up" : fmt::format("{} sites", root.sites),
                        root.reference, root.candidate));
        check.code = ExitCode::divergence;
    }
}

} // namespace

ModelCheck check_model(const trace::Model& model) {
    const trace::ModelText& text = model.text();
    const trace::Loops& loops = model.program().loops;
    ModelCheck check;
    std::string names;
    for (const trace::ModelLoop& loop : text.loops) {
        names += (names.empty() ? "" : ", ") + loop.name;
    }
    check.lines.push_back(fmt::format("loops: {}", names.empty() ? "none" : names));
    check.lines.push_back(fmt::format("{} taps, {} of them with a formula; {} printed names",
                                      text.taps.size(), formulas_of(model), text.printed.size()));
    for (int tap = 0; tap < model.taps(); ++tap) {
        if (!trace::parse_unit(model.tap(tap).unit)) {
            check.lines.push_back(fmt::format("  {}: the unit is not known here, and compared as a "
                                              "word",
                                              tap_text(model.tap(tap), loops)));
        }
    }
    const std::vector<trace::UnitProblem> problems = trace::unit_problems(model);
    for (const trace::UnitProblem& problem : problems) {
        check.lines.push_back(fmt::format("  UNIT of {}: {}", problem.tap, problem.problem));
        check.code = ExitCode::divergence;
    }
    if (problems.empty() && formulas_of(model) > 0) {
        check.lines.emplace_back(
            "every formula has the unit of its tap, as far as units are known");
    }
    return check;
}

ModelCheck check_trace(const trace::Model& model, const trace::TraceFile& file) {
    ModelCheck check;
    check.lines.push_back(reports::printable(file.name) + ":");
    if (file.records.empty() || !file.truncation.empty() || !file.problems.empty()) {
        const std::string why = !file.truncation.empty() ? "it is not whole: " + file.truncation
                                : !file.problems.empty() ? file.problems.front()
                                                         : "it holds no record";
        check.lines.push_back("  cannot be read: " + reports::printable(why));
        check.code = ExitCode::not_comparable;
        return check;
    }
    trace::NamedTrace named = trace::read_by_model(file, model, "");
    trace::require_components({&named});
    for (const std::string& note : named.notes) {
        check.lines.push_back("  " + reports::printable(note));
    }
    for (const auto& [key, count] : named.unknown) {
        check.lines.push_back(fmt::format("  {}: {} records, of no tap of the model",
                                          reports::printable(key), count));
    }
    if (!named.refusal.empty()) {
        check.lines.push_back("  REFUSED: " + reports::printable(named.refusal));
        check.code = ExitCode::not_comparable;
        return check;
    }
    std::set<std::string> printed;
    for (const trace::PrintedRecord& record : named.file.records) {
        printed.insert(record.key);
    }
    for (int tap = 0; tap < model.taps(); ++tap) {
        if (printed.count(model.tap(tap).key) == 0) {
            check.lines.push_back(fmt::format("  {}: is not printed", model.tap(tap).key));
        }
    }
    const trace::ModelOracle oracle(model, {&named.file});
    if (!oracle.asked().empty()) {
        add_formulas(oracle, trace::audit(named.file, model.program(), oracle), check);
    }
    return check;
}

std::vector<std::string> tables_text(const trace::ProgramModel& program) {
    std::vector<std::string> lines{"loops, outermost first:"};
    const trace::Loops& loops = program.loops;
    for (std::size_t loop = 0; loop < loops.size(); ++loop) {
        const char* role = loop == trace::Loops::row      ? " (row of a pixel)"
                           : loop == trace::Loops::column ? " (column of a pixel)"
                                                          : "";
        if (loops[loop].name.front() != '(') { // else there are no pixels
            lines.push_back(fmt::format("  {}{}", loops[loop].name, role));
        }
    }
    lines.emplace_back("taps:");
    for (const trace::TapSpec* tap : program.taps) {
        const std::string meaning = tap->meaning;
        lines.push_back("  " + tap_text(*tap, loops) + (meaning.empty() ? "" : ": " + meaning));
    }
    if (!program.entries.empty()) {
        lines.emplace_back("printed names:");
    }
    for (const trace::TapPrint& entry : program.entries) {
        std::string line = fmt::format("  {}: {}{}{}", trace::to_text(entry.dialect), entry.kind,
                                       *entry.kind == '\0' ? "" : " ", entry.key);
        line += *entry.label == '\0' ? "" : fmt::format(" {}", entry.label);
        line += fmt::format(" is {}", entry.tap);
        const trace::TapSpec* tap = program.find_tap(entry.tap);
        line += tap != nullptr && tap->width > 1
                    ? entry.count > 1 ? fmt::format(" from component {}", entry.component)
                                      : fmt::format(" component {}", entry.component)
                    : "";
        line += entry.multiply != entry.divide
                    ? fmt::format(", times {:g}", entry.multiply / entry.divide)
                    : "";
        line += *entry.note == '\0' ? "" : fmt::format(" ({})", entry.note);
        lines.push_back(line);
    }
    return lines;
}

} // namespace tapir::harness
