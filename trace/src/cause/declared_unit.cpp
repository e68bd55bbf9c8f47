#include "cause/declared_unit.hpp"

#include <algorithm>
#include <string>

#include "cause/pair_table.hpp"
#include "tapir/trace/model/units.hpp"

namespace tapir::trace {

std::optional<Classification> declared_unit(const std::vector<const Pair*>& departing) {
    const std::string& one = departing.front()->reference->record->unit;
    const std::string& other = departing.front()->candidate->record->unit;
    if (one == other || one.empty() || other.empty()) {
        return std::nullopt;
    }
    const auto classified = [&](Rule rule) {
        return Classification{CauseClass::unit, {{rule, WhichSide::neither, {one, other}}}};
    };
    const auto convert = conversion(other, one);
    if (!convert) {
        return classified(Rule::declared_units_differ);
    }
    constexpr double tight = 1e-12;
    const auto same_number = [&convert](const Pair* pair) {
        return nearly((*convert)(reference_of(*pair)), candidate_of(*pair), tight);
    };
    return std::all_of(departing.begin(), departing.end(), same_number)
               ? std::optional(classified(Rule::declared_in_other_unit))
               : std::nullopt;
}

} // namespace tapir::trace
