#include "model/model_checks.hpp"

#include <algorithm>
#include <cmath>

#include "tapir/trace/base/error.hpp"
#include "tapir/trace/model/units.hpp"

namespace tapir::trace {

namespace {

std::string near_or(const std::string& word, const std::vector<std::string>& known,
                    const std::string& otherwise) {
    const std::string near = nearest_word(word, known);
    return near.empty() ? otherwise : "Did you mean '" + near + "'?";
}

std::vector<std::string> loop_names(const Loops& loops) {
    std::vector<std::string> names;
    for (std::size_t loop = 0; loop < loops.size(); ++loop) {
        names.push_back(loops[loop].name);
    }
    return names;
}

std::size_t loop_named(const std::string& name, const Loops& loops, const std::string& where) {
    const int loop = loops.find(name);
    if (loop < 0) {
        fail_model(where, "'" + name + "' is no loop of the model",
                   "only loops that the model names can be spoken of",
                   near_or(name, loop_names(loops), "Add it to /loops."));
    }
    return static_cast<std::size_t>(loop);
}

std::vector<std::string> keys_of(const ModelText& text) {
    std::vector<std::string> keys;
    keys.reserve(text.taps.size());
    for (const ModelTap& tap : text.taps) {
        keys.push_back(tap.key);
    }
    return keys;
}

} // namespace

void fail_model(const std::string& where, const std::string& problem, const std::string& reason,
                const std::string& remedy) {
    throw InputError({.where = where, .problem = problem, .reason = reason, .remedy = remedy});
}

/// The loops of a model by number: row and column first, the others as they stand.
Loops loops_of(const ModelText& text, const std::string& file) {
    Loop row{"(row)"};
    Loop column{"(column)"};
    std::vector<Loop> inner;
    int pixels = 0;
    std::set<std::string> names;
    for (std::size_t i = 0; i < text.loops.size(); ++i) {
        const ModelLoop& loop = text.loops[i];
        const std::string where = file + " /loops/" + std::to_string(i);
        if (!names.insert(loop.name).second) {
            fail_model(where, "names the loop '" + loop.name + "' once more",
                       "only one of them could be meant", "Give each loop a name of its own.");
        }
        if (loop.role == ModelLoop::Role::none) {
            inner.push_back({loop.name});
        } else {
            (loop.role == ModelLoop::Role::row ? row : column) = {loop.name};
            pixels += loop.role == ModelLoop::Role::row ? 1 : 2;
        }
    }
    constexpr int both = 3;
    if (pixels != 0 && pixels != both) {
        fail_model(file + " /loops", "gives a pixel a row without a column, or two of one",
                   "a pixel has one row and one column",
                   R"(Give one loop the role "row" and one the role "column", or none.)");
    }
    if (inner.size() > most_loops - 2) {
        fail_model(file + " /loops", "names more than " + std::to_string(most_loops - 2) + " loops",
                   "there is no room for more, besides those of a pixel",
                   "Leave out loops in which no tap lives.");
    }
    return {row, column, inner};
}

LoopSet loops_of_tap(const ModelTap& tap, const Loops& loops, const std::string& where) {
    LoopSet set = no_loops;
    for (const std::string& name : tap.loops) {
        set |= loop_bit(loop_named(name, loops, where + "/loops"));
    }
    if ((set & Loops::pixel) != 0 && (set & Loops::pixel) != Loops::pixel) {
        fail_model(where + "/loops", "has a row without a column, or a column without a row",
                   "a record of a pixel is told apart by both",
                   "Name both loops, or none of them.");
    }
    return set;
}

void check_key(const std::string& key, std::set<std::string>& seen, const std::string& where) {
    const bool blank = key.empty() || key.find_first_of(" \t\n=:") != std::string::npos;
    if (blank) {
        fail_model(where + "/key", "is no key: '" + key + "'",
                   "a key is one word, without blanks, '=' and ':'",
                   "Give the word under which native traces show it.");
    }
    if (!seen.insert(key).second) {
        fail_model(where + "/key", "names '" + key + "' once more",
                   "taps and constants need names of their own", "Give one of them another name.");
    }
}

std::size_t tap_named(const ModelText& text, const std::string& key, const std::string& where) {
    const std::vector<std::string> keys = keys_of(text);
    const auto found = std::find(keys.begin(), keys.end(), key);
    if (found == keys.end()) {
        fail_model(where, "'" + key + "' is no tap of the model",
                   "only taps that the model declares can be spoken of",
                   near_or(key, keys, "Add it to /taps."));
    }
    return static_cast<std::size_t>(found - keys.begin());
}

void check_printed(const PrintedName& name, const ModelText& text, const Loops& loops,
                   const std::string& where) {
    const ModelTap& tap = text.taps[tap_named(text, name.tap, where + "/tap")];
    const std::vector<std::string> places{"any", "native", "c", "py", "reference", "candidate"};
    if (std::find(places.begin(), places.end(), name.in) == places.end()) {
        fail_model(where + "/in", "'" + name.in + "' is no place where a name can hold",
                   "a name holds in any trace, in those of a dialect, or on a side",
                   near_or(name.in, places, "Write any, native, c, py, reference or candidate."));
    }
    if (name.component < 0 || name.component >= tap.width) {
        fail_model(where + "/component",
                   "is " + std::to_string(name.component) + ", and '" + tap.key + "' has " +
                       std::to_string(tap.width) + " component(s)",
                   "they are counted from 0", "Give one that there is.");
    }
    for (const std::string& loop : name.only_first) {
        static_cast<void>(loop_named(loop, loops, where + "/only_first"));
    }
    if (!name.along.empty()) {
        static_cast<void>(loop_named(name.along, loops, where + "/along"));
        if (std::find(tap.loops.begin(), tap.loops.end(), name.along) == tap.loops.end()) {
            fail_model(where + "/along",
                       "'" + tap.key + "' does not live in the loop '" + name.along + "'",
                       "values along a loop are records of its passes",
                       "Add the loop to those of the tap, or take it out here.");
        }
    }
    if (name.factor && !name.unit.empty()) {
        fail_model(where + "/factor", "stands beside a unit", "only one of them could hold",
                   "Give the unit as printed, or a factor where there is no name for it.");
    }
    if (name.factor && (!std::isfinite(*name.factor) || *name.factor == 0)) {
        fail_model(where + "/factor", "must be a finite number other than 0",
                   "values are divided by it",
                   "Give what a printed value is multiplied by to become the tap's.");
    }
    const std::string reason = name.unit.empty() ? "" : why_not_convertible(name.unit, tap.unit);
    if (!reason.empty()) {
        fail_model(where + "/unit",
                   "'" + name.unit + "' cannot be converted into the unit of '" + tap.key + "', " +
                       tap.unit,
                   reason, "Correct the unit, or the tap that is named.");
    }
}

} // namespace tapir::trace
