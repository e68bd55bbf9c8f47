#include "cause/run_facts.hpp"

#include <algorithm>
#include <map>

namespace tapir::trace {

namespace {

/// Facts by name.
using Facts = std::map<std::string, std::string>;

/// What a line says of a fact; "" when it is of something else.
std::string value_in(std::string_view line, const RunFact& fact) {
    const std::string_view before = fact.before;
    if (line.substr(0, before.size()) != before) {
        return "";
    }
    const std::string_view after = fact.after;
    const std::size_t end = line.find(after, before.size());
    if (end == std::string_view::npos) {
        return "";
    }
    if (*fact.says != '\0') {
        return fact.says;
    }
    const std::string_view between = after.empty()
                                         ? line.substr(before.size())
                                         : line.substr(before.size(), end - before.size());
    // a sentence with the same words in it is not the program's line
    const bool one_word = !between.empty() && between.find(' ') == std::string_view::npos;
    return one_word ? std::string(between) : "";
}

/// The last word counts: the program repeats itself when it changes its mind.
Facts facts_of(const TraceFile& file, const ProgramModel& program) {
    Facts facts;
    for (const RunFact& fact : program.run_facts) {
        const bool there = *fact.record != '\0' &&
                           std::any_of(file.records.begin(), file.records.end(),
                                       [&fact](const auto& one) { return one.key == fact.record; });
        if (there) {
            facts[fact.fact] = fact.says;
        }
    }
    for (const std::string& line : file.words) {
        for (const RunFact& fact : program.run_facts) {
            const std::string value = *fact.record == '\0' ? value_in(line, fact) : "";
            if (!value.empty()) {
                facts[fact.fact] = value;
            }
        }
    }
    return facts;
}

/// Whether a root bears this finding already, or one that goes on behind the same terms.
bool bears(const RootCause& root, const Finding& finding) {
    return std::any_of(root.evidence.begin(), root.evidence.end(), [&](const Finding& known) {
        return known.rule == finding.rule && known.side == finding.side &&
               known.terms.size() >= finding.terms.size() &&
               std::equal(finding.terms.begin(), finding.terms.end(), known.terms.begin());
    });
}

void explain(const RunFact& fact, const Facts& one, const Facts& other, WhichSide side,
             std::vector<RootCause>& roots) {
    const auto found = one.find(fact.fact);
    const auto opposite = other.find(fact.fact);
    const std::string telling = *fact.when != '\0' ? fact.when : fact.says;
    if (*fact.tap == '\0' || found == one.end() || found->second != telling ||
        (opposite != other.end() && opposite->second == found->second)) {
        return;
    }
    for (RootCause& root : roots) {
        Finding finding{Rule::log_states, side, {fact.fact, found->second}};
        if (*fact.remark != '\0') {
            finding.terms.emplace_back(fact.remark);
        }
        if (root.tap == fact.tap && !bears(root, finding)) {
            root.evidence.push_back(std::move(finding));
        }
    }
}

} // namespace

std::vector<std::string> differing_facts(const TraceFile& reference, const TraceFile& candidate,
                                         const ProgramModel& program,
                                         std::vector<RootCause>& roots) {
    const Facts one = facts_of(reference, program);
    const Facts other = facts_of(candidate, program);
    std::vector<std::string> differences;
    for (const auto& [fact, value] : one) {
        const auto found = other.find(fact);
        if (found != other.end() && found->second != value) {
            std::string text = fact;
            text += " " + value + " against " + found->second;
            differences.push_back(std::move(text));
        }
    }
    for (const RunFact& fact : program.run_facts) {
        explain(fact, one, other, WhichSide::reference, roots);
        explain(fact, other, one, WhichSide::candidate, roots);
    }
    return differences;
}

} // namespace tapir::trace
