#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tapir/trace/record/cause_class.hpp"
#include "tapir/trace/record/pixel.hpp"
#include "tapir/trace/record/replay.hpp"
#include "tapir/trace/record/site.hpp"

namespace tapir::trace {

/// A record by name.
struct RecordKey {
    std::string tap;
    Site site; ///< only the loops the tap lives in
    friend auto operator<=>(const RecordKey&, const RecordKey&) =
        default; // NOLINT(modernize-use-nullptr): clang-tidy 14 trips over <=>
};

/// A value put in place of what was computed.
struct Replacement {
    RecordKey record;
    std::vector<double> values; ///< as many as the record has components
};

/// A behaviour or an option that can be switched, and what it means when that makes two sides
/// agree.
struct Switch {
    std::string id;         ///< of the quirk, or of the option
    CauseClass cause_class; ///< class of a fault that consists in it
    std::string change;     ///< in words, behind "with"
    bool is_quirk = true;   ///< of programs, whatever the scene; else an option: another scene
};

/// What a stage would give with its operations arranged in another way.
struct Alternative {
    CauseClass cause_class;
    std::string what; ///< for people
    std::vector<double> values;
};

/// The computation itself, asked what a record would be if something were different. Whoever
/// compares traces needs no physics for that: the kernel answers.
class Oracle {
  public:
    virtual ~Oracle() = default;

    /// A record as it is computed when others are replaced.
    /// @return its components; empty when the computation does not come to it
    [[nodiscard]] virtual std::vector<double>
    record(const RecordKey& wanted, const std::vector<Replacement>& replaced) const = 0;

    /// In how many ways programs of this kind arrange their operations without being wrong.
    [[nodiscard]] virtual Arrangement arrangements() const { return 1; }

    /// The computation of pixels fed with recorded values wherever there are any.
    /// @return nothing when the scene cannot be computed with them
    [[nodiscard]] virtual Replay follow(const std::vector<Pixel>& pixels,
                                        const RecordedValues& recorded,
                                        Arrangement arrangement) const = 0;

    /// Other arrangements of a stage's operations that ports are known to have, on given inputs.
    [[nodiscard]] virtual std::vector<Alternative>
    alternatives(const RecordKey& wanted, const std::vector<Replacement>& inputs) const = 0;

    [[nodiscard]] virtual std::vector<Switch> switches() const = 0;
    /// The same computation with one behaviour switched over.
    [[nodiscard]] virtual std::unique_ptr<Oracle> switched(const Switch& which) const = 0;
};

} // namespace tapir::trace
