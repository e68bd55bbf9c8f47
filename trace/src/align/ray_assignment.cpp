#include "align/ray_assignment.hpp"

#include <algorithm>
#include <cmath>

namespace tapir::trace {

namespace {

/// The first pass of each loop of a line of sight.
Site first_ray(const SightLoops& sight) {
    Site site;
    for (std::size_t loop = 0; loop < most_loops; ++loop) {
        if ((sight.loops & loop_bit(loop)) != 0) {
            site[loop] = 0;
        }
    }
    return site;
}

/// The lines of sight of each pixel, in the order in which a file states them.
std::map<Pixel, std::vector<Site>> rays_in_order(const TraceFile& file, const SightLoops& sight) {
    std::map<Pixel, std::vector<Site>> rays;
    std::map<Pixel, std::set<Site>> seen;
    for (const PrintedRecord& record : file.records) {
        const Pixel pixel = record.site.pixel();
        if (sight.stated_by(record.site) && seen[pixel].insert(sight.of(record.site)).second) {
            rays[pixel].push_back(sight.of(record.site));
        }
    }
    return rays;
}

} // namespace

BlockSites::BlockSites(const TraceFile& file, const SightLoops& sight,
                       const std::function<bool(const PrintedRecord&)>& in_loops,
                       std::vector<Site> hint)
    : sight_(sight), hint_(std::move(hint)) {
    std::map<Pixel, Blocks> pixels;
    for (const PrintedRecord& record : file.records) {
        Blocks& blocks = pixels[record.site.pixel()];
        if (in_loops(record)) {
            blocks.numbers.insert(record.block);
        }
        const Site ray = sight.of(record.site);
        if (ray != Site{}) {
            blocks.rays.insert(ray);
            blocks.stated[record.block].insert(ray);
        }
    }
    for (const auto& [pixel, blocks] : pixels) {
        place(pixel, blocks);
    }
}

bool BlockSites::apart(const PrintedRecord& record) const {
    return apart_.count(record.site.pixel()) > 0;
}

Site BlockSites::of(const PrintedRecord& record) const {
    const auto found = sites_.find({record.site.pixel(), record.block});
    return found == sites_.end() ? first_ray(sight_) : found->second;
}

void BlockSites::place(const Pixel& pixel, const Blocks& blocks) {
    const bool apart = std::any_of(blocks.stated.begin(), blocks.stated.end(),
                                   [](const auto& block) { return block.second.size() > 1; });
    if (apart) {
        apart_.insert(pixel);
    }
    const bool in_order = blocks.rays.size() == blocks.numbers.size();
    const bool as_other_side = blocks.rays.empty() && hint_.size() == blocks.numbers.size();
    const auto edge = static_cast<int>(std::lround(std::sqrt(blocks.numbers.size())));
    const bool square = edge * edge == static_cast<int>(blocks.numbers.size());
    auto ray = blocks.rays.begin();
    int count = 0;
    for (const int block : blocks.numbers) {
        Site site = first_ray(sight_);
        const auto stated = blocks.stated.find(block);
        if (apart && in_order) {
            site = *ray++;
        } else if (stated != blocks.stated.end()) {
            site = *stated->second.begin();
        } else if (as_other_side) {
            site = hint_[static_cast<std::size_t>(count)];
        } else if (sight_.square.first >= 0) {
            site[static_cast<std::size_t>(sight_.square.first)] = square ? count / edge : 0;
            site[static_cast<std::size_t>(sight_.square.second)] = square ? count % edge : count;
        }
        sites_.try_emplace({pixel, block}, site);
        ++count;
    }
}

GroupedLines::GroupedLines(const TraceFile& file, const SightLoops& sight)
    : rays_(rays_in_order(file, sight)) {
    bool open = false;
    for (std::size_t i = 0; i < file.records.size(); ++i) {
        const PrintedRecord& record = file.records[i];
        const bool of_group = !record.kind.empty() && !sight.stated_by(record.site);
        if (of_group && !open) {
            counts_.emplace_back();
        }
        open = of_group;
        if (of_group) {
            group_[i] = {counts_.size() - 1,
                         counts_.back()[{record.kind, record.key, record.site}]++};
        }
    }
}

std::optional<Site> GroupedLines::ray(std::size_t place, const PrintedRecord& record) const {
    const auto found = group_.find(place);
    const auto rays = rays_.find(record.site.pixel());
    if (found == group_.end() || rays == rays_.end() || rays->second.size() < 2) {
        return std::nullopt;
    }
    const auto [group, number] = found->second;
    const std::size_t count = counts_[group].at({record.kind, record.key, record.site});
    return count == rays->second.size() ? std::optional(rays->second[number]) : std::nullopt;
}

PassesOfLines::PassesOfLines(const TraceFile& file) {
    if (file.dialect == Dialect::native) {
        return; // its records state all
    }
    for (const PrintedRecord& record : file.records) {
        for (std::size_t loop = Loops::column + 1; loop < most_loops; ++loop) {
            passes_[loop] = std::max(passes_[loop], record.site[loop] + 1);
        }
        if (!record.kind.empty()) {
            ++printings_[{record.kind, record.key, record.site}];
        }
    }
}

void PassesOfLines::state(const TapPrint* entry, const PrintedRecord& record, int printing,
                          Site& stated) const {
    const auto all = printings_.find({record.kind, record.key, record.site});
    if (entry == nullptr || all == printings_.end() || all->second < 2) {
        return;
    }
    int found = -1;
    for (std::size_t loop = 0; loop < most_loops; ++loop) {
        if ((entry->only_first & loop_bit(loop)) != 0 && stated[loop] < 0 &&
            passes_[loop] == all->second) {
            if (found >= 0) {
                return; // of which of the two nobody can tell
            }
            found = static_cast<int>(loop);
        }
    }
    if (found >= 0) {
        stated[static_cast<std::size_t>(found)] = printing;
    }
}

std::vector<Site> rays_of_following_lines(const TraceFile& file, const SightLoops& sight) {
    std::vector<Site> rays(file.records.size());
    Site next;
    for (std::size_t i = file.records.size(); i-- > 0;) {
        next = sight.stated_by(file.records[i].site) ? file.records[i].site : next;
        rays[i] = next;
    }
    return rays;
}

} // namespace tapir::trace
