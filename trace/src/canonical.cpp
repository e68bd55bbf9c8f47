#include "tapir/trace/canonical.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

namespace tapir::trace {

namespace {

using PixelKey = std::pair<int, int>;

/// The loop indices of each block of lines, from the lines in it that state them.
/// Where none does, a square number of blocks is taken as subpixels, row by row.
class BlockSites {
  public:
    explicit BlockSites(const TraceFile& file) {
        std::map<PixelKey, std::set<int>> blocks;
        for (const PrintedRecord& record : file.records) {
            const PixelKey pixel{record.site.slow, record.site.fast};
            blocks[pixel].insert(record.block);
            if (record.site.thick >= 0 || record.site.sub_s >= 0) {
                sites_.try_emplace({pixel, record.block}, record.site);
            }
        }
        for (const auto& [pixel, numbers] : blocks) {
            const auto edge = static_cast<int>(std::lround(std::sqrt(numbers.size())));
            const bool square = edge * edge == static_cast<int>(numbers.size());
            for (const int block : numbers) {
                Site site;
                site.thick = 0;
                site.sub_s = square ? block / edge : 0;
                site.sub_f = square ? block % edge : block;
                sites_.try_emplace({pixel, block}, site);
            }
        }
    }

    [[nodiscard]] Site of(const PrintedRecord& record) const {
        return sites_.at({{record.site.slow, record.site.fast}, record.block});
    }

