#include "source_tree.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include "folder_order.hpp"

namespace tapir::structure {

namespace {

namespace fs = std::filesystem;

/// What stands between quotation marks in the `#include` lines of a text.
std::vector<std::string> quoted_includes(const std::string& text) {
    const std::string mark = "#include \"";
    std::vector<std::string> names;
    for (std::size_t at = 0; (at = text.find(mark, at)) != std::string::npos;) {
        at += mark.size();
        names.push_back(text.substr(at, text.find('"', at) - at));
    }
    return names;
}

} // namespace

std::size_t SourceFile::lines() const {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

SourceFile source_file(const std::string& path, std::string text) {
    SourceFile file;
    file.path = path;
    file.text = std::move(text);
    file.component = path.substr(0, path.find('/'));
    std::string inside = path.substr(path.find('/') + 1);
    for (const std::string& base : {std::string("src/"), "include/tapir/" + file.component + "/"}) {
        if (inside.rfind(base, 0) == 0) {
            inside = inside.substr(base.size());
        }
    }
    const std::size_t slash = inside.find('/');
    file.folder = slash == std::string::npos ? "" : inside.substr(0, slash);
    file.stem = fs::path(path).stem().string();
    return file;
}

void resolve_includes(std::vector<SourceFile>& files) {
    std::set<std::string> known;
    for (const SourceFile& file : files) {
        known.insert(file.path);
    }
    for (SourceFile& file : files) {
        for (const std::string& name : quoted_includes(file.text)) {
            const std::string after_tapir = name.rfind("tapir/", 0) == 0 ? name.substr(6) : "";
            const std::string owner = after_tapir.substr(0, after_tapir.find('/'));
            for (const std::string& place :
                 {owner + "/include/" + name, file.component + "/src/" + name,
                  (fs::path(file.path).parent_path() / name).lexically_normal().string()}) {
                if (known.count(place) > 0) {
                    file.includes.push_back(place);
                    break;
                }
            }
        }
    }
}

std::vector<SourceFile> read_source_tree(const fs::path& root) {
    const std::set<std::string> endings{".hpp", ".cpp", ".cu", ".cuh"};
    std::vector<SourceFile> files;
    for (const Component& component : components()) {
        for (const char* part : {"include", "src"}) {
            const fs::path folder = root / component.name / part;
            if (!fs::exists(folder)) { // the harness has no public headers
                continue;
            }
            for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
                if (endings.count(entry.path().extension().string()) == 0) {
                    continue;
                }
                std::ostringstream text;
                text << std::ifstream(entry.path()).rdbuf();
                files.push_back(
                    source_file(fs::relative(entry.path(), root).generic_string(), text.str()));
            }
        }
    }
    std::sort(files.begin(), files.end(),
              [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
    resolve_includes(files);
    return files;
}

} // namespace tapir::structure
