#include "cause/missing_factor.hpp"

#include <algorithm>
#include <cmath>

#include "cause/pair_table.hpp"

namespace tapir::trace {

std::optional<Classification> missing_factor(const std::vector<const Pair*>& departing,
                                             const Side& reference) {
    constexpr double tight = 1e-9;
    for (const CanonicalValue& value : reference.values) {
        const double factor = value.value;
        if (!value.known || value.record->values.size() != 1 || factor == 0 ||
            !std::isfinite(factor) || std::fabs(factor) == 1 ||
            value.node.tap == departing.front()->reference->node.tap) {
            continue;
        }
        for (const bool left_out : {true, false}) {
            const bool fits =
                std::all_of(departing.begin(), departing.end(), [&](const Pair* root) {
                    const double expected =
                        left_out ? reference_of(*root) / factor : reference_of(*root) * factor;
                    return expected != 0 && nearly(candidate_of(*root), expected, tight);
                });
            if (fits) {
                const Rule rule =
                    left_out ? Rule::reference_without_factor : Rule::reference_times_factor;
                return Classification{CauseClass::normalisation,
                                      {{rule, {}, {value.record->key, ShownNumber{factor}}}}};
            }
        }
    }
    return std::nullopt;
}

} // namespace tapir::trace
