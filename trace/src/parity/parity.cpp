#include "tapir/trace/parity/parity.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

/// Floats in order as integers, both zeros at 0.
std::int64_t rank_of(float value) {
    const auto bits = std::bit_cast<std::int32_t>(value);
    constexpr std::int64_t lowest = std::numeric_limits<std::int32_t>::min();
    return bits < 0 ? lowest - bits : bits;
}

double ulps_between(double a, double b, LastPlaceOf last_place) {
    if (last_place == LastPlaceOf::float64 || std::isnan(a) || std::isnan(b)) {
        return ulp_distance(a, b);
    }
    return static_cast<double>(
        std::abs(rank_of(static_cast<float>(a)) - rank_of(static_cast<float>(b))));
}

/// NaN is NaN: which of its bits are set is not fixed by IEEE 754, and machines differ.
bool same_bits(double a, double b) {
    return (std::isnan(a) && std::isnan(b)) ||
           std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

using TapSite = std::pair<const TapSpec*, Site>;

/// Where the records of each place stand, the first one last.
std::map<TapSite, std::vector<std::size_t>> places_of(const MemorySink& sink) {
    std::map<TapSite, std::vector<std::size_t>> places;
    for (std::size_t i = sink.entries().size(); i-- > 0;) {
        const MemorySink::Entry& entry = sink.entries()[i];
        places[{entry.spec, project(entry.site, entry.spec->scope)}].push_back(i);
    }
    return places;
}

bool is_set_up(const TapSpec& spec) {
    return *spec.part != '\0';
}

} // namespace

std::uint64_t ParityTable::compared() const {
    std::uint64_t sum = 0;
    for (const ParityRow& row : rows) {
        sum += row.compared;
    }
    return sum;
}

std::uint64_t ParityTable::identical() const {
    std::uint64_t sum = 0;
    for (const ParityRow& row : rows) {
        sum += row.identical;
    }
    return sum;
}

bool ParityTable::agrees() const {
    const bool all = std::all_of(rows.begin(), rows.end(),
                                 [](const ParityRow& row) { return row.agreeing == row.compared; });
    return all && compared() > 0 && missing == 0 && extra == 0;
}

bool ParityTable::same_bits() const {
    return agrees() && identical() == compared();
}

ParityRow& ParityCount::row(const std::string& key, const std::string& unit) {
    const auto [found, is_new] = rows_.try_emplace(key, table_.rows.size());
    if (is_new) {
        table_.rows.push_back({.key = key, .unit = unit, .worst_site = {}});
    }
    return table_.rows[found->second];
}

template <class SiteText>
void ParityCount::count(ParityRow& row, double reference, double candidate, SiteText site) {
    ++row.compared;
    if (same_bits(reference, candidate)) {
        ++row.identical;
        ++row.agreeing;
        return;
    }
    const double relative = relative_difference(reference, candidate);
    row.agreeing += rtol_ > 0 && relative <= rtol_ ? 1U : 0U;
    row.max_ulp = std::max(row.max_ulp, ulps_between(reference, candidate, last_place_));
    if (row.worst_site.empty() || relative > row.max_relative) {
        row.max_relative = relative;
        row.worst_site = site();
        row.worst_reference = reference;
        row.worst_candidate = candidate;
    }
}

void ParityCount::add(const MemorySink& reference, const MemorySink& candidate, bool with_set_up) {
    std::map<TapSite, std::vector<std::size_t>> partners = places_of(candidate);
    std::uint64_t used = 0;
    for (const MemorySink::Entry& entry : reference.entries()) {
        if (!with_set_up && is_set_up(*entry.spec)) {
            continue;
        }
        const Site site = project(entry.site, entry.spec->scope);
        const auto found = partners.find({entry.spec, site});
        if (found == partners.end() || found->second.empty()) {
            ++table_.missing;
            continue;
        }
        const MemorySink::Entry& partner = candidate.entries()[found->second.back()];
        found->second.pop_back();
        ++used;
        ParityRow& values = row(entry.spec->key, entry.spec->unit);
        const std::span<const double> ours = reference.values(entry);
        const std::span<const double> theirs = candidate.values(partner);
        for (std::size_t i = 0; i < ours.size(); ++i) {
            count(values, ours[i], theirs[i], [&] {
                return to_text(site, loops_) +
                       (ours.size() > 1 ? " component " + std::to_string(i) : "");
            });
        }
    }
    for (const MemorySink::Entry& entry : candidate.entries()) {
        table_.extra += with_set_up || !is_set_up(*entry.spec) ? 1U : 0U;
    }
    table_.extra -= used;
}

