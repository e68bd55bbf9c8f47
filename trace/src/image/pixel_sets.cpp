#include "image/pixel_sets.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "image/pixel_values.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

/// The numbers first, first + step, ... up to last.
struct Progression {
    int first = 0, last = 0, step = 1;

    [[nodiscard]] std::size_t count() const {
        return static_cast<std::size_t>((last - first) / step + 1);
    }
};

/// The progression that departing places lie on. @param departs  one for each place
Progression progression_of(const std::vector<bool>& departs) {
    Progression found{-1, -1, 0};
    for (std::size_t i = 0; i < departs.size(); ++i) {
        if (departs[i]) {
            const int place = static_cast<int>(i);
            found.first = found.first < 0 ? place : found.first;
            found.step = std::gcd(found.step, place - found.first);
            found.last = place;
        }
    }
    found.step = std::max(found.step, 1);
    return found;
}

/// Whether a progression runs through an axis of `size` places with a step above 1; two places
/// alone do only from a natural beginning.
bool runs_through(const Progression& places, int size) {
    const bool from_end_to_end = places.first < places.step && places.last + places.step >= size;
    const bool natural = places.first == 0 || places.first == places.step - 1;
    return places.step > 1 && from_end_to_end &&
           (places.count() >= 3 || (places.count() == 2 && natural));
}

/// What departs by more than what seems to be noise: that of the calmest fifth of the image.
double visible_difference(const PixelPair& pair) {
    std::vector<double> differences;
    for (const std::size_t i : sampled_pixels(pair.before, pair.after)) {
        if (pair.before[i] != 0 || pair.after[i] != 0) {
            differences.push_back(relative_difference(pair.before[i], pair.after[i]));
        }
    }
    constexpr double calm = 0.2;
    constexpr double beyond_noise = 40; // a fifth of normal noise is below a quarter of its width
    constexpr double most = 0.05;
    return std::max(least_difference(pair.rtol),
                    std::min(most, beyond_noise * quantile(differences, calm)));
}

/// The pixels that depart by more than noise. None where noise and departures run into one
/// another, as they do where something changes smoothly.
std::vector<std::size_t> departing_pixels(const PixelPair& pair) {
    const double visible = visible_difference(pair);
    std::vector<std::size_t> pixels;
    std::vector<double> calm;
    for (std::size_t i = 0; i < pair.size(); ++i) {
        const double a = pair.before[i];
        const double b = pair.after[i];
        if (!std::isfinite(a) || !std::isfinite(b)) {
            continue;
        }
        const double difference = relative_difference(a, b);
        if (difference > visible) {
            pixels.push_back(i);
        } else {
            calm.push_back(difference);
        }
    }
    constexpr double nearly_all = 0.99;
    constexpr double far_below = 1.0 / 3;
    const bool is_apart =
        visible == least_difference(pair.rtol) || quantile(calm, nearly_all) <= far_below * visible;
    return is_apart ? pixels : std::vector<std::size_t>();
}

constexpr double nearly_all = 0.9;
constexpr std::size_t no_accident = 8;

bool fills(std::size_t departing, std::size_t members, std::size_t size) {
    constexpr double most_of_image = 0.75;
    return departing >= no_accident &&
           static_cast<double>(departing) >= nearly_all * static_cast<double>(members) &&
           static_cast<double>(members) <= most_of_image * static_cast<double>(size);
}

/// What is said of rows and columns that lie on progressions.
std::optional<Finding> lattice(const PixelPair& pair, const std::vector<std::size_t>& departing) {
    std::vector<bool> of_slow(static_cast<std::size_t>(pair.slow), false);
    std::vector<bool> of_fast(static_cast<std::size_t>(pair.fast), false);
    for (const std::size_t i : departing) {
        of_slow[i / of_fast.size()] = true;
        of_fast[i % of_fast.size()] = true;
    }
    const Progression slow = progression_of(of_slow);
    const Progression fast = progression_of(of_fast);
    const Count here = static_cast<Count>(departing.size());
    const auto members = [&](const Progression& s, const Progression& f) {
        return s.count() * f.count();
    };
    const Progression rows{0, pair.slow - 1, 1};
    const Progression columns{0, pair.fast - 1, 1};
    const bool by_slow = runs_through(slow, pair.slow);
    const bool by_fast = runs_through(fast, pair.fast);
    const auto fills_set = [&](std::size_t count) {
        return fills(departing.size(), count, pair.size());
    };
    if (by_fast && fills_set(members(rows, fast))) {
        return Finding{
            Rule::image_every_column,
            {},
            {Count{fast.first}, Count{fast.step}, here, static_cast<Count>(members(rows, fast))}};
    }
    if (by_slow && fills_set(members(slow, columns))) {
        return Finding{Rule::image_every_row,
                       {},
                       {Count{slow.first}, Count{slow.step}, here,
                        static_cast<Count>(members(slow, columns))}};
    }
    if (by_slow && by_fast && fills_set(members(slow, fast))) {
        return Finding{Rule::image_grid,
                       {},
                       {Count{slow.first}, Count{slow.step}, Count{fast.first}, Count{fast.step},
                        here, static_cast<Count>(members(slow, fast))}};
    }
    const Progression s{slow.first, slow.last, 1};
    const Progression f{fast.first, fast.last, 1};
    if (fills_set(members(s, f))) {
        return Finding{Rule::image_rectangle,
                       {},
                       {Count{s.first}, Count{s.last}, Count{f.first}, Count{f.last}, here,
                        static_cast<Count>(members(s, f))}};
    }
    return std::nullopt;
}

/// Every n-th pixel in file order.
std::optional<Finding> in_file_order(const PixelPair& pair,
                                     const std::vector<std::size_t>& departing) {
    std::size_t step = 0;
    for (const std::size_t i : departing) {
        step = std::gcd(step, i - departing.front());
    }
    if (step < 2 || departing.front() >= step) {
        return std::nullopt;
    }
    const std::size_t members = (pair.size() - 1 - departing.front()) / step + 1;
    if (!fills(departing.size(), members, pair.size())) {
        return std::nullopt;
    }
    return Finding{Rule::image_every_pixel,
                   {},
                   {static_cast<Count>(departing.front()), static_cast<Count>(step),
                    static_cast<Count>(departing.size()), static_cast<Count>(members)}};
}

} // namespace

std::optional<DepartingSet> departing_set(const PixelPair& pair) {
    const std::vector<std::size_t> departing = departing_pixels(pair);
    if (departing.size() < no_accident) {
        return std::nullopt;
    }
    std::optional<Finding> set = lattice(pair, departing);
    set = set ? set : in_file_order(pair, departing);
    if (!set) {
        return std::nullopt;
    }
    DepartingSet found;
    found.hypothesis.foretold.assign(pair.before.begin(), pair.before.end());
    const Finding values = relation_of_pixels(pair, departing, found.hypothesis.foretold);
    found.is_related = values.rule != Rule::pixels_unrelated;
    found.hypothesis.cause_class = values.rule == Rule::pixels_times_constant ? CauseClass::scale
                                   : values.rule == Rule::pixels_plus_constant
                                       ? CauseClass::offset
                                       : CauseClass::formula;
    found.hypothesis.evidence = {*set, values};
    found.hypothesis.has_free_number = true;
    return found;
}

} // namespace tapir::trace
