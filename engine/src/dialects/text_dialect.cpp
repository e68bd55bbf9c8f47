#include "tapir/engine/dialects/text_dialect.hpp"

#include <array>

#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::engine {

namespace {

/// Set-up tables have one record for each index of one loop, outside any pixel.
bool is_table(const trace::TapSpec& spec) {
    return spec.scope != scope::setup && (spec.scope & scope::pixel) == 0;
}

} // namespace

std::string TextDialectSink::config_line(trace::Pixel pixel) {
    return "TRACE_CONFIG: tracing pixel (spixel=" + std::to_string(pixel.slow) +
           ", fpixel=" + std::to_string(pixel.fast) + ")\n";
}

void TextDialectSink::record(const trace::TapSpec& spec, const trace::Site& site,
                             std::span<const double> values) {
    here_ = site;
    std::vector<double>& slot = is_table(spec) ? tables_[&spec][site] : current_[&spec];
    slot.assign(values.begin(), values.end());
    on_record(spec, site_of(site));
}

const std::vector<double>& TextDialectSink::current(const trace::TapSpec& tap) const {
    if (is_table(tap)) {
        const auto table = tables_.find(&tap);
        if (table != tables_.end()) {
            const auto entry = table->second.find(project(here_, tap.scope));
            if (entry != table->second.end()) {
                return entry->second;
            }
        }
    }
    const auto found = current_.find(&tap);
    if (found == current_.end()) {
        throw InternalError("the trace dialect asks for tap '" + std::string(tap.key) +
                            "' before it was recorded");
    }
    return found->second;
}

const std::vector<double>& TextDialectSink::current(std::string_view tap) const {
    const trace::TapSpec* spec = nanobragg_model().find_tap(tap);
    if (spec == nullptr) {
        throw InternalError("there is no tap '" + std::string(tap) + "'");
    }
    return current(*spec);
}

bool TextDialectSink::has(std::string_view tap) const {
    return current_.count(nanobragg_model().find_tap(tap)) > 0;
}

TextDialectSink::PrintedValue TextDialectSink::find(const PrintedName& name) const {
    const trace::ProgramModel& program = nanobragg_model();
    for (const trace::TapPrint& entry : program.entries) {
        if (entry.dialect == dialect_ && name.kind == entry.kind && name.key == entry.key &&
            name.part >= entry.part && name.part < entry.part + entry.count &&
            (name.occurrence < 0 || entry.occurrence < 0 || entry.occurrence == name.occurrence) &&
            (name.label.empty() || name.label == entry.label)) {
            const trace::TapSpec* tap = program.find_tap(entry.tap);
            if (tap == nullptr) {
                break;
            }
            return {tap, static_cast<std::size_t>(entry.component + name.part - entry.part),
                    entry.multiply, entry.divide};
        }
    }
    throw InternalError("the trace dialect has no key '" + std::string(name.key) + "'");
}

double TextDialectSink::number(const PrintedValue& printed) const {
    const double value = current(*printed.tap).at(printed.component);
    // multiplied or divided exactly as the other program does it
    const double scaled = printed.multiply != 1 ? value * printed.multiply
                          : printed.divide != 1 ? value / printed.divide
                                                : value;
    const bool whole = printed.tap->kind == trace::ValueKind::integer;
    return whole ? scaled + 0.0 : scaled; // an integer has no -0
}

std::string TextDialectSink::value_text(const PrintedName& name) const {
    return trace::general15(number(find(name)));
}

void TextDialectSink::print_line(std::string_view key, std::string_view kind) {
    text_ += prefix_ + (kind.empty() ? "" : "_" + std::string(kind)) + ": " + std::string(key);
    int count = 0;
    for (const trace::TapPrint& entry : nanobragg_model().entries) {
        if (entry.dialect == dialect_ && kind == entry.kind && key == entry.key) {
            count = std::max(count, entry.part + entry.count);
        }
    }
    for (int part = 0; part < count; ++part) {
        text_ += " " + value_text({kind, key, part});
    }
    text_ += "\n";
}

TextDialectSink::Fields TextDialectSink::fields(std::string_view kind,
                                                const std::vector<std::string_view>& keys) const {
    Fields result;
    for (const std::string_view key : keys) {
        result.names.push_back(" " + std::string(key) + "=");
        result.values.push_back(find({kind, key}));
    }
    return result;
}

void TextDialectSink::append(std::string& text, const Fields& fields) const {
    std::array<char, trace::number_room> room{};
    for (std::size_t i = 0; i < fields.values.size(); ++i) {
        text += fields.names[i];
        text.append(room.data(), trace::write_general15(room.data(), number(fields.values[i])));
    }
}

} // namespace tapir::engine
