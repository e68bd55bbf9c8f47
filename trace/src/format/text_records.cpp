#include "format/text_records.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <span>

#include "base/letter_case.hpp"
#include "format/line_tools.hpp"
#include "format/log_lines.hpp"
#include "format/log_records.hpp"
#include "format/text_line.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

/// Reads the lines of the text dialects one by one.
class TextTraceParser {
  public:
    TextTraceParser(TraceFile& file, const ProgramModel* known) : file_(file) {
        for (const TapPrint& entry :
             known == nullptr ? std::span<const TapPrint>() : known->entries) {
            if (*entry.kind == '\0') {
                known_.insert(entry.key);
            }
        }
    }

    void line(std::string_view text, int number) {
        const TraceLine line = read_text_line(text);
        if (line.form == TraceLine::Form::free_text) {
            file_.free_text_lines += text.empty() ? 0U : 1U;
            keep_words(text);
            keep_log_line(text, number);
            return;
        }
        if (line.py) {
            file_.dialect = Dialect::py;
            in_pixel_ = true;
        }
        number_ = number;
        const std::size_t before = file_.records.size();
        switch (line.form) {
        case TraceLine::Form::config:
            config(line.rest, number);
            return;
        case TraceLine::Form::keyed:
            keyed_line(line, text);
            break;
        case TraceLine::Form::indexed:
            indexed_line(line);
            break;
        case TraceLine::Form::mark:
            return;
        default:
            break;
        }
        if (file_.records.size() == before) {
            file_.problems.push_back("line " + std::to_string(number) + ": not a record: " +
                                     excerpt(text.substr(text.find(mark) + mark.size())));
        }
    }

    /// What other lines say of the pixel and of known keys, where the TRACE_ lines do not.
    void end() {
        if (file_.records.empty()) {
            return; // no trace: the readers of other texts look at it
        }
        if (file_.pixels.empty() && in_words_ && file_.dialect == Dialect::py) {
            file_.pixels = {*in_words_};
        }
        std::set<std::string_view> printed;
        for (const PrintedRecord& record : file_.records) {
            printed.insert(record.key);
        }
        std::vector<PrintedRecord> added;
        for (PrintedRecord& record : of_log_) {
            if (printed.count(record.key) == 0) {
                record.site = pixel_;
                added.push_back(std::move(record));
                --file_.free_text_lines;
            }
        }
        file_.records.insert(file_.records.end(), added.begin(), added.end());
    }

  private:
    /// A line behind another prefix that states a key of the program: "[DEBUG] hkl_frac 1 2 3".
    void keep_log_line(std::string_view text, int number) {
        if (!in_words_) {
            in_words_ = pixel_in_words(text);
        }
        if (known_.empty()) {
            return;
        }
        for (PrintedRecord& record : log_records(text, number)) {
            if (known_.count(record.key) > 0) {
                record.kind.clear();
                of_log_.push_back(std::move(record));
            }
        }
    }

    void config(std::string_view rest, int number) {
        const auto pixel = config_pixel(rest);
        if (!pixel) {
            file_.problems.push_back("line " + std::to_string(number) +
                                     ": TRACE_CONFIG without a pixel");
            return;
        }
        pixel_.set_pixel(*pixel);
        file_.pixels.push_back(*pixel);
        in_pixel_ = true;
        block_ = 0;
        keys_before_ = 0;
        seen_.clear();
    }

    void add(std::string_view kind, std::string_view key, const Site& site,
             std::vector<PrintedValue> values) {
        if (in_pixel_ && kind.empty() && !seen_.insert(std::string(key)).second &&
            !repeats_last(key)) {
            ++block_;
            keys_before_ = seen_.size();
            seen_.clear();
            seen_.insert(std::string(key));
        }
        file_.records.push_back(
            {std::string(kind), std::string(key), site, std::move(values), "", number_, block_});
    }

    /// The same line once more. Blocks of more than one key do not begin so.
    [[nodiscard]] bool repeats_last(std::string_view key) const {
        const PrintedRecord& last = file_.records.back();
        return last.kind.empty() && last.key == key && last.block == block_ &&
               (seen_.size() > 1 || keys_before_ > 1);
    }

