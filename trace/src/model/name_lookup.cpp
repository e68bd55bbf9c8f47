#include "model/name_lookup.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "tapir/trace/base/word_list.hpp"

namespace tapir::trace {

/// The name that holds most closely: on this side, then in this dialect, then anywhere.
const PrintedName* NameLookup::name_of(const PrintedRecord& record, const PrintedValue& value,
                                       int printing) const {
    const PrintedName* best = nullptr;
    int best_rank = 0;
    for (const PrintedName& name : model_->text().printed) {
        const int rank = name.in == side_                                 ? 3
                         : name.in == to_text(given_->original_dialect()) ? 2
                         : name.in == to_text(given_->dialect)            ? 2
                         : name.in == "any"                               ? 1
                                                                          : 0;
        if (rank > best_rank && name.key == record.key &&
            (name.kind.empty() || name.kind == record.kind) &&
            (name.label.empty() || name.label == value.label) &&
            (name.occurrence < 0 || name.occurrence == printing)) {
            best = &name;
            best_rank = rank;
        }
    }
    return best;
}

PrintedMeaning NameLookup::meaning_of(const PrintedRecord& record, std::size_t part,
                                      int printing) const {
    PrintedMeaning meaning;
    meaning.name = name_of(record, record.values[part], printing);
    const auto place = static_cast<int>(part);
    if (meaning.name == nullptr) {
        meaning.tap = model_->find_tap(record.key);
        meaning.component = place;
        return meaning;
    }
    meaning.tap = model_->find_tap(meaning.name->tap);
    const bool one_label = !meaning.name->label.empty();
    if (!meaning.name->along.empty()) {
        const int width = model_->tap(meaning.tap).width;
        meaning.along = model_->program().loops.find(meaning.name->along);
        meaning.index = place / width;
        meaning.component = place % width;
    } else {
        meaning.component = meaning.name->component + (one_label ? 0 : place);
    }
    return meaning;
}

double converted_quantum(const PrintedValue& printed, int digits, const Conversion& convert,
                         double result) {
    constexpr double half = 0.5;
    constexpr double epsilon = 0x1p-52;
    double quantum = printed.half_quantum;
    if (quantum < 0 && digits >= NativeHeader::full_digits) {
        quantum = 0;
    } else if (quantum < 0) {
        const double size = std::fabs(printed.number);
        quantum = size > 0 && std::isfinite(size)
                      ? half * std::pow(10.0, std::floor(std::log10(size)) - digits + 1)
                      : 0;
    }
    const double rounding = std::max(std::fabs(result), std::fabs(convert.add));
    return quantum * std::fabs(convert.slope()) + epsilon * rounding;
}

std::string owner_of(const ModelText& text, const TapSpec& tap) {
    const std::string key = std::string("'") + tap.key + "'";
    return text.declared ? key + " as it is first stated" : "the model's tap " + key;
}

std::string some_keys(const std::map<std::string, std::uint64_t>& keys) {
    constexpr std::size_t most = 5;
    std::set<std::string> names;
    for (const auto& [key, count] : keys) {
        names.insert(key);
    }
    return word_list(names, most, OtherWords::dots);
}

} // namespace tapir::trace
