#pragma once

#include <utility>
#include <vector>

#include "tapir/trace/record/cause_class.hpp"
#include "tapir/trace/stage/finding.hpp"

namespace tapir::trace {

/// What a rule found when it held a side against its stage. Which side that is, the caller knows.
struct StageMatch {
    CauseClass cause_class;
    Rule rule;
    std::vector<Term> terms{};
    bool is_odd_side = false; ///< the rule shows as well that this side is the odd one

    /// The same, of a rule that shows the odd side as well.
    [[nodiscard]] static StageMatch of_odd_side(CauseClass cause_class, Rule rule,
                                                std::vector<Term> terms = {}) {
        return {cause_class, rule, std::move(terms), true};
    }
};

} // namespace tapir::trace
