#include "probe/probe_events.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

#include <fmt/format.h>

#include "tapir/trace/base/error.hpp"

namespace tapir::harness {

namespace {

using nlohmann::ordered_json; // loops stay in their order

double number_of(const ordered_json& word) {
    if (word.is_string()) {
        // C's %a, nan and inf: exactly what strtod reads
        return std::strtod(word.get_ref<const std::string&>().c_str(), nullptr);
    }
    return word.get<double>();
}

ProbeSite site_of(const ordered_json& event) {
    ProbeSite site;
    for (const auto& [name, index] : event.at("site").items()) {
        site.indices.emplace_back(name, index.get<int>());
    }
    site.pass = event.at("pass").get<int>();
    return site;
}

SourceLine line_of(const ordered_json& event) {
    return {event.at("file").get<std::string>(), event.at("line").get<int>()};
}

void add_record(const ordered_json& event, ProbeEvents& events) {
    ProbeRecord record{event.at("tap").get<std::string>(),
                       site_of(event),
                       {},
                       line_of(event),
                       event.at("inherited").get<bool>()};
    for (const ordered_json& word : event.at("values")) {
        record.values.push_back(number_of(word));
    }
    events.records.push_back(std::move(record));
}

void add_difference(const ordered_json& event, ProbeEvents& events) {
    const ordered_json& reference = event.at("reference");
    events.differences.push_back(
        {event.at("tap").get<std::string>(), event.at("component").get<int>(), site_of(event),
         number_of(event.at("program")),
         reference.is_null() ? std::nullopt : std::optional(number_of(reference)),
         event.at("grafted").get<bool>(), event.at("within").get<bool>(),
         event.at("inherited").get<bool>(), line_of(event)});
}

void add_event(const ordered_json& event, ProbeEvents& events) {
    const auto& type = event.at("type").get_ref<const std::string&>();
    if (type == "record") {
        add_record(event, events);
    } else if (type == "difference") {
        add_difference(event, events);
    } else if (type == "place") {
        events.places.push_back({event.at("tap").get<std::string>(),
                                 event.at("function").get<std::string>(),
                                 event.at("text").get<std::string>(), line_of(event)});
    } else if (type == "problem") {
        events.troubles.push_back(
            {event.at("kind").get<std::string>(), event.at("tap").get<std::string>(),
             event.at("text").get<std::string>(), event.value("reason", std::string()),
             event.value("remedy", std::string())});
    } else if (type == "end") {
        events.ended = true;
        if (event.contains("code")) {
            events.code = event.at("code").get<int>();
        }
        events.signal = event.value("signal", std::string());
    }
}

/// Why a kind of trouble matters, and what helps.
struct Advice {
    std::string_view kind, reason, remedy;
};
constexpr std::string_view build_anew = "Build the program with -O0 -g; -Og -g shows most values.";
constexpr std::array<Advice, 15> advice{
    {{"cannot_start", "nothing was run", "Give a program that this machine can run."},
     {"no_debug_information", "without it no variable has a name", build_anew},
     {"no_such_function", "the place is looked for in it",
      "Name it as the source does; a function that was inlined needs -O0 -g."},
     {"no_such_file", "the place is looked for in it",
      "Name the file as the compiler was given it, and leave the source where it was built."},
     {"no_such_line", "only a line with code can be stopped at",
      "Name a line with a statement; build with -O0 -g, so that none is optimised away."},
     {"no_such_place", "the tap would never be seen",
      "Compare with the source; `tapir probe check` shows which places are found."},
     {"no_such_loop", "the index is looked at where the loop advances",
      "Give the loop's `advances` a place that each pass comes by first."},
     {"no_such_variable", "the value is read from it",
      "Compare with the source: it must be known at that line."},
     {"not_a_value", "only a number can be recorded",
      "Name a number, an element, or give `components`."},
     {"not_supported", "the backend cannot see it", "Name another place or value."},
     {"optimised_out", "a value that is not there would be a gap in the trace", build_anew},
     {"never_reached", "a tap without a record would be a gap in the trace",
      "Compare place, arguments and --at with what the program does, or leave the tap out."},
     {"not_grafted", "the program went on with its own value", build_anew},
     {"compiled_frame", "compiled code has no variables to look at",
      "Run the program without compilation."},
     {"", "the run has a gap", "Compare the probe file with the program."}}};

} // namespace

std::string ProbeSite::text() const {
    std::string text;
    for (const auto& [name, index] : indices) {
        text += fmt::format("{}{}={}", text.empty() ? "" : " ", name, index);
    }
    if (pass > 0) {
        text += fmt::format("{}pass={}", text.empty() ? "" : " ", pass);
    }
    return text;
}

std::string ProbeEvents::text_of(const SourceLine& at) const {
    const auto place = std::find_if(places.begin(), places.end(), [&at](const ResolvedPlace& one) {
        return one.at.line == at.line && one.at.file == at.file;
    });
    return place == places.end() ? "" : place->text;
}

ProbeEvents probe_events(const std::string& lines) {
    ProbeEvents events;
    std::size_t at = 0;
    while (at < lines.size()) {
        const std::size_t end = std::min(lines.find('\n', at), lines.size());
        try {
            add_event(ordered_json::parse(lines.substr(at, end - at)), events);
        } catch (const ordered_json::exception& error) {
            throw InternalError(fmt::format("a backend wrote what is no event: {}", error.what()));
        }
        at = end + 1;
    }
    return events;
}

bool is_optional(const ProbeFile& probes, const std::string& key) {
    return std::any_of(probes.taps.begin(), probes.taps.end(),
                       [&key](const ProbeTap& tap) { return tap.key == key && tap.optional; });
}

void refuse_troubles(const ProbeEvents& events, const ProbeFile& probes, bool tolerate_missing) {
    std::vector<const ProbeTrouble*> serious;
    for (const ProbeTrouble& trouble : events.troubles) {
        const bool missing =
            trouble.kind == "never_reached" && !trouble.tap.empty() &&
            (tolerate_missing || !events.signal.empty() || is_optional(probes, trouble.tap));
        if (!missing && trouble.kind != "not_grafted" && trouble.kind != "not_moved" &&
            trouble.kind != "not_assigned" && trouble.kind != "left_out") {
            serious.push_back(&trouble);
        }
    }
    if (serious.empty()) {
        return;
    }
    const ProbeTrouble& first = *serious.front();
    const Advice& known =
        *std::find_if(advice.begin(), advice.end() - 1,
                      [&first](const Advice& one) { return one.kind == first.kind; });
    std::string others;
    if (serious.size() > 1) {
        others = fmt::format("; {} more such problem(s), `tapir probe check` lists them",
                             serious.size() - 1);
    }
    throw InputError(
        {.where = first.tap.empty() ? probes.name : probes.name + " tap '" + first.tap + "'",
         .problem = first.text,
         .reason = (first.reason.empty() ? std::string(known.reason) : first.reason) + others,
         .remedy = first.remedy.empty() ? std::string(known.remedy) : first.remedy});
}

} // namespace tapir::harness
