#pragma once

#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "align/alignment.hpp"
#include "tapir/trace/record/cause_class.hpp"
#include "tapir/trace/stage/finding.hpp"

namespace tapir::trace {

/// What kind of departure a root is, and how one can tell.
struct Classification {
    CauseClass cause_class;
    Evidence evidence;
    WhichSide side = WhichSide::neither; ///< the odd one
    bool conclusive = true; ///< false: the values alone tell too little, the computation may know
};

/// All that a rule may look at where there is no scene.
struct RecordCase {
    const std::vector<const Pair*>& departing; ///< of the root, at least one
    const std::vector<const Pair*>& all;       ///< every compared pair of the same tap
    const TapSpec* spec;                       ///< the tap, or null
    const Dictionary& dictionary;
};

/// One way to recognise how the two sides of a root are related.
struct RecordRule {
    const char* name;
    std::optional<Classification> (*find)(const RecordCase&);
    const char* why_here; ///< the reason why it stands before those that follow
};

/// The rules in the order in which they are asked; the last one always finds something.
[[nodiscard]] std::span<const RecordRule> record_rules();

/// What the first rule finds that finds anything.
/// @param departing  the departing pairs of the root, at least one
/// @param spec       the tap, or null
/// @param all        every compared pair of the same tap, departing or not
[[nodiscard]] Classification classify(const std::vector<const Pair*>& departing,
                                      const std::vector<const Pair*>& all, const TapSpec* spec,
                                      const Dictionary& dictionary);

/// One side repeats, at a departing site, its own value of another site where both sides agree.
[[nodiscard]] std::optional<Classification>
repeats_itself(const std::vector<const Pair*>& departing, const std::vector<const Pair*>& all,
               const Dictionary& dictionary);

/// The departing values differ by a factor that stands among the reference's records: it was left
/// out, or applied once too often.
[[nodiscard]] std::optional<Classification>
missing_factor(const std::vector<const Pair*>& departing, const Side& reference);

} // namespace tapir::trace
