#include "tapir/trace/model/model_names.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include "model/name_lookup.hpp"
#include "model/printed_units.hpp"
#include "tapir/trace/base/number_text.hpp"
#include "tapir/trace/model/units.hpp"

namespace tapir::trace {

namespace {

constexpr const char* not_printed = "(not printed)";

/// Translates one trace.
class Reader {
  public:
    Reader(const TraceFile& file, const Model& model, std::string_view side)
        : given_(&file), model_(&model), names_(file, model, side) {
        result_.file = file;
        Loops loops = model.program().loops;
        if (!add_loops_of(file, loops)) {
            refuse(VerdictReason::too_many_loops,
                   file.name + " states more loops than can be told apart.");
            return;
        }
        adopt_loops(loops, result_.file);
        records_ = std::move(result_.file.records);
        result_.file.records.clear();
    }

    NamedTrace read() {
        for (const PrintedRecord& record : records_) {
            if (result_.refusal.empty() && !is_counter(record)) {
                read_record(record);
            }
        }
        finish();
        return std::move(result_);
    }

  private:
    void refuse(VerdictReason reason, const std::string& sentence) {
        if (result_.refusal.empty()) {
            result_.reason = reason;
            result_.refusal = sentence;
        }
    }

    [[nodiscard]] const Loops& loops() const { return result_.file.loops; }

    /// A line of text that is a loop's name and its index says where the following lines stand.
    bool is_counter(const PrintedRecord& record) {
        if (given_->dialect == Dialect::native || record.values.size() != 1 ||
            model_->find_tap(record.key) >= 0) {
            return false;
        }
        const int loop = model_->program().loops.find(record.key);
        const auto index = parse_integer(record.values.front().text);
        if (loop < 0 || !index || *index < 0) {
            return false;
        }
        counters_[static_cast<std::size_t>(loop)] = *index;
        for (auto inner = static_cast<std::size_t>(loop) + 1; inner < loops().size(); ++inner) {
            counters_[inner] = -1;
        }
        return true;
    }

    void read_record(const PrintedRecord& record) {
        const int printing = printings_[{record.kind, record.key, record.site}]++;
        bool any_known = false;
        for (std::size_t part = 0; part < record.values.size(); ++part) {
            const PrintedMeaning meaning = names_.meaning_of(record, part, printing);
            if (meaning.tap < 0) {
                continue;
            }
            any_known = true;
            const TapSpec& tap = model_->tap(meaning.tap);
            if (meaning.component >= tap.width) {
                refuse(VerdictReason::other_shape,
                       given_->name + " prints " + std::to_string(record.values.size()) +
                           " values as '" + record.key + "' (line " + std::to_string(record.line) +
                           "), and " + owner_of(model_->text(), tap) + " has " +
                           std::to_string(tap.width) +
                           " component(s); where they run along a loop, say so with "
                           "\"along\".");
                return;
            }
            take(record, record.values[part], meaning);
        }
        if (any_known) {
            ++result_.known;
        } else {
            keep(record);
        }
    }

    /// A record of which the model knows nothing.
    void keep(const PrintedRecord& record) {
        PrintedRecord kept = record;
        const bool bare = record.kind.empty() || record.kind == "native";
        kept.key = bare ? record.key : record.kind + "." + record.key;
        kept.kind = "native";
        kept.unit = parse_unit(kept.unit) ? kept.unit : "";
        ++result_.unknown[kept.key];
        result_.file.records.push_back(std::move(kept));
    }

    /// The loops of the tap: as stated, as the lines before count them, or the first pass.
    [[nodiscard]] std::optional<Site> site_of(const PrintedRecord& record,
                                              const PrintedMeaning& meaning) {
        const TapSpec& tap = model_->tap(meaning.tap);
        Site site = record.site;
        for (std::size_t loop = 0; loop < loops().size(); ++loop) {
            const bool lives = (tap.scope & loop_bit(loop)) != 0;
            if (!lives && site[loop] >= 0 && given_->dialect != Dialect::native &&
                (Loops::pixel & loop_bit(loop)) != 0) {
                site[loop] = -1; // text lines take their pixel from elsewhere
            }
            if (!lives && site[loop] >= 0) {
                refuse(VerdictReason::other_loops,
                       given_->name + " prints '" + record.key + "' in the loop '" +
                           loops()[loop].name + "' (line " + std::to_string(record.line) +
                           "), in which the model's tap '" + tap.key + "' does not live.");
                return std::nullopt;
            }
            if (lives && site[loop] < 0) {
                site[loop] = counters_[loop];
            }
        }
        if (meaning.name != nullptr) {
            for (const std::string& name : meaning.name->only_first) {
                const auto loop = static_cast<std::size_t>(loops().find(name));
                site[loop] = site[loop] < 0 ? 0 : site[loop];
            }
        }
        if (meaning.along >= 0) {
            site[static_cast<std::size_t>(meaning.along)] = meaning.index;
        }
        return site;
    }

