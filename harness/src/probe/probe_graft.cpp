#include "probe/probe_graft.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "compare/declared_model.hpp"
#include "compare/model_comparison.hpp"
#include "compare/trace_diff.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::harness {

namespace {

/// Differences by their statements, in the order of the run.
class Statements {
  public:
    explicit Statements(const ProbeEvents& events) : events_(&events) {}

    void add(const ProbeDifference& difference) {
        const auto key = std::make_tuple(difference.tap, difference.at.file, difference.at.line);
        const auto [place, is_new] = number_.emplace(key, roots_.size());
        if (is_new) {
            roots_.push_back({difference, events_->text_of(difference.at)});
        }
        GraftRoot& root = roots_[place->second];
        ++root.times;
        root.ulp =
            std::max(root.ulp, trace::ulp_distance(difference.program, *difference.reference));
        root.relative = std::max(
            root.relative, trace::relative_difference(difference.program, *difference.reference));
    }
    [[nodiscard]] std::vector<GraftRoot> take() { return std::move(roots_); }

  private:
    const ProbeEvents* events_;
    std::map<std::tuple<std::string, std::string, int>, std::size_t> number_;
    std::vector<GraftRoot> roots_;
};

/// Which records of the reference the run came by, and which it did not.
void match_records(const ProbeRequest& request, const ProbeEvents& events,
                   const GraftReference& reference, GraftResult& result) {
    std::set<std::string> seen;
    for (const ProbeRecord& record : events.records) {
        const std::string name = record_name(request, record);
        if (reference.values.records.count(name) == 0) {
            if (!record.inherited) {
                result.extra.push_back(name);
            }
            continue;
        }
        seen.insert(name);
        result.compared += record.values.size();
    }
    for (const auto& [name, values] : reference.values.records) {
        if (seen.count(name) == 0 && !name.starts_with(inherited_prefix)) {
            result.missing.push_back(name);
        }
    }
}

std::string component_text(const ProbeDifference& difference) {
    return difference.component > 0 ? fmt::format("[{}]", difference.component) : "";
}

/// "T[1] at heat.f90:31, step=3: 293.25 instead of 294.5".
std::string root_text(const GraftRoot& root) {
    const ProbeDifference& first = root.first;
    const std::string site = first.site.text();
    const std::string name = first.at.file.substr(first.at.file.rfind('/') + 1);
    std::string text = fmt::format("{}{}  {}:{}  {}\n", first.tap, component_text(first), name,
                                   first.at.line, root.text);
    text += fmt::format("    first at {}: reference {}, program {} (relative {:.3g}); {} time(s)\n",
                        site.empty() ? "the set-up" : site, trace::shortest(*first.reference),
                        trace::shortest(first.program), root.relative, root.times);
    return text;
}

std::string list_text(const char* title, const std::vector<GraftRoot>& roots) {
    if (roots.empty()) {
        return "";
    }
    std::string text = std::string(title) + "\n";
    for (std::size_t i = 0; i < roots.size(); ++i) {
        text += fmt::format("{:>3}. {}", i + 1, root_text(roots[i]));
    }
    return text;
}

std::string names_text(const char* title, const std::vector<std::string>& names) {
    if (names.empty()) {
        return "";
    }
    constexpr std::size_t most = 5;
    std::string text = fmt::format("{} ({}):\n", title, names.size());
    for (std::size_t i = 0; i < std::min(most, names.size()); ++i) {
        text += "    " + names[i] + "\n";
    }
    return names.size() > most ? text + "    ...\n" : text;
}

constexpr const char* what_is_not_tapped =
    "    a fault in what no tap names shows at the first tapped statement behind it\n";

/// Whether the program went on with the reference's bits in all its last values.
void judge_end(const ProbeEvents& events, GraftResult& result) {
    const bool left =
        std::any_of(events.differences.begin(), events.differences.end(),
                    [](const ProbeDifference& one) { return one.reference && !one.grafted; });
    result.last_alike =
        !left && result.missing.empty() && result.extra.empty() && events.signal.empty();
}

} // namespace

GraftResult graft_result(const ProbeRequest& request, const ProbeEvents& events,
                         const GraftReference& reference) {
    GraftResult result;
    Statements roots(events);
    Statements inherited(events);
    std::uint64_t differing = 0;
    for (const ProbeDifference& difference : events.differences) {
        if (!difference.reference) {
            continue; // an extra record
        }
        ++differing;
        result.not_grafted += difference.grafted ? 0 : 1;
        if (difference.within) {
            ++result.within;
        } else {
            (difference.inherited ? inherited : roots).add(difference);
        }
    }
    result.roots = roots.take();
    result.inherited = inherited.take();
    match_records(request, events, reference, result);
    result.identical = result.compared - std::min(result.compared, differing);
    judge_end(events, result);
    const bool apart = !result.roots.empty() || !result.inherited.empty() ||
                       !result.missing.empty() || !result.extra.empty() || !events.signal.empty();
    result.verdict = apart                  ? trace::Verdict::divergence
                     : result.compared == 0 ? trace::Verdict::not_comparable
                                            : trace::Verdict::parity;
    return result;
}

