#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tapir/trace/record/tap.hpp"

namespace tapir::trace {

/// A loop as a model file names it.
struct ModelLoop {
    enum class Role : std::uint8_t { none, row, column };
    std::string name;
    Role role = Role::none;
    /// How many passes it has: a whole number, or the key of a constant or of a set-up tap. "": not
    /// said, and a sum takes the passes that the traces show.
    std::string passes{};
};

/// A number that a formula may name.
struct ModelConstant {
    std::string key;
    double value = 0;
    std::string unit = "1", meaning{};
};

/// A tap as a model file declares it.
struct ModelTap {
    std::string key, unit = "1", meaning{};
    int width = 1;
    std::vector<std::string> loops{}; ///< names
    ValueKind kind = ValueKind::real;
    bool display_only = false;
};

/// What a tap is computed by: a formula, or only what feeds it.
struct ModelStage {
    std::string tap, formula{};
    std::vector<std::string> feeds{}; ///< "flux", "T[step-1]"; where there is no formula
};

/// How a program prints a tap.
struct PrintedName {
    /// Where the name holds: "any", a dialect ("native", "c", "py"), or a side ("reference",
    /// "candidate").
    std::string in = "any";
    std::string kind, key, label; ///< as printed; "" for kind and label: any
    int occurrence = -1;          ///< a key printed twice: which printing this is; -1 any
    std::string tap;
    int component = 0;            ///< of the tap, that the first printed value shows
    std::string unit;             ///< as printed; "": the one the trace states, else the tap's
    std::optional<double> factor; ///< tap value = printed value * factor, instead of a unit
    std::vector<std::string> only_first; ///< loops of which only the first pass is printed
    std::string along;                   ///< the values of one line run along this loop
    std::string note;                    ///< why the printed name misleads
};

/// What a model file says, as it stands there.
struct ModelText {
    std::string purpose;
    bool declared = false;        ///< by the traces themselves, not by a model file
    std::vector<ModelLoop> loops; ///< outermost first
    std::vector<ModelConstant> constants;
    std::vector<ModelTap> taps;
    std::vector<PrintedName> printed;
    std::vector<ModelStage> stages;
};

} // namespace tapir::trace
