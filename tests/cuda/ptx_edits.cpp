#include "ptx_edits.hpp"

#include <array>
#include <regex>

#include "text_edits.hpp"

namespace tapir::test {

namespace {

/// A form of instruction and what an edit makes of it.
struct EditKind {
    const char *form, *replacement;
};

/// Each changes the result of the instruction for nearly all operands; a comparison with 0, or a
/// bound that nothing reaches, would not.
constexpr std::array<EditKind, 8> kinds{{
    {R"((sub|div)(\.rn\.f64\s+%fd\d+, )(%fd\d+), (%fd\d+);)", "$1$2$4, $3;"},
    {R"((add|mul|fma|sub)\.rn(\.f64 ))", "$1.rz$2"},
    {R"(setp\.lt(\.f64\s+%p\d+, %fd\d+, %fd))", "setp.ge$1"},
    {R"(setp\.gt(\.f64\s+%p\d+, %fd\d+, %fd))", "setp.le$1"},
    {R"(((?:add|mul|fma)\S+ .*0d[3B][0-9A-F]{2})[0-7]([0-9A-F]{12}))", "$018$2"},
    {R"(((?:add|mul|fma)\S+ .*0d[3B][0-9A-F]{2})[89A-F]([0-9A-F]{12}))", "$010$2"},
    {R"(selp\.f64(\s+%fd\d+, )(%fd\d+), (%fd\d+), )", "selp.f64$1$3, $2, "},
    {R"((fma\.rn\.f64\s+%fd\d+, %fd\d+, )(%fd\d+), (%fd\d+);)", "$1$3, $2;"},
}};

std::string with_line(std::vector<std::string> lines, std::size_t at, const std::string& line) {
    lines[at] = line;
    std::string text;
    for (const std::string& one : lines) {
        text += one + "\n";
    }
    return text;
}

} // namespace

std::set<int> instruction_lines(const std::string& text, const std::string& kernel) {
    static const std::regex instruction(R"(^\s*(@!?%p\d+\s+)?[a-z][a-z0-9._]*\s.*;)");
    std::set<int> found;
    bool inside = false;
    int number = 0;
    for (const std::string& line : lines_of(text)) {
        ++number;
        if (line.find(".entry " + kernel + "(") != std::string::npos) {
            inside = true;
        } else if (inside && line == "}") {
            break;
        } else if (inside && std::regex_search(line, instruction)) {
            found.insert(number);
        }
    }
    return found;
}

std::vector<PtxEdit> ptx_edits(const std::string& text, const std::set<int>& lines,
                               std::size_t count) {
    const std::vector<std::string> all = lines_of(text);
    std::vector<PtxEdit> edits;
    const std::size_t of_each_kind = (count + kinds.size() - 1) / kinds.size();
    for (const EditKind& kind : kinds) {
        const std::regex form(kind.form);
        std::vector<int> fitting;
        for (const int line : lines) {
            const std::string& old = all[static_cast<std::size_t>(line) - 1];
            if (std::regex_search(old, form) &&
                std::regex_replace(old, form, kind.replacement) != old) {
                fitting.push_back(line);
            }
        }
        for (std::size_t i = 0; i < of_each_kind && i < fitting.size(); ++i) {
            const std::size_t chosen = (2 * i + 1) * fitting.size() / (2 * of_each_kind);
            const auto at = static_cast<std::size_t>(fitting.at(chosen)) - 1;
            const std::string changed = std::regex_replace(all[at], form, kind.replacement,
                                                           std::regex_constants::format_first_only);
            edits.push_back({std::to_string(at + 1) + ":" + all[at] + " ->" + changed,
                             with_line(all, at, changed)});
        }
    }
    if (edits.size() > count) {
        edits.resize(count);
    }
    return edits;
}

} // namespace tapir::test
