#include "cause/other_print.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

/// Taps computed from a node, or from which it is computed: these may have its very value.
std::set<std::string> relatives(const NodeKey& key, const LineageGraph& graph) {
    const int origin = graph.find(key);
    std::set<std::string> taps;
    if (origin < 0) {
        return taps;
    }
    const auto at = [](int node) { return static_cast<std::size_t>(node); };
    std::vector<bool> above(at(graph.size()), false);
    std::vector<bool> below = above;
    above[at(origin)] = below[at(origin)] = true;
    for (int node = origin; node >= 0; --node) {
        for (const int parent : graph.parents(node)) {
            above[at(parent)] = above[at(parent)] || above[at(node)];
        }
    }
    for (int node = origin; node < graph.size(); ++node) {
        for (const int parent : graph.parents(node)) {
            below[at(node)] = below[at(node)] || below[at(parent)];
        }
    }
    for (int node = 0; node < graph.size(); ++node) {
        if (above[at(node)] || below[at(node)]) {
            taps.insert(graph.key(node).tap);
        }
    }
    return taps;
}

/// The keys under which a side prints its numbers first, by the numbers' sizes.
using KeysOfNumbers = std::unordered_map<double, const std::string*>;

/// @param related  taps that are left out
KeysOfNumbers keys_of_numbers(const Side& side, const std::set<std::string>& related) {
    KeysOfNumbers keys;
    for (const CanonicalValue& value : side.values) {
        if (value.printed().numeric && related.count(value.node.tap) == 0) {
            keys.try_emplace(std::fabs(value.printed().number), &value.record->key);
        }
    }
    return keys;
}

/// The key under which a side prints a value's number too, of what is computed apart from it.
std::string other_key(const KeysOfNumbers& keys, const CanonicalValue& value) {
    constexpr int no_accident = 5; // digits
    const PrintedValue& printed = value.printed();
    if (!printed.numeric) {
        return "";
    }
    const auto found = keys.find(std::fabs(printed.number));
    const bool is_told =
        found != keys.end() && significant_digits(general15(printed.number)) >= no_accident;
    return is_told ? *found->second : "";
}

} // namespace

void name_other_record(const std::vector<const Pair*>& departing, const Side& reference,
                       const Side& candidate, const LineageGraph& graph, RootCause& root) {
    if (departing.empty()) {
        return;
    }
    const std::set<std::string> related = relatives(departing.front()->reference->node, graph);
    if (related.empty()) {
        return;
    }
    const KeysOfNumbers of_reference = keys_of_numbers(reference, related);
    const KeysOfNumbers of_candidate = keys_of_numbers(candidate, related);
    std::array<Names, 2> keys; // of the reference, of the candidate
    std::array<bool, 2> all{true, true};
    for (const Pair* pair : departing) {
        const std::string ours = other_key(of_reference, *pair->reference);
        const std::string theirs = other_key(of_candidate, *pair->candidate);
        for (std::size_t side = 0; side < 2; ++side) {
            const std::string& key = side == 0 ? ours : theirs;
            all[side] = all[side] && !key.empty() && ours != theirs;
            const bool is_named =
                std::any_of(keys[side].begin(), keys[side].end(), [&key](const std::string& name) {
                    return name.find(key) != std::string::npos;
                });
            if (!is_named && !key.empty()) {
                keys[side].push_back(key);
            }
        }
    }
    if (all[0] == all[1]) {
        return;
    }
    root.side = all[0] ? WhichSide::reference : WhichSide::candidate;
    Evidence evidence{{Rule::prints_other_key, root.side, {keys[all[0] ? 0 : 1]}}};
    if (!is_unrecognised(root.evidence)) {
        append(evidence, root.evidence);
    }
    root.evidence = std::move(evidence);
}

} // namespace tapir::trace
