#include "format/any_text.hpp"

#include <cmath>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/words.hpp"
#include "format/line_tools.hpp"
#include "format/log_lines.hpp"
#include "format/log_records.hpp"
#include "format/text_characters.hpp"
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

/// What stands behind a number and may be its unit: one word up to the end of the line, a comma, a
/// semicolon or a bracket that closes, or what stands in brackets of its own; else "".
std::string_view word_behind(std::string_view line, std::size_t at) {
    std::string_view rest = trimmed(line.substr(at));
    const bool bracketed = !rest.empty() && (rest.front() == '[' || rest.front() == '(');
    rest.remove_prefix(bracketed ? 1 : 0);
    const std::string_view word = trimmed(rest.substr(0, rest.find_first_of(",;)]")));
    constexpr std::size_t longest = 24;
    const bool begins_as_one =
        !word.empty() && (class_of(word.front()) == ByteClass::letter || word.front() == '%');
    return begins_as_one && word.size() <= longest &&
                   word.find_first_of("=:") == std::string_view::npos
               ? word
               : std::string_view();
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

    /// The text without the numbers that are records: what is left of it to compare as text.
    [[nodiscard]] std::string other_text() const {
        std::string other(document_->text());
        for (const TextToken* token : taken_) {
            other.replace(token->begin, token->end - token->begin,
                          blank_of(token->end - token->begin));
        }
        return other;
    }

  private:
    /// In JSON a number that is taken out leaves one that fits in its place.
    [[nodiscard]] std::string blank_of(std::size_t length) const {
        std::string blank(length, ' ');
        if (document_->is_json()) {
            blank.back() = '0';
        }
        return blank;
    }
    /// A number of the text is a value of the last record now, and what stands behind it may be
    /// the record's unit.
    void take(std::uint32_t line, std::size_t which) {
        const TextToken& token = slot(line, which);
        taken_.push_back(&token);
        if (!document_->is_json() && token.end <= at(line).end) {
            const std::string_view text = document_->text_of(at(line));
            const std::size_t from = token.end - at(line).begin;
            records_.back().unit = word_behind(text.substr(0, text.find('\n', from)), from);
        }
    }
    [[nodiscard]] const TextToken& slot(std::uint32_t line, std::size_t which) const {
        return document_->slots()[at(line).first_slot + which];
    }
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
        const std::optional<std::vector<std::size_t>> places = places_of(stated, line);
        if (!places) {
            return false;
        }
        auto place = places->begin();
        for (PrintedRecord& record : stated) {
            const std::size_t values = record.values.size();
            records_.push_back(std::move(record));
            for (std::size_t i = 0; i < values; ++i) {
                take(line, *place++);
            }
        }
        add_named(line, places->empty() ? 0 : places->back() + 1);
        return true;
    }

    [[nodiscard]] std::string_view slot_text(std::uint32_t line, std::size_t which) const {
        return slot(line, which).text(document_->text());
    }

    /// Which of a line's numbers the values of records are, one after the other; nothing where the
    /// records are not the line's numbers in their order, or hold one in a name.
    [[nodiscard]] std::optional<std::vector<std::size_t>>
    places_of(const std::vector<PrintedRecord>& stated, std::uint32_t line) const {
        std::vector<std::size_t> places;
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
                places.push_back(which++);
            }
        }
        return stated.empty() ? std::nullopt : std::optional(std::move(places));
    }

    /// Every number under its name; those of one name in a row are one record.
    void add_named(std::uint32_t line, std::size_t first = 0) {
        if (first >= slots_of(line)) {
            return;
        }
        const LineNames names(*document_, line);
        SlotName last;
        for (std::size_t which = first; which < slots_of(line); ++which) {
            SlotName name = names.of_slot(which);
            const TextToken& token = slot(line, which);
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
            take(line, which);
            last = std::move(name);
        }
    }

    const TextDocument* document_;
    std::vector<PrintedRecord> records_;
    std::vector<const TextToken*> taken_; ///< the numbers that are values of records
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
    AnyTextReader reader(document);
    std::vector<PrintedRecord> records = reader.read();
    if (records.empty()) {
        return false;
    }
    file.dialect = Dialect::py;
    file.records = std::move(records);
    file.other_lines = reader.other_text();
    file.free_text_lines = 0;
    file.pixels.clear();
    look_at_lines(text, file);
    for (PrintedRecord& record : file.records) {
        record.site.set_pixel(file.pixels.empty() ? Pixel{-1, -1} : file.pixels.front());
    }
    return true;
}

} // namespace tapir::trace
