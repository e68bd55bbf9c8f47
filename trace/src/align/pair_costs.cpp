#include "align/pair_costs.hpp"

#include <algorithm>
#include <map>
#include <string_view>

namespace tapir::trace {

/// Which part of two forms' words and marks is common, 0 to 1.
double common_part(const std::string& a, const std::string& b) {
    std::map<std::string_view, int> pieces;
    const auto each = [](std::string_view form, const auto& use) {
        std::size_t count = 0;
        for (std::size_t at = 0; at < form.size(); ++count) {
            const std::size_t end = end_of_piece(form, at);
            use(form.substr(at, end - at));
            at = end;
        }
        return count;
    };
    const std::size_t in_a = each(a, [&pieces](std::string_view piece) { ++pieces[piece]; });
    std::size_t common = 0;
    const std::size_t in_b = each(b, [&](std::string_view piece) {
        const auto found = pieces.find(piece);
        if (found != pieces.end() && found->second > 0) {
            --found->second;
            ++common;
        }
    });
    return static_cast<double>(common) /
           static_cast<double>(std::max<std::size_t>(1, std::max(in_a, in_b)));
}

double PairCosts::operator()(std::uint32_t i, std::uint32_t j) {
    constexpr double never = 2.2, elsewhere = 0.05, values_weight = 0.8;
    const std::uint32_t form_a = pairing_.form_of_reference[i];
    const std::uint32_t form_b = pairing_.form_of_candidate[j];
    if (form_a != form_b) {
        return of_forms(form_a, form_b);
    }
    if (pairing_.reference.counters(i) != pairing_.candidate.counters(j) ||
        sides_.reference.notation_of(sides_.reference.lines()[i]).path !=
            sides_.candidate.notation_of(sides_.candidate.lines()[j]).path) {
        return never;
    }
    return values_weight * differing(i, j, form_a) +
           (pairing_.reference.scope(i) == pairing_.candidate.scope(j) ? 0 : elsewhere);
}

double PairCosts::of_forms(std::uint32_t a, std::uint32_t b) {
    constexpr unsigned half = 32;
    constexpr double unlike = 3, least = 0.5;
    const auto [place, is_new] = of_forms_.try_emplace((std::uint64_t{a} << half) | b, unlike);
    if (is_new) {
        const double common = common_part(sides_.forms.text(a), sides_.forms.text(b));
        place->second = common < least ? unlike : 1 + (1 - common);
    }
    return place->second;
}

/// Which part of the values differs, of the first ones of a long line.
double PairCosts::differing(std::uint32_t i, std::uint32_t j, std::uint32_t form) const {
    constexpr std::size_t enough = 64;
    const std::size_t slots = std::min(enough, sides_.forms.slots(form));
    if (slots == 0) {
        return 0;
    }
    const TextToken* a = sides_.reference.slots().data() + sides_.reference.lines()[i].first_slot;
    const TextToken* b = sides_.candidate.slots().data() + sides_.candidate.lines()[j].first_slot;
    std::size_t count = 0;
    for (std::size_t k = 0; k < slots; ++k) {
        count += a[k].value == b[k].value ? 0 : 1;
    }
    return static_cast<double>(count) / static_cast<double>(slots);
}

} // namespace tapir::trace
