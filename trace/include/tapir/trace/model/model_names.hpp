#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tapir/trace/base/verdict_reason.hpp"
#include "tapir/trace/format/trace_file.hpp"
#include "tapir/trace/model/model.hpp"

namespace tapir::trace {

/// A trace in the words of a model: its records under the keys, units and loops of the taps.
struct NamedTrace {
    TraceFile file;                             ///< native, whatever it was
    VerdictReason reason = VerdictReason::none; ///< why it cannot be read by the model
    std::string refusal;                        ///< the same as a sentence; "" when it can
    std::vector<std::string> notes; ///< names that were translated, units that were converted
    std::uint64_t known = 0;        ///< records of taps of the model
    std::map<std::string, std::uint64_t> unknown;  ///< printed keys that the model does not know
    std::set<std::pair<std::string, int>> lacking; ///< components of taps that are not printed
};

/// Gives the records of a trace the keys, units and loops of a model's taps.
///
/// A number whose unit is the tap's keeps its text; one that is converted keeps the digits it is
/// good for. What the model does not know stays as it is. A line of text that only says where a
/// loop stands ("TRACE_C: step 3") holds for the lines behind it.
/// @param side  "reference" or "candidate", for names that hold on one side alone; "" for neither
/// @return `refusal` is set where a unit cannot be converted, a record states a loop in which its
/// tap
///         does not live, or nothing of it is known
[[nodiscard]] NamedTrace read_by_model(const TraceFile& file, const Model& model,
                                       std::string_view side);

/// A component that none of the traces prints of a tap that they print else: nothing is compared
/// there, so nothing can be green. Sets the refusal of the last of them.
void require_components(const std::vector<NamedTrace*>& traces);

} // namespace tapir::trace
