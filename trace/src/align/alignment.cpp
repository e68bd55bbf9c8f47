#include "align/alignment.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "align/expected_lines.hpp"
#include "align/printed_again.hpp"
#include "align/printed_entries.hpp"
#include "align/record_shape.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

using Index = std::unordered_map<NodeKey, std::vector<const CanonicalValue*>, NodeKeyHash>;

/// How the values of two traces are named.
struct Naming {
    bool same_dialect;
    bool of_one_pixel; ///< which one side may state and the other not
};

/// In one dialect the printed name is part of the identity, so that each printing is compared
/// with its own counterpart; across dialects only the meaning counts.
NodeKey identity(const CanonicalValue& value, const Naming& naming) {
    NodeKey key = value.node;
    if (naming.same_dialect) {
        key.site = value.printed_site;
        key.tap = value.record->kind + " " + value.record->key + " " + key.tap + " " +
                  std::to_string(value.part) + " " + std::to_string(value.occurrence);
    } else if (!value.known) { // nothing tells its printings apart but their order
        key.tap += " " + std::to_string(value.occurrence);
        if (naming.of_one_pixel) {
            key.site.set_pixel({-1, -1});
        }
    }
    return key;
}

Index index_of(const Side& side, const Naming& naming) {
    Index index;
    for (const CanonicalValue& value : side.values) {
        index[identity(value, naming)].push_back(&value);
    }
    return index;
}

/// Of several printings of one quantity the one with the same name, or else the first.
const CanonicalValue& counterpart(const std::vector<const CanonicalValue*>& printings,
                                  const CanonicalValue& value) {
    const auto same =
        std::find_if(printings.begin(), printings.end(), [&value](const CanonicalValue* other) {
            return other->record->key == value.record->key &&
                   other->record->kind == value.record->kind;
        });
    return same == printings.end() ? *printings.front() : **same;
}

/// Names that a side prints and the program model does not know.
std::set<std::string_view> unknown_names(const Side& side) {
    std::set<std::string_view> names;
    for (const CanonicalValue& value : side.values) {
        if (!value.known) {
            names.insert(value.node.tap);
        }
    }
    return names;
}

/// Whether a trace says which keys it watches, and the value's is none of them.
bool is_unwatched(const CanonicalValue& value, const TraceFile& other) {
    return other.header && !other.header->watches(value.known ? value.node.tap : value.record->key);
}

/// Values of one side that have no partner on the other. What the other side does not watch, as it
/// says, is outside its scope; what it prints at all is expected everywhere; a record that is
/// printed again, or has not as many numbers as its key, is wrong whether the other side has one or
/// not.
void sort_unpaired(const std::vector<const CanonicalValue*>& unpaired, const Side& own,
                   const Side& other, const ProgramModel& program,
                   std::vector<const CanonicalValue*>& lacking,
                   std::vector<const CanonicalValue*>& outside) {
    const bool same_dialect = written_alike(*own.file, *other.file) &&
                              own.file->original_dialect() == other.file->original_dialect();
    SpokenSites other_side(own, other, program);
    const RecordShapes shapes(*own.file, program);
    const std::set<std::string_view> unknown_there = unknown_names(other);
    for (const CanonicalValue* value : unpaired) {
        const bool expected =
            !is_unwatched(*value, *other.file) &&
            (same_dialect || is_printed_again(*value) || !shapes.fits(*value->record) ||
             (value->known ? other_side.prints(value->node)
                           : unknown_there.count(value->node.tap) > 0));
        (expected ? lacking : outside).push_back(value);
    }
}

