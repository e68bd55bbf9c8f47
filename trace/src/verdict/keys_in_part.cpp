#include "verdict/keys_in_part.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "align/key_name.hpp"
#include "align/set_up_block.hpp"
#include "verdict/found_in_part.hpp"

namespace tapir::trace {

namespace {

template <class Place>
using Places = std::set<Place>;

bool is_first_of_record(const CanonicalValue& value) {
    return value.part == 0;
}

template <class Place>
bool includes(const Places<Place>& all, const Places<Place>& some) {
    return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

template <class Place>
bool have_one_in_common(const Places<Place>& one, const Places<Place>& two) {
    return std::any_of(one.begin(), one.end(),
                       [&two](const Place& place) { return two.count(place) > 0; });
}

// --- native traces ---

using SitesOfKeys = std::map<std::string, Places<Site>>;

/// The sites in some loops of which any tap speaks that lives in them, or in more.
Places<Site> sites_in(LoopSet loops, const std::map<LoopSet, SitesOfKeys>& groups) {
    Places<Site> all;
    for (const auto& [more_loops, keys] : groups) {
        if ((more_loops & loops) == loops) {
            for (const auto& [key, sites] : keys) {
                for (const Site& site : sites) {
                    all.insert(project(site, loops));
                }
            }
        }
    }
    return all;
}

/// Taps of the same loops are recorded at the same sites, but for those of which one stands where
/// the other does not.
void find_in_native(const Side& side, FoundInPart& findings) {
    std::map<LoopSet, SitesOfKeys> groups;
    for (const CanonicalValue& value : side.values) {
        if (is_first_of_record(value)) {
            const Site& site = value.record->site;
            groups[stated_loops(site)][value.record->key].insert(site);
        }
    }
    for (const auto& [loops, keys] : groups) {
        const Places<Site> all = sites_in(loops, groups);
        for (const auto& [key, sites] : keys) {
            if (sites.size() == all.size() || 2 * sites.size() <= all.size()) {
                continue;
            }
            Places<Site> expected = all;
            for (const auto& [other, others_sites] : keys) {
                if (!have_one_in_common(others_sites, sites)) {
                    for (const Site& site : others_sites) {
                        expected.erase(site);
                    }
                }
            }
            findings.add(key, sites.size(), expected.size());
        }
    }
}

// --- plain lines of a text trace ---

using Block = std::pair<Pixel, int>;

/// Where a plain key stands.
struct PlainKey {
    Places<Block> blocks;
    std::size_t last = 0; ///< its last record's place in the file
    const TapPrint* entry = nullptr;
};
using PlainKeys = std::map<std::string, PlainKey>;

PlainKeys plain_keys_of(const Side& side) {
    PlainKeys keys;
    for (const CanonicalValue& value : side.values) {
        const PrintedRecord& record = *value.record;
        if (is_first_of_record(value) && value.known && record.kind.empty()) {
            PlainKey& key = keys[record.key];
            key.blocks.emplace(record.site.pixel(), record.block);
            key.last = static_cast<std::size_t>(&record - side.file->records.data());
            key.entry = value.entry;
        }
    }
    return keys;
}

/// Sets of blocks in which three keys or more stand, and that of all blocks.
std::vector<Places<Block>> shared_blocks(const PlainKeys& keys) {
    constexpr int enough = 3;
    std::map<Places<Block>, int> counts;
    Places<Block> all;
    for (const auto& [name, key] : keys) {
        ++counts[key.blocks];
        all.insert(key.blocks.begin(), key.blocks.end());
    }
    std::vector<Places<Block>> shared{all};
    for (const auto& [blocks, count] : counts) {
        if (count >= enough) {
            shared.push_back(blocks);
        }
    }
    return shared;
}

/// Of two blocks a key stands in one: whether it is a line of the loop. Those of the set-up stand
/// in front of the first block, and those of the whole pixel behind the last.
bool is_of_loop(const PlainKey& key, const Places<Block>& blocks, const PlainKeys& keys,
                const ProgramModel& program) {
    if (*key.blocks.begin() == *blocks.begin()) {
        return key.entry != nullptr && !is_of_set_up_block(*key.entry, program);
    }
    return std::any_of(keys.begin(), keys.end(), [&](const auto& other) {
        return other.second.blocks == blocks && other.second.last > key.last;
    });
}

void find_in_blocks(const Side& side, const ProgramModel& program, FoundInPart& findings) {
    const PlainKeys keys = plain_keys_of(side);
    const std::vector<Places<Block>> shared = shared_blocks(keys);
    for (const auto& [name, key] : keys) {
        const Places<Block>* like = nullptr; // the fewest blocks of many keys that hold this one's
        for (const Places<Block>& blocks : shared) {
            if (includes(blocks, key.blocks) && (like == nullptr || blocks.size() < like->size())) {
                like = &blocks;
            }
        }
        if (like == nullptr) {
            continue;
        }
        const std::size_t lacking = like->size() - key.blocks.size();
        if (lacking < key.blocks.size() ||
            (like->size() == 2 && lacking == 1 && is_of_loop(key, *like, keys, program))) {
            findings.add(name, key.blocks.size(), like->size());
        }
    }
}

// --- lines of a kind ---

/// The places in the loops at which a kind of line stands.
using KindPlaces = std::map<std::pair<std::string_view, LoopSet>, Places<Site>>;

/// Passes of a loop that a file states anywhere.
std::array<int, most_loops> passes_of(const Side& side) {
    std::array<int, most_loops> passes{};
    for (const CanonicalValue& value : side.values) {
        for (std::size_t loop = 0; loop < most_loops; ++loop) {
            passes[loop] = std::max(passes[loop], value.printed_site[loop] + 1);
        }
    }
    return passes;
}

/// How many places there are in the loops that lines of a kind state: those of a line of sight as
/// they stand, of the other loops all passes.
double places_expected(const Places<Site>& sites, LoopSet loops,
                       const std::array<int, most_loops>& passes, const ProgramModel& program) {
    const auto around = static_cast<LoopSet>(Loops::pixel | program.sight);
    Places<Site> rays;
    for (const Site& site : sites) {
        rays.insert(project(site, around));
    }
    auto expected = static_cast<double>(rays.size());
    for (std::size_t loop = 0; loop < most_loops; ++loop) {
        expected *= (loops & ~around & loop_bit(loop)) != 0 ? passes[loop] : 1;
    }
    return expected;
}

void find_in_kinds(const Side& side, const ProgramModel& program, FoundInPart& findings) {
    const std::array<int, most_loops> passes = passes_of(side);
    KindPlaces kinds;
    for (const CanonicalValue& value : side.values) {
        if (is_first_of_record(value) && value.known && !value.record->kind.empty()) {
            const Site& site = value.printed_site;
            kinds[{value.record->kind, stated_loops(site)}].insert(site);
        }
    }
    for (const auto& [kind, sites] : kinds) {
        const double expected = places_expected(sites, kind.second, passes, program);
        if (expected < 2 * static_cast<double>(sites.size())) {
            findings.add(std::string(kind.first), sites.size(), static_cast<std::size_t>(expected));
        }
    }
}

} // namespace

std::vector<std::string> keys_in_part(const Side& side, const ProgramModel& program) {
    FoundInPart findings;
    if (side.file->dialect == Dialect::native) {
        find_in_native(side, findings);
    } else {
        find_in_blocks(side, program, findings);
        find_in_kinds(side, program, findings);
        find_in_tables(*side.file, findings);
        find_printed_once(side, program, findings);
    }
    return findings.in_order_of(*side.file);
}

} // namespace tapir::trace
