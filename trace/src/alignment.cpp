#include "alignment.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>
#include <unordered_map>

#include "tapir/trace/number_text.hpp"

namespace tapir::trace {

namespace {

using Index = std::unordered_map<NodeKey, std::vector<const CanonicalValue*>, NodeKeyHash>;

/// In one dialect the printed name is part of the identity, so that each printing is compared
/// with its own counterpart; across dialects only the meaning counts.
NodeKey identity(const CanonicalValue& value, bool same_dialect) {
    NodeKey key = value.node;
    if (same_dialect) {
        key.tap = value.record->kind + " " + value.record->key + " " + key.tap + " " +
                  std::to_string(value.part) + " " + std::to_string(value.occurrence);
    }
    return key;
}

Index index_of(const Side& side, bool same_dialect) {
    Index index;
    for (const CanonicalValue& value : side.values) {
        index[identity(value, same_dialect)].push_back(&value);
    }
    return index;
}

/// Sites at which a side's own records say that the other dialect prints no line.
std::set<Site> silent_sites(const Side& side, const Dictionary& dictionary) {
    std::set<Site> sites;
    for (const CanonicalValue& value : side.values) {
        if (value.node.tap == dictionary.silent_where_zero.second && value.value == 0) {
            sites.insert(value.node.site);
        }
    }
    return sites;
}

/// Values of one side that have no partner on the other.
void sort_unpaired(const std::vector<const CanonicalValue*>& unpaired, const Side& own,
                   const Side& other, const Dictionary& dictionary,
                   std::vector<const CanonicalValue*>& lacking, std::uint64_t& not_compared) {
    const bool same_dialect = own.file->dialect == other.file->dialect;
    const std::set<Site> silent =
        same_dialect ? std::set<Site>() : silent_sites(own, dictionary);
    const PrintedScope other_prints(*other.file, dictionary);
    for (const CanonicalValue* value : unpaired) {
        const bool expected =
            same_dialect || (value->known && silent.count(value->node.site) == 0 &&
                             other_prints.holds(value->node));
        if (expected) {
            lacking.push_back(value);
        } else {
            ++not_compared;
        }
    }
}

} // namespace

Alignment align(const Side& reference, const Side& candidate, const Dictionary& dictionary) {
    const bool same_dialect = reference.file->dialect == candidate.file->dialect;
    const Index candidates = index_of(candidate, same_dialect);
    const Index references = index_of(reference, same_dialect);
    Alignment result;
    std::vector<const CanonicalValue*> lonely_reference;
    std::vector<const CanonicalValue*> lonely_candidate;
    for (const CanonicalValue& value : reference.values) {
        const auto found = candidates.find(identity(value, same_dialect));
        if (found == candidates.end()) {
            lonely_reference.push_back(&value);
        } else {
            result.pairs.push_back({.reference = &value, .candidate = found->second.front()});
        }
    }
    for (const CanonicalValue& value : candidate.values) {
        const NodeKey key = identity(value, same_dialect);
        const auto found = references.find(key);
        if (found == references.end()) {
            lonely_candidate.push_back(&value);
        } else if (candidates.at(key).front() != &value) {
            // the same quantity printed once more: each printing is held against the reference
            result.pairs.push_back({.reference = found->second.front(), .candidate = &value});
        }
    }
    sort_unpaired(lonely_reference, reference, candidate, dictionary, result.missing,
                  result.not_compared);
    sort_unpaired(lonely_candidate, candidate, reference, dictionary, result.extra,
                  result.not_compared);
    return result;
}

Agreement::Agreement(const TraceFile& reference, const TraceFile& candidate,
                     const Tolerance& tolerance)
    : tolerance_(tolerance), reference_digits_(reference.digits),
      candidate_digits_(candidate.digits),
      same_dialect_(reference.dialect == candidate.dialect) {}

double Agreement::printed_quantum(const CanonicalValue& value, int digits) const {
    constexpr int digits_of_an_exact_double = 17;
    const double magnitude = std::fabs(value.value);
    if (digits >= digits_of_an_exact_double || magnitude == 0 || !std::isfinite(magnitude)) {
        return 0;
    }
    constexpr double half = 0.5;
    return half * std::pow(10.0, std::floor(std::log10(magnitude)) - digits + 1);
}

void Agreement::judge(Pair& pair) const {
    const CanonicalValue& a = *pair.reference;
    const CanonicalValue& b = *pair.candidate;
    const PrintedValue& printed_a = a.record->values[static_cast<std::size_t>(a.part)];
    const PrintedValue& printed_b = b.record->values[static_cast<std::size_t>(b.part)];
    pair.identical = same_dialect_ ? printed_a.text == printed_b.text : a.value == b.value;
    if (!printed_a.numeric || !printed_b.numeric) {
        pair.identical = pair.agrees = printed_a.text == printed_b.text;
        return;
    }
    if (std::isnan(a.value) || std::isnan(b.value)) {
        pair.identical = pair.agrees = false;
        return;
    }
    if (pair.identical) {
        pair.agrees = true;
        return;
    }
    // Same dialect, same digits: one value prints as one text, so other text is another value.
    const bool digits_explain = !same_dialect_ || reference_digits_ != candidate_digits_;
    double allowed = std::max(tolerance_.absolute,
                              tolerance_.relative * std::max(std::fabs(a.value), std::fabs(b.value)));
    if (digits_explain) {
        constexpr double unit_conversion_ulps = 2;
        allowed = std::max(allowed, printed_quantum(a, reference_digits_) +
                                        printed_quantum(b, candidate_digits_));
        if (ulp_distance(a.value, b.value) <= unit_conversion_ulps) {
            pair.agrees = true;
            return;
        }
    }
    pair.agrees = std::fabs(a.value - b.value) <= allowed ||
                  (tolerance_.ulp > 0 && ulp_distance(a.value, b.value) <= tolerance_.ulp);
}

std::string Agreement::text() const {
    std::string text = same_dialect_ && reference_digits_ == candidate_digits_
                           ? "identical text"
                           : "printed digits (" + std::to_string(reference_digits_) + " and " +
                                 std::to_string(candidate_digits_) + ")";
    const auto add = [&text](const char* name, double value) {
        if (value > 0) {
            text += std::string(", or ") + name + " " + shortest(value) + " (given by the user)";
        }
    };
    add("relative", tolerance_.relative);
    add("absolute", tolerance_.absolute);
    add("ulp", tolerance_.ulp);
    return text;
}

} // namespace tapir::trace
