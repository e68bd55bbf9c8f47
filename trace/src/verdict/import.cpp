#include "tapir/trace/verdict/import.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "align/declared_units.hpp"
#include "align/side_precision.hpp"
#include "format/line_tools.hpp"
#include "tapir/trace/align/canonical.hpp"
#include "tapir/trace/base/digest.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

/// A record that is being put together.
struct Gathered {
    const TapSpec* tap = nullptr;
    Site site;
    std::vector<const CanonicalValue*> components;

    [[nodiscard]] bool whole() const {
        return std::all_of(components.begin(), components.end(),
                           [](const CanonicalValue* value) { return value != nullptr; });
    }
};

/// Digits a value is good for; fewer than six say too little, a whole number is exact.
int printed_digits_of(const CanonicalValue& value, int of_file) {
    const PrintedValue& printed = value.printed();
    const bool exact = printed.text.find_first_of(".eEpP") == std::string::npos;
    const double uncertain = half_quantum(value, of_file);
    if (exact || printed.number == 0 || !(printed.half_quantum >= 0) || !(uncertain > 0)) {
        return of_file;
    }
    return static_cast<int>(std::floor(-std::log10(2 * uncertain / std::fabs(value.value)))) + 1;
}

bool converted(const CanonicalValue& value) {
    return value.entry != nullptr && value.entry->multiply != value.entry->divide;
}

std::string name_of(const PrintedRecord& record) {
    return record.kind.empty() || record.kind == "native" ? record.key
                                                          : record.kind + "." + record.key;
}

class Importer {
  public:
    Importer(const TraceFile& file, const ProgramModel& program)
        : file_(&file), loops_(program.loops), values_(canonicalise(file, program)) {
        gather(program);
    }

    Imported run() {
        Imported result;
        result.digits = digits_;
        NativeHeader header = header_for(result);
        std::string body;
        for (const Gathered& record : in_order()) {
            body += line(record);
            ++result.records;
        }
        if (result.records == 0) {
            throw InputError({.where = file_->name,
                              .problem = "holds no record that is known",
                              .reason = "there is nothing to write",
                              .remedy = "Is it a trace? `tapir diff` says what it reads in it."});
        }
        header.records = result.records;
        result.text = header_line("TAPIR_TRACE", header) + body +
                      footer_line(result.records, sha256_hex(body));
        result.left_out.assign(left_out_.begin(), left_out_.end());
        return result;
    }

  private:
    void gather(const ProgramModel& program) {
        constexpr int fewest = 6;
        for (const CanonicalValue& value : values_) {
            const TapSpec* tap = value.known ? program.find_tap(value.node.tap) : nullptr;
            if (tap == nullptr) {
                left_out_.insert(name_of(*value.record) + ": no known tap");
                continue;
            }
            const auto width = static_cast<std::size_t>(tap->width);
            if (static_cast<std::size_t>(value.node.component) >= width ||
                (value.entry == nullptr && value.record->values.size() > width)) {
                left_out_.insert(name_of(*value.record) + ": more numbers than " + tap->key +
                                 " has");
                continue;
            }
            const bool number = value.printed().numeric;
            const int digits = printed_digits_of(value, file_->digits) - (converted(value) ? 1 : 0);
            if (!number || digits < fewest) {
                left_out_.insert(name_of(*value.record) +
                                 (number ? ": printed with too few digits" : ": no number"));
                continue;
            }
            digits_ = std::min(digits_, digits);
            place(*tap, value);
        }
    }

    void place(const TapSpec& tap, const CanonicalValue& value) {
        const auto [found, fresh] =
            places_.try_emplace({tap.key, value.node.site}, gathered_.size());
        if (fresh) {
            gathered_.push_back(
                {&tap, value.node.site,
                 std::vector<const CanonicalValue*>(static_cast<std::size_t>(tap.width))});
        }
        const CanonicalValue*& component =
            gathered_[found->second].components[static_cast<std::size_t>(value.node.component)];
        if (component == nullptr) {
            component = &value;
        } else if (differ(*component, value)) {
            left_out_.insert(name_of(*value.record) + ": another value of " + tap.key +
                             " was printed before");
        }
    }

    /// A whole number that the file's digits would round.
    [[nodiscard]] bool loses_digits(const Gathered& record) const {
        return std::any_of(record.components.begin(), record.components.end(),
                           [this](const CanonicalValue* value) {
                               const std::string& text = value->printed().text;
                               return text.find_first_of(".eEpP") == std::string::npos &&
                                      significant_digits(text) > digits_;
                           });
    }

