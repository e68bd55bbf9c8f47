#include "probe/probe_model.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace tapir::harness {

namespace {

using nlohmann::ordered_json;

std::string range_text(const SlopeRange& range) {
    if (!range.known) {
        return "not known";
    }
    const std::string least = fmt::format("{:.3g}", range.least);
    const std::string most = fmt::format("{:.3g}", range.most);
    return least == most ? least : least + " to " + most;
}

std::string join(const std::vector<std::string>& words, const char* between) {
    return fmt::format("{}", fmt::join(words, between));
}

std::vector<std::string> feeds_of(const LearntLineage& learnt, const LearntEdge& edge) {
    std::vector<std::string> feeds;
    for (const Relation& relation : edge.relations) {
        feeds.push_back(relation.text(learnt.table, edge.source));
    }
    return feeds;
}

/// What there is to say of an edge besides its feeds and slopes.
std::vector<std::string> notes_of(const LearntLineage& learnt, const LearntEdge& edge) {
    std::vector<std::string> notes = edge.notes;
    for (const Relation& relation : edge.only_told) {
        notes.push_back("where none of these is there, it comes from " +
                        relation.text(learnt.table, edge.source) + ", which feeds cannot say");
    }
    return notes;
}

std::vector<const LearntEdge*> edges_to(const LearntLineage& learnt, std::size_t tap) {
    std::vector<const LearntEdge*> edges;
    for (const LearntEdge& edge : learnt.edges) {
        if (edge.sink == static_cast<int>(tap)) {
            edges.push_back(&edge);
        }
    }
    return edges;
}

bool feeds_something(const LearntLineage& learnt, std::size_t tap) {
    return std::any_of(learnt.edges.begin(), learnt.edges.end(), [tap](const LearntEdge& edge) {
        return edge.source == static_cast<int>(tap) && edge.sink != edge.source;
    });
}

/// "slope of airpath: -1 (relative), -0.5 (absolute)."
std::string meaning_of(const LearntLineage& learnt, const std::vector<const LearntEdge*>& edges) {
    std::string meaning;
    for (const LearntEdge* edge : edges) {
        meaning +=
            fmt::format("{}slope for {}: relative {}, absolute {}", meaning.empty() ? "" : "; ",
                        learnt.table.taps[static_cast<std::size_t>(edge->source)],
                        range_text(edge->relative), range_text(edge->absolute));
        for (const std::string& note : notes_of(learnt, *edge)) {
            meaning += "; " + note;
        }
    }
    return meaning;
}

ordered_json loops_json(const ProbeRequest& request, const LearntLineage& learnt) {
    ordered_json loops = ordered_json::array();
    for (const ProbeLoop& loop : request.probes.loops) {
        ordered_json one{{"name", loop.name}};
        if (!loop.role.empty()) {
            one["role"] = loop.role;
        }
        loops.push_back(std::move(one));
    }
    const int pass = static_cast<int>(learnt.table.loops.size()) - 1;
    const auto& taps = learnt.table.loops_of_taps;
    if (std::any_of(taps.begin(), taps.end(), [pass](const std::vector<int>& loops_of_tap) {
            return !loops_of_tap.empty() && loops_of_tap.back() == pass;
        })) {
        loops.push_back({{"name", pass_loop_name}});
    }
    return loops;
}

ordered_json tap_json(const ProbeTap& tap, const LearntLineage& learnt, std::size_t number) {
    ordered_json one{{"key", tap.key}, {"unit", tap.unit}};
    if (tap.values.size() > 1) {
        one["components"] = tap.values.size();
    }
    if (!learnt.table.loops_of_taps[number].empty()) {
        one["loops"] = ordered_json::array();
        for (const int loop : learnt.table.loops_of_taps[number]) {
            one["loops"].push_back(learnt.table.loops[static_cast<std::size_t>(loop)]);
        }
    }
    if (!tap.meaning.empty()) {
        one["meaning"] = tap.meaning;
    }
    return one;
}

/// One line of a table of three columns.
std::string row(const std::string& tap, std::size_t width, const std::string& from,
                const std::string& slope) {
    constexpr std::size_t column = 34;
    std::string line = fmt::format("{:<{}}  {:<{}}  {}", tap, width, from, column, slope);
    return line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
}

/// Where the lineage of a draft is not the one that was learnt.
std::string corrections(const ProbeRequest& request, const LearntLineage& learnt) {
    std::string text;
    for (std::size_t tap = 0; tap < request.probes.taps.size(); ++tap) {
        const ProbeTap& one = request.probes.taps[tap];
        const std::set<std::string> drafted(one.feeds.begin(), one.feeds.end());
        std::set<std::string> seen;
        for (const LearntEdge* edge : edges_to(learnt, tap)) {
            seen.insert(learnt.table.taps[static_cast<std::size_t>(edge->source)]);
        }
        std::vector<std::string> missing;
        std::vector<std::string> extra;
        std::set_difference(seen.begin(), seen.end(), drafted.begin(), drafted.end(),
                            std::back_inserter(missing));
        std::set_difference(drafted.begin(), drafted.end(), seen.begin(), seen.end(),
                            std::back_inserter(extra));
        if (drafted.empty()) {
            continue;
        }
        text +=
            fmt::format("  {}: {}", one.key, missing.empty() && extra.empty() ? "confirmed" : "");
        text += missing.empty() ? "" : "comes from " + join(missing, ", ") + " as well";
        text += missing.empty() || extra.empty() ? "" : "; ";
        text += extra.empty() ? "" : "nothing was seen to come from " + join(extra, ", ");
        text += "\n";
    }
    return text.empty() ? "" : "feeds of the probe file:\n" + text;
}

std::string list_line(const char* title, const std::vector<std::string>& words) {
    return words.empty() ? "" : fmt::format("{}: {}\n", title, join(words, ", "));
}

} // namespace

