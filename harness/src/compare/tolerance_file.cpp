#include "compare/tolerance_file.hpp"

#include <algorithm>

#include "scene/strict_object.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::harness {

namespace {

constexpr JsonFormat tolerance_rules{
    "a file of tolerances is read strictly, so that nothing is allowed that nobody wrote",
    "configs/tolerances.schema.json"};

void check_range(const std::string& where, double value, double below) {
    if (!(value >= 0 && value < below)) {
        throw InputError({.where = where,
                          .problem = "must be at least 0 and below " + trace::shortest(below) +
                                     ", is " + trace::shortest(value),
                          .reason = "a value might be as wrong as it is large, and anything would "
                                    "agree with anything",
                          .remedy = "Give a small number, for example 1e-12."});
    }
}

bool is_blank(const std::string& text) {
    return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

/// Whether two keys can be of one record: a tap and one of its printed names, or its names in two
/// dialects.
bool overlap(const std::string& one, const std::string& other, const trace::ProgramModel& program) {
    const auto& entries = program.entries;
    return one == other || std::any_of(entries.begin(), entries.end(), [&](const auto& a) {
               const bool of_tap =
                   (a.key == one && a.tap == other) || (a.key == other && a.tap == one);
               return of_tap ||
                      (a.key == one && std::any_of(entries.begin(), entries.end(), [&](auto& b) {
                           return b.key == other && a.dialect != b.dialect &&
                                  std::string_view(a.tap) == b.tap &&
                                  a.component < b.component + b.count &&
                                  b.component < a.component + a.count;
                       }));
           });
}

void reject_overlap(const StrictObject& entry, const trace::KeyTolerance& one,
                    const std::vector<trace::KeyTolerance>& before,
                    const trace::ProgramModel& program) {
    for (const trace::KeyTolerance& other : before) {
        if (overlap(one.key, other.key, program)) {
            entry.fail("key",
                       one.key == other.key
                           ? "'" + one.key + "' stands there twice"
                           : "'" + one.key + "' and '" + other.key + "' speak of the same records",
                       "Keep one of the two; only one can hold.");
        }
    }
}

trace::KeyTolerance read_entry(StrictObject& entry, const std::string& file) {
    trace::KeyTolerance key;
    entry.text("key", key.key);
    entry.text("reason", key.reason);
    entry.number("relative", key.relative);
    entry.number("absolute", key.absolute);
    entry.number("ulp", key.ulp);
    entry.reject_unknown_keys();
    if (is_blank(key.key) || is_blank(key.reason)) {
        entry.fail(is_blank(key.key) ? "key" : "reason", "is missing or blank",
                   "Name the key and say why it may differ.");
    }
    if (!entry.has("relative") && !entry.has("absolute") && !entry.has("ulp")) {
        entry.fail("", "allows nothing: it has no relative, absolute or ulp",
                   R"(Add one of them, for example "relative": 1e-9; 0 allows nothing.)");
    }
    check_tolerance(file + ": " + key.key + ": ", key);
    return key;
}

bool is_known(const std::string& key, const trace::ProgramModel& program) {
    const auto& entries = program.entries;
    return program.find_tap(key) != nullptr ||
           std::any_of(entries.begin(), entries.end(),
                       [&key](const trace::TapPrint& entry) { return entry.key == key; });
}

[[noreturn]] void reject_unknown(const std::string& key, const trace::ProgramModel& program) {
    std::vector<std::string> names;
    for (const trace::TapSpec* tap : program.taps) {
        names.emplace_back(tap->key);
    }
    for (const trace::TapPrint& entry : program.entries) {
        names.emplace_back(entry.key);
    }
    const std::string near = nearest_word(key, names);
    throw InputError({.where = "--tolerances",
                      .problem = "'" + key +
                                 "' is the key of no record that was compared, and of "
                                 "no known tap",
                      .reason = "misspelt, it would silently allow nothing",
                      .remedy = near.empty() ? "Write the key as the traces print it, or remove it."
                                             : "Did you mean '" + near + "'?"});
}

} // namespace

void check_tolerance(const std::string& where, const trace::KeyTolerance& tolerance) {
    constexpr double most_absolute = 1e300;
    constexpr double most_ulp = 4503599627370496.0; // a factor of two
    check_range(where + "relative", tolerance.relative, 1);
    check_range(where + "absolute", tolerance.absolute, most_absolute);
    check_range(where + "ulp", tolerance.ulp, most_ulp);
}

void check_image_rtol(const std::string& where, double rtol) {
    if (!(rtol >= 0 && rtol < 1)) {
        throw InputError({.where = where,
                          .problem = "the tolerance of pixels must be at least 0 and below 1",
                          .reason = "anything would agree with anything",
                          .remedy = "Give a small number, for example 1e-6."});
    }
}

bool is_parity_rtol(double rtol) {
    constexpr double least = 1e-300;
    constexpr double most = 0.1;
    return rtol >= least && rtol <= most;
}

std::vector<trace::KeyTolerance> read_tolerances(const std::string& file,
                                                 const trace::ProgramModel& program) {
    const nlohmann::json json = parse_json(read_file(file, "file of tolerances"), file);
    std::vector<trace::KeyTolerance> keys;
    StrictObject document(json, file, "", tolerance_rules);
    if (!document.has("tolerances") || !json.at("tolerances").is_array() ||
        json.at("tolerances").empty()) {
        document.fail("tolerances", "must be a list of at least one tolerance",
                      R"(Write {"tolerances": [{"key": "F_latt", "relative": 1e-9, )"
                      R"("reason": "why"}]}.)");
    }
    document.reject_unknown_keys();
    for (const nlohmann::json& entry : json.at("tolerances")) {
        StrictObject one(entry, file, "/tolerances/" + std::to_string(keys.size()),
                         tolerance_rules);
        trace::KeyTolerance key = read_entry(one, file);
        reject_overlap(one, key, keys, program);
        keys.push_back(std::move(key));
    }
    return keys;
}

void settle_tolerance_keys(const trace::Tolerance& tolerance, const trace::ProgramModel& program,
                           trace::Comparison& result) {
    if (result.compared == 0) {
        return; // nothing was allowed to anything
    }
    std::string idle;
    for (const trace::KeyTolerance& one : tolerance.keys) {
        if (result.keys_met.count(one.key) > 0) {
            continue;
        }
        if (!is_known(one.key, program)) {
            reject_unknown(one.key, program);
        }
        idle += (idle.empty() ? "" : ", ") + one.key;
    }
    if (!idle.empty()) {
        result.notes.push_back("the tolerances of " + idle +
                               " apply to nothing: no record that was looked at has that key");
    }
}

} // namespace tapir::harness
