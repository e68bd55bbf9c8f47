#include "format/any_text.hpp"

#include <cmath>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "format/line_tools.hpp"
#include "format/log_lines.hpp"
#include "format/log_records.hpp"
#include "format/text_document.hpp"
#include "format/text_names.hpp"

namespace tapir::trace {

namespace {

/// A number of a text, with how far at most what it was printed from lies from it.
PrintedValue value_of(const TextToken& token, std::string_view text) {
    NumbersInRow read = leading_numbers(token.text(text));
    if (read.values.size() == 1 && read.behind.empty()) {
        return std::move(read.values.front());
    }
    PrintedValue value; // Fortran's exponents, thousands with commas
    value.text = std::string(token.text(text));
    value.number = token.value;
    value.numeric = true;
    constexpr double half = 0.5;
    value.half_quantum = half * std::pow(10.0, token.last_place);
    return value;
}

class AnyTextReader {
  public:
    explicit AnyTextReader(const TextDocument& document) : document_(&document) {}

    std::vector<PrintedRecord> read() {
        const auto lines = static_cast<std::uint32_t>(document_->lines().size());
        for (std::uint32_t line = 0; line < lines; ++line) {
            const bool names_pixel = pixel_in_words(document_->text_of(at(line))).has_value();
            if (!names_pixel && !add_understood(line)) {
                add_named(line);
            }
        }
        return std::move(records_);
    }

  private:
    [[nodiscard]] const TextLine& at(std::uint32_t line) const { return document_->lines()[line]; }
    [[nodiscard]] std::size_t slots_of(std::uint32_t line) const {
        return document_->form_of(at(line)).slots;
    }

    /// What a line says in one of the ways of logs; the numbers behind that under their names.
    bool add_understood(std::uint32_t line) {
        const std::string_view text = document_->text_of(at(line));
        if (document_->is_json() || text.find('\n') != std::string_view::npos) {
            return false;
        }
        std::vector<PrintedRecord> stated =
            log_records(text, document_->line_number(at(line).begin));
        const std::optional<std::size_t> end = end_of(stated, line);
        if (!end) {
            return false;
        }
        std::move(stated.begin(), stated.end(), std::back_inserter(records_));
        add_named(line, *end);
        return true;
    }

    [[nodiscard]] std::string_view slot_text(std::uint32_t line, std::size_t which) const {
        return document_->slots()[at(line).first_slot + which].text(document_->text());
    }

    /// The number of a line behind those that records state; nothing where the records are not the
    /// line's numbers one after the other, or hold one in a name.
    [[nodiscard]] std::optional<std::size_t> end_of(const std::vector<PrintedRecord>& stated,
                                                    std::uint32_t line) const {
        std::size_t which = 0;
        for (const PrintedRecord& record : stated) {
            for (const PrintedValue& value : record.values) {
                while (which < slots_of(line) && slot_text(line, which) != value.text) {
                    const bool in_name =
                        record.key.find(slot_text(line, which)) != std::string::npos;
                    if (in_name || &record != &stated.front()) {
                        return std::nullopt;
                    }
                    ++which; // of a prefix, or an index in brackets
                }
                if (which == slots_of(line)) {
                    return std::nullopt;
                }
                ++which;
            }
        }
        return stated.empty() ? std::nullopt : std::optional(which);
    }

    /// Every number under its name; those of one name in a row are one record.
    void add_named(std::uint32_t line, std::size_t first = 0) {
        SlotName last;
        for (std::size_t which = first; which < slots_of(line); ++which) {
            SlotName name = slot_name(*document_, line, which);
            const TextToken& token = document_->slots()[at(line).first_slot + which];
            const bool goes_on = which > first && name.component == last.component + 1 &&
                                 name.key == last.key && name.kind == last.kind;
            if (!goes_on) {
                records_.push_back({name.kind.empty() ? "TEXT" : name.kind,
                                    name.key.empty() ? "(no name)" : name.key,
                                    {},
                                    {},
                                    "",
                                    document_->line_number(token.begin),
                                    0});
            }
            records_.back().values.push_back(value_of(token, document_->text()));
            last = std::move(name);
        }
    }

    const TextDocument* document_;
    std::vector<PrintedRecord> records_;
};

/// The first pixel that a line names in words, and how many lines hold no record.
void look_at_lines(std::string_view text, TraceFile& file) {
    LineReader lines(text);
    std::size_t record = 0;
    for (std::string_view line; lines.next(line);) {
        if (file.pixels.empty()) {
            if (const auto pixel = pixel_in_words(line)) {
                file.pixels = {*pixel};
            }
        }
        bool holds_record = false;
        while (record < file.records.size() && file.records[record].line <= lines.number()) {
            holds_record = true;
            ++record;
        }
        file.free_text_lines += holds_record || trimmed(line).empty() ? 0U : 1U;
    }
}

} // namespace

bool parse_any_text(std::string_view text, TraceFile& file) {
    const TextDocument document(text, true);
    std::vector<PrintedRecord> records = AnyTextReader(document).read();
    if (records.empty()) {
        return false;
    }
    file.dialect = Dialect::py;
    file.records = std::move(records);
    file.free_text_lines = 0;
    file.pixels.clear();
    look_at_lines(text, file);
    for (PrintedRecord& record : file.records) {
        record.site.set_pixel(file.pixels.empty() ? Pixel{-1, -1} : file.pixels.front());
    }
    return true;
}

} // namespace tapir::trace