std::string graft_sentence(const GraftResult& result) {
    const std::size_t count = result.roots.size();
    if (result.verdict == trace::Verdict::not_comparable) {
        return "Nothing was compared: the program came by none of the reference's records.";
    }
    if (result.verdict == trace::Verdict::parity) {
        return fmt::format(
            "The program computed the reference's values: {} compared, {} identical, "
            "{} within the tolerance.",
            result.compared, result.identical, result.within);
    }
    std::string text =
        count == 0 ? "No statement computed another value than the reference's"
                   : fmt::format("{} statement(s) computed another value than the reference's, "
                                 "from the reference's values of all that is tapped",
                                 count);
    if (!result.inherited.empty()) {
        text += fmt::format("; {} variable(s) were inherited from an earlier iteration with "
                            "another value",
                            result.inherited.size());
    }
    if (result.last_alike) {
        text += count == 0
                    ? "; with what was inherited put right, the run ended with the "
                      "reference's result bit for bit: that explains everything."
                    : fmt::format("; with them put right, the run ended with the "
                                  "reference's result bit for bit: {} everything.",
                                  count == 1 ? "this statement explains"
                                             : fmt::format("these {} statements explain", count));
        return text;
    }
    text += "; this does not explain everything:";
    const auto add = [&text](std::uint64_t number, const char* what) {
        if (number > 0) {
            text += fmt::format(" {} {},", number, what);
        }
    };
    add(result.missing.size(), "record(s) are missing");
    add(result.extra.size(), "record(s) are extra");
    add(result.not_grafted, "value(s) could not be replaced");
    if (text.back() == ':') {
        text += " the program did not come to its end,";
    }
    text.back() = '.';
    return text;
}

std::string graft_text(const GraftResult& result, const ProbeEvents& events,
                       const GraftReference& reference) {
    std::string text = graft_sentence(result) + "\n";
    text += list_text("statements, in the order of the run:", result.roots);
    text += result.roots.empty() ? "" : what_is_not_tapped;
    text += list_text("inherited from an earlier iteration:", result.inherited);
    text += names_text("missing: only the reference has them", result.missing);
    text += names_text("extra: only the program has them", result.extra);
    text += fmt::format("{} values compared, {} identical, {} within the tolerance",
                        result.compared, result.identical, result.within);
    if (reference.outside > 0) {
        text += fmt::format("; {} record(s) of the reference are of other taps or indices",
                            reference.outside);
    }
    text += "\n";
    if (!events.signal.empty()) {
        text += "the program ended by " + events.signal + "\n";
    } else if (events.code && *events.code != 0) {
        text += fmt::format("the program ended with exit code {}\n", *events.code);
    }
    return text;
}

namespace {

trace::RootCause root_cause(const GraftRoot& root, const GraftReference& reference,
                            const trace::Loops& loops) {
    trace::RootCause cause;
    const ProbeDifference& first = root.first;
    cause.kind = "native";
    cause.key = recorded_key(first.tap, first.inherited);
    cause.tap = cause.key;
    cause.reference = trace::shortest(*first.reference);
    cause.candidate = trace::shortest(first.program);
    cause.relative = root.relative;
    cause.ulp = root.ulp;
    cause.sites =
        static_cast<int>(std::min<std::uint64_t>(root.times, std::numeric_limits<int>::max()));
    for (const auto& [name, index] : first.site.indices) {
        const int loop = loops.find(name);
        if (loop >= 0) {
            cause.site[static_cast<std::size_t>(loop)] = index;
        }
    }
    const auto record =
        std::find_if(reference.file.records.begin(), reference.file.records.end(),
                     [&cause](const trace::PrintedRecord& one) { return one.key == cause.key; });
    if (record != reference.file.records.end()) {
        cause.unit = record->unit;
    }
    return cause;
}

} // namespace

trace::Comparison graft_comparison(const GraftResult& result, const GraftReference& reference,
                                   const trace::TraceFile& candidate,
                                   const trace::Tolerance& tolerance) {
    const auto model = declared_model(reference.file, candidate);
    trace::Comparison comparison =
        model ? compare_in_words_of(*model, reference.file, candidate, tolerance, nullptr)
              : diff_traces(reference.file, candidate, nullptr, {}, tolerance);
    const bool agrees = comparison.verdict == trace::Verdict::parity;
    if (result.verdict == trace::Verdict::parity && !agrees) {
        return comparison; // the traces are not worth a green verdict, and say why
    }
    comparison.verdict = result.verdict;
    comparison.sentence = graft_sentence(result);
    comparison.missing = result.missing;
    comparison.extra = result.extra;
    comparison.roots.clear();
    comparison.unexplained = 0;
    std::vector<GraftRoot> all = result.roots;
    all.insert(all.end(), result.inherited.begin(), result.inherited.end());
    for (const GraftRoot& root : all) {
        comparison.roots.push_back(root_cause(root, reference, comparison.loops));
        comparison.notes.emplace_back(fmt::format("{} is computed at {}:{}: {}",
                                                  comparison.roots.back().key, root.first.at.file,
                                                  root.first.at.line, root.text));
    }
    return comparison;
}

} // namespace tapir::harness
