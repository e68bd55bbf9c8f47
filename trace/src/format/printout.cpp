#include "format/printout.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/words.hpp"
#include "format/line_tools.hpp"
#include "format/log_records.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

/// Where the log says how often a loop is passed: the number stands before these words.
struct StatedCount {
    const char* words;
    std::vector<const char*> loops;
};

const std::array<StatedCount, 5>& stated_counts() {
    static const std::array<StatedCount, 5> counts{
        {{" layers with mu=", {"thick"}},
         {" sources", {"source"}},
         {" mosaic domains over", {"mos"}},
         {" phi steps from", {"phi_tic"}},
         {" pixel oversample steps", {"sub_s", "sub_f"}}}};
    return counts;
}

/// Reads the lines of a pixel's block; of what stands before the first one only the numbers of
/// steps.
class PrintoutParser {
  public:
    explicit PrintoutParser(TraceFile& file) : file_(&file) {}

    void line(std::string_view text, int number) {
        const std::size_t stol = text.find(" : stol = ");
        if (stol != std::string_view::npos) {
            begin(text.substr(0, stol));
            if (in_block_) {
                add_of_step("stol", text.substr(stol + 10), number);
            }
        } else if (in_block_) {
            block_line(text, number);
        } else if (behind_block_) {
            table_line(text, number);
        } else {
            count(text);
        }
    }

  private:
    /// The number before the words, "2x2" and "3" alike.
    void count(std::string_view text) {
        for (const StatedCount& stated : stated_counts()) {
            const std::size_t at = text.find(stated.words);
            if (at == std::string_view::npos) {
                continue;
            }
            const std::vector<std::string_view> words = split(text.substr(0, at), " x");
            const auto passes = words.empty() ? std::nullopt : parse_integer(words.back());
            if (!passes || *passes < 1) {
                continue;
            }
            for (const char* loop : stated.loops) {
                counted_ += last_[loop] == 0 ? 1U : 0U;
                last_[loop] = *passes;
            }
        }
    }

    /// "  30   31" stands for fast 30, slow 31.
    void begin(std::string_view text) {
        const auto numbers = split(text, " ");
        const auto fast = numbers.size() == 2 ? parse_integer(numbers[0]) : std::nullopt;
        const auto slow = numbers.size() == 2 ? parse_integer(numbers[1]) : std::nullopt;
        in_block_ = fast && slow;
        behind_block_ = false;
        if (in_block_) {
            site_.set_pixel({*slow, *fast});
            file_->pixels.push_back({*slow, *fast});
            constexpr std::size_t all = 6;
            knows_last_step_ = counted_ == all;
            for (const auto& [loop, passes] : last_) {
                knows_last_step_ =
                    set_site_index(site_, loop, passes - 1, file_->loops) && knows_last_step_;
            }
        }
    }

    void block_line(std::string_view text, int number) {
        for (const char* key : {"at", "I/steps", "polar", "omega", "capfrac", "pixel"}) {
            const std::string_view name = key;
            if (text.substr(0, name.size()) == name && text.substr(name.size(), 1) == " ") {
                const std::string_view rest = text.substr(name.size());
                if (name == "at") {
                    add_of_step(name, rest, number);
                } else if (name == "I/steps") {
                    add_mean(name, rest, number);
                } else {
                    add(name, rest, number);
                }
                in_block_ = name != "pixel"; // the last of its lines
                behind_block_ = !in_block_;
                return;
            }
        }
        for (const char* key : {"hkl=", "hkl0=", "F_cell=", "F_latt="}) {
            const std::string_view name = key;
            const std::size_t at = text.find(name);
            if (at != std::string_view::npos) {
                add_of_step(name.substr(0, name.size() - 1), text.substr(at + name.size()), number);
            }
        }
        if (const std::size_t at = text.find("I ="); at != std::string_view::npos) {
            add("I", text.substr(at + 3), number);
        }
    }

    /// "X: 56.04452335 -39.79023961 33.87719424": of the vectors a, b and c.
    void table_line(std::string_view text, int number) {
        constexpr std::string_view rows = "XYZ";
        const std::string_view line = trimmed(text);
        const std::size_t row =
            line.size() > 2 && line[1] == ':' ? rows.find(line.front()) : std::string_view::npos;
        if (row != table_.size()) {
            if (!table_.empty()) {
                behind_block_ = false;
            }
            return;
        }
        table_.push_back(leading_numbers(line.substr(2)).values);
        if (table_.back().size() != rows.size()) {
            behind_block_ = false;
            table_.clear();
        } else if (table_.size() == rows.size()) {
            for (std::size_t vector = 0; vector < rows.size(); ++vector) {
                std::vector<PrintedValue> values;
                for (const std::vector<PrintedValue>& component : table_) {
                    values.push_back(component[vector]);
                }
                add_values(kind_of_step(), std::string(1, "abc"[vector]), std::move(values),
                           number - 2);
            }
            behind_block_ = false;
            table_.clear();
        }
    }

    [[nodiscard]] const char* kind_of_step() const {
        return knows_last_step_ ? pixel_kind : "PRINTOUT_STEP";
    }

    void add_of_step(std::string_view key, std::string_view rest, int number) {
        add(key, rest, number, kind_of_step());
    }

    /// The mean of the steps, as their sum; where nobody says how many there are, as it is.
    void add_mean(std::string_view key, std::string_view rest, int number) {
        std::vector<PrintedValue> values = leading_numbers(rest).values;
        if (!knows_last_step_ || values.size() != 1) {
            add_of_step(key, rest, number);
            return;
        }
        double steps = 1;
        for (const auto& [loop, passes] : last_) {
            steps *= loop == "thick" ? 1 : passes; // the sum over layers is no mean
        }
        PrintedValue& sum = values.front();
        sum.number *= steps;
        sum.half_quantum *= steps;
        sum.text = shortest(sum.number);
        sum.converted = true;
        add_values(pixel_kind, std::string(key), std::move(values), number);
    }

    void add(std::string_view key, std::string_view rest, int number,
             const char* kind = pixel_kind) {
        std::vector<PrintedValue> values = leading_numbers(rest).values;
        if (values.empty()) {
            file_->problems.push_back("line " + std::to_string(number) + ": no number after " +
                                      std::string(key));
            return;
        }
        add_values(kind, std::string(key), std::move(values), number);
    }

    void add_values(const char* kind, std::string key, std::vector<PrintedValue> values,
                    int number) {
        file_->records.push_back({kind, std::move(key), site_, std::move(values), "", number, 0});
    }

    static constexpr const char* pixel_kind = "PRINTOUT";
    TraceFile* file_;
    Site site_;
    std::map<std::string, int> last_; ///< passes of each loop
    std::size_t counted_ = 0;         ///< loops of which the log says how often they are passed
    std::vector<std::vector<PrintedValue>> table_; ///< rows of the cell behind the block
    bool in_block_ = false, behind_block_ = false, knows_last_step_ = false;
};

} // namespace

bool parse_printout(std::string_view text, TraceFile& file) {
    if (text.find(" : stol = ") == std::string_view::npos) {
        return false;
    }
    PrintoutParser parser(file);
    LineReader lines(text);
    for (std::string_view line; lines.next(line);) {
        parser.line(line, lines.number());
    }
    file.dialect = Dialect::py;
    return !file.records.empty();
}

} // namespace tapir::trace
