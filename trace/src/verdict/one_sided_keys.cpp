#include "verdict/one_sided_keys.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_set>

#include "align/alike.hpp"
#include "align/key_name.hpp"

namespace tapir::trace {

namespace {

using Values = std::vector<const CanonicalValue*>;
using NameSet = std::set<std::string>;

/// The keys among values that are in none of `compared`, in the order of the file.
std::vector<PrintedKey> keys_of(const Values& values, const NameSet& compared) {
    constexpr std::size_t enough = 9;
    std::vector<PrintedKey> keys;
    std::map<std::string, std::size_t> places;
    const PrintedRecord* last = nullptr;
    for (const CanonicalValue* value : values) {
        const PrintedRecord& record = *value->record;
        std::string name = key_name(record);
        if (compared.count(name) > 0) {
            continue;
        }
        const auto [place, fresh] = places.try_emplace(name, keys.size());
        if (fresh) {
            keys.push_back({std::move(name), value->known, record.values.size(), 0, {}});
        }
        PrintedKey& key = keys[place->second];
        key.records += last == &record ? 0U : 1U;
        last = &record;
        if (key.values.size() < enough && std::isfinite(value->value) && value->printed().numeric) {
            key.values.push_back(value->value);
        }
    }
    return keys;
}

std::vector<std::string> names_of(const std::vector<PrintedKey>& keys) {
    std::vector<std::string> names;
    std::transform(keys.begin(), keys.end(), std::back_inserter(names),
                   [](const PrintedKey& key) { return key.name; });
    return names;
}

/// Of two keys that the program model knows it is known that they are two.
std::vector<std::pair<std::string, std::string>>
alike_among(const std::vector<PrintedKey>& of_reference,
            const std::vector<PrintedKey>& of_candidate) {
    std::vector<std::pair<std::string, std::string>> alike;
    for (const PrintedKey& one : of_reference) {
        for (const PrintedKey& other : of_candidate) {
            if (!(one.known && other.known) && are_alike(one, other)) {
                alike.emplace_back(one.name, other.name);
            }
        }
    }
    return alike;
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

OneSidedKeys one_sided_keys(const Alignment& alignment) {
    OneSidedKeys keys;
    NameSet compared_there;
    for (const Pair& pair : alignment.pairs) {
        keys.compared.insert(key_name(*pair.reference->record));
        compared_there.insert(key_name(*pair.candidate->record));
    }
    const std::vector<PrintedKey> here = keys_of(alignment.outside_candidate, keys.compared);
    const std::vector<PrintedKey> there = keys_of(alignment.outside_reference, compared_there);
    keys.of_reference = names_of(here);
    keys.of_candidate = names_of(there);
    keys.alike = alike_among(here, there);
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
    for (const auto& pair : other.alike) {
        if (std::find(alike.begin(), alike.end(), pair) == alike.end()) {
            alike.push_back(pair);
        }
    }
    elsewhere += other.elsewhere;
    return *this;
}

std::string to_text(const OneSidedKeys& keys) {
    if (!keys.any()) {
        return "";
    }
    std::string text = ", in " + counted(keys.compared.size(), "key");
    if (!keys.of_reference.empty()) {
        text +=
            "; " + std::to_string(keys.of_reference.size()) +
            " of the reference's are not printed by the candidate: " + list_of(keys.of_reference);
    }
    if (!keys.of_candidate.empty()) {
        text += "; " + std::to_string(keys.of_candidate.size()) +
                " of the candidate's are its own: " + list_of(keys.of_candidate);
    }
    if (keys.elsewhere > 0) {
        text += "; " + std::to_string(keys.elsewhere) +
                (keys.elsewhere == 1 ? " value stands" : " values stand") +
                " where the other side's kind of trace prints none";
    }
    return text;
}

} // namespace tapir::trace
