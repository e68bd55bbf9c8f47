#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "probe/probe_file.hpp"

namespace tapir::harness {

/// What a run under probes is for.
enum class ProbeMode : std::uint8_t {
    record, ///< values are written down
    graft,  ///< and replaced by the reference's where they differ
    check   ///< places are looked up, the program is not run
};

/// The reference's values, by the names that PROTOCOL.md gives records.
struct GraftValues {
    std::map<std::string, std::vector<double>> records;
    double rtol = 0; ///< as large a part of a value may be off
    double ulp = 0;  ///< so many units in the last place may a value be off
};

/// What is moved in a run that finds out what is computed from it.
struct ProbeMove {
    std::string key;
    int component = all_components;
    int ulps = 0;        ///< units in the last place
    double relative = 0; ///< as a part of the value, instead
    double at_zero = 0;  ///< what takes the place of a zero, which has no part
    std::optional<std::vector<std::string>> records; ///< names of those that are moved; none: all

    static constexpr int all_components = -1;
};

/// One run of a program under probes, as it is asked for.
struct ProbeRequest {
    ProbeFile probes;
    ProbeMode mode = ProbeMode::record;
    std::map<std::string, int> at;    ///< loops by name: only this index of them
    std::vector<std::string> program; ///< with its arguments
    std::optional<GraftValues> reference;
    std::optional<ProbeMove> move; ///< with a reference: from its values
    bool silent = false; ///< one of many runs: what the program prints goes nowhere, and it reads
                         ///< standard input from its beginning where that is a file, else nothing
};

/// `--at slow=685 --at fast=1039` and `--pixel 685 1039` as a selection.
/// @param pixel  row and column, or empty
/// @throws InputError  no LOOP=N, a loop that the file does not declare, one that is named twice,
///                     a pixel of a program that has none
[[nodiscard]] std::map<std::string, int> selection_of(const ProbeFile& probes,
                                                      const std::vector<std::string>& at,
                                                      const std::vector<int>& pixel);

/// The plan that a backend runs by, see PROTOCOL.md.
/// @param folder  of this run, where the backend may write
[[nodiscard]] std::string plan_text(const ProbeRequest& request, const std::string& folder);

} // namespace tapir::harness
