#include "compare/model_draft.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>
#include <optional>
#include <set>

#include "compare/model_file.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/number_text.hpp"
#include "tapir/trace/model/units.hpp"

namespace tapir::harness {

namespace {

/// All records of one printed key.
struct Key {
    std::string kind, key, unit;
    std::set<std::string> loops;
    std::vector<std::vector<double>> values; ///< record by record
    bool integers = true;

    [[nodiscard]] std::size_t width() const { return values.front().size(); }
    [[nodiscard]] std::vector<double> all() const {
        std::vector<double> flat;
        for (const std::vector<double>& one : values) {
            flat.insert(flat.end(), one.begin(), one.end());
        }
        return flat;
    }
};

/// The keys of a trace in the order in which they are first printed, and its loops.
struct Keys {
    std::vector<Key> keys;
    std::vector<std::string> loops;
};

bool is_whole(double number) {
    constexpr double largest = 1e9;
    return number == std::floor(number) && std::fabs(number) <= largest;
}

/// Names on lines of text "step=3 cell=2 T=..." that count: whole, from 0 or 1 on, and before other
/// values on their line.
std::vector<std::string> counters_of(const trace::TraceFile& file) {
    std::map<std::string, std::set<double>> seen;
    std::vector<std::string> order;
    std::set<std::string> not_counting;
    for (std::size_t i = 0; i < file.records.size(); ++i) {
        const trace::PrintedRecord& record = file.records[i];
        const bool others_follow =
            i + 1 < file.records.size() && file.records[i + 1].line == record.line;
        const bool counts = record.values.size() == 1 && record.values.front().numeric &&
                            is_whole(record.values.front().number) &&
                            record.values.front().number >= 0 && others_follow;
        if (!counts) {
            not_counting.insert(record.key);
            continue;
        }
        if (seen[record.key].empty()) {
            order.push_back(record.key);
        }
        seen[record.key].insert(record.values.front().number);
    }
    std::vector<std::string> counters;
    for (const std::string& name : order) {
        const std::set<double>& values = seen[name];
        const bool from_start = *values.begin() <= 1;
        const bool without_gaps =
            *values.rbegin() - *values.begin() + 1 == static_cast<double>(values.size());
        if (not_counting.count(name) == 0 && from_start && without_gaps && values.size() > 1) {
            counters.push_back(name);
        }
    }
    return counters;
}

void require_whole(const trace::TraceFile& file) {
    const std::string why = !file.truncation.empty() ? file.truncation
                            : !file.problems.empty() ? file.problems.front()
                            : file.records.empty()   ? "it holds no record"
                                                     : "";
    if (!why.empty()) {
        throw InputError({.where = file.name,
                          .problem = "is not whole or cannot be read: " + why,
                          .reason = "a model of a part of it would look like one of the whole",
                          .remedy = "Let the program that made it run to its end."});
    }
}

/// The loops that the records of a key state.
std::set<std::string> stated_loops(const trace::PrintedRecord& record, const trace::Loops& loops) {
    std::set<std::string> stated;
    for (std::size_t loop = 0; loop < loops.size(); ++loop) {
        if (record.site[loop] >= 0) {
            stated.insert(loops[loop].name);
        }
    }
    return stated;
}

Keys keys_of(const trace::TraceFile& file) {
    require_whole(file);
    Keys result;
    const std::vector<std::string> counters = counters_of(file);
    std::set<std::string> used;
    std::map<std::pair<std::string, std::string>, std::size_t> places;
    std::set<std::string> on_line; // counters that the line states
    int line = -1;
    for (const trace::PrintedRecord& record : file.records) {
        on_line = record.line == line ? on_line : std::set<std::string>{};
        line = record.line;
        if (std::find(counters.begin(), counters.end(), record.key) != counters.end()) {
            on_line.insert(record.key);
            continue;
        }
        const auto [place, fresh] =
            places.try_emplace({record.kind, record.key}, result.keys.size());
        if (fresh) {
            result.keys.push_back({record.kind == "native" ? "" : record.kind, record.key,
                                   record.unit, {}, {}, true});
        }
        Key& key = result.keys[place->second];
        const std::set<std::string> stated = stated_loops(record, file.loops);
        key.loops.insert(stated.begin(), stated.end());
        key.loops.insert(on_line.begin(), on_line.end());
        std::vector<double> values;
        for (const trace::PrintedValue& value : record.values) {
            values.push_back(value.number);
            key.integers = key.integers && is_whole(value.number) &&
                           value.text.find_first_of(".eE") == std::string::npos;
        }
        used.insert(key.loops.begin(), key.loops.end());
        key.values.push_back(std::move(values));
    }
    for (std::size_t loop = 0; loop < file.loops.size(); ++loop) {
        if (used.count(file.loops[loop].name) > 0) {
            result.loops.push_back(file.loops[loop].name);
        }
    }
    result.loops.insert(result.loops.end(), counters.begin(), counters.end());
    return result;
}

/// A change of unit that programs often differ by: other = own * factor + add.
struct UnitChange {
    double factor, add;
    const char* words;
};
constexpr std::array unit_changes{
    UnitChange{1, 0, ""},
    UnitChange{1, -273.15, "degrees Celsius against kelvin"},
    UnitChange{1, 273.15, "kelvin against degrees Celsius"},
    UnitChange{1e3, 0, "a factor of 10^3"},
    UnitChange{1e-3, 0, "a factor of 10^-3"},
    UnitChange{1e2, 0, "a factor of 100"},
    UnitChange{1e-2, 0, "a factor of 1/100"},
    UnitChange{1e6, 0, "a factor of 10^6"},
    UnitChange{1e-6, 0, "a factor of 10^-6"},
    UnitChange{1e10, 0, "a factor of 10^10, as from m to angstrom"},
    UnitChange{1e-10, 0, "a factor of 10^-10, as from angstrom to m"},
    UnitChange{180 / std::numbers::pi, 0, "degrees against radians"},
    UnitChange{std::numbers::pi / 180, 0, "radians against degrees"},
    UnitChange{-1, 0, "the opposite sign"},
};

/// A proposal: the other side's key is this one.
struct Proposal {
    trace::PrintedName name;
    std::string because;
    double strength = 0; ///< how many values that tell something agree
};

/// Whether every value of one is the other's after a change of unit.
bool agree(const std::vector<double>& own, const std::vector<double>& other,
           const UnitChange& change) {
    constexpr double close = 1e-9;
    for (std::size_t i = 0; i < own.size(); ++i) {
        const double expected = own[i] * change.factor + change.add;
        const double size = std::max({std::fabs(expected), std::fabs(other[i]),
                                      std::fabs(change.add)});
        if (!(std::fabs(expected - other[i]) <= close * size)) {
            return false;
        }
    }
    return true;
}

/// Different values other than 0 and 1, which agree by chance.
std::size_t telling_values(const std::vector<double>& values) {
    std::set<double> different(values.begin(), values.end());
    different.erase(0);
    different.erase(1);
    return different.size();
}

std::optional<Proposal> propose(const Key& other, const Key& own, std::size_t component,
                                const trace::ModelText& model, std::size_t tap) {
    const bool one_component = own.width() > 1 && other.width() == 1;
    if (own.values.size() != other.values.size() || own.loops != other.loops ||
        (own.width() != other.width() && !one_component)) {
        return std::nullopt;
    }
    std::vector<double> values;
    for (const std::vector<double>& record : own.values) {
        if (one_component) {
            values.push_back(record[component]);
        } else {
            values.insert(values.end(), record.begin(), record.end());
        }
    }
    const std::vector<double> others = other.all();
    const std::size_t telling = telling_values(others);
    for (const UnitChange& change : unit_changes) {
        if (telling == 0 || !agree(values, others, change)) {
            continue;
        }
        Proposal found;
        found.name.key = other.key;
        found.name.kind = other.kind;
        found.name.tap = model.taps[tap].key;
        found.name.component = one_component ? static_cast<int>(component) : 0;
        found.name.unit = other.unit;
        found.strength = static_cast<double>(telling) + (*change.words == '\0' ? 0.5 : 0);
        found.because = fmt::format("{} of {} values {}, {} of them different numbers", others.size(),
                                    others.size(),
                                    *change.words == '\0'
                                        ? std::string("are equal to 9 digits")
                                        : fmt::format("agree to 9 digits but for {}", change.words),
                                    telling);
        if (*change.words != '\0' && other.unit.empty()) {
            if (change.add == 0) {
                found.name.factor = 1 / change.factor;
            } else {
                found.name.unit = change.add < 0 ? "degC" : "K";
            }
        }
        return found;
    }
    return std::nullopt;
}

/// The best proposal for a key; none when two are as good.
std::optional<Proposal> best_for(const Key& other, const Keys& own, const trace::ModelText& model) {
    std::vector<Proposal> found;
    for (std::size_t i = 0; i < own.keys.size(); ++i) {
        for (std::size_t component = 0; component < own.keys[i].width(); ++component) {
            if (auto one = propose(other, own.keys[i], component, model, i)) {
                found.push_back(std::move(*one));
            }
        }
    }
    std::stable_sort(found.begin(), found.end(), [](const Proposal& a, const Proposal& b) {
        return a.strength > b.strength;
    });
    const bool alone = found.size() == 1 ||
                       (found.size() > 1 && (found[0].strength > found[1].strength ||
                                             found[0].name.tap == found[1].name.tap));
    return alone ? std::optional(found.front()) : std::nullopt;
}

trace::ModelText first_model(const Keys& own) {
    trace::ModelText model;
    model.purpose = "A draft from a trace: give each tap its meaning and its unit, and the formulas "
                    "that are known.";
    for (const std::string& loop : own.loops) {
        const auto role = loop == "slow"   ? trace::ModelLoop::Role::row
                          : loop == "fast" ? trace::ModelLoop::Role::column
                                           : trace::ModelLoop::Role::none;
        model.loops.push_back({loop, role, ""});
    }
    std::set<std::string> keys;
    for (const Key& key : own.keys) {
        trace::ModelTap tap;
        tap.key = keys.insert(key.key).second ? key.key : key.kind + "." + key.key;
        tap.unit = key.unit.empty() ? "1" : key.unit;
        tap.width = static_cast<int>(key.width());
        tap.kind = key.integers ? trace::ValueKind::integer : trace::ValueKind::real;
        for (const std::string& loop : own.loops) {
            if (key.loops.count(loop) > 0) {
                tap.loops.push_back(loop);
            }
        }
        tap.meaning = key.unit.empty() ? "unit not printed: give it" : "";
        model.taps.push_back(std::move(tap));
    }
    return model;
}

} // namespace

std::string draft_model(const trace::TraceFile& file, const trace::TraceFile* other) {
    const Keys own = keys_of(file);
    trace::ModelText model = first_model(own);
    std::vector<std::string> because;
    if (other != nullptr) {
        const Keys others = keys_of(*other);
        for (const Key& key : others.keys) {
            const bool same_name =
                std::any_of(own.keys.begin(), own.keys.end(),
                            [&](const Key& one) { return one.key == key.key; });
            const std::optional<Proposal> found =
                same_name ? std::nullopt : best_for(key, own, model);
            if (found) {
                model.printed.push_back(found->name);
                because.push_back(found->because);
            }
        }
    }
    return model_file_text(model, because);
}

} // namespace tapir::harness
