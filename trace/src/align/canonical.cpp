#include "tapir/trace/align/canonical.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "align/native_values.hpp"
#include "align/printed_entries.hpp"
#include "align/ray_assignment.hpp"
#include "align/set_up_block.hpp"
#include "format/line_tools.hpp"

namespace tapir::trace {

namespace {

/// States every loop inside the pixel: printed indices first, then the block's, then the first.
Site complete(Site site, const Site& block, const ProgramModel& program) {
    for (std::size_t loop = Loops::column + 1; loop < program.loops.size(); ++loop) {
        if (site[loop] < 0) {
            site[loop] = (program.sight & loop_bit(loop)) != 0 ? block[loop] : 0;
        }
    }
    return site;
}

/// A py trace does not state its pixel: the header of the other side may.
Site without_unknown_pixel(Site site) {
    if (!site.in_pixel()) {
        site.set_pixel({0, 0});
    }
    return site;
}

/// Loops of a line of sight of which only the first pass is printed: an index the line does not
/// state is 0.
Site with_first_only(Site site, LoopSet only_first) {
    for (std::size_t loop = 0; loop < most_loops; ++loop) {
        if ((only_first & loop_bit(loop)) != 0 && site[loop] < 0) {
            site[loop] = 0;
        }
    }
    return site;
}

/// Where a text record stands.
struct Place {
    Site stated;   ///< the indices its line states
    Site block;    ///< the indices of its block
    int printing;  ///< how often the same key was printed in the block before
    bool repeated; ///< the same line was printed in an earlier block
};

void place_text(const ProgramModel& program, const PrintedEntries& entries, const Place& place,
                CanonicalValue& value) {
    const PrintedRecord& record = *value.record;
    value.value = record.values[static_cast<std::size_t>(value.part)].number;
    value.entry = entries.find(record, value.part, place.printing);
    const TapSpec* tap = value.entry == nullptr ? nullptr : program.find_tap(value.entry->tap);
    if (tap == nullptr) {
        value.node = {entries.kind_of(record) + "." + record.key, value.part, place.stated};
        return;
    }
    value.known = true;
    // a line of which usually only the first is printed, printed for each ray: it means its own
    Site site = place.repeated
                    ? place.stated
                    : with_first_only(place.stated, value.entry->only_first & program.sight);
    if (const Pass& pass = value.entry->only_pass; pass.loop >= 0) {
        site[static_cast<std::size_t>(pass.loop)] = pass.index;
    }
    value.node = {tap->key, value.entry->component + value.part - value.entry->part,
                  project(without_unknown_pixel(complete(site, place.block, program)), tap->scope)};
    value.value = value.value * value.entry->divide / value.entry->multiply;
}

/// Keys that are printed once a line of sight.
std::set<std::string, std::less<>> ray_keys(const PrintedEntries& entries,
                                            const ProgramModel& program) {
    std::set<std::string, std::less<>> keys;
    const LoopSet ray = Loops::pixel | program.sight;
    for (const TapPrint* entry : entries.all()) {
        const TapSpec* tap = program.find_tap(entry->tap);
        if (*entry->kind == '\0' && tap != nullptr && (tap->scope & ray) == ray) {
            keys.insert(entry->key);
        }
    }
    return keys;
}

/// Keys whose printings are different records, in their order.
std::set<std::string, std::less<>> keys_told_apart(const PrintedEntries& entries) {
    std::set<std::string, std::less<>> keys;
    for (const TapPrint* entry : entries.all()) {
        if (*entry->kind == '\0' && entry->occurrence >= 0) {
            keys.insert(entry->key);
        }
    }
    return keys;
}

} // namespace

std::vector<CanonicalValue> canonicalise(const TraceFile& file, const ProgramModel& program,
                                         const std::vector<Site>& rays_of_other_side) {
    if (file.dialect == Dialect::native) {
        return values_of_native(file, program);
    }
    std::vector<CanonicalValue> values;
    const PrintedEntries entries(file, program);
    const std::set<std::string, std::less<>> of_rays = ray_keys(entries, program);
    const SightLoops sight{program.sight, program.square};
    const BlockSites blocks(
        file, sight,
        [&of_rays](const PrintedRecord& record) {
            return record.kind.empty() && of_rays.count(record.key) > 0;
        },
        rays_of_other_side);
    const std::set<std::string, std::less<>> told_apart = keys_told_apart(entries);
    std::map<std::tuple<std::string, std::string, Site>, int> printings;
    std::map<std::tuple<std::string, std::string, Site>, int> first_blocks;
    std::map<std::tuple<std::string, std::string, Site>, int> in_a_row;
    const std::vector<Site> following = rays_of_following_lines(file, sight);
    const GroupedLines grouped(file, sight);
    const PassesOfLines passes(file);
    for (std::size_t i = 0; i < file.records.size(); ++i) {
        const PrintedRecord& record = file.records[i];
        const std::optional<Site> grouped_ray = grouped.ray(i, record);
        const bool follows =
            !record.kind.empty() && blocks.apart(record) && sight.stated_by(following[i]);
        const bool apart = grouped_ray || follows;
        const Site block =
            grouped_ray ? *grouped_ray : (follows ? following[i] : blocks.of(record));
        Site stated = record.site;
        if (!apart && !record.kind.empty() && !record.values.empty()) {
            passes.state(entries.find(record, 0, 0), record,
                         in_a_row[{record.kind, record.key, record.site}]++, stated);
        }
        Site printed = stated;
        for (std::size_t loop = 0; loop < most_loops; ++loop) {
            if (printed[loop] < 0) {
                printed[loop] = sight.of(block)[loop];
            }
        }
        if (record.kind.empty() && told_apart.count(record.key) > 0) {
            printed = record.site; // before the pixel loop there are no blocks
        }
        const int printing = printings[{record.kind, record.key, printed}]++;
        const auto first =
            first_blocks.try_emplace({record.kind, record.key, record.site}, record.block).first;
        for (int part = 0; part < static_cast<int>(record.values.size()); ++part) {
            CanonicalValue value;
            value.record = &record;
            value.part = part;
            value.printed_site = printed;
            value.occurrence = printing;
            place_text(program, entries,
                       {stated, block, printing, apart || first->second != record.block}, value);
            values.push_back(std::move(value));
        }
    }
    return values;
}

std::vector<Site> lines_of_sight(const std::vector<CanonicalValue>& values,
                                 const ProgramModel& program) {
    const SightLoops sight{program.sight, program.square};
    std::set<Site> rays;
    std::optional<Pixel> pixel;
    for (const CanonicalValue& value : values) {
        const Site& site = value.node.site;
        if (sight.stated_by(site)) {
            pixel = pixel.value_or(site.pixel());
            if (*pixel == site.pixel()) {
                rays.insert(sight.of(site));
            }
        }
    }
    return {rays.begin(), rays.end()};
}

namespace {

/// The lines an imported trace had, without their values.
TraceFile as_printed(const TraceFile& file) {
    TraceFile before;
    before.dialect = file.original_dialect();
    for (const std::string_view name : split(file.header->printed, ";")) {
        const std::size_t slash = std::min(name.find('/'), name.size());
        PrintedRecord record;
        record.kind = from_word(name.substr(0, slash));
        record.key = from_word(name.substr(std::min(slash + 1, name.size())));
        before.records.push_back(std::move(record));
    }
    return before;
}

} // namespace

bool prints(const TapPrint& entry, const NodeKey& node) {
    for (std::size_t loop = 0; loop < most_loops; ++loop) {
        if ((entry.only_first & loop_bit(loop)) != 0 && node.site[loop] > 0) {
            return false; // only its first pass is printed
        }
    }
    const Pass& pass = entry.only_pass;
    return node.tap == entry.tap && node.component >= entry.component &&
           node.component < entry.component + entry.count &&
           (pass.loop < 0 || node.site[static_cast<std::size_t>(pass.loop)] == pass.index);
}

namespace {

/// Whether an entry's tap has one value a pixel.
bool is_of_pixel(const TapPrint& entry, const ProgramModel& program) {
    const TapSpec* tap = program.find_tap(entry.tap);
    return tap != nullptr && (tap->scope & ~Loops::pixel) == 0;
}

} // namespace

PrintedScope::PrintedScope(const TraceFile& file, const ProgramModel& program)
    : program_(&program), dialect_(file.original_dialect()), header_(file.header) {
    if (file.original_dialect() != file.dialect) {
        *this = PrintedScope(as_printed(file), program);
        return;
    }
    // a port chooses which keys it prints; the C program does not
    const bool chooses = file.dialect == Dialect::py;
    std::map<std::pair<std::string_view, std::string_view>, int> printed;
    for (const PrintedRecord& record : file.records) {
        ++printed[{record.kind, chooses ? std::string_view(record.key) : ""}];
    }
    const PrintedEntries entries(file, program);
    const bool no_set_up = file.dialect == Dialect::c && !holds_set_up(file, entries, program);
    for (const TapPrint* entry : entries.all()) {
        if (no_set_up && is_of_set_up_block(*entry, program)) {
            continue; // older tracers print no such block
        }
        if (std::string_view(entry->kind) == "PRINTOUT" && !is_of_pixel(*entry, program)) {
            continue; // it shows the last step alone
        }
        const auto found = printed.find({entry->kind, chooses ? entry->key : ""});
        // of a key printed twice by others, a port may print the first alone
        if (found != printed.end() && (!chooses || found->second > entry->occurrence)) {
            entries_.push_back(entry);
        }
    }
}

bool PrintedScope::holds(const NodeKey& node) const {
    if (dialect_ == Dialect::native) {
        return program_->find_tap(node.tap) != nullptr && (!header_ || header_->watches(node.tap));
    }
    return std::any_of(entries_.begin(), entries_.end(),
                       [&node](const TapPrint* entry) { return prints(*entry, node); });
}

bool PrintedScope::only_in(std::string_view kind, const NodeKey& node) const {
    return std::all_of(entries_.begin(), entries_.end(), [&](const TapPrint* entry) {
        return kind == entry->kind || !prints(*entry, node);
    });
}

} // namespace tapir::trace
