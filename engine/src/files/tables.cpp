#include "tapir/engine/files/tables.hpp"

#include <cmath>
#include <optional>

#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::engine {

namespace {

constexpr std::string_view separators = " \t,;:!\r";

using Row = std::vector<double>;

/// Reads one line. @return nothing for a line without words
std::optional<Row> read_row(std::string_view line, const std::string& where, std::size_t columns,
                            bool ended) {
    Row row;
    std::size_t at = line.find_first_not_of(separators);
    while (at != std::string_view::npos && row.size() < columns) {
        const std::size_t end = std::min(line.find_first_of(separators, at), line.size());
        const std::string word(line.substr(at, end - at));
        const std::optional<double> value = trace::parse_number(word);
        if (!value || !std::isfinite(*value)) {
            throw InputError({.where = where,
                              .problem = "'" + word + "' is not a number",
                              .reason = "the C program would take it for 0; it knows no comments",
                              .remedy = "Remove it, or the whole line."});
        }
        row.push_back(*value);
        at = line.find_first_not_of(separators, end);
    }
    if (row.empty()) {
        return std::nullopt;
    }
    if (!ended && row.size() < columns) {
        throw InputError({.where = where,
                          .problem = "has " + std::to_string(row.size()) + " of " +
                                     std::to_string(columns) + " columns and no line end",
                          .reason = "the C program would take the missing ones for 0, not for "
                                    "their defaults",
                          .remedy = "End the last line with a line feed."});
    }
    return row;
}

std::vector<Row> read_table(const std::filesystem::path& path, const char* what,
                            std::size_t columns) {
    const std::string text = read_file(path, what);
    std::vector<Row> rows;
    int number = 1;
    for (std::size_t at = 0; at < text.size(); ++number) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::optional<Row> row =
            read_row(std::string_view(text).substr(at, end - at),
                     path.string() + ":" + std::to_string(number), columns, end < text.size());
        if (row) {
            rows.push_back(*row);
        }
        at = end + 1;
    }
    if (rows.empty()) {
        throw InputError({.where = path.string(),
                          .problem = std::string("there is no line in this ") + what,
                          .reason = "nothing could be computed with it",
                          .remedy = "Give a file with one entry a line."});
    }
    return rows;
}

} // namespace

std::vector<SourceEntry> read_source_table(const std::filesystem::path& path) {
    constexpr std::size_t columns = 5;
    std::vector<SourceEntry> sources;
    for (const Row& row : read_table(path, "source table", columns)) {
        const auto column = [&row](std::size_t i) { return i < row.size() ? row[i] : unset; };
        sources.push_back({.position = {column(0), column(1), column(2)},
                           .weight = column(3),
                           .wavelength_m = column(4)});
    }
    return sources;
}

std::size_t check_stol_table(const std::filesystem::path& path) {
    constexpr std::size_t columns = 2;
    return read_table(path, "stol table", columns).size();
}

} // namespace tapir::engine
