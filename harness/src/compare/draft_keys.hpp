#pragma once

#include <set>
#include <string>
#include <vector>

#include "tapir/trace/format/trace_file.hpp"

namespace tapir::harness {

/// All records of one printed key.
struct DraftKey {
    std::string kind, key, unit;
    std::set<std::string> loops;
    std::vector<std::vector<double>> values; ///< record by record
    bool integers = true;

    [[nodiscard]] std::size_t width() const { return values.front().size(); }
    [[nodiscard]] std::vector<double> all() const {
        std::vector<double> flat;
        for (const std::vector<double>& one : values) {
            flat.insert(flat.end(), one.begin(), one.end());
        }
        return flat;
    }
};

/// The keys of a trace in the order in which they are first printed, and its loops.
struct DraftKeys {
    std::vector<DraftKey> keys;
    std::vector<std::string> loops;
};

/// What a trace prints, and in which loops.
/// @throws InputError  it is not whole, or holds no record
[[nodiscard]] DraftKeys keys_of(const trace::TraceFile& file);

} // namespace tapir::harness
