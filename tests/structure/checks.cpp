#include "checks.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "declarations.hpp"
#include "folder_order.hpp"

namespace tapir::structure {

namespace {

const Component* component_named(const std::string& name) {
    const auto& all = components();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&name](const Component& one) { return one.name == name; });
    return found == all.end() ? nullptr : &*found;
}

template <class T>
bool holds(const std::vector<T>& list, const T& value) {
    return std::find(list.begin(), list.end(), value) != list.end();
}

/// Whether a file may include another; both are of known components.
bool may_include(const SourceFile& from, const SourceFile& to) {
    const Component& own = *component_named(from.component);
    if (from.component != to.component) {
        return to.is_public() ? holds(own.may_include, to.component) : from.path.empty();
    }
    const auto& order = own.sub_folders;
    const auto place = [&order](const SourceFile& file) {
        return std::find(order.begin(), order.end(), file.folder) - order.begin();
    };
    return order.empty() || place(to) <= place(from);
}

using Graph = std::map<std::string, std::set<std::string>>;

Graph modules_of(const std::vector<SourceFile>& files) {
    std::map<std::string, const SourceFile*> by_path;
    for (const SourceFile& file : files) {
        by_path[file.path] = &file;
    }
    Graph graph;
    for (const SourceFile& file : files) {
        std::set<std::string>& arrows = graph[file.module()];
        for (const std::string& path : file.includes) {
            const std::string other = by_path.at(path)->module();
            if (other != file.module()) {
                arrows.insert(other);
            }
        }
    }
    return graph;
}

/// Everything that can be reached from a module.
std::set<std::string> reached_from(const Graph& graph, const std::string& start) {
    std::set<std::string> reached;
    std::vector<std::string> open{start};
    while (!open.empty()) {
        const std::string module = open.back();
        open.pop_back();
        for (const std::string& next : graph.at(module)) {
            if (reached.insert(next).second) {
                open.push_back(next);
            }
        }
    }
    return reached;
}

} // namespace

std::vector<std::string> upward_includes(const std::vector<SourceFile>& files) {
    std::map<std::string, const SourceFile*> by_path;
    for (const SourceFile& file : files) {
        by_path[file.path] = &file;
    }
    std::vector<std::string> breaches;
    for (const SourceFile& file : files) {
        for (const std::string& path : file.includes) {
            if (!may_include(file, *by_path.at(path))) {
                breaches.push_back(file.path + " includes " + path);
            }
        }
    }
    return breaches;
}

std::vector<std::string> circles(const std::vector<SourceFile>& files, std::size_t most) {
    const Graph graph = modules_of(files);
    std::map<std::string, std::set<std::string>> reached;
    for (const auto& [module, arrows] : graph) {
        reached[module] = reached_from(graph, module);
    }
    std::vector<std::string> found;
    std::set<std::string> told;
    for (const auto& [module, all] : reached) {
        if (all.count(module) == 0 || told.count(module) > 0) {
            continue;
        }
        std::string names;
        std::size_t count = 0;
        for (const std::string& other : all) {
            if (reached[other].count(module) > 0) { // there and back
                told.insert(other);
                names += (names.empty() ? "" : " ") + other;
                ++count;
            }
        }
        if (count > most) {
            found.push_back(names);
        }
    }
    return found;
}

std::vector<Homeless> homeless_functions(const std::vector<SourceFile>& files) {
    std::map<std::string, std::set<std::string>> declared; // "trace:name": modules
    for (const SourceFile& file : files) {
        if (!file.is_header()) {
            continue;
        }
        for (const Function& function : functions_of(file.text)) {
            if (!function.defined) {
                declared[file.component + ":" + function.name].insert(file.module());
            }
        }
    }
    std::vector<Homeless> breaches;
    for (const SourceFile& file : files) {
        if (file.is_header()) {
            continue;
        }
        for (const Function& function : functions_of(file.text)) {
            const auto found = declared.find(file.component + ":" + function.name);
            if (function.defined && found != declared.end() &&
                found->second.count(file.module()) == 0) {
                breaches.push_back({function.name, *found->second.begin(), file.module()});
            }
        }
    }
    return breaches;
}

} // namespace tapir::structure
