#include "tapir/trace/model/model.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "model/bind_formula.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/number_text.hpp"
#include "tapir/trace/model/units.hpp"

namespace tapir::trace {

/// What follows from the text: numbers instead of names.
struct Model::Bound {
    std::vector<TapSpec> specs; ///< their texts stand in `text_`
    std::vector<const TapSpec*> spec_list;
    std::vector<std::optional<Formula>> formulas; ///< by tap
    std::vector<std::vector<Formula>> feeds;      ///< by tap
    std::vector<std::string_view> with_formula;
    std::vector<std::optional<int>> passes; ///< by loop
    std::vector<int> passes_taps;           ///< by loop
    Dictionary dictionary;

    void add_taps(const ModelText& text, const std::string& file, FormulaNames& names);
    void add_stage(const ModelText& text, std::size_t number, const std::string& file,
                   const FormulaNames& names);
    void add_passes(const ModelText& text, std::size_t number, const std::string& file,
                    const Loops& loops);
};

namespace {

[[noreturn]] void fail(const std::string& where, const std::string& problem,
                       const std::string& reason, const std::string& remedy) {
    throw InputError({.where = where, .problem = problem, .reason = reason, .remedy = remedy});
}

std::string near_or(const std::string& word, const std::vector<std::string>& known,
                    const std::string& otherwise) {
    const std::string near = nearest_word(word, known);
    return near.empty() ? otherwise : "Did you mean '" + near + "'?";
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
            fail(where, "names the loop '" + loop.name + "' once more",
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
        fail(file + " /loops", "gives a pixel a row without a column, or two of one",
             "a pixel has one row and one column",
             R"(Give one loop the role "row" and one the role "column", or none.)");
    }
    if (inner.size() > most_loops - 2) {
        fail(file + " /loops", "names more than " + std::to_string(most_loops - 2) + " loops",
             "there is no room for more, besides those of a pixel",
             "Leave out loops in which no tap lives.");
    }
    return {row, column, inner};
}

std::vector<std::string> names_of(const Loops& loops) {
    std::vector<std::string> names;
    for (std::size_t loop = 0; loop < loops.size(); ++loop) {
        names.push_back(loops[loop].name);
    }
    return names;
}

std::size_t loop_named(const std::string& name, const Loops& loops, const std::string& where) {
    const int loop = loops.find(name);
    if (loop < 0) {
        fail(where, "'" + name + "' is no loop of the model",
             "only loops that the model names can be spoken of",
             near_or(name, names_of(loops), "Add it to /loops."));
    }
    return static_cast<std::size_t>(loop);
}

LoopSet loops_of_tap(const ModelTap& tap, const Loops& loops, const std::string& where) {
    LoopSet set = no_loops;
    for (const std::string& name : tap.loops) {
        set |= loop_bit(loop_named(name, loops, where + "/loops"));
    }
    if ((set & Loops::pixel) != 0 && (set & Loops::pixel) != Loops::pixel) {
        fail(where + "/loops", "has a row without a column, or a column without a row",
             "a record of a pixel is told apart by both", "Name both loops, or none of them.");
    }
    return set;
}

/// A unit that nobody knows is compared as a word; one that is written wrong is not one.
void check_key(const std::string& key, std::set<std::string>& seen, const std::string& where) {
    const bool blank = key.empty() || key.find_first_of(" \t\n=:") != std::string::npos;
    if (blank) {
        fail(where + "/key", "is no key: '" + key + "'",
             "a key is one word, without blanks, '=' and ':'",
             "Give the word under which native traces show it.");
    }
    if (!seen.insert(key).second) {
        fail(where + "/key", "names '" + key + "' once more",
             "taps and constants need names of their own", "Give one of them another name.");
    }
}

std::vector<std::string> keys_of(const ModelText& text) {
    std::vector<std::string> keys;
    keys.reserve(text.taps.size());
    for (const ModelTap& tap : text.taps) {
        keys.push_back(tap.key);
    }
    return keys;
}

std::size_t tap_named(const ModelText& text, const std::string& key, const std::string& where) {
    const std::vector<std::string> keys = keys_of(text);
    const auto found = std::find(keys.begin(), keys.end(), key);
    if (found == keys.end()) {
        fail(where, "'" + key + "' is no tap of the model",
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
        fail(where + "/in", "'" + name.in + "' is no place where a name can hold",
             "a name holds in any trace, in those of a dialect, or on a side",
             near_or(name.in, places, "Write any, native, c, py, reference or candidate."));
    }
    if (name.component < 0 || name.component >= tap.width) {
        fail(where + "/component", "is " + std::to_string(name.component) + ", and '" + tap.key +
                                       "' has " + std::to_string(tap.width) + " component(s)",
             "they are counted from 0", "Give one that there is.");
    }
    for (const std::string& loop : name.only_first) {
        static_cast<void>(loop_named(loop, loops, where + "/only_first"));
    }
    if (!name.along.empty()) {
        static_cast<void>(loop_named(name.along, loops, where + "/along"));
        if (std::find(tap.loops.begin(), tap.loops.end(), name.along) == tap.loops.end()) {
            fail(where + "/along", "'" + tap.key + "' does not live in the loop '" + name.along + "'",
                 "values along a loop are records of its passes",
                 "Add the loop to those of the tap, or take it out here.");
        }
    }
    if (name.factor && !name.unit.empty()) {
        fail(where + "/factor", "stands beside a unit", "only one of them could hold",
             "Give the unit as printed, or a factor where there is no name for it.");
    }
    if (name.factor && (!std::isfinite(*name.factor) || *name.factor == 0)) {
        fail(where + "/factor", "must be a finite number other than 0", "values are divided by it",
             "Give what a printed value is multiplied by to become the tap's.");
    }
    const std::string reason =
        name.unit.empty() ? "" : why_not_convertible(name.unit, tap.unit);
    if (!reason.empty()) {
        fail(where + "/unit",
             "'" + name.unit + "' cannot be converted into the unit of '" + tap.key + "', " +
                 tap.unit,
             reason, "Correct the unit, or the tap that is named.");
    }
}

} // namespace

void Model::Bound::add_taps(const ModelText& text, const std::string& file, FormulaNames& names) {
    std::set<std::string> seen{"pi"};
    for (std::size_t i = 0; i < text.taps.size(); ++i) {
        const ModelTap& tap = text.taps[i];
        const std::string where = file + " /taps/" + std::to_string(i);
        check_key(tap.key, seen, where);
        const LoopSet set = loops_of_tap(tap, *names.loops, where);
        names.loops_of_taps.push_back(set);
        specs.push_back({tap.key.c_str(), tap.width, tap.unit.c_str(), set, tap.meaning.c_str(),
                         tap.kind, "", tap.display_only});
    }
    for (std::size_t i = 0; i < text.constants.size(); ++i) {
        check_key(text.constants[i].key, seen, file + " /constants/" + std::to_string(i));
    }
    formulas.resize(specs.size());
    feeds.resize(specs.size());
    for (const TapSpec& spec : specs) {
        spec_list.push_back(&spec);
    }
}

void Model::Bound::add_stage(const ModelText& text, std::size_t number, const std::string& file,
                             const FormulaNames& names) {
    const ModelStage& stage = text.stages[number];
    const std::string where = file + " /stages/" + std::to_string(number);
    const std::size_t tap = tap_named(text, stage.tap, where + "/tap");
    if (formulas[tap] || !feeds[tap].empty()) {
        fail(where + "/tap", "'" + stage.tap + "' has a stage before",
             "a value is computed in one way", "Remove one of them.");
    }
    for (const std::string& feed : stage.feeds) {
        Formula formula = parse_formula(feed, where + "/feeds");
        bind_feed(formula, names, {where + "/feeds", names.loops_of_taps[tap]});
        feeds[tap].push_back(std::move(formula));
    }
    if (stage.formula.empty()) {
        return;
    }
    Formula formula = parse_formula(stage.formula, where + "/formula");
    const int width = bind_formula(formula, names, {where + "/formula", names.loops_of_taps[tap]});
    if (width != text.taps[tap].width) {
        fail(where + "/formula",
             "gives " + std::to_string(width) + " component(s), and '" + stage.tap + "' has " +
                 std::to_string(text.taps[tap].width),
             "each component of a tap needs its value",
             "Look at the components of the tap and of what the formula names.");
    }
    formulas[tap] = std::move(formula);
    with_formula.emplace_back(text.taps[tap].key);
}

void Model::Bound::add_passes(const ModelText& text, std::size_t number, const std::string& file,
                              const Loops& loops) {
    const ModelLoop& loop = text.loops[number];
    if (loop.passes.empty()) {
        return;
    }
    const std::string where = file + " /loops/" + std::to_string(number) + "/passes";
    const auto place = static_cast<std::size_t>(loops.find(loop.name));
    const auto constant =
        std::find_if(text.constants.begin(), text.constants.end(),
                     [&](const ModelConstant& one) { return one.key == loop.passes; });
    std::optional<int> count = parse_integer(loop.passes);
    if (constant != text.constants.end()) {
        count = parse_integer(shortest(constant->value));
    } else if (!count) {
        const std::size_t tap = tap_named(text, loop.passes, where);
        if (specs[tap].scope != no_loops || specs[tap].width != 1) {
            fail(where, "'" + loop.passes + "' is no single number of the set-up",
                 "a loop has one number of passes",
                 "Name a tap without loops, a constant, or a whole number.");
        }
        passes_taps[place] = static_cast<int>(tap);
        return;
    }
    if (!count || *count < 1) {
        fail(where, "is no whole number of at least 1", "a loop has one pass or more",
             "Give how often it is gone through.");
    }
    passes[place] = count;
}

Model::Model(ModelText text, const std::string& file)
    : text_(std::move(text)), bound_(std::make_unique<Bound>()) {
    const Loops loops = loops_of(text_, file);
    FormulaNames names{&text_, &loops, {}};
    bound_->add_taps(text_, file, names);
    for (std::size_t i = 0; i < text_.printed.size(); ++i) {
        check_printed(text_.printed[i], text_, loops, file + " /printed/" + std::to_string(i));
    }
    for (std::size_t i = 0; i < text_.stages.size(); ++i) {
        bound_->add_stage(text_, i, file, names);
    }
    bound_->passes.resize(loops.size());
    bound_->passes_taps.assign(loops.size(), -1);
    for (std::size_t i = 0; i < text_.loops.size(); ++i) {
        bound_->add_passes(text_, i, file, loops);
    }
    bound_->dictionary.loops = loops;
    bound_->dictionary.taps = bound_->spec_list;
    bound_->dictionary.self_contained = bound_->with_formula;
}

Model::~Model() = default;

const Dictionary& Model::dictionary() const {
    return bound_->dictionary;
}

int Model::find_tap(std::string_view key) const {
    const auto found = std::find_if(text_.taps.begin(), text_.taps.end(),
                                    [key](const ModelTap& tap) { return tap.key == key; });
    return found == text_.taps.end() ? -1 : static_cast<int>(found - text_.taps.begin());
}

const TapSpec& Model::tap(int number) const {
    return bound_->specs[static_cast<std::size_t>(number)];
}

const Formula* Model::formula(int tap) const {
    const std::optional<Formula>& formula = bound_->formulas[static_cast<std::size_t>(tap)];
    return formula ? &*formula : nullptr;
}

const std::vector<Formula>& Model::feeds(int tap) const {
    return bound_->feeds[static_cast<std::size_t>(tap)];
}

std::optional<int> Model::passes(std::size_t loop) const {
    return bound_->passes[loop];
}

int Model::passes_tap(std::size_t loop) const {
    return bound_->passes_taps[loop];
}

} // namespace tapir::trace
