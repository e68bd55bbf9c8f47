#include "tapir/trace/align/noise.hpp"

#include <algorithm>
#include <cmath>

#include "align/agreement.hpp"
#include "align/alignment.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

std::string name_of(const CanonicalValue& value, const Loops& loops) {
    return value.node.tap + " (" + to_text(value.node.site, loops) + ")";
}

/// Adds what two runs differ by.
void add_differences(const Side& one, const Side& other, const ProgramModel& program,
                     const std::string& who, Noise& noise) {
    const Alignment alignment = align(one, other, program);
    if (!alignment.missing.empty() || !alignment.extra.empty() || alignment.pairs.empty()) {
        noise.broken = who + " does not hold the same records";
        return;
    }
    const Agreement exactly(*one.file, *other.file, {});
    for (Pair pair : alignment.pairs) {
        exactly.judge(pair);
        if (pair.agrees) {
            continue;
        }
        const double a = pair.reference->value;
        const double b = pair.candidate->value;
        const double difference = std::fabs(a - b);
        if (!pair.comparable ||
            !(difference <= most_relative_noise * std::max(std::fabs(a), std::fabs(b)))) {
            noise.broken = who + " has another value of " +
                           name_of(*pair.reference, program.loops) + ": " + general15(a) +
                           " against " + general15(b) + ", more than " +
                           shortest(most_relative_noise) + " of it apart";
            return;
        }
        double& most = noise.of_taps[pair.reference->node.tap];
        most = std::max(most, difference);
    }
}

} // namespace

Noise noise_of(const TraceFile& reference, const std::vector<TraceFile>& runs,
               const ProgramModel& program) {
    Noise noise;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const std::string who = "run " + std::to_string(i + 1);
        const std::string& broken = !runs[i].truncation.empty() ? runs[i].truncation
                                    : !runs[i].problems.empty() ? runs[i].problems.front()
                                                                : std::string();
        if (!broken.empty() || runs[i].records.empty()) {
            noise.broken = who + (broken.empty() ? " printed no trace record"
                                                 : " gave no whole trace: " + broken);
            return noise;
        }
    }
    const Side first{&runs.front(), canonicalise(runs.front(), program)};
    const Side side_of_reference{&reference, canonicalise(reference, program)};
    add_differences(side_of_reference, first, program, "run 1, held against the reference,", noise);
    for (std::size_t i = 1; i < runs.size() && noise.broken.empty(); ++i) {
        const Side again{&runs[i], canonicalise(runs[i], program)};
        add_differences(first, again, program,
                        "run " + std::to_string(i + 1) + ", held against run 1,", noise);
    }
    return noise;
}

} // namespace tapir::trace
