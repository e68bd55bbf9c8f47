#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "tapir/engine/experiment.hpp"
#include "tapir/engine/numbers/double_double.hpp"
#include "tapir/engine/run_spec.hpp"
#include "tapir/trace/record/graph.hpp"
#include "tapir/trace/record/pixel.hpp"
#include "tapir/trace/record/replay.hpp"

/// The arbiter's numbers: records of the set-up and of pixels in a number type wider than a double,
/// from the one kernel.
namespace tapir::engine {

enum class WideType : std::uint8_t {
    double_double, ///< some 106 bits, our own functions; quicker
    quad           ///< 113 bits, IEEE 754 binary128 and the C library's functions of it
};

[[nodiscard]] const char* to_text(WideType type);
/// Whether it was to be had where this program was compiled.
[[nodiscard]] bool has(WideType type);

using NodeSet = std::unordered_set<trace::NodeKey, trace::NodeKeyHash>;
template <class Value>
using NodeMap = std::unordered_map<trace::NodeKey, Value, trace::NodeKeyHash>;

/// Whether what is decided of a tap's values is if they are exactly 0.
[[nodiscard]] bool is_decided_on_zero(const std::string& tap);

/// What a run in a wide type found.
struct ExactValues {
    NodeMap<DoubleDouble> values; ///< of the records that were wanted, as far as there are any
    /// Every whole number that was decided on (nearest indices, cell counts, what is beyond the
    /// resolution limit, where vectors are carried over) and whether phi and the lattice factor are
    /// exactly 0, as 1 or 0.
    NodeMap<double> decisions;
};

/// The computation in a wide type. The scene's doubles, with the constants of the program, are
/// taken as exact; pi has all digits. Decisions are taken in the wide type too. What single
/// precision is on purpose (the spread of mosaic domains) stays so.
///
/// @param wanted    the records whose values are kept
/// @param recorded  put in wherever there is a record, after its own value has been computed: every
///                  stage runs on these inputs then; or null
/// @throws InputError     a pixel outside the detector, or a set-up that cannot be computed with
/// @throws InternalError  a type that is not there, see `has`
[[nodiscard]] ExactValues exact_values(WideType type, const Experiment& experiment,
                                       const RunSpec& options,
                                       const std::vector<trace::Pixel>& pixels,
                                       const NodeSet& wanted,
                                       const trace::RecordedValues* recorded = nullptr);

/// A decision that falls one way in the wide type and another in double precision.
struct OtherDecision {
    trace::NodeKey node;
    double wide = 0, in_double = 0; ///< NaN where that run has no such record
};

/// The decisions of a wide run that the same pixels in double precision take otherwise, in order of
/// tap, component and site.
[[nodiscard]] std::vector<OtherDecision> other_decisions(const ExactValues& wide,
                                                         const Experiment& experiment,
                                                         RunSpec options,
                                                         const std::vector<trace::Pixel>& pixels);

/// Terms in the sum of a pixel, layers and all.
[[nodiscard]] double steps_of_pixel(const Experiment& experiment);

} // namespace tapir::engine
