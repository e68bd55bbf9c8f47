#include "probe/probe_trace.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/trace/base/build_info.hpp"
#include "tapir/trace/base/digest.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/format/read_trace.hpp"

namespace tapir::harness {

namespace {

constexpr const char* pass_loop = "pass";

/// The tap of that key, or null.
const ProbeTap* find_tap(const ProbeFile& probes, const std::string& key) {
    const auto tap = std::find_if(probes.taps.begin(), probes.taps.end(),
                                  [&key](const ProbeTap& one) { return one.key == key; });
    return tap == probes.taps.end() ? nullptr : &*tap;
}

const ProbeTap& tap_of(const ProbeFile& probes, const std::string& key) {
    const ProbeTap* const tap = find_tap(probes, key);
    if (tap == nullptr) {
        throw InternalError("a backend wrote of a tap that no plan names: " + key);
    }
    return *tap;
}

trace::Loops loops_of(const ProbeFile& probes, bool with_pass) {
    trace::Loop row{"slow"};
    trace::Loop column{"fast"};
    std::vector<trace::Loop> inner;
    for (const ProbeLoop& loop : probes.loops) {
        if (loop.role == "row") {
            row = {loop.name};
        } else if (loop.role == "column") {
            column = {loop.name};
        } else {
            inner.push_back({loop.name});
        }
    }
    if (with_pass) {
        inner.push_back({pass_loop});
    }
    return {row, column, inner};
}

trace::Site site_of(const ProbeSite& site, const trace::Loops& loops) {
    trace::Site result;
    for (const auto& [name, index] : site.indices) {
        const int loop = loops.find(name);
        if (loop >= 0) {
            result[static_cast<std::size_t>(loop)] = index;
        }
    }
    if (site.pass > 0) {
        result[static_cast<std::size_t>(loops.find(pass_loop))] = site.pass;
    }
    return result;
}

std::vector<trace::Pixel> pixels_of(const std::vector<trace::Site>& sites) {
    std::vector<trace::Pixel> pixels;
    std::set<std::pair<int, int>> seen;
    for (const trace::Site& site : sites) {
        const trace::Pixel pixel = site.pixel();
        if (site.in_pixel() && pixel.fast >= 0 && seen.insert({pixel.slow, pixel.fast}).second) {
            pixels.push_back(pixel);
        }
    }
    return pixels;
}

/// The name of a record: key, then loops in the order of the tap.
std::string name_of(const std::string& key, const std::vector<std::string>& loops,
                    const ProbeSite& site) {
    std::string name = key;
    for (const std::string& loop : loops) {
        const auto found = std::find_if(site.indices.begin(), site.indices.end(),
                                        [&loop](const auto& index) { return index.first == loop; });
        if (found != site.indices.end()) {
            name += fmt::format(" {}={}", loop, found->second);
        }
    }
    return site.pass > 0 ? name + fmt::format(" pass={}", site.pass) : name;
}

/// The loops that an inherited record states: the selected ones, in the order of the file.
std::vector<std::string> selected_loops(const ProbeRequest& request) {
    std::vector<std::string> names;
    for (const ProbeLoop& loop : request.probes.loops) {
        if (request.at.count(loop.name) > 0) {
            names.push_back(loop.name);
        }
    }
    return names;
}

ProbeSite named_site(const trace::Site& site, const trace::Loops& loops) {
    ProbeSite result;
    for (std::size_t loop = 0; loop < loops.size(); ++loop) {
        if (site[loop] < 0) {
            continue;
        }
        if (loops[loop].name == pass_loop) {
            result.pass = site[loop];
        } else {
            result.indices.emplace_back(loops[loop].name, site[loop]);
        }
    }
    return result;
}

bool selected(const ProbeSite& site, const std::map<std::string, int>& at) {
    return std::all_of(site.indices.begin(), site.indices.end(), [&at](const auto& index) {
        const auto chosen = at.find(index.first);
        return chosen == at.end() || chosen->second == index.second;
    });
}

trace::TraceFile whole_native(const std::string& path) {
    trace::TraceFile file = trace::read_trace(path, engine::nanobragg_model());
    if (!file.header) {
        throw InputError({.where = path,
                          .problem = "is no native trace",
                          .reason = "a graft needs every digit of the values that it puts in, and "
                                    "the keys of the probe file",
                          .remedy = "Record it with `tapir probe`, or convert it with `tapir trace "
                                    "import`."});
    }
    if (!file.problems.empty() || !file.truncation.empty()) {
        throw InputError({.where = path,
                          .problem = "is not whole",
                          .reason = file.problems.empty() ? file.truncation : file.problems.front(),
                          .remedy = "Record it again."});
    }
    return file;
}

/// @throws InputError  a record is not of the tap that bears its key
void require_same_tap(const std::string& path, const trace::PrintedRecord& record,
                      const ProbeTap& tap) {
    const bool numbers = std::all_of(record.values.begin(), record.values.end(),
                                     [](const trace::PrintedValue& one) { return one.numeric; });
    if (record.unit == tap.unit && record.values.size() == tap.values.size() && numbers) {
        return;
    }
    throw InputError({.where = fmt::format("{}:{}", path, record.line),
                      .problem = fmt::format(
                          "'{}' has {} value(s) in {}, the probe file's has {} in {}", record.key,
                          record.values.size(), record.unit, tap.values.size(), tap.unit),
                      .reason = "its values are put into the program as they are",
                      .remedy = "Let the probe file name the same components in the same unit."});
}

} // namespace

std::string recorded_key(const std::string& tap, bool inherited) {
    return inherited ? std::string(inherited_prefix) + tap : tap;
}

std::string record_name(const ProbeRequest& request, const ProbeRecord& record) {
    return name_of(recorded_key(record.tap, record.inherited),
                   record.inherited ? selected_loops(request)
                                    : tap_of(request.probes, record.tap).loops,
                   record.site);
}

namespace {

/// The keys that a run looked at, whether it came by them or not, but for the optional ones that it
/// did not come by and that no reference asks for; inherited ones where there are any.
std::vector<std::string> watched_keys(const ProbeRequest& request, const ProbeEvents& events) {
    const bool asked = request.mode == ProbeMode::graft;
    const bool inherits = std::any_of(events.records.begin(), events.records.end(),
                                      [](const ProbeRecord& one) { return one.inherited; });
    std::set<std::string> met;
    for (const ProbeRecord& record : events.records) {
        met.insert(record.tap);
    }
    std::vector<std::string> keys;
    for (const bool inherited : {false, true}) {
        for (const ProbeTap& tap : request.probes.taps) {
            if (tap.optional && !asked && met.count(tap.key) == 0) {
                continue;
            }
            if (!inherited || (inherits && tap.inherits && !tap.loops.empty())) {
                keys.push_back(recorded_key(tap.key, inherited));
            }
        }
    }
    return keys;
}

} // namespace

std::string probe_trace_text(const ProbeRequest& request, const ProbeEvents& events) {
    const bool with_pass = std::any_of(events.records.begin(), events.records.end(),
                                       [](const ProbeRecord& one) { return one.site.pass > 0; });
    trace::NativeHeader header;
    header.format = 2;
    header.program = request.probes.program;
    header.loops = loops_of(request.probes, with_pass);
    std::vector<trace::Site> sites;
    trace::TextBuffer lines;
    for (const ProbeRecord& record : events.records) {
        const ProbeTap& tap = tap_of(request.probes, record.tap);
        sites.push_back(site_of(record.site, header.loops));
        trace::append_record_line(lines, recorded_key(record.tap, record.inherited), tap.unit,
                                  sites.back(), header.loops, record.values);
    }
    header.watched = watched_keys(request, events);
    header.pixels = pixels_of(sites);
    header.records = events.records.size();
    for (const ResolvedPlace& place : events.places) {
        header.places.push_back({place.tap, place.at.file, place.at.line});
    }
    return trace::header_line("TAPIR_TRACE", header) + std::string(lines.view()) +
           trace::footer_line(header.records, sha256_hex(lines.view()));
}

GraftReference read_graft_reference(const std::string& path, const ProbeRequest& request) {
    GraftReference reference{whole_native(path), {}, 0};
    std::vector<trace::PrintedRecord> kept;
    const std::vector<std::string> at_start = selected_loops(request);
    for (trace::PrintedRecord& record : reference.file.records) {
        const bool inherited = record.key.starts_with(inherited_prefix);
        const ProbeTap* const tap = find_tap(
            request.probes, inherited ? record.key.substr(inherited_prefix.size()) : record.key);
        const ProbeSite site = named_site(record.site, reference.file.loops);
        if (tap == nullptr || !selected(site, request.at) ||
            (inherited && site.indices.size() != at_start.size())) {
            ++reference.outside;
            continue;
        }
        require_same_tap(path, record, *tap);
        std::vector<double>& values =
            reference.values.records[name_of(record.key, inherited ? at_start : tap->loops, site)];
        for (const trace::PrintedValue& value : record.values) {
            values.push_back(value.number);
        }
        kept.push_back(std::move(record));
    }
    if (kept.empty()) {
        throw InputError({.where = path,
                          .problem = "holds no record of the taps and indices that were asked for",
                          .reason = "nothing would be compared",
                          .remedy = "Record it with the same probe file and the same --at."});
    }
    reference.file.records = std::move(kept);
    return reference;
}

std::string graft_reference_text(const GraftReference& reference) {
    trace::NativeHeader header = *reference.file.header;
    header.loops = reference.file.loops;
    header.records = reference.file.records.size();
    trace::TextBuffer lines;
    for (const trace::PrintedRecord& record : reference.file.records) {
        std::vector<double> values;
        for (const trace::PrintedValue& value : record.values) {
            values.push_back(value.number);
        }
        trace::append_record_line(lines, record.key, record.unit, record.site, header.loops,
                                  values);
    }
    return trace::header_line("TAPIR_TRACE", header) + std::string(lines.view()) +
           trace::footer_line(header.records, sha256_hex(lines.view()));
}

} // namespace tapir::harness
