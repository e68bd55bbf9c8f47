#include "format/text_directories.hpp"

#include <algorithm>
#include <array>

#include "format/text_characters.hpp"
#include "format/text_digits.hpp"

namespace tapir::trace {

namespace {

/// Whether paths of many machines begin with a directory of that name.
bool is_root(std::string_view name) {
    constexpr std::array<std::string_view, 26> roots{
        "home", "users",  "usr",  "tmp",     "var",    "scratch", "work",    "data",    "opt",
        "mnt",  "lustre", "gpfs", "etc",     "root",   "private", "volumes", "project", "projects",
        "net",  "nfs",    "afs",  "cluster", "global", "media",   "srv",     "dev"};
    return std::any_of(roots.begin(), roots.end(),
                       [name](std::string_view one) { return same_but_for_case(name, one); });
}

} // namespace

bool read_directory(const LineContext& line, std::size_t at, TextToken& token) {
    std::size_t to = at;
    std::size_t last = at;
    std::size_t first_end = 0;
    int slashes = 0;
    while (to < line.end &&
           (in_word(line.text[to]) || line.text[to] == '.' || line.text[to] == '-' ||
            line.text[to] == '/' || line.text[to] == '~' || line.text[to] == '+')) {
        if (line.text[to] == '/') {
            first_end = ++slashes == 2 ? to : first_end;
            last = to;
        }
        ++to;
    }
    const bool absolute = line.text[at] == '/';
    const bool relative =
        !absolute && byte_at(line.text, at + (byte_at(line.text, at + 1) == '.' ? 2 : 1)) == '/';
    const std::string_view file = line.text.substr(last, to - last);
    const std::size_t point = file.rfind('.');
    const bool extension = point != std::string_view::npos && point + 1 < file.size() &&
                           is_ascii_letter(file[point + 1]);
    const bool known =
        absolute && is_root(line.text.substr(at + 1, (slashes > 1 ? first_end : to) - at - 1));
    if (slashes == 0 || !(relative || known || (absolute && slashes > 1 && extension))) {
        return false;
    }
    token = TextToken{};
    token.begin = static_cast<std::uint32_t>(at);
    token.end = static_cast<std::uint32_t>(last + 1);
    token.kind = TextClass::ignored;
    token.rule = IgnoreKind::directory;
    return true;
}

bool names_a_file_here(const LineCursor& line) {
    const ByteClass before = class_of(line.before());
    const bool begins = line.at == line.begin || before == ByteClass::blank ||
                        line.before() == '"' || line.before() == '\'';
    std::size_t to = line.at + 2;
    while (in_word(line.byte(to)) || line.byte(to) == '.' || line.byte(to) == '-') {
        ++to;
    }
    return begins && line.byte(line.at) == '.' && line.byte(line.at + 1) == '/' &&
           is_ascii_letter(line.byte(line.at + 2)) && line.byte(to) != '/';
}

} // namespace tapir::trace
