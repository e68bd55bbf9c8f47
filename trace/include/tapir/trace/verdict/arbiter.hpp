#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "tapir/trace/record/site.hpp"

namespace tapir::trace {

/// The side that lies nearer to the exact value; both: each is the exact value, as far as its last
/// place can say; neither: they lie equally far from it.
enum class Nearer : std::uint8_t { reference, candidate, both, neither };

[[nodiscard]] const char* to_text(Nearer nearer);

/// A value computed in more digits than a double has.
struct ExactNumber {
    double high = 0; ///< the nearest double
    double low = 0;  ///< what is missing in it
    std::string decimal;
};

/// A side's value and how far it lies from the exact one.
struct ArbitratedSide {
    std::string shown;      ///< as printed, or the image's number
    double value = 0;       ///< in the tap's unit
    double last_place = 0;  ///< a unit in the last place of the side's own type or print, above 0
    ExactNumber exact;      ///< what it is held against
    double distance = 0;    ///< |value - exact|, not rounded before the difference is taken
    double relative = 0;    ///< the same as a share of the exact value; infinite where that is 0
    double last_places = 0; ///< the same in units of the last place
    bool within_rounding = false; ///< no other number of its type is nearer by more than rounding
};

/// @param last_place  above 0
[[nodiscard]] ArbitratedSide arbitrated_side(std::string shown, double value, double last_place,
                                             ExactNumber exact);

/// One value of both sides before the arbiter.
struct ArbitratedValue {
    std::string tap, unit;
    int component = 0, width = 1; ///< of the tap
    Site site;
    /// Whether each side is held against what the stage makes of that side's own records, so that
    /// the stage is judged alone; else both against the exact value of the scene.
    bool own_inputs = false;
    ArbitratedSide reference, candidate;
    Nearer nearer = Nearer::neither;
    double times = 1; ///< how many times as far the other side lies; infinite: it is the only one
};

/// Judges by the two sides' distances.
void judge(ArbitratedValue& value);

/// A decision that falls one way in exact arithmetic and another in double precision.
struct ArbiterDecision {
    std::string tap;
    int component = 0, width = 1;
    Site site;
    bool of_zero = false;           ///< whether the value is exactly 0 is what was decided
    double wide = 0, in_double = 0; ///< NaN: no such record in that run
};

/// Which side is nearer to the exact answer of a scene. It is no verdict.
struct Arbiter {
    std::string number_type;  ///< "binary128", "double-double"
    std::string checked_with; ///< the same of an independent run; "": there was none
    /// The largest relative difference of the two runs; NaN: there was one run.
    double agreement = std::numeric_limits<double>::quiet_NaN();
    std::vector<ArbitratedValue> values; ///< the most telling one first
    std::vector<ArbiterDecision> decisions;
    std::string sentence; ///< for people
    bool of_images = false;
};

/// Writes the sentence from everything else.
/// @param loops  by whose numbers the sites are stated
void conclude(Arbiter& arbiter, const Loops& loops);

} // namespace tapir::trace
