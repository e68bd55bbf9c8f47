#include "archive/archive_names.hpp"

#include "tapir/reports/archive/manifest.hpp"
#include "tapir/reports/text/printable.hpp"

namespace tapir::reports {

namespace {

/// What is wrong with the path of an entry, of which at least something is.
std::string fault_of(const std::string& path) {
    const std::string parts = "/" + path + "/";
    if (path.empty() || path.front() == '/') {
        return path.empty() ? "which is empty" : "an absolute path";
    }
    if (parts.find("/../") != std::string::npos || parts.find("/./") != std::string::npos) {
        return "a path with '.' or '..' in it";
    }
    if (path.compare(0, top_folder.size(), top_folder) != 0) {
        return "which does not lie below " + std::string(top_folder);
    }
    return "which is no plain one (letters, digits, '.', '_' and '-', at most 200)";
}

} // namespace

std::string ArchiveNames::add(const std::string& path) {
    const bool below = path.compare(0, top_folder.size(), top_folder) == 0;
    const std::string name = below ? path.substr(top_folder.size()) : "";
    if (!is_portable_name(name)) {
        return "the name '" + printable(path) + "', " + fault_of(path);
    }
    if (!files_.insert(name).second) {
        return "'" + name + "' twice";
    }
    std::string both = folders_.count(name) > 0 ? name : "";
    for (std::size_t end = name.find('/'); end != std::string::npos;
         end = name.find('/', end + 1)) {
        const std::string folder = name.substr(0, end);
        folders_.insert(folder);
        both = files_.count(folder) > 0 ? folder : both;
    }
    last_ = name;
    return both.empty() ? "" : "'" + both + "' as a file and as a folder";
}

std::string ArchiveNames::clash() const {
    const auto [one, other] = clash_of_case({files_.begin(), files_.end()});
    return one.empty() ? "" : "both '" + one + "' and '" + other + "'";
}

} // namespace tapir::reports
