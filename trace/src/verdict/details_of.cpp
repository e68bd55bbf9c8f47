#include "verdict/details_of.hpp"

#include <algorithm>
#include <limits>
#include <map>

#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

/// A value before it is described.
struct Entry {
    const CanonicalValue* reference = nullptr; ///< or null
    const CanonicalValue* candidate = nullptr; ///< or null
    bool comparable = true;
    Standing standing = Standing::not_compared;

    [[nodiscard]] const CanonicalValue& any() const {
        return reference != nullptr ? *reference : *candidate;
    }
};

Standing standing_of(const Pair& pair, const std::unordered_set<const Pair*>& at_root) {
    if (pair.agrees) {
        return pair.identical ? Standing::identical : Standing::within;
    }
    return at_root.count(&pair) > 0 ? Standing::root : Standing::propagated;
}

std::vector<Entry> entries_of(const Alignment& alignment,
                              const std::unordered_set<const Pair*>& at_root) {
    std::vector<Entry> entries;
    for (const Pair& pair : alignment.pairs) {
        entries.push_back(
            {pair.reference, pair.candidate, pair.comparable, standing_of(pair, at_root)});
    }
    const auto add = [&entries](const std::vector<const CanonicalValue*>& values, bool of_reference,
                                Standing standing) {
        for (const CanonicalValue* value : values) {
            entries.push_back(
                {of_reference ? value : nullptr, of_reference ? nullptr : value, false, standing});
        }
    };
    add(alignment.missing, true, Standing::missing);
    add(alignment.extra, false, Standing::extra);
    add(alignment.outside_candidate, true, Standing::not_compared);
    add(alignment.outside_reference, false, Standing::not_compared);
    return entries;
}

std::vector<TapTally> tallies_of(const std::vector<Entry>& entries) {
    std::vector<TapTally> tallies;
    std::map<std::string_view, std::size_t> index;
    for (const Entry& entry : entries) {
        const std::string& tap = entry.any().node.tap;
        const auto [place, fresh] = index.try_emplace(tap, tallies.size());
        if (fresh) {
            tallies.push_back({tap, {}});
        }
        ++tallies[place->second].count[static_cast<std::size_t>(entry.standing)];
    }
    return tallies;
}

ComparedValue described(const Entry& entry, const ProgramModel& program) {
    const CanonicalValue& value = entry.any();
    ComparedValue result;
    result.kind = value.shown_kind();
    result.key = value.record->key;
    result.tap = value.node.tap;
    const TapSpec* spec = program.find_tap(result.tap);
    result.unit = spec == nullptr ? value.record->unit : spec->unit;
    result.component = value.node.component;
    result.site = value.node.site;
    result.standing = entry.standing;
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    result.reference = entry.reference != nullptr ? shown(*entry.reference) : "";
    result.candidate = entry.candidate != nullptr ? shown(*entry.candidate) : "";
    result.reference_value = entry.reference != nullptr ? entry.reference->value : none;
    result.candidate_value = entry.candidate != nullptr ? entry.candidate->value : none;
    if (entry.comparable) {
        result.relative = relative_difference(result.reference_value, result.candidate_value);
        result.ulp = ulp_distance(result.reference_value, result.candidate_value);
    } else {
        result.relative = result.ulp = none;
    }
    return result;
}

} // namespace

Details details_of(const Alignment& alignment, const std::unordered_set<const Pair*>& at_root,
                   const ProgramModel& program, std::size_t most) {
    std::vector<Entry> entries = entries_of(alignment, at_root);
    Details details;
    details.taps = tallies_of(entries);
    std::stable_sort(entries.begin(), entries.end(),
                     [](const Entry& a, const Entry& b) { return a.standing < b.standing; });
    const std::size_t kept = std::min(most, entries.size());
    details.left_out = entries.size() - kept;
    std::transform(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(kept),
                   std::back_inserter(details.values),
                   [&](const Entry& entry) { return described(entry, program); });
    return details;
}

} // namespace tapir::trace
