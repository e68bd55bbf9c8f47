#include "verdict/header_checks.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "tapir/trace/verdict/header_checks.hpp"

namespace tapir::trace {

namespace {

/// The header says that these values were computed in single precision; every float32 is a double,
/// and written as one with all its digits.
void count_singles(const Side& side, const ProgramModel& program, Doubts& doubts) {
    const NativeHeader& header = *side.file->header;
    if (header.dtype != "float32" || header.digits != NativeHeader::full_digits) {
        return;
    }
    for (const CanonicalValue& value : side.values) {
        const TapSpec* tap = value.known ? program.find_tap(value.node.tap) : nullptr;
        if (tap == nullptr || !value.record->site.in_pixel() || tap->kind == ValueKind::integer) {
            continue;
        }
        const auto single = static_cast<double>(static_cast<float>(value.value));
        ++doubts.values;
        doubts.not_single += std::isfinite(value.value) && single != value.value ? 1U : 0U;
    }
}

/// An imported trace keeps the order of its source, one by probes that of the program.
void count_order(const Side& side, const LineageGraph& graph, Doubts& doubts) {
    if (!side.file->header->source.empty() || !side.file->header->watched.empty()) {
        return;
    }
    std::map<Pixel, int> latest; ///< node, by pixel
    for (const CanonicalValue& value : side.values) {
        const int node = value.part == 0 ? graph.find(value.node) : -1;
        if (node < 0) {
            continue;
        }
        const Site& site = value.record->site;
        int& last = latest.try_emplace(site.pixel(), node).first->second;
        if (node < last) {
            ++(!site.in_pixel() ? doubts.setup_out_of_order : doubts.out_of_order);
        }
        last = std::max(last, node);
    }
}

void note(const std::string& name, const Doubts& doubts, std::vector<std::string>& notes) {
    if (doubts.not_single > 0) {
        notes.push_back("the header of " + name + " says float32, but " +
                        std::to_string(doubts.not_single) + " of " + std::to_string(doubts.values) +
                        " pixel values looked at are not float32 numbers: it was not computed so");
    }
    const std::uint64_t late = doubts.out_of_order + doubts.setup_out_of_order;
    if (late > 0) {
        notes.push_back(std::to_string(late) + " record(s) of " + name +
                        " stand after one that is computed later; the format has them in order of "
                        "computation");
    }
}

} // namespace

Doubts doubts_of(const Side& side, const ProgramModel& program, const LineageGraph& graph) {
    Doubts doubts;
    if (side.file->header) {
        count_singles(side, program, doubts);
        count_order(side, graph, doubts);
    }
    return doubts;
}

void note_doubts(const std::string& reference, const std::string& candidate, Comparison& result) {
    std::vector<std::string> notes;
    note(reference, result.of_reference, notes);
    note(candidate, result.of_candidate, notes);
    result.notes.insert(result.notes.begin(), notes.begin(), notes.end());
}

} // namespace tapir::trace
