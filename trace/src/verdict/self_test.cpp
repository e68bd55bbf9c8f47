#include "verdict/self_test.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <vector>

#include "align/side_precision.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

/// Whether the user allows a pair's candidate to be another number by so much.
bool is_allowed(const Pair& pair, const PrintedValue& printed, double factor,
                const Agreement& agreement) {
    PrintedRecord record = *pair.candidate->record;
    record.values[static_cast<std::size_t>(pair.candidate->part)] = printed;
    CanonicalValue value = *pair.candidate;
    value.record = &record;
    value.value = printed.number / factor;
    Pair changed{.reference = pair.reference, .candidate = &value};
    agreement.judge(changed);
    return changed.permission != Permission::none;
}

/// The candidate with one value changed to many times what its stage lets one see, and by more than
/// the user allows; nothing where he allows anything.
std::optional<TraceFile> with_planted_fault(const TraceFile& candidate, const Pair& pair,
                                            const StageComparison& stages,
                                            const Agreement& agreement) {
    constexpr double much = 20;
    constexpr double largest = 1e100;
    const double visible = stages.visible(pair);
    const CanonicalValue& value = *pair.candidate;
    if (!pair.comparable || !(much * visible < std::numeric_limits<double>::max())) {
        return std::nullopt;
    }
    TraceFile changed = candidate;
    const auto record = static_cast<std::size_t>(value.record - candidate.records.data());
    PrintedValue& printed = changed.records[record].values[static_cast<std::size_t>(value.part)];
    const double unit = value.entry == nullptr ? 1 : value.entry->multiply / value.entry->divide;
    const double before = printed.number;
    // more than the last printed digit, which no reader sees beyond
    const double quantum = 2 * half_quantum(value, candidate.digits) * unit;
    double change = std::max(visible > 0 ? much * visible * unit : 1, much * quantum);
    do {
        printed.number = before < 0 ? before - change : before + change;
        printed.text = shortest(printed.number);
        change *= much;
    } while (change < largest && is_allowed(pair, printed, unit, agreement));
    return change < largest ? std::optional(std::move(changed)) : std::nullopt;
}

} // namespace

namespace {

/// A pair of each key of each kind of record, and of each class of number: whole or not.
std::vector<std::size_t> one_of_each_kind(const Alignment& alignment) {
    std::set<std::tuple<std::string_view, std::string_view, bool>> seen;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < alignment.pairs.size(); ++i) {
        const CanonicalValue& value = *alignment.pairs[i].candidate;
        const bool whole = value.value == std::floor(value.value);
        if (seen.emplace(value.record->kind, value.record->key, whole).second) {
            places.push_back(i);
        }
    }
    return places;
}

} // namespace

void self_test(const Alignment& alignment, const Agreement& agreement, Comparison& result) {
    const std::vector<std::size_t> places = one_of_each_kind(alignment);
    for (std::size_t i = 0; i < places.size(); ++i) {
        Pair pair = alignment.pairs[places[i]];
        PrintedRecord record = *pair.candidate->record;
        CanonicalValue value = *pair.candidate;
        PrintedValue& printed = record.values[static_cast<std::size_t>(value.part)];
        value.record = &record;
        // infinity or no number: beyond any tolerance, and another text
        const bool plant_nan = i % 2 == 1;
        value.value = plant_nan ? std::numeric_limits<double>::quiet_NaN()
                                : std::numeric_limits<double>::infinity();
        printed.number = value.value;
        printed.text = "planted";
        pair.candidate = &value;
        agreement.judge(pair);
        ++result.planted;
        result.caught += pair.agrees ? 0 : 1;
    }
    if (result.planted == 0) {
        result.verdict = Verdict::not_comparable;
        result.reason = VerdictReason::nothing_planted;
        result.sentence = "No fault could be planted in what was compared, so nothing shows that "
                          "one would be seen. " +
                          result.sentence;
    }
    if (result.caught != result.planted) {
        throw InternalError("the comparator missed a corruption it planted itself; its green "
                            "verdict is withdrawn");
    }
}

void test_stages(const TraceFile& candidate, const Alignment& alignment,
                 const StageComparison& stages, const Agreement& agreement,
                 const std::function<Comparison(const TraceFile&)>& again, Comparison& result) {
    constexpr std::size_t plantings = 3;
    const std::size_t stride = std::max<std::size_t>(1, alignment.pairs.size() / plantings);
    for (std::size_t i = stride / 2; i < alignment.pairs.size(); i += stride) {
        const auto changed = with_planted_fault(candidate, alignment.pairs[i], stages, agreement);
        if (!changed) {
            continue;
        }
        ++result.planted;
        if (again(*changed).verdict == Verdict::parity) {
            throw InternalError("a fault planted in " + alignment.pairs[i].reference->node.tap +
                                " went unseen; the green verdict is withdrawn");
        }
        ++result.caught;
    }
}

} // namespace tapir::trace
