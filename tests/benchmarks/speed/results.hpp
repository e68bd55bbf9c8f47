#pragma once

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace tapir::speed {

/// What was measured of one case; the least of several times each.
struct CaseResult {
    std::string name, what;
    double steps = 0;
    double reference_s = 0;                ///< pixel loop of the C program; 0: not measured
    std::map<std::string, double> tapir_s; ///< instruction set to seconds of the pixel loop

    [[nodiscard]] double ratio(const std::string& set) const {
        return reference_s / tapir_s.at(set);
    }
};

/// A time of both programs that is not a pixel loop.
struct OtherResult {
    std::string name;
    double reference_s = 0, tapir_s = 0;
};

struct Results {
    std::vector<std::string> sets; ///< instruction sets, slowest first
    std::vector<CaseResult> cases;
    std::vector<OtherResult> others;
};

/// What the processor calls itself.
[[nodiscard]] std::string processor();

/// The table people read.
[[nodiscard]] std::string table_of(const Results& results);

/// One entry of the history.
[[nodiscard]] nlohmann::json entry_of(const Results& results, const std::string& reference_digest);

/// A chart of the ratios: a picture for a README, light or dark.
[[nodiscard]] std::string chart_of(const Results& results);

/// What was lost, in a sentence; empty when the vector loops are faster than one pixel at a time.
[[nodiscard]] std::string lost_vectorisation(const Results& results);

} // namespace tapir::speed
