#include "cause/run_facts.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <set>

#include "align/printed_entries.hpp"
#include "base/words.hpp"
#include "format/line_tools.hpp"
#include "format/log_lines.hpp"
#include "format/log_records.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

/// Facts by name.
using Facts = std::map<std::string, std::string>;

/// A number, or "x" between two of them.
bool is_number_or_times(std::string_view word) {
    return word == "x" || parse_number(word).has_value();
}

/// The parts of "2x2", "1 0 0" or "0.03 x 0.04", or the whole of any other word.
std::vector<std::string_view> parts_of(std::string_view value) {
    std::vector<std::string_view> parts = split(value, " x");
    const bool numbers = std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
        return parse_number(part).has_value();
    });
    return numbers ? parts : std::vector<std::string_view>{value};
}

/// One word, or several numbers: a sentence with the same words in it is not the program's line.
bool is_value(std::string_view text) {
    const std::vector<std::string_view> words = split(text, " ");
    return words.size() == 1 ||
           (!words.empty() && std::all_of(words.begin(), words.end(), is_number_or_times));
}

/// What a line says of a fact; "" when it is of something else.
std::string value_in(std::string_view line, const RunFact& fact) {
    std::string_view before = fact.before;
    const bool anywhere = before.substr(0, 1) == "~";
    before.remove_prefix(anywhere ? 1 : 0);
    const std::size_t begin = anywhere ? line.find(before) : 0;
    if (begin == std::string_view::npos || line.substr(begin, before.size()) != before) {
        return "";
    }
    const std::string_view rest = line.substr(begin + before.size());
    const std::string_view after = fact.after;
    const std::size_t end = after.empty() ? rest.size() : rest.find(after);
    if (end == std::string_view::npos) {
        return "";
    }
    if (*fact.says != '\0') {
        return fact.says;
    }
    const std::string_view between = trimmed(rest.substr(0, end));
    return is_value(between) ? std::string(between) : "";
}

/// The name of a file without its folder; any other word as it is.
std::string_view without_folder(std::string_view word) {
    return word.substr(std::min(word.find_last_of('/') + 1, word.size()));
}

/// Two parts of a value, as far as their digits tell. Words are written large and small.
bool same_part(std::string_view a, std::string_view b) {
    const std::vector<PrintedValue> one = leading_numbers(a).values;
    const std::vector<PrintedValue> other = leading_numbers(b).values;
    if (one.size() == 1 && other.size() == 1 && parse_number(a) && parse_number(b)) {
        const PrintedValue& x = one.front();
        const PrintedValue& y = other.front();
        constexpr double slack = 1 + 1e-9;
        return x.number == y.number ||
               std::fabs(x.number - y.number) <= slack * std::max(x.half_quantum, y.half_quantum);
    }
    a = without_folder(a);
    b = without_folder(b);
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char c, char d) {
        return std::tolower(static_cast<unsigned char>(c)) ==
               std::tolower(static_cast<unsigned char>(d));
    });
}

bool same_value(std::string_view a, std::string_view b) {
    const std::vector<std::string_view> one = parts_of(a);
    const std::vector<std::string_view> other = parts_of(b);
    return std::equal(one.begin(), one.end(), other.begin(), other.end(), same_part);
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

/// Whether what a log says of a fact is what tells of a root: a certain word, or, for "=", the
/// number that one side has there and the other has not.
bool tells_of(const RunFact& fact, const std::string& value, const RootCause& root) {
    const std::string_view when = *fact.when != '\0' ? fact.when : fact.says;
    if (when != "=") {
        return value == when;
    }
    const auto is_value = [&value](const std::string& print) {
        return parse_number(print).has_value() && same_value(print, value);
    };
    return is_value(root.reference) != is_value(root.candidate);
}

void explain(const RunFact& fact, const Facts& one, const Facts& other, WhichSide side,
             std::vector<RootCause>& roots) {
    const auto found = one.find(fact.fact);
    const auto opposite = other.find(fact.fact);
    if (*fact.tap == '\0' || found == one.end() ||
        (opposite != other.end() && same_value(opposite->second, found->second))) {
        return;
    }
    for (RootCause& root : roots) {
        Finding finding{Rule::log_states, side, {fact.fact, found->second}};
        if (*fact.remark != '\0') {
            finding.terms.emplace_back(fact.remark);
        }
        if (root.tap == fact.tap && tells_of(fact, found->second, root) && !bears(root, finding)) {
            root.evidence.push_back(std::move(finding));
        }
    }
}

/// Lines of one log that tell of an error, or of a warning, and do not stand in the other.
void add_alarms(const TraceFile& own, const TraceFile& other, const char* side, bool warnings,
                std::vector<std::string>& differences) {
    constexpr std::size_t most = 3;
    const std::set<std::string> theirs(other.words.begin(), other.words.end());
    std::set<std::string> said;
    for (const std::string& line : own.words) {
        const Alarm alarm = alarm_in(line);
        if (alarm == Alarm::none || (alarm == Alarm::warning && !warnings) ||
            theirs.count(line) > 0 || said.size() == most || !said.insert(line).second) {
            continue;
        }
        differences.push_back(std::string("only the ") + side + " says '" + excerpt(line) + "'");
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
        if (found != other.end() && !same_value(found->second, value)) {
            std::string text = fact;
            text += " " + value + " against " + found->second;
            differences.push_back(std::move(text));
        }
    }
    for (const RunFact& fact : program.run_facts) {
        explain(fact, one, other, WhichSide::reference, roots);
        explain(fact, other, one, WhichSide::candidate, roots);
    }
    // a port need not warn of what the C program warns of
    const bool warnings = !one.empty() && !other.empty() && written_alike(reference, candidate);
    add_alarms(reference, candidate, "reference", warnings, differences);
    add_alarms(candidate, reference, "candidate", warnings, differences);
    return differences;
}

} // namespace tapir::trace
