#include "align/ray_assignment.hpp"

#include <algorithm>
#include <cmath>

namespace tapir::trace {

namespace {

Site first_ray() {
    Site site;
    site.thick = site.sub_s = site.sub_f = 0;
    return site;
}

/// The lines of sight of each pixel, in the order in which a file states them.
std::map<PixelKey, std::vector<Site>> rays_in_order(const TraceFile& file) {
    std::map<PixelKey, std::vector<Site>> rays;
    std::map<PixelKey, std::set<Site>> seen;
    for (const PrintedRecord& record : file.records) {
        const PixelKey pixel{record.site.slow, record.site.fast};
        if (states_ray(record.site) && seen[pixel].insert(ray_of(record.site)).second) {
            rays[pixel].push_back(ray_of(record.site));
        }
    }
    return rays;
}

} // namespace

bool states_ray(const Site& site) {
    return site.thick >= 0 && site.sub_s >= 0 && site.sub_f >= 0;
}

Site ray_of(const Site& site) {
    Site ray;
    ray.thick = site.thick;
    ray.sub_s = site.sub_s;
    ray.sub_f = site.sub_f;
    return ray;
}

BlockSites::BlockSites(const TraceFile& file,
                       const std::function<bool(const PrintedRecord&)>& in_loops,
                       std::vector<Site> hint)
    : hint_(std::move(hint)) {
    std::map<PixelKey, Blocks> pixels;
    for (const PrintedRecord& record : file.records) {
        Blocks& blocks = pixels[{record.site.slow, record.site.fast}];
        if (in_loops(record)) {
            blocks.numbers.insert(record.block);
        }
        if (record.site.thick >= 0 || record.site.sub_s >= 0) {
            Site ray;
            ray.thick = record.site.thick;
            ray.sub_s = record.site.sub_s;
            ray.sub_f = record.site.sub_f;
            blocks.rays.insert(ray);
            blocks.stated[record.block].insert(ray);
        }
    }
    for (const auto& [pixel, blocks] : pixels) {
        place(pixel, blocks);
    }
}

bool BlockSites::apart(const PrintedRecord& record) const {
    return apart_.count({record.site.slow, record.site.fast}) > 0;
}

Site BlockSites::of(const PrintedRecord& record) const {
    const auto found = sites_.find({{record.site.slow, record.site.fast}, record.block});
    return found == sites_.end() ? first_ray() : found->second;
}

void BlockSites::place(const PixelKey& pixel, const Blocks& blocks) {
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
        Site site = first_ray();
        const auto stated = blocks.stated.find(block);
        if (apart && in_order) {
            site = *ray++;
        } else if (stated != blocks.stated.end()) {
            site = *stated->second.begin();
        } else if (as_other_side) {
            site = hint_[static_cast<std::size_t>(count)];
        } else {
            site.sub_s = square ? count / edge : 0;
            site.sub_f = square ? count % edge : count;
        }
        sites_.try_emplace({pixel, block}, site);
        ++count;
    }
}

GroupedLines::GroupedLines(const TraceFile& file) : rays_(rays_in_order(file)) {
    bool open = false;
    for (std::size_t i = 0; i < file.records.size(); ++i) {
        const PrintedRecord& record = file.records[i];
        const bool of_group = !record.kind.empty() && !states_ray(record.site);
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
    const auto rays = rays_.find({record.site.slow, record.site.fast});
    if (found == group_.end() || rays == rays_.end() || rays->second.size() < 2) {
        return std::nullopt;
    }
    const auto [group, number] = found->second;
    const std::size_t count = counts_[group].at({record.kind, record.key, record.site});
    return count == rays->second.size() ? std::optional(rays->second[number]) : std::nullopt;
}

std::vector<Site> rays_of_following_lines(const TraceFile& file) {
    std::vector<Site> rays(file.records.size());
    Site next;
    for (std::size_t i = file.records.size(); i-- > 0;) {
        next = states_ray(file.records[i].site) ? file.records[i].site : next;
        rays[i] = next;
    }
    return rays;
}

} // namespace tapir::trace
