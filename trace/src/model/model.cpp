#include "tapir/trace/model/model.hpp"

#include <algorithm>
#include <set>

#include "model/bind_formula.hpp"
#include "model/model_checks.hpp"
#include "tapir/trace/base/number_text.hpp"
#include "tapir/trace/model/formula_parser.hpp"

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
    ProgramModel program;

    void add_taps(const ModelText& text, const std::string& file, FormulaNames& names);
    void add_stage(const ModelText& text, std::size_t number, const std::string& file,
                   const FormulaNames& names);
    void add_passes(const ModelText& text, std::size_t number, const std::string& file,
                    const Loops& loops);
};

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
        fail_model(where + "/tap", "'" + stage.tap + "' has a stage before",
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
        fail_model(where + "/formula",
                   "gives " + std::to_string(width) + " component(s), and '" + stage.tap +
                       "' has " + std::to_string(text.taps[tap].width),
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
            fail_model(where, "'" + loop.passes + "' is no single number of the set-up",
                       "a loop has one number of passes",
                       "Name a tap without loops, a constant, or a whole number.");
        }
        passes_taps[place] = static_cast<int>(tap);
        return;
    }
    if (!count || *count < 1) {
        fail_model(where, "is no whole number of at least 1", "a loop has one pass or more",
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
    bound_->program.loops = loops;
    bound_->program.taps = bound_->spec_list;
    bound_->program.self_contained = bound_->with_formula;
}

Model::~Model() = default;

const ProgramModel& Model::program() const {
    return bound_->program;
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
