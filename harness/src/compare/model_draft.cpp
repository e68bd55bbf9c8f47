#include "compare/model_draft.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>
#include <set>

#include "compare/draft_keys.hpp"
#include "compare/model_file_text.hpp"
#include "tapir/trace/model/units.hpp"

namespace tapir::harness {

namespace {

constexpr double kelvin_zero = 273.15;

/// A change of unit that programs often differ by: other = own * factor + add.
struct UnitChange {
    double factor = 1, add = 0;
    std::string words; ///< "": none
    std::string unit;  ///< the other side's, where it has a name
};

/// Units that programs print in without saying so.
constexpr std::array usual_units{
    "m",   "mm",   "cm",   "um",  "nm",  "km",  "angstrom",   "AU",    "s",     "ms",  "min",
    "h",   "day",  "yr",   "kg",  "g",   "mg",  "K",          "degC",  "rad",   "deg", "mrad",
    "J",   "kJ",   "eV",   "keV", "erg", "N",   "Pa",         "kPa",   "bar",   "W",   "mW",
    "m/s", "km/s", "km/h", "1/s", "Hz",  "1/m", "1/angstrom", "m/s^2", "cm/s^2"};

/// The changes to try: none, those between known units, powers of ten, another sign.
std::vector<UnitChange> unit_changes(const std::string& own_unit) {
    std::vector<UnitChange> changes{{}};
    for (const char* unit : usual_units) {
        const auto convert = trace::conversion(own_unit, unit);
        if (own_unit != unit && convert && convert->changes()) {
            changes.push_back({convert->slope(), convert->add,
                               fmt::format("{} against {}", own_unit, unit), unit});
        }
    }
    if (own_unit == "1") { // nobody says: temperatures, angles
        changes.push_back({1, -kelvin_zero, "degrees Celsius against kelvin", ""});
        changes.push_back({1, kelvin_zero, "kelvin against degrees Celsius", ""});
        changes.push_back({180 / std::numbers::pi, 0, "degrees against radians", ""});
        changes.push_back({std::numbers::pi / 180, 0, "radians against degrees", ""});
    }
    for (const double factor : {1e3, 1e-3, 1e2, 1e-2, 1e6, 1e-6, 1e10, 1e-10}) {
        changes.push_back({factor, 0, fmt::format("a factor of {:g}", factor), ""});
    }
    changes.push_back({-1, 0, "the opposite sign", ""});
    return changes;
}

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
        const double size =
            std::max({std::fabs(expected), std::fabs(other[i]), std::fabs(change.add)});
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

std::optional<Proposal> propose(const DraftKey& other, const DraftKey& own, std::size_t component,
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
    const bool is_chance =
        telling == 0 || (telling == 1 && own.integers && other.integers && own.key != other.key);
    for (const UnitChange& change : unit_changes(model.taps[tap].unit)) {
        if (is_chance || !agree(values, others, change)) {
            continue;
        }
        Proposal found;
        found.name.key = other.key;
        found.name.kind = other.kind;
        found.name.tap = model.taps[tap].key;
        found.name.component = one_component ? static_cast<int>(component) : 0;
        found.strength = static_cast<double>(telling) + (change.words.empty() ? 0.5 : 0);
        found.because = fmt::format("all {} values {}, {} of them different numbers", others.size(),
                                    change.words.empty()
                                        ? std::string("are equal to 9 digits")
                                        : fmt::format("agree to 9 digits but for {}", change.words),
                                    telling);
        if (!change.words.empty() && other.unit.empty()) {
            found.name.unit = change.unit;
            if (change.unit.empty() && change.add == 0) {
                found.name.factor = 1 / change.factor;
            } else if (change.unit.empty()) {
                found.because += "; give both taps their units";
            }
        }
        return found;
    }
    return std::nullopt;
}

/// The best proposal for a key; none when two are as good.
std::optional<Proposal> best_for(const DraftKey& other, const DraftKeys& own,
                                 const trace::ModelText& model) {
    std::vector<Proposal> found;
    for (std::size_t i = 0; i < own.keys.size(); ++i) {
        for (std::size_t component = 0; component < own.keys[i].width(); ++component) {
            if (auto one = propose(other, own.keys[i], component, model, i)) {
                found.push_back(std::move(*one));
            }
        }
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Proposal& a, const Proposal& b) { return a.strength > b.strength; });
    const bool alone =
        found.size() == 1 || (found.size() > 1 && (found[0].strength > found[1].strength ||
                                                   found[0].name.tap == found[1].name.tap));
    return alone ? std::optional(found.front()) : std::nullopt;
}

/// A name that both sides have is proposed only where it stands for another unit.
std::optional<Proposal> proposal_for(const DraftKey& key, const DraftKeys& own,
                                     const trace::ModelText& model) {
    for (std::size_t i = 0; i < own.keys.size(); ++i) {
        if (own.keys[i].key == key.key) {
            std::optional<Proposal> same = propose(key, own.keys[i], 0, model, i);
            const bool changes = same && (!same->name.unit.empty() || same->name.factor);
            return changes ? same : std::nullopt;
        }
    }
    return best_for(key, own, model);
}

/// A key as one word, which a tap's has to be.
std::string as_key(std::string text) {
    std::replace_if(
        text.begin(), text.end(),
        [](char c) { return c == ' ' || c == '=' || c == ':' || c == '\t'; }, '_');
    return text;
}

} // namespace

trace::ModelText first_model(const DraftKeys& own) {
    trace::ModelText model;
    model.purpose =
        "A draft from a trace: give each tap its meaning and its unit, and the formulas "
        "that are known.";
    for (const std::string& loop : own.loops) {
        const auto role = loop == "slow"   ? trace::ModelLoop::Role::row
                          : loop == "fast" ? trace::ModelLoop::Role::column
                                           : trace::ModelLoop::Role::none;
        model.loops.push_back({loop, role, ""});
    }
    std::set<std::string> keys;
    for (const DraftKey& key : own.keys) {
        trace::ModelTap tap;
        tap.key = as_key(key.key);
        if (!keys.insert(tap.key).second) {
            tap.key = as_key(key.kind + "_" + key.key);
            keys.insert(tap.key);
        }
        if (tap.key != key.key) {
            trace::PrintedName name;
            name.key = key.key;
            name.kind = key.kind;
            name.tap = tap.key;
            model.printed.push_back(name);
        }
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

std::string draft_model(const trace::TraceFile& file, const trace::TraceFile* other) {
    const DraftKeys own = keys_of(file);
    trace::ModelText model = first_model(own);
    std::vector<std::string> because(model.printed.size());
    if (other != nullptr) {
        const DraftKeys others = keys_of(*other);
        for (const DraftKey& key : others.keys) {
            std::optional<Proposal> found = proposal_for(key, own, model);
            if (found) {
                const bool same_name = found->name.key == found->name.tap;
                const bool in_one_dialect = other->dialect == file.dialect;
                found->name.in = !same_name       ? "any"
                                 : in_one_dialect ? "candidate"
                                                  : to_text(other->dialect);
                model.printed.push_back(found->name);
                because.push_back(found->because);
            }
        }
    }
    return model_file_text(model, because);
}

} // namespace tapir::harness
