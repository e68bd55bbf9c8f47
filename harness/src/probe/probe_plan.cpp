#include "probe/probe_plan.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

#include "tapir/trace/base/error.hpp"

namespace tapir::harness {

namespace {

using nlohmann::json;

json place_json(const ProbePlace& place) {
    json object = json::object();
    const auto add = [&object](const char* key, const std::string& text) {
        if (!text.empty()) {
            object[key] = text;
        }
    };
    add("function", place.function);
    add("assigns", place.assigns);
    add("pattern", place.pattern);
    add("file", place.file);
    add("read", place.read);
    if (place.line > 0) {
        object["line"] = place.line;
    }
    if (place.occurrence > 0) {
        object["occurrence"] = place.occurrence;
    }
    return object;
}

json loop_json(const ProbeLoop& loop) {
    return {{"name", loop.name},
            {"variable", loop.variable},
            {"offset", loop.offset},
            {"axis", loop.axis},
            {"function", loop.function},
            {"advances", loop.advances.empty() ? json() : place_json(loop.advances)}};
}

json places_json(const std::vector<ProbePlace>& places) {
    if (places.size() == 1) {
        return place_json(places.front());
    }
    json list = json::array();
    for (const ProbePlace& place : places) {
        list.push_back(place_json(place));
    }
    return list;
}

json tap_json(const ProbeTap& tap) {
    return {{"key", tap.key},           {"components", tap.values.size()},
            {"loops", tap.loops},       {"where", places_json(tap.where)},
            {"inherits", tap.inherits}, {"once", tap.once},
            {"values", tap.values}};
}

std::string number_text(double value) {
    return std::isnan(value)   ? "nan"
           : std::isinf(value) ? (value < 0 ? "-inf" : "inf")
                               : fmt::format("{:a}", value);
}

json reference_json(const GraftValues& reference) {
    json records = json::object();
    for (const auto& [name, values] : reference.records) {
        json words = json::array();
        for (const double value : values) {
            words.push_back(number_text(value));
        }
        records[name] = std::move(words);
    }
    return {{"rtol", reference.rtol}, {"ulp", reference.ulp}, {"records", std::move(records)}};
}

json move_json(const ProbeMove& move) {
    json object{{"key", move.key},
                {"component", move.component},
                {"ulps", move.ulps},
                {"relative", move.relative},
                {"at_zero", move.at_zero}};
    if (move.records) {
        object["records"] = *move.records;
    }
    return object;
}

const char* word_of(ProbeMode mode) {
    return mode == ProbeMode::record ? "record" : mode == ProbeMode::graft ? "graft" : "check";
}

std::vector<std::string> loop_names(const ProbeFile& probes) {
    std::vector<std::string> names;
    std::transform(probes.loops.begin(), probes.loops.end(), std::back_inserter(names),
                   [](const ProbeLoop& loop) { return loop.name; });
    return names;
}

[[noreturn]] void no_selection(const std::string& word, const std::string& problem,
                               const ProbeFile& probes) {
    std::string known;
    for (const std::string& name : loop_names(probes)) {
        known += (known.empty() ? "" : ", ") + name;
    }
    throw InputError({.where = "--at " + word,
                      .problem = problem,
                      .reason = "it selects one index of a loop that the probe file declares",
                      .remedy = known.empty()
                                    ? "Leave it out: the file declares no loop."
                                    : "Write it as LOOP=N; the loops are " + known + "."});
}

} // namespace

std::map<std::string, int> selection_of(const ProbeFile& probes, const std::vector<std::string>& at,
                                        const std::vector<int>& pixel) {
    std::map<std::string, int> chosen;
    const std::vector<std::string> names = loop_names(probes);
    for (const std::string& word : at) {
        const std::size_t sign = word.find('=');
        const std::string name = word.substr(0, sign);
        int index = 0;
        const char* begin = word.data() + std::min(sign, word.size() - 1) + 1;
        const char* end = word.data() + word.size();
        const auto [stop, error] = std::from_chars(begin, end, index);
        if (sign == std::string::npos || error != std::errc{} || stop != end || index < 0) {
            no_selection(word, "is no LOOP=N with N from 0", probes);
        }
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            no_selection(word, "'" + name + "' is no loop of " + probes.name, probes);
        }
        if (!chosen.emplace(name, index).second) {
            no_selection(word, "selects a loop a second time", probes);
        }
    }
    for (std::size_t axis = 0; axis < pixel.size(); ++axis) {
        const std::string role = axis == 0 ? "row" : "column";
        const auto loop = std::find_if(probes.loops.begin(), probes.loops.end(),
                                       [&role](const ProbeLoop& one) { return one.role == role; });
        if (loop == probes.loops.end() || !chosen.emplace(loop->name, pixel[axis]).second) {
            throw InputError({.where = "--pixel",
                              .problem = loop == probes.loops.end()
                                             ? probes.name + " declares no pixel"
                                             : "selects a loop that --at selects as well",
                              .reason = "it selects the row and the column of a pixel",
                              .remedy = "Use --at LOOP=N alone."});
        }
    }
    return chosen;
}

std::string plan_text(const ProbeRequest& request, const std::string& folder) {
    json plan{{"format", "tapir-probe-plan"},
              {"version", 1},
              {"mode", word_of(request.mode)},
              {"program", request.program},
              {"module", request.probes.module},
              {"out", folder + "/events.jsonl"},
              {"log", folder + "/backend.log"},
              {"python", "python3"},
              {"select", request.at}};
    plan["unset"] = json::array();
    for (const char* name : {"LINES", "COLUMNS"}) { // the debugger would set them
        if (std::getenv(name) == nullptr) { // NOLINT(concurrency-mt-unsafe): nothing sets it
            plan["unset"].push_back(name);
        }
    }
    plan["loops"] = json::array();
    for (const ProbeLoop& loop : request.probes.loops) {
        plan["loops"].push_back(loop_json(loop));
    }
    plan["taps"] = json::array();
    for (const ProbeTap& tap : request.probes.taps) {
        plan["taps"].push_back(tap_json(tap));
    }
    if (request.reference) {
        plan["reference"] = reference_json(*request.reference);
    }
    if (request.move) {
        plan["move"] = move_json(*request.move);
    }
    return plan.dump(1);
}

} // namespace tapir::harness
