#pragma once

#include <map>
#include <string>
#include <string_view>

#include "tapir/trace/format/trace_file.hpp"
#include "tapir/trace/model/model.hpp"
#include "tapir/trace/model/units.hpp"

namespace tapir::trace {

/// A printed value whose tap is found.
struct PrintedMeaning {
    int tap = -1;
    int component = 0;
    int along = -1, index = 0;         ///< the loop that the values of the line run along
    const PrintedName* name = nullptr; ///< null: it is printed under the tap's own key
};

/// Finds what a trace's printed names mean by a model.
class NameLookup {
  public:
    /// @param side  "reference" or "candidate"; "" for neither
    NameLookup(const TraceFile& file, const Model& model, std::string_view side)
        : given_(&file), model_(&model), side_(side) {}

    /// @param part      which value of the record
    /// @param printing  how often the same key was printed at the same site before
    [[nodiscard]] PrintedMeaning meaning_of(const PrintedRecord& record, std::size_t part,
                                            int printing) const;

  private:
    [[nodiscard]] const PrintedName* name_of(const PrintedRecord& record, const PrintedValue& value,
                                             int printing) const;

    const TraceFile* given_;
    const Model* model_;
    std::string side_;
};

/// How far a converted number may lie from what it was printed from.
/// @param digits  of the file
[[nodiscard]] double converted_quantum(const PrintedValue& printed, int digits,
                                       const Conversion& convert, double result);

/// "the model's tap 'x'", or, where there is no model file, where its words come from.
[[nodiscard]] std::string owner_of(const ModelText& text, const TapSpec& tap);

/// The first few keys of records by name: "a, b, ...".
[[nodiscard]] std::string some_keys(const std::map<std::string, std::uint64_t>& keys);

} // namespace tapir::trace
