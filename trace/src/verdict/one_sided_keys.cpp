#include "verdict/one_sided_keys.hpp"

#include <algorithm>

#include "align/key_name.hpp"
#include "verdict/alike_keys.hpp"
#include "verdict/keys_in_part.hpp"
#include "verdict/lacking_keys.hpp"

namespace tapir::trace {

namespace {

using Values = std::vector<const CanonicalValue*>;
using NameSet = std::set<std::string>;

/// The keys among values that are in none of `compared`, in the order of the file.
std::vector<std::string> names_of(const Values& values, const NameSet& compared) {
    std::vector<std::string> names;
    NameSet seen;
    for (const CanonicalValue* value : values) {
        std::string name = key_name(*value->record);
        if (compared.count(name) == 0 && seen.insert(name).second) {
            names.push_back(std::move(name));
        }
    }
    return names;
}

void add_new(const std::vector<std::string>& from, std::vector<std::string>& to) {
    for (const std::string& name : from) {
        if (std::find(to.begin(), to.end(), name) == to.end()) {
            to.push_back(name);
        }
    }
}

/// "a, b, c and 24 more"
std::string list_of(const std::vector<std::string>& names) {
    constexpr std::size_t most = 10;
    std::string text;
    const std::size_t shown = names.size() > most + 1 ? most : names.size();
    for (std::size_t i = 0; i < shown; ++i) {
        text += (i > 0 ? ", " : "") + names[i];
    }
    return text +
           (shown < names.size() ? " and " + std::to_string(names.size() - shown) + " more" : "");
}

std::string counted(std::size_t count, const char* what) {
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

} // namespace

OneSidedKeys one_sided_keys(const Alignment& alignment, const Side& candidate,
                            const ProgramModel& program) {
    OneSidedKeys keys;
    NameSet compared_there;
    for (const Pair& pair : alignment.pairs) {
        keys.compared.insert(key_name(*pair.reference->record));
        compared_there.insert(key_name(*pair.candidate->record));
    }
    const auto chooses = [](const TraceFile& file) {
        return file.header && !file.header->watched.empty();
    };
    keys.reference_chooses = chooses(*alignment.reference->file);
    keys.candidate_chooses = chooses(*candidate.file);
    keys.of_reference = names_of(alignment.outside_candidate, keys.compared);
    keys.of_candidate = names_of(alignment.outside_reference, compared_there);
    const bool same_dialect = alignment.reference->file->dialect == candidate.file->dialect;
    if (!same_dialect) { // else each is missing
        keys.alike = alike_keys(*alignment.reference, candidate, program);
        const LackingKeys lacking(alignment, program);
        keys.lacking_in_reference = lacking.in(*alignment.reference, candidate);
        keys.lacking_in_candidate = lacking.in(candidate, *alignment.reference);
        keys.in_part_of_reference = keys_in_part(*alignment.reference, program);
        keys.in_part_of_candidate = keys_in_part(candidate, program);
    }
    const auto count_elsewhere = [&keys](const Values& values, const NameSet& compared) {
        keys.elsewhere += static_cast<std::uint64_t>(
            std::count_if(values.begin(), values.end(), [&](const CanonicalValue* value) {
                return compared.count(key_name(*value->record)) > 0;
            }));
    };
    count_elsewhere(alignment.outside_candidate, keys.compared);
    count_elsewhere(alignment.outside_reference, compared_there);
    return keys;
}

OneSidedKeys& OneSidedKeys::operator+=(const OneSidedKeys& other) {
    compared.insert(other.compared.begin(), other.compared.end());
    add_new(other.of_reference, of_reference);
    add_new(other.of_candidate, of_candidate);
    add_new(other.lacking_in_reference, lacking_in_reference);
    add_new(other.lacking_in_candidate, lacking_in_candidate);
    add_new(other.in_part_of_reference, in_part_of_reference);
    add_new(other.in_part_of_candidate, in_part_of_candidate);
    for (const auto& pair : other.alike) {
        if (std::find(alike.begin(), alike.end(), pair) == alike.end()) {
            alike.push_back(pair);
        }
    }
    reference_chooses = reference_chooses || other.reference_chooses;
    candidate_chooses = candidate_chooses || other.candidate_chooses;
    elsewhere += other.elsewhere;
    return *this;
}

std::string to_text(const OneSidedKeys& keys) {
    if (!keys.any()) {
        return "";
    }
    std::string text = keys.compared.empty() ? "" : ", in " + counted(keys.compared.size(), "key");
    if (!keys.of_reference.empty()) {
        text += "; " + std::to_string(keys.of_reference.size()) + " of the reference's are not " +
                (keys.candidate_chooses ? "watched" : "printed") +
                " by the candidate: " + list_of(keys.of_reference);
    }
    if (!keys.of_candidate.empty()) {
        text += "; " + std::to_string(keys.of_candidate.size()) + " of the candidate's are " +
                (keys.reference_chooses ? "not watched by the reference: " : "its own: ") +
                list_of(keys.of_candidate);
    }
    for (const auto& [names, side] : {std::pair{&keys.lacking_in_reference, "the reference's"},
                                      std::pair{&keys.lacking_in_candidate, "the candidate's"}}) {
        if (!names->empty()) {
            text += "; " + counted(names->size(), "key") + " that " + side +
                    " kind of trace can print " + (names->size() == 1 ? "is" : "are") +
                    " not there: " + list_of(*names);
        }
    }
    for (const auto& [names, side] : {std::pair{&keys.in_part_of_reference, "reference"},
                                      std::pair{&keys.in_part_of_candidate, "candidate"}}) {
        if (!names->empty()) {
            text += "; " + counted(names->size(), "key") + " of the " + side +
                    (names->size() == 1 ? " does not stand at all places of its like: "
                                        : " do not stand at all places of their like: ") +
                    list_of(*names);
        }
    }
    if (keys.elsewhere > 0) {
        text += "; " + std::to_string(keys.elsewhere) +
                (keys.elsewhere == 1 ? " value stands" : " values stand") +
                " where the other side's kind of trace prints none";
    }
    return text;
}

} // namespace tapir::trace
