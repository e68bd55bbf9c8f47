#include "stream/pixel_totals.hpp"

#include <algorithm>

#include "cause/roots_without_scene.hpp"

namespace tapir::trace {

namespace {

constexpr std::size_t most_names = 100000;
constexpr std::size_t most_roots = 1000;
constexpr std::size_t most_notes = 50;

/// Adds a name that is not there yet; beyond `most_names` names are only counted.
void add_name(const std::string& name, std::set<std::string>& seen, std::vector<std::string>& names,
              std::uint64_t& more) {
    if (seen.size() < most_names) {
        if (seen.insert(name).second) {
            names.push_back(name);
        }
    } else {
        more += seen.count(name) == 0 ? 1U : 0U;
    }
}

bool is_of_setup(const RootCause& root) {
    return !root.site.in_pixel();
}

} // namespace

void PixelTotals::add_account(const Comparison& pixel, bool first) {
    Account own = pixel.account;
    if (!first) { // the set-up and its lines in words come with every pixel
        own -= pixel.account_of_setup;
        for (SideAccount* side : {&own.reference, &own.candidate}) {
            side->tokens -= side->ignored;
            side->ignored = 0;
        }
        own.ignored.clear();
    }
    sum_.account += own;
}

void PixelTotals::add_names(const Comparison& pixel) {
    for (const std::string& name : pixel.missing) {
        add_name(name, missing_, sum_.missing, more_missing_);
    }
    for (const std::string& name : pixel.extra) {
        add_name(name, extra_, sum_.extra, more_extra_);
    }
    for (const Note& note : pixel.notes) {
        const bool known =
            std::find(sum_.notes.begin(), sum_.notes.end(), note) != sum_.notes.end();
        if (!known && sum_.notes.size() < most_notes) {
            sum_.notes.push_back(note);
        }
    }
}

void PixelTotals::add_roots(const Comparison& pixel) {
    for (const RootCause& root : pixel.roots) {
        const Cause cause{root.kind, root.key, root.tap, root.cause_class, root.side};
        const auto found = places_.find(cause);
        if (found == places_.end()) {
            if (roots_.size() < most_roots) {
                places_.emplace(cause, roots_.size());
                roots_.push_back({root, 1});
            }
            continue;
        }
        Root& known = roots_[found->second];
        if (!is_of_setup(root)) {
            ++known.pixels;
            known.cause.sites += root.sites;
        }
        known.cause.explains += root.explains;
        known.cause.is_input = known.cause.is_input || root.is_input;
    }
}

void PixelTotals::add_sharpness(const Comparison& pixel) {
    for (const Sharpness& one : pixel.sharpness) {
        const auto known =
            std::find_if(sum_.sharpness.begin(), sum_.sharpness.end(),
                         [&one](const Sharpness& other) { return other.tap == one.tap; });
        if (known == sum_.sharpness.end()) {
            sum_.sharpness.push_back(one);
        } else {
            known->sharpest = std::min(known->sharpest, one.sharpest);
            if (one.bluntest > known->bluntest) {
                known->bluntest = one.bluntest;
                known->bluntest_absolute = one.bluntest_absolute;
            }
        }
    }
}

void PixelTotals::add_errors(const Comparison& pixel) {
    for (const SignedErrors& one : pixel.errors) {
        const auto known =
            std::find_if(sum_.errors.begin(), sum_.errors.end(),
                         [&one](const SignedErrors& other) { return other.tap == one.tap; });
        if (known == sum_.errors.end()) {
            sum_.errors.push_back(one);
            continue;
        }
        known->records += one.records;
        known->positive += one.positive;
        known->negative += one.negative;
        known->sum += one.sum;
        known->sum_of_squares += one.sum_of_squares;
    }
}

void PixelTotals::add_shared(const Comparison& pixel) {
    for (const SharedDeparture& one : pixel.shared) {
        const auto known =
            std::find_if(sum_.shared.begin(), sum_.shared.end(),
                         [&one](const SharedDeparture& other) { return other.key == one.key; });
        if (known == sum_.shared.end()) {
            sum_.shared.push_back(one);
        } else {
            known->values += one.values;
        }
    }
}

void PixelTotals::add(const Comparison& pixel) {
    if (pixel.verdict == Verdict::not_comparable) {
        sum_ = pixel;
        refused_ = true;
        return;
    }
    ++pixels_;
    const bool departs = pixel.verdict != Verdict::parity;
    if (first_ || (departs && departing_pixels_ == 0)) {
        sum_.loops = pixel.loops;
        sum_.factors = pixel.factors; // those of the first pixel that departs, if any
        sum_.tolerance_text = pixel.tolerance_text;
        sum_.lineage_used = pixel.lineage_used;
    }
    departing_pixels_ += departs ? 1 : 0;
    sum_ += pixel;
    if (!first_) {
        sum_ -= pixel.of_setup;
    } else {
        sum_.of_setup = pixel.of_setup;
    }
    add_account(pixel, first_);
    first_ = false;
    sum_.keys += pixel.keys;
    sum_.unexplained += pixel.unexplained;
    sum_.planted += pixel.planted;
    sum_.caught += pixel.caught;
    sum_.of_reference += pixel.of_reference;
    sum_.of_candidate += pixel.of_candidate;
    sum_.keys_met.insert(pixel.keys_met.begin(), pixel.keys_met.end());
    add_shared(pixel);
    add_names(pixel);
    add_roots(pixel);
    add_sharpness(pixel);
    add_errors(pixel);
}

void PixelTotals::add_setup(const Comparison& setup) {
    add(setup);
    if (!refused_) {
        --pixels_;
        departing_pixels_ = 0;
    }
}

void PixelTotals::add(const QuickResult& pixel) {
    ++pixels_;
    if (!pixel.clear) {
        ++departing_pixels_;
        ++only_counted_;
    }
    Counts counts;
    counts.compared = pixel.values;
    counts.departing = pixel.clear ? 0 : std::max<std::uint64_t>(1, pixel.departing);
    counts.departing = std::min(counts.departing, counts.compared);
    counts.within_tolerance = std::min(pixel.within, counts.compared - counts.departing);
    counts.swamped = std::min(pixel.swamped, counts.within_tolerance);
    counts.identical = counts.compared - counts.departing - counts.within_tolerance;
    sum_ += counts;
    Account account;
    account.values = counts.compared;
    for (SideAccount* side : {&account.reference, &account.candidate}) {
        side->tokens = side->compared = counts.compared;
    }
    sum_.account += account;
}

Comparison PixelTotals::result() const {
    Comparison whole = sum_;
    for (const Root& root : roots_) {
        whole.roots.push_back(root.cause);
        if (root.pixels > 1) {
            whole.roots.back().evidence.push_back(
                {Rule::same_in_other_pixels, {}, {static_cast<Count>(root.pixels - 1)}});
        }
    }
    rounding_last(whole.roots); // some pixels show it first, and the fault is in another
    const auto say_more = [](std::uint64_t more, std::vector<std::string>& names) {
        if (more > 0) {
            names.push_back("and " + std::to_string(more) + " more");
        }
    };
    say_more(more_missing_, whole.missing);
    say_more(more_extra_, whole.extra);
    return whole;
}

} // namespace tapir::trace