  private:
    std::map<std::pair<PixelKey, int>, Site> sites_;
};

/// States every loop of the tap: printed indices first, then the block's, then the first index.
Site complete(Site site, const Site& block) {
    const auto fill = [](int& index, int fallback) {
        if (index < 0) {
            index = fallback;
        }
    };
    fill(site.thick, block.thick);
    fill(site.sub_s, block.sub_s);
    fill(site.sub_f, block.sub_f);
    fill(site.source, 0);
    fill(site.phi_tic, 0);
    fill(site.mos, 0);
    return site;
}

/// A py trace does not state its pixel: the header of the other side does, or nobody.
Site without_unknown_pixel(Site site) {
    if (site.slow < 0) {
        site.slow = site.fast = 0;
    }
    return site;
}

using Entries = std::vector<const DictionaryEntry*>;

/// The entries that speak of a file: of its dialect, with the key they depend on.
Entries entries_for(const TraceFile& file, const Dictionary& dictionary) {
    std::set<std::string, std::less<>> keys;
    for (const PrintedRecord& record : file.records) {
        keys.insert(record.key);
    }
    Entries entries;
    for (const DictionaryEntry& entry : dictionary.entries) {
        if (entry.dialect == file.dialect &&
            (*entry.only_with == '\0' || keys.count(std::string_view(entry.only_with)) > 0)) {
            entries.push_back(&entry);
        }
    }
    return entries;
}

const DictionaryEntry* find_entry(const Entries& entries, const PrintedRecord& record, int part,
                                  int printing) {
    const std::string& label = record.values[static_cast<std::size_t>(part)].label;
    for (const DictionaryEntry* entry : entries) {
        if (part >= entry->part && part < entry->part + entry->count &&
            (entry->occurrence < 0 || entry->occurrence == printing) &&
            (*entry->label == '\0' || label == entry->label) && record.key == entry->key &&
            record.kind == entry->kind) {
            return entry;
        }
    }
    return nullptr;
}

/// Loops of which only the first pass is printed: an index the line does not state is 0.
Site with_first_only(Site site, std::uint8_t only_first) {
    const auto first = [only_first](std::uint8_t bit, int& index) {
        if ((only_first & bit) != 0 && index < 0) {
            index = 0;
        }
    };
    first(scope::thick, site.thick);
    first(scope::sub, site.sub_s);
    first(scope::sub, site.sub_f);
    return site;
}

void place_native(const Dictionary& dictionary, CanonicalValue& value) {
    const PrintedRecord& record = *value.record;
    value.node = {record.key, value.part, record.site};
    value.known = dictionary.find_tap(record.key) != nullptr;
    value.value = record.values[static_cast<std::size_t>(value.part)].number;
}

void place_text(const Dictionary& dictionary, const Entries& entries, const Site& block,
                int printing, CanonicalValue& value) {
    const PrintedRecord& record = *value.record;
    value.value = record.values[static_cast<std::size_t>(value.part)].number;
    value.entry = find_entry(entries, record, value.part, printing);
    const TapSpec* tap = value.entry == nullptr ? nullptr : dictionary.find_tap(value.entry->tap);
    if (tap == nullptr) {
        value.node = {record.kind + "." + record.key, value.part, record.site};
        return;
    }
    value.known = true;
    Site site = with_first_only(record.site, value.entry->only_first);
    site.source = value.entry->source >= 0 ? value.entry->source : site.source;
    value.node = {tap->key, value.entry->component + value.part - value.entry->part,
                  project(without_unknown_pixel(complete(site, block)), tap->scope)};
    value.value = value.value * value.entry->divide / value.entry->multiply;
}

} // namespace

std::vector<CanonicalValue> canonicalise(const TraceFile& file, const Dictionary& dictionary) {
    std::vector<CanonicalValue> values;
    const BlockSites blocks(file);
    const Entries entries = entries_for(file, dictionary);
    std::map<std::tuple<std::string, std::string, Site>, int> printings;
    for (const PrintedRecord& record : file.records) {
        const Site block = blocks.of(record);
        Site printed = record.site;
        printed.thick = printed.thick < 0 ? block.thick : printed.thick;
        printed.sub_s = printed.sub_s < 0 ? block.sub_s : printed.sub_s;
        printed.sub_f = printed.sub_f < 0 ? block.sub_f : printed.sub_f;
        const int printing = printings[{record.kind, record.key, printed}]++;
        for (int part = 0; part < static_cast<int>(record.values.size()); ++part) {
            CanonicalValue value;
            value.record = &record;
            value.part = part;
            value.printed_site = printed;
            value.occurrence = printing;
            if (file.dialect == Dialect::native) {
                place_native(dictionary, value);
            } else {
                place_text(dictionary, entries, block, printing, value);
            }
            values.push_back(std::move(value));
        }
    }
    return values;
}

PrintedScope::PrintedScope(const TraceFile& file, const Dictionary& dictionary)
    : dictionary_(&dictionary), dialect_(file.dialect) {
    std::set<std::string, std::less<>> kinds;
    for (const PrintedRecord& record : file.records) {
        kinds.insert(record.kind);
    }
    for (const DictionaryEntry* entry : entries_for(file, dictionary)) {
        if (kinds.count(std::string_view(entry->kind)) > 0) {
            entries_.push_back(entry);
        }
    }
}

namespace {

/// Whether an entry prints the record of a node.
bool prints(const DictionaryEntry& entry, const NodeKey& node) {
    const auto later = [&](std::uint8_t bit, int index) {
        return (entry.only_first & bit) != 0 && index > 0;
    };
    const Site& site = node.site;
    return node.tap == entry.tap && node.component >= entry.component &&
           node.component < entry.component + entry.count &&
           (entry.source < 0 || site.source == entry.source) && !later(scope::thick, site.thick) &&
           !later(scope::sub, site.sub_s) && !later(scope::sub, site.sub_f) &&
           !later(scope::source, site.source) && !later(scope::phi, site.phi_tic) &&
           !later(scope::mos, site.mos);
}

} // namespace

bool PrintedScope::holds(const NodeKey& node) const {
    if (dialect_ == Dialect::native) {
        return dictionary_->find_tap(node.tap) != nullptr;
    }
    return std::any_of(entries_.begin(), entries_.end(),
                       [&node](const DictionaryEntry* entry) { return prints(*entry, node); });
}

bool PrintedScope::only_in(std::string_view kind, const NodeKey& node) const {
    return std::all_of(entries_.begin(), entries_.end(), [&](const DictionaryEntry* entry) {
        return kind == entry->kind || !prints(*entry, node);
    });
}

} // namespace tapir::trace