    /// By more than the digits explain.
    [[nodiscard]] bool differ(const CanonicalValue& a, const CanonicalValue& b) const {
        constexpr double some = 4;
        const double allowed =
            some * (half_quantum(a, file_->digits) + half_quantum(b, file_->digits));
        return a.value != b.value && !(std::fabs(a.value - b.value) <= allowed);
    }

    /// The set-up first, then pixel by pixel, each in the order of the file.
    std::vector<Gathered> in_order() {
        std::vector<Gathered> whole;
        for (const Gathered& record : gathered_) {
            if (record.whole() && loses_digits(record)) {
                left_out_.insert(std::string(record.tap->key) +
                                 ": a whole number with more digits than the rest of the file");
            } else if (record.whole()) {
                whole.push_back(record);
            } else {
                left_out_.insert(std::string(record.tap->key) +
                                 ": some of its components were not printed");
            }
        }
        std::stable_sort(whole.begin(), whole.end(), [](const Gathered& a, const Gathered& b) {
            return a.site.pixel() < b.site.pixel();
        });
        return whole;
    }

    [[nodiscard]] std::string line(const Gathered& record) const {
        std::string text = std::string(record.tap->key) + " [" + record.tap->unit + "]";
        const std::string site = to_text(record.site, loops_);
        text += record.site == Site{} ? "" : " " + site;
        text += " :";
        for (const CanonicalValue* value : record.components) {
            const bool full = digits_ == NativeHeader::full_digits;
            text += " " + (full ? shortest(value->value) : general(value->value, digits_));
        }
        return text + "\n";
    }

    NativeHeader header_for(Imported& result) const {
        NativeHeader header;
        header.loops = loops_;
        if (file_->header) {
            header = *file_->header;
            header.loops = loops_;
            header.rectangle = std::nullopt;
        } else {
            header.program = "imported";
            header.version = header.profile = header.phi_mode = header.arithmetic = "unknown";
            header.device = header.dtype = header.scene = "unknown";
            header.source = to_text(file_->dialect);
            std::set<std::string> lines;
            for (const PrintedRecord& record : file_->records) {
                lines.insert(as_word(record.kind) + "/" + as_word(record.key));
            }
            for (const std::string& name : lines) {
                header.printed += (header.printed.empty() ? "" : ";") + name;
            }
        }
        header.digits = digits_;
        std::set<Pixel> pixels;
        for (const Gathered& record : gathered_) {
            if (record.site.in_pixel()) {
                pixels.insert(record.site.pixel());
            }
        }
        header.pixels.assign(pixels.begin(), pixels.end());
        result.pixels = pixels.size();
        return header;
    }

    const TraceFile* file_;
    Loops loops_;
    std::vector<CanonicalValue> values_;
    std::vector<Gathered> gathered_;
    std::map<std::pair<std::string, Site>, std::size_t> places_;
    std::set<std::string> left_out_;
    int digits_ = NativeHeader::full_digits;
};

} // namespace

Imported import_native(const TraceFile& file, const ProgramModel& program) {
    const std::string broken = !file.truncation.empty() ? file.truncation
                               : !file.problems.empty() ? file.problems.front()
                                                        : "";
    if (!broken.empty()) {
        throw InputError({.where = file.name,
                          .problem = "is not whole or cannot be read: " + broken,
                          .reason = "the native trace would look whole",
                          .remedy = "Let the program that made it run to its end."});
    }
    ProgramModel joined = program;
    TraceFile renumbered = file;
    if (!add_loops_of(file, joined.loops)) {
        throw InputError({.where = file.name,
                          .problem = "names more loops, with those of the model, than " +
                                     std::to_string(most_loops),
                          .reason = "a record states an index for each",
                          .remedy = "Give a model of the program that made it (--model)."});
    }
    adopt_loops(joined.loops, renumbered);
    std::vector<std::string> notes;
    if (const std::string other = adopt_units(joined, renumbered, notes); !other.empty()) {
        throw InputError({.where = file.name,
                          .problem = "declares a unit that is none of the tap's: " + other,
                          .reason = "the native trace would hold other values",
                          .remedy = "Let the tracer declare the unit that it prints in, or give a "
                                    "model of its program (--model)."});
    }
    return Importer(renumbered, joined).run();
}

} // namespace tapir::trace