    void keyed_line(const TraceLine& line, std::string_view whole) {
        std::vector<PrintedValue> values;
        for_each_piece(line.rest, value_separators, [&values](std::string_view token) {
            values.push_back(printed_value(token));
        });
        if (!values.empty() && !values.front().numeric) {
            keep_words(whole);
        }
        std::string kind(line.kind);
        Site site = pixel_;
        if (!line.number.empty() && !set_numbered_loop(kind, line.number, site)) {
            kind += line.number;
        }
        add(kind, line.key, site, std::move(values));
        if (!line.tail.empty()) {
            const TraceLine next = read_tail(line);
            if (next.form == TraceLine::Form::keyed) {
                keyed_line(next, whole);
            } else {
                file_.problems.push_back("line " + std::to_string(number_) +
                                         ": not a record: " + excerpt(line.tail));
            }
        }
    }

    /// "SOURCE 2": the index of a loop of that name.
    bool set_numbered_loop(std::string_view kind, std::string_view number, Site& site) const {
        const auto index = parse_integer(number);
        return index && set_site_index(site, lower_case(kind), *index, file_.loops);
    }

    void keep_words(std::string_view text) {
        constexpr std::size_t enough = 500;
        constexpr std::size_t longest = 200;
        const std::size_t begin = text.find_first_not_of(" \t");
        const std::size_t room = alarm_in(text) == Alarm::none ? enough : 2 * enough;
        if (begin != std::string_view::npos && file_.words.size() < room) {
            file_.words.emplace_back(text.substr(begin, longest));
        }
    }

    /// "k=v k=v ...": loop indices name the site, each other pair is a record
    void indexed_line(const TraceLine& line) {
        Site site = pixel_;
        std::vector<IndexedPair> records;
        for_each_piece(line.rest, CharacterSet(" "), [&](std::string_view word) {
            const IndexedPair pair = read_indexed_pair(word, site, file_.loops);
            if (pair.meaning == IndexedPair::Meaning::record) {
                records.push_back(pair);
            } else if (pair.meaning != IndexedPair::Meaning::index) {
                file_.problems.push_back(
                    "line " + std::to_string(number_) +
                    (pair.meaning == IndexedPair::Meaning::no_pair
                         ? ": '" + excerpt(word) + "' is no key=value pair"
                         : ": loop index '" + excerpt(word) + "' is no whole number"));
            }
        });
        for (const IndexedPair& pair : records) {
            add(line.kind, pair.name, site, {printed_value(pair.value)});
        }
    }

    static constexpr std::string_view mark = "TRACE_";
    TraceFile& file_;
    std::set<std::string_view> known_;  ///< keys of the program's plain lines
    std::vector<PrintedRecord> of_log_; ///< lines behind other prefixes with such keys
    std::optional<Pixel> in_words_;
    Site pixel_;
    std::set<std::string, std::less<>> seen_;
    std::size_t keys_before_ = 0; ///< in the block before
    bool in_pixel_ = false;
    int block_ = 0, number_ = 0;
};

/// The lines that hold no record, at their places.
/// @param lines_of_text  how many the text has
void keep_other_lines(std::string_view text, int lines_of_text, TraceFile& file) {
    if (file.free_text_lines == 0) {
        return;
    }
    std::vector<bool> of_record(static_cast<std::size_t>(lines_of_text) + 1, false);
    for (const PrintedRecord& record : file.records) {
        of_record[static_cast<std::size_t>(record.line)] = true;
    }
    LineReader lines(text);
    for (std::string_view line; lines.next(line);) {
        if (!of_record[static_cast<std::size_t>(lines.number())]) {
            file.other_lines += line;
        }
        file.other_lines += '\n';
    }
}

} // namespace

TextEnd parse_text_records(std::string_view text, const ProgramModel* known, TraceFile& file) {
    TextTraceParser parser(file, known);
    LineReader lines(text);
    for (std::string_view line; lines.next(line);) {
        parser.line(line, lines.number());
    }
    parser.end();
    keep_other_lines(text, lines.number(), file);
    return {lines.number(), lines.ends_with_newline()};
}

} // namespace tapir::trace