/// Values under one printed name that means a tap on one side alone, because the other side prints
/// nothing beside it that says so: they are compared as printed.
void pair_by_name(std::vector<const CanonicalValue*>& references,
                  std::vector<const CanonicalValue*>& candidates, std::vector<Pair>& pairs) {
    using Name = std::tuple<std::string_view, std::string_view, int, int>;
    const auto name_of = [](const CanonicalValue& value) {
        return Name{value.record->kind, value.record->key, value.part, value.occurrence};
    };
    const auto as_printed = [](const CanonicalValue& value) {
        return value.entry == nullptr || value.entry->multiply == value.entry->divide;
    };
    std::map<Name, std::size_t> places;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (candidates[i]->record->kind != "native" && as_printed(*candidates[i])) {
            places.try_emplace(name_of(*candidates[i]), i);
        }
    }
    std::set<std::size_t> taken;
    const auto take = [&](const CanonicalValue* value) {
        const auto found = places.find(name_of(*value));
        if (found == places.end() || !as_printed(*value) ||
            candidates[found->second]->known == value->known ||
            !taken.insert(found->second).second) {
            return false;
        }
        pairs.push_back({.reference = value, .candidate = candidates[found->second]});
        return true;
    };
    references.erase(std::remove_if(references.begin(), references.end(), take), references.end());
    std::vector<const CanonicalValue*> left;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (taken.count(i) == 0) {
            left.push_back(candidates[i]);
        }
    }
    candidates = std::move(left);
}

void add_new(const std::vector<const CanonicalValue*>& from,
             std::vector<const CanonicalValue*>& to) {
    const std::set<const CanonicalValue*> there(to.begin(), to.end());
    std::copy_if(from.begin(), from.end(), std::back_inserter(to),
                 [&there](const CanonicalValue* value) { return there.count(value) == 0; });
}

} // namespace

Alignment align(const Side& reference, const Side& candidate, const ProgramModel& program) {
    const Naming naming{written_alike(*reference.file, *candidate.file),
                        reference.file->pixels.size() <= 1 && candidate.file->pixels.size() <= 1};
    const Index candidates = index_of(candidate, naming);
    const Index references = index_of(reference, naming);
    Alignment result;
    result.reference = &reference;
    std::set<const CanonicalValue*> paired;
    std::vector<const CanonicalValue*> unpaired_reference;
    std::vector<const CanonicalValue*> unpaired_candidate;
    const RecordShapes shapes_of_reference(*reference.file, program);
    const RecordShapes shapes_of_candidate(*candidate.file, program);
    for (const CanonicalValue& value : reference.values) {
        const auto found = candidates.find(identity(value, naming));
        if (found == candidates.end()) {
            unpaired_reference.push_back(&value);
        } else {
            const CanonicalValue& partner = counterpart(found->second, value);
            result.pairs.push_back({.reference = &value, .candidate = &partner});
            paired.insert(&partner);
            if (!naming.same_dialect &&
                (is_printed_again(value) || !shapes_of_reference.fits(*value.record))) {
                result.missing.push_back(&value);
            }
        }
    }
    for (const CanonicalValue& value : candidate.values) {
        const NodeKey key = identity(value, naming);
        const auto found = references.find(key);
        if (found == references.end()) {
            unpaired_candidate.push_back(&value);
        } else if (paired.count(&value) == 0) {
            // the same quantity printed once more: each printing is held against the reference
            result.pairs.push_back(
                {.reference = &counterpart(found->second, value), .candidate = &value});
        }
        if (found != references.end() && !naming.same_dialect &&
            (is_printed_again(value) ? paired.count(&value) == 0
                                     : !shapes_of_candidate.fits(*value.record))) {
            result.extra.push_back(&value);
        }
    }
    if (!naming.same_dialect) {
        pair_by_name(unpaired_reference, unpaired_candidate, result.pairs);
    }
    sort_unpaired(unpaired_reference, reference, candidate, program, result.missing,
                  result.outside_candidate);
    sort_unpaired(unpaired_candidate, candidate, reference, program, result.extra,
                  result.outside_reference);
    if (!naming.same_dialect) {
        add_new(lines_lacking(reference, candidate, program), result.missing);
        add_new(lines_lacking(candidate, reference, program), result.extra);
    }
    return result;
}

std::string shown(const CanonicalValue& value) {
    const bool converted =
        value.entry != nullptr && (value.entry->multiply != 1 || value.entry->divide != 1);
    if (converted) {
        return general15(value.value);
    }
    const PrintedValue& printed = value.printed();
    const int digits = significant_digits(printed.text);
    // "1.024250000000000e-01" beside "0.10245" misleads the eye
    const bool scientific = printed.text.find_first_of("eE") != std::string::npos &&
                            std::isfinite(printed.number) && digits > 0 &&
                            digits <= NativeHeader::full_digits;
    return printed.numeric && scientific ? general(printed.number, digits) : printed.text;
}

} // namespace tapir::trace
