#include "tapir/reports/archive/manifest.hpp"

#include <algorithm>
#include <map>
#include <system_error>

#include "tapir/trace/base/digest.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"

namespace tapir::reports {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t hex_digits = 64;
constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                     "0123456789._-";

[[noreturn]] void malformed(const std::string& where, const std::string& problem) {
    throw InputError({.where = where,
                      .problem = problem,
                      .reason = "what it lists cannot be relied on",
                      .remedy = "Take the bundle from where it was made, or make it again."});
}

/// Everything below a folder: name and kind. Links are not followed.
std::map<std::string, fs::file_type> entries_of(const fs::path& folder) {
    std::map<std::string, fs::file_type> entries;
    std::error_code failed;
    fs::recursive_directory_iterator entry(folder, failed);
    for (; !failed && entry != fs::recursive_directory_iterator(); entry.increment(failed)) {
        const fs::path name = entry->path().lexically_relative(folder);
        entries[name.generic_string()] = entry->symlink_status().type();
    }
    if (failed) {
        throw InputError({.where = folder.string(),
                          .problem = "cannot be read: " + failed.message(),
                          .reason = "every file of it is looked at",
                          .remedy = "Give a folder that is there and may be read."});
    }
    return entries;
}

Digest parse_line(std::string_view line, const std::string& where) {
    constexpr std::string_view gap = "  ";
    const bool shaped = line.size() > hex_digits + gap.size() &&
                        line.find_first_not_of("0123456789abcdef") == hex_digits &&
                        line.substr(hex_digits, gap.size()) == gap;
    if (!shaped) {
        malformed(where, "is no line of 64 hexadecimal digits, two blanks and a name");
    }
    const std::string_view name = line.substr(hex_digits + gap.size());
    if (!is_portable_name(name)) {
        malformed(where, "names a file outside the bundle, or one that not every system can hold");
    }
    if (name == manifest_name) {
        malformed(where, "lists itself");
    }
    return {std::string(line.substr(0, hex_digits)), std::string(name)};
}

/// Whether a folder is there only because a listed file stands in it.
bool holds_listed(const std::string& folder, const std::vector<Digest>& listed) {
    const std::string prefix = folder + "/";
    return std::any_of(listed.begin(), listed.end(), [&prefix](const Digest& digest) {
        return digest.name.compare(0, prefix.size(), prefix) == 0;
    });
}

} // namespace

bool is_portable_name(std::string_view name) {
    constexpr std::size_t longest = 200;
    if (name.empty() || name.size() > longest ||
        name.find_first_not_of(std::string(letters) + "/") != std::string_view::npos) {
        return false;
    }
    for (std::size_t begin = 0; begin <= name.size();) {
        const std::size_t end = std::min(name.find('/', begin), name.size());
        const std::string_view part = name.substr(begin, end - begin);
        if (part.empty() || part == "." || part == ".." || part.front() == '-') {
            return false;
        }
        begin = end + 1;
    }
    return true;
}

std::pair<std::string, std::string> clash_of_case(const std::vector<std::string>& names) {
    std::map<std::string, std::string> seen;
    for (const std::string& name : names) {
        std::string lower = name;
        for (char& c : lower) {
            c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
        const auto [place, added] = seen.emplace(lower, name);
        if (!added) {
            return {place->second, name};
        }
    }
    return {};
}

std::vector<Digest> digests_of(const fs::path& folder) {
    std::vector<Digest> digests;
    for (const auto& [name, type] : entries_of(folder)) {
        if (type != fs::file_type::directory && name != manifest_name) {
            digests.push_back({sha256_of_file(folder / name), name});
        }
    }
    return digests;
}

std::string manifest_text(const std::vector<Digest>& digests) {
    std::string text;
    for (const Digest& digest : digests) {
        text += digest.sha256 + "  " + digest.name + "\n";
    }
    return text;
}

std::vector<Digest> parse_manifest(std::string_view text, const std::string& where) {
    std::vector<Digest> digests;
    std::vector<std::string> names;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::string place = where + ":" + std::to_string(digests.size() + 1);
        const std::size_t end = text.find('\n', begin);
        if (end == std::string_view::npos) {
            malformed(place, "has no line end: the file was cut short");
        }
        digests.push_back(parse_line(text.substr(begin, end - begin), place));
        names.push_back(digests.back().name);
        if (digests.size() > 1 && !(digests[digests.size() - 2].name < names.back())) {
            malformed(place, "repeats a name, or stands out of order");
        }
        begin = end + 1;
    }
    if (digests.empty()) {
        malformed(where, "lists nothing");
    }
    if (const auto clash = clash_of_case(names); !clash.first.empty()) {
        malformed(where, clash.first + " and " + clash.second + " differ in case only");
    }
    return digests;
}

FolderCheck check_folder(const fs::path& folder) {
    const fs::path manifest = folder / manifest_name;
    std::map<std::string, fs::file_type> entries = entries_of(folder);
    const auto own = entries.find(manifest_name);
    if (own == entries.end() || own->second != fs::file_type::regular) {
        malformed(folder.string(), own == entries.end() ? "holds no sha256.txt"
                                                        : "holds a sha256.txt that is no file");
    }
    entries.erase(own);
    const std::vector<Digest> listed =
        parse_manifest(read_file(manifest, "list of digests"), manifest.string());
    FolderCheck check;
    check.files = listed.size();
    for (const Digest& digest : listed) {
        const auto entry = entries.find(digest.name);
        if (entry == entries.end()) {
            check.missing.push_back(digest.name);
            continue;
        }
        if (entry->second != fs::file_type::regular ||
            sha256_of_file(folder / digest.name) != digest.sha256) {
            check.changed.push_back(digest.name);
        }
        entries.erase(entry);
    }
    for (const auto& [name, type] : entries) {
        if (type != fs::file_type::directory || !holds_listed(name, listed)) {
            check.extra.push_back(name);
        }
    }
    return check;
}

} // namespace tapir::reports
