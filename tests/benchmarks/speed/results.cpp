#include "results.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <fstream>

#include "tapir/trace/base/build_info.hpp"

namespace tapir::speed {

namespace {

constexpr double nanoseconds = 1e9;

/// A line of /proc/cpuinfo.
std::string processor_info(const std::string& key) {
    std::ifstream lines("/proc/cpuinfo");
    std::string line;
    while (std::getline(lines, line)) {
        if (line.rfind(key, 0) == 0) {
            const std::size_t value = line.find(": ");
            return value == std::string::npos ? "" : line.substr(value + 2);
        }
    }
    return "unknown";
}

} // namespace

std::string processor() {
    return processor_info("model name") + ", family " + processor_info("cpu family") + ", model " +
           processor_info("model\t");
}

std::string table_of(const Results& results) {
    std::string text = fmt::format("{:<12} {:>12} |", "pixel loop", "C ns/step");
    for (const std::string& set : results.sets) {
        text += fmt::format(" {:>9} {:>7}", set, "ratio");
    }
    text += "\n";
    for (const CaseResult& result : results.cases) {
        const bool compared = result.reference_s > 0;
        text += compared ? fmt::format("{:<12} {:>12.1f} |", result.name,
                                       result.reference_s * nanoseconds / result.steps)
                         : fmt::format("{:<12} {:>12} |", result.name, "not run");
        for (const std::string& set : results.sets) {
            text += fmt::format(" {:>9.2f}", result.tapir_s.at(set) * nanoseconds / result.steps);
            text +=
                compared ? fmt::format(" {:>6.1f}x", result.ratio(set)) : fmt::format(" {:>7}", "");
        }
        text += "\n";
    }
    for (const OtherResult& other : results.others) {
        text += fmt::format("{:<40} C {:>9.4f} s   tapir {:>9.4f} s", other.name, other.reference_s,
                            other.tapir_s);
        text += other.reference_s > 0
                    ? fmt::format("   {:.1f}x\n", other.reference_s / other.tapir_s)
                    : "\n";
    }
    return text;
}

nlohmann::json entry_of(const Results& results, const std::string& reference_digest) {
    nlohmann::json entry;
    entry["utc"] = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
    entry["version"] = program_version;
    entry["compiler"] = __VERSION__;
    entry["processor"] = processor();
    entry["reference_sha256"] = reference_digest;
    for (const CaseResult& result : results.cases) {
        nlohmann::json one{{"case", result.name}, {"steps", result.steps}};
        one["reference_ns_per_step"] = result.reference_s * nanoseconds / result.steps;
        for (const auto& [set, seconds] : result.tapir_s) {
            one["tapir_ns_per_step"][set] = seconds * nanoseconds / result.steps;
            one["ratio"][set] = result.ratio(set);
        }
        entry["cases"].push_back(one);
    }
    for (const OtherResult& other : results.others) {
        entry["others"].push_back(
            {{"name", other.name}, {"reference_s", other.reference_s}, {"tapir_s", other.tapir_s}});
    }
    return entry;
}

std::string lost_vectorisation(const Results& results) {
    constexpr double least_gain = 2; // one pixel at a time is five to seven times slower
    for (const CaseResult& result : results.cases) {
        const double scalar = result.tapir_s.at("scalar");
        for (const auto& [set, seconds] : result.tapir_s) {
            const bool vectors = set == "avx2" || set == "avx512";
            if (vectors && scalar / seconds < least_gain) {
                return fmt::format(
                    "{}: {} is only {:.2f} times as fast as one pixel at a time; the "
                    "compiler has not vectorised its row loop.",
                    result.name, set, scalar / seconds);
            }
        }
    }
    return "";
}

} // namespace tapir::speed
