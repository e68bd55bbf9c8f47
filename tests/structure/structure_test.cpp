#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "checks.hpp"
#include "declarations.hpp"
#include "folder_order.hpp"
#include "source_tree.hpp"

using namespace tapir::structure;

namespace {

namespace fs = std::filesystem;

const fs::path root = TAPIR_SOURCE_DIR;

std::string text_of(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) {
        text += "\n  " + line;
    }
    return text;
}

const std::vector<SourceFile>& tree() {
    static const std::vector<SourceFile> files = read_source_tree(root);
    return files;
}

/// A tree of files that do not exist, each with its includes.
std::vector<SourceFile> made_up(const std::map<std::string, std::vector<std::string>>& includes) {
    std::vector<SourceFile> files;
    for (const auto& [path, names] : includes) {
        std::string text;
        for (const std::string& name : names) {
            text += "#include \"" + name + "\"\n";
        }
        files.push_back(source_file(path, text));
    }
    resolve_includes(files);
    return files;
}

} // namespace

TEST_CASE("structure: an include against the order of folders or sub-folders is found") {
    const auto files = made_up({{"trace/src/base/a.hpp", {"align/b.hpp"}},
                                {"trace/src/align/b.hpp", {"base/c.hpp"}},
                                {"trace/src/base/c.hpp", {}},
                                {"trace/include/tapir/trace/base/d.hpp", {}},
                                {"reports/src/text/e.cpp", {"tapir/engine/f.hpp"}},
                                {"engine/include/tapir/engine/f.hpp", {"tapir/trace/base/d.hpp"}}});
    CHECK(upward_includes(files) ==
          std::vector<std::string>{
              "reports/src/text/e.cpp includes engine/include/tapir/engine/f.hpp",
              "trace/src/base/a.hpp includes trace/src/align/b.hpp"});
}

TEST_CASE("structure: a circle of modules is found, also by way of their sources") {
    const auto files = made_up({{"trace/src/align/a.hpp", {}},
                                {"trace/src/align/a.cpp", {"align/b.hpp"}},
                                {"trace/src/align/b.hpp", {"align/c.hpp"}},
                                {"trace/src/align/c.hpp", {"align/d.hpp"}},
                                {"trace/src/align/d.hpp", {"align/a.hpp"}},
                                {"trace/src/align/e.hpp", {"align/a.hpp"}}});
    CHECK(circles(files, 3) == std::vector<std::string>{"trace:a trace:b trace:c trace:d"});
    CHECK(circles(files, 4).empty());
}

TEST_CASE(
    "structure: a function that is defined in another module than it is declared in is found") {
    std::vector<SourceFile> files{
        source_file("trace/src/base/a.hpp", "namespace x {\n/// one(two);\nint one(int n);\n"
                                            "class A {\n  public:\n    int two() const;\n};\n}\n"),
        source_file("trace/src/base/a.cpp",
                    "namespace x {\nint one(int n) {\n    return n;\n}\n}\n"),
        source_file("trace/src/base/b.cpp",
                    "namespace {\nint one(int n) {\n    return n;\n}\n}\n"
                    "namespace x {\nint A::two() const {\n    return 2;\n}\n}\n")};
    const std::vector<Homeless> found = homeless_functions(files);
    REQUIRE(found.size() == 1);
    CHECK(found.front().function == "A::two");
    CHECK(found.front().declared_in == "trace:a");
    CHECK(found.front().defined_in == "trace:b");
}

TEST_CASE("structure: every include follows the order of folders and sub-folders") {
    CHECK(tree().size() > 300);
    CHECK_MESSAGE(upward_includes(tree()).empty(), joined(upward_includes(tree())));
    for (const SourceFile& file : tree()) {
        const auto& all = components();
        const auto own = std::find_if(all.begin(), all.end(), [&file](const Component& one) {
            return one.name == file.component;
        });
        const auto& order = own->sub_folders;
        CAPTURE(file.path); // a folder that is not in the table has no place in the order
        CHECK((order.empty() || file.stem == "main" ||
               std::find(order.begin(), order.end(), file.folder) != order.end()));
    }
}