    /// The value in the tap's unit; nothing when that cannot be.
    std::optional<PrintedValue> converted(const PrintedRecord& record, const PrintedValue& printed,
                                          const PrintedMeaning& meaning) {
        const TapSpec& tap = model_->tap(meaning.tap);
        const bool named = meaning.name != nullptr;
        const std::string stated = printed_unit(record, given_->dialect, tap);
        const std::string unit = named && !meaning.name->unit.empty() ? meaning.name->unit
                                 : !stated.empty()                    ? stated
                                                                      : std::string(tap.unit);
        std::optional<Conversion> convert = conversion(unit, tap.unit);
        if (named && meaning.name->factor) {
            convert = Conversion{*meaning.name->factor, 1, 0};
        }
        if (!convert) {
            refuse(VerdictReason::other_unit, given_->name + " prints '" + record.key + "' in " +
                                                  unit + ", and " + owner_of(model_->text(), tap) +
                                                  " is in " + tap.unit + ": " +
                                                  why_not_convertible(unit, tap.unit) + ".");
            return std::nullopt;
        }
        add_note(record, meaning, unit, *convert);
        if (unit == stated && &printed == &record.values.back()) {
            units_read_.emplace_back(record.line, stated);
        }
        PrintedValue value = printed;
        value.label.clear();
        if (printed.numeric && convert->changes()) {
            value.number = (*convert)(printed.number);
            value.text = shortest(value.number);
            value.converted = true;
            value.half_quantum = converted_quantum(printed, given_->digits, *convert, value.number);
        }
        return value;
    }

    void add_note(const PrintedRecord& record, const PrintedMeaning& meaning,
                  const std::string& unit, const Conversion& convert) {
        const TapSpec& tap = model_->tap(meaning.tap);
        const bool named = meaning.name != nullptr;
        const bool renamed = named && record.key != tap.key;
        if (!renamed && !convert.changes()) {
            return;
        }
        std::string note = record.key;
        note += renamed ? " is read as " + std::string(tap.key) : "";
        if (convert.changes()) {
            note += named && meaning.name->factor ? ", times " + shortest(*meaning.name->factor)
                                                  : ", " + unit + " converted into " + tap.unit;
        }
        note += named && !meaning.name->note.empty() ? " (" + meaning.name->note + ")" : "";
        if (told_.insert(note).second) {
            result_.notes.push_back(note);
        }
    }

    void take(const PrintedRecord& record, const PrintedValue& printed,
              const PrintedMeaning& meaning) {
        const std::optional<Site> site = site_of(record, meaning);
        std::optional<PrintedValue> value =
            site ? converted(record, printed, meaning) : std::nullopt;
        if (!value) {
            return;
        }
        const TapSpec& tap = model_->tap(meaning.tap);
        const auto component = static_cast<std::size_t>(meaning.component);
        const auto [open, fresh] = open_.try_emplace({meaning.tap, *site}, 0);
        const bool again = !fresh && filled_[open->second][component];
        if (fresh || again) { // printed once more: another record
            open->second = result_.file.records.size();
            PrintedRecord joined;
            joined.kind = "native";
            joined.key = tap.key;
            joined.unit = tap.unit;
            joined.site = *site;
            joined.line = record.line;
            joined.values.resize(static_cast<std::size_t>(tap.width));
            for (PrintedValue& empty : joined.values) {
                empty.text = not_printed;
            }
            filled_[open->second].resize(joined.values.size());
            result_.file.records.push_back(std::move(joined));
        }
        result_.file.records[open->second].values[component] = std::move(*value);
        filled_[open->second][component] = true;
    }

    void finish() {
        blank_units(units_read_, result_.file.other_lines);
        result_.file.dialect = Dialect::native;
        if (!result_.file.header) {
            NativeHeader unknown;
            unknown.program = "imported";
            unknown.version = unknown.profile = unknown.phi_mode = unknown.arithmetic = "unknown";
            unknown.device = unknown.dtype = unknown.scene = "unknown";
            unknown.digits = given_->digits;
            result_.file.header = std::move(unknown);
        }
        NativeHeader& header = *result_.file.header;
        header.source.clear(); // what it does not print is lacking, whatever it was made from
        header.printed.clear();
        header.loops = loops();
        for (const auto& [place, filled] : filled_) {
            for (std::size_t i = 0; i < filled.size(); ++i) {
                if (!filled[i]) {
                    result_.lacking.emplace(result_.file.records[place].key, static_cast<int>(i));
                }
            }
        }
        if (result_.known == 0 && !records_.empty()) {
            refuse(VerdictReason::model_names_nothing,
                   "The model names nothing of what " + given_->name +
                       " prints: " + some_keys(result_.unknown) + ".");
        }
    }

    const TraceFile* given_;
    const Model* model_;
    NameLookup names_;
    NamedTrace result_;
    std::vector<PrintedRecord> records_;
    Site counters_;
    std::map<std::tuple<std::string, std::string, Site>, int> printings_;
    std::map<std::pair<int, Site>, std::size_t> open_; ///< place of the record
    std::map<std::size_t, std::vector<bool>> filled_;  ///< by place: its components
    std::set<std::string> told_;
    std::vector<std::pair<int, std::string>> units_read_; ///< of a text: line and unit
};

} // namespace

NamedTrace read_by_model(const TraceFile& file, const Model& model, std::string_view side) {
    return Reader(file, model, side).read();
}

void require_components(const std::vector<NamedTrace*>& traces) {
    for (const auto& [tap, component] : traces.front()->lacking) {
        const std::pair<std::string, int> one{tap, component};
        const bool nowhere =
            std::all_of(traces.begin(), traces.end(),
                        [&](const NamedTrace* trace) { return trace->lacking.count(one) > 0; });
        if (nowhere && traces.back()->refusal.empty()) {
            traces.back()->reason = VerdictReason::other_shape;
            traces.back()->refusal = "Component " + std::to_string(component) + " of '" + tap +
                                     "' is printed nowhere; declare the tap with the components "
                                     "that are.";
        }
    }
}

} // namespace tapir::trace
