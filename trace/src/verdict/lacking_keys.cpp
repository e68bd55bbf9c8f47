#include "verdict/lacking_keys.hpp"

#include <algorithm>
#include <map>
#include <string_view>

#include "align/key_name.hpp"
#include "align/printed_entries.hpp"
#include "align/set_up_block.hpp"

namespace tapir::trace {

namespace {

std::string name_of(const TapPrint& entry) {
    const std::string kind = entry.kind;
    return kind.empty() ? entry.key : kind + "/" + entry.key;
}

/// The keys that a file prints, and its kinds of lines.
struct Printed {
    explicit Printed(const TraceFile& file) {
        for (const PrintedRecord& record : file.records) {
            names.insert(key_name(record));
            kinds.insert(record.kind);
        }
    }
    std::set<std::string> names;
    std::set<std::string_view> kinds;
};

/// What the other side shows of the quantities that entries speak of.
class Shown {
  public:
    explicit Shown(const Side& side) : printed_(*side.file) {
        for (const CanonicalValue& value : side.values) {
            if (value.known) {
                nodes_[value.node.tap].push_back(&value.node);
            }
        }
    }
    [[nodiscard]] bool by_name(const TapPrint& entry) const {
        return printed_.names.count(name_of(entry)) > 0;
    }
    [[nodiscard]] bool by_place(const TapPrint& entry) const {
        const auto found = nodes_.find(entry.tap);
        return found != nodes_.end() &&
               std::any_of(found->second.begin(), found->second.end(),
                           [&entry](const NodeKey* node) { return prints(entry, *node); });
    }

  private:
    Printed printed_;
    std::map<std::string_view, std::vector<const NodeKey*>> nodes_;
};

void add_once(std::string name, std::vector<std::string>& names) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back(std::move(name));
    }
}

} // namespace

LackingKeys::LackingKeys(const Alignment& alignment, const ProgramModel& program)
    : program_(&program) {
    for (const Pair& pair : alignment.pairs) {
        for (const CanonicalValue* value : {pair.reference, pair.candidate}) {
            compared_keys_.insert(key_name(*value->record));
            compared_.insert(value->node.tap);
        }
    }
}

std::vector<std::string> LackingKeys::in(const Side& own, const Side& other) const {
    const TraceFile& file = *own.file;
    if (file.dialect == Dialect::native) {
        return {};
    }
    const Printed printed(file);
    const Shown shown(other);
    const PrintedEntries entries(file, *program_);
    const bool without_set_up = !holds_set_up(file, entries, *program_);
    std::map<std::string_view, bool> absent_kinds; ///< and whether all of their entries are shown
    std::vector<std::string> names;
    for (const TapPrint* entry : entries.all()) {
        const std::string_view kind = entry->kind;
        const bool in_words = kind == "TEXT" || kind == "PRINTOUT";
        if (entry->dialect != file.dialect || in_words || entry->occurrence > 0 ||
            (without_set_up && is_of_set_up_block(*entry, *program_))) {
            continue;
        }
        std::string name = name_of(*entry);
        const bool by_name = shown.by_name(*entry) && compared_keys_.count(name) > 0;
        const bool by_place = compared_.count(entry->tap) > 0 && shown.by_place(*entry);
        if (!kind.empty() && printed.kinds.count(kind) == 0) {
            const bool expected = by_name || (file.dialect == Dialect::c && by_place);
            const auto known = absent_kinds.try_emplace(kind, expected).first;
            known->second = known->second && expected;
        } else if ((by_name || by_place) && printed.names.count(name) == 0) {
            add_once(std::move(name), names);
        }
    }
    for (const auto& [kind, all_shown] : absent_kinds) {
        if (all_shown) {
            names.emplace_back(kind);
        }
    }
    return names;
}

} // namespace tapir::trace