TEST_CASE("structure: no more than three modules include one another in a circle") {
    CHECK_MESSAGE(circles(tree(), 3).empty(), joined(circles(tree(), 3)));
}

TEST_CASE("structure: a function is defined in the module that declares it") {
    // A device, an instruction set or a dialect is another definition of one declaration.
    const std::set<std::string> several{"engine:device", "engine:device_run", "engine:row_kernels",
                                        "engine:text_dialect"};
    for (const Homeless& one : homeless_functions(tree())) {
        CAPTURE(one.function);
        CAPTURE(one.declared_in);
        CAPTURE(one.defined_in);
        CHECK(several.count(one.declared_in) > 0);
    }
}

TEST_CASE("structure: a source file is at most 300 lines long") {
    const std::map<std::string, std::string> reasons{
        {"engine/include/tapir/engine/taps.hpp", "one table, read from top to bottom"},
        {"engine/include/tapir/engine/pixel_kernel.hpp",
         "the one kernel, in the order of its loops"},
        {"engine/include/tapir/engine/kernel_step.hpp", "the innermost step of that kernel"},
        {"engine/src/dialects/nanobragg_model.cpp", "one table of printed names"},
        {"trace/src/cause/record_audit.cpp",
         "the checks that one side's records allow, in the order in which they are made"},
        {"trace/src/cause/roots.cpp", "the root rule, and how a root is described by it"}};
    CHECK(reasons.size() <= 6);
    constexpr std::size_t most = 300;
    std::set<std::string> too_long;
    for (const SourceFile& file : tree()) {
        if (file.lines() > most) {
            too_long.insert(file.path);
        }
    }
    for (const std::string& path : too_long) {
        CAPTURE(path);
        CHECK(reasons.count(path) > 0);
    }
    for (const auto& [path, reason] : reasons) {
        CAPTURE(path); // a file that is short again needs no reason
        CHECK(too_long.count(path) > 0);
    }
}

TEST_CASE("structure: every public header and every source stands in the CMake list") {
    std::map<std::string, std::string> lists;
    for (const Component& component : components()) {
        lists[component.name] = text_of(root / component.name / "CMakeLists.txt");
    }
    for (const SourceFile& file : tree()) {
        const bool listed = file.is_public() || file.path.ends_with(".cpp");
        if (listed) {
            CAPTURE(file.path);
            CHECK(lists[file.component].find(file.path.substr(file.component.size() + 1)) !=
                  std::string::npos);
        }
    }
}

TEST_CASE("structure: command lines are read in one place, and libraries say nothing") {
    int readers = 0;
    for (const SourceFile& file : tree()) {
        CAPTURE(file.path);
        if (file.text.find("#include <CLI/") != std::string::npos) {
            CHECK((file.folder == "commands" || file.path == "harness/src/main.cpp"));
            ++readers;
        }
        if (file.component != "harness") {
            CHECK(file.text.find("#include <spdlog/") == std::string::npos);
            CHECK(file.text.find("std::cout") == std::string::npos);
            CHECK(file.text.find("std::cerr") == std::string::npos);
        }
    }
    CHECK(readers > 10);
}

TEST_CASE("structure: every sub-folder has a README of few lines") {
    std::set<fs::path> folders;
    for (const SourceFile& file : tree()) {
        const fs::path in_src = root / file.component / "src" / file.folder;
        if (!file.folder.empty() && fs::exists(in_src)) {
            folders.insert(in_src);
        }
    }
    CHECK(folders.size() > 20);
    for (const fs::path& folder : folders) {
        CAPTURE(folder.string());
        const std::string text = text_of(folder / "README.md");
        constexpr std::ptrdiff_t most_lines = 20;
        CHECK(text.rfind("# " + folder.filename().string(), 0) == 0);
        CHECK(std::count(text.begin(), text.end(), '\n') <= most_lines);
    }
}