std::string learnt_model_text(const ProbeRequest& request, const LearntLineage& learnt) {
    ordered_json model{{"format", "tapir-model"}, {"version", 1}};
    std::string purpose = fmt::format("Learnt by moving each tap of {} in {} runs of {}.",
                                      request.probes.program, learnt.runs, request.program.front());
    for (const std::string& note : learnt.notes) {
        purpose += " " + note + ".";
    }
    model["purpose"] = purpose;
    if (ordered_json loops = loops_json(request, learnt); !loops.empty()) {
        model["loops"] = std::move(loops);
    }
    model["taps"] = ordered_json::array();
    model["stages"] = ordered_json::array();
    for (std::size_t tap = 0; tap < request.probes.taps.size(); ++tap) {
        const ProbeTap& one = request.probes.taps[tap];
        ordered_json declared = tap_json(one, learnt, tap);
        ordered_json stage{{"tap", one.key}, {"feeds", ordered_json::array()}};
        const std::vector<const LearntEdge*> edges = edges_to(learnt, tap);
        for (const LearntEdge* edge : edges) {
            for (const std::string& feed : feeds_of(learnt, *edge)) {
                stage["feeds"].push_back(feed);
            }
        }
        const std::string meaning = meaning_of(learnt, edges);
        if (!stage["feeds"].empty()) {
            stage["meaning"] = meaning;
            model["stages"].push_back(std::move(stage));
        } else if (!meaning.empty()) {
            declared["meaning"] = (one.meaning.empty() ? "" : one.meaning + "; ") + meaning;
        }
        model["taps"].push_back(std::move(declared));
    }
    return model.dump(1) + "\n";
}

std::string lineage_text(const ProbeRequest& request, const LearntLineage& learnt) {
    std::size_t width = 3;
    std::vector<std::string> inputs;
    std::vector<std::string> ends;
    for (std::size_t tap = 0; tap < learnt.table.taps.size(); ++tap) {
        width = std::max(width, learnt.table.taps[tap].size());
        const std::vector<const LearntEdge*> edges = edges_to(learnt, tap);
        if (std::all_of(edges.begin(), edges.end(),
                        [](const LearntEdge* edge) { return edge->source == edge->sink; })) {
            inputs.push_back(learnt.table.taps[tap]);
        }
        if (!feeds_something(learnt, tap)) {
            ends.push_back(learnt.table.taps[tap]);
        }
    }
    std::string text = row("tap", width, "comes from", "relative slope");
    std::string notes;
    for (std::size_t tap = 0; tap < learnt.table.taps.size(); ++tap) {
        std::string name = learnt.table.taps[tap];
        for (const LearntEdge* edge : edges_to(learnt, tap)) {
            std::vector<std::string> feeds = feeds_of(learnt, *edge);
            if (feeds.empty()) {
                feeds.push_back(learnt.table.taps[static_cast<std::size_t>(edge->source)] +
                                " (see below)");
            }
            text += row(name, width, join(feeds, ", "), range_text(edge->relative));
            name.clear();
            for (const std::string& note : notes_of(learnt, *edge)) {
                notes += "  " + learnt.table.taps[tap] + ": " + note + "\n";
            }
        }
    }
    text += list_line("moved by no other tap", inputs);
    text += list_line("no other tap comes from", ends);
    for (const std::string& note : learnt.notes) {
        notes += "  " + note + "\n";
    }
    text += notes.empty() ? "" : "notes:\n" + notes;
    text += corrections(request, learnt);
    return text + fmt::format("learnt in {} runs\n", learnt.runs);
}

} // namespace tapir::harness