void ParityCount::add_image(std::span<const double> reference, std::span<const double> candidate,
                            std::span<const std::size_t> places, std::size_t columns) {
    ParityRow& pixels = row("image", "photons");
    for (const std::size_t i : places) {
        if (i >= reference.size() || i >= candidate.size()) {
            continue;
        }
        count(pixels, reference[i], candidate[i], [&] {
            return to_text(Site({static_cast<int>(i / columns), static_cast<int>(i % columns)}),
                           loops_);
        });
    }
    const std::size_t common = std::min(reference.size(), candidate.size());
    table_.missing += reference.size() - common;
    table_.extra += candidate.size() - common;
}

void ParityCount::add_value(const std::string& key, const std::string& unit,
                            const std::string& site, double reference, double candidate) {
    count(row(key, unit), reference, candidate, [&site] { return site; });
}

namespace {

/// One corruption of a list of records.
struct Corruption {
    const char* name;
    std::size_t at; ///< the record it strikes
};

/// The least change that must be noticed.
double changed(double value, double rtol) {
    if (std::isfinite(value) && (rtol == 0 || value == 0)) {
        return std::bit_cast<double>(std::bit_cast<std::uint64_t>(value) ^ 1U);
    }
    constexpr double beyond = 4; // the two may differ by the tolerance already
    return std::isfinite(value) ? value * (1 + beyond * rtol) : 0;
}

/// A copy with one record changed.
MemorySink corrupted(const MemorySink& sink, const Corruption& corruption, double rtol) {
    const std::string name = corruption.name;
    MemorySink copy;
    for (std::size_t i = 0; i < sink.entries().size(); ++i) {
        const MemorySink::Entry& entry = sink.entries()[i];
        const std::span<const double> found = sink.values(entry);
        std::vector<double> values(found.begin(), found.end());
        Site site = entry.site;
        if (i == corruption.at) {
            if (name == "a lost record") {
                continue;
            }
            if (name == "a changed value") {
                values.back() = changed(values.back(), rtol);
            } else if (name == "a NaN") {
                values.front() =
                    std::isnan(values.front()) ? 0 : std::numeric_limits<double>::quiet_NaN();
            } else if (name == "a record of another pixel") {
                site[Loops::row] += 1;
            } else {
                copy.record(*entry.spec, site, values); // twice
            }
        }
        copy.record(*entry.spec, site, values);
    }
    return copy;
}

} // namespace

int plant_corruptions(const MemorySink& reference, const MemorySink& candidate, double rtol,
                      LastPlaceOf last_place) {
    int planted = 0;
    // the last record belongs to a pixel, so that it can be moved
    const std::size_t last = candidate.entries().size() - 1;
    for (const Corruption& corruption :
         {Corruption{"a changed value", last / 2}, Corruption{"a changed value", last},
          Corruption{"a NaN", last / 3}, Corruption{"a lost record", last / 2},
          Corruption{"a doubled record", last / 3},
          Corruption{"a record of another pixel", last}}) {
        ParityCount count(rtol, last_place);
        count.add(reference, corrupted(candidate, corruption, rtol), true);
        if (count.table().agrees()) {
            throw InternalError(std::string("the comparison did not notice ") + corruption.name +
                                " planted in its own input");
        }
        ++planted;
    }
    return planted;
}

int plant_in_image(std::span<const double> reference, std::span<const double> candidate,
                   std::span<const std::size_t> places, std::size_t columns, double rtol,
                   LastPlaceOf last_place) {
    int planted = 0;
    const auto expect_noticed = [&](const std::vector<double>& image, const char* what) {
        ParityCount count(rtol, last_place);
        count.add_image(reference, image, places, columns);
        if (count.table().agrees()) {
            throw InternalError(std::string("the comparison of images did not notice ") + what);
        }
        ++planted;
    };
    std::vector<double> image(candidate.begin(), candidate.end());
    for (const std::size_t place : {places.front(), places[places.size() / 2], places.back()}) {
        const double before = image[place];
        image[place] = changed(before, rtol);
        expect_noticed(image, "a changed pixel");
        image[place] = before;
    }
    const double before = image[places.front()];
    if (!std::isnan(before)) {
        image[places.front()] = std::numeric_limits<double>::quiet_NaN();
        expect_noticed(image, "a NaN");
        image[places.front()] = before;
    }
    image.resize(image.size() - columns);
    expect_noticed(image, "a lost row");
    return planted;
}

} // namespace tapir::trace
