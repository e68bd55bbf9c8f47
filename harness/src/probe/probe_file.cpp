#include "probe/probe_file.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

#include "probe/probe_fields.hpp"
#include "scene/preset_source.hpp"
#include "scene/strict_object.hpp"
#include "tapir/trace/base/file_io.hpp"
#include "tapir/trace/base/number_text.hpp"
#include "tapir/trace/record/loop.hpp"

namespace tapir::harness {

namespace {

using nlohmann::json;

ProbePlace read_place(StrictObject object) {
    ProbePlace place;
    place.function = plain_text(object, "function");
    place.assigns = plain_text(object, "assigns");
    place.pattern = plain_text(object, "pattern");
    place.file = plain_text(object, "file");
    object.integer("line", place.line, 1);
    object.integer("occurrence", place.occurrence, 1);
    object.text("read", place.read);
    object.reject_unknown_keys();
    if (!place.read.empty() && place.read != "before" && place.read != "after") {
        object.fail("read", "'" + place.read + "' is no time", "Write before or after.");
    }
    const bool by_line = !place.file.empty() && place.line > 0;
    const bool by_words = !place.function.empty() && !(place.assigns + place.pattern).empty();
    if (by_line == by_words || (place.line > 0 && !by_line) ||
        (by_line && !place.function.empty())) {
        object.fail("", "names no place, or two",
                    "Give function and assigns, function and pattern, or file and line.");
    }
    return place;
}

ProbeLoop read_loop(StrictObject& object) {
    ProbeLoop loop;
    loop.name = required_word(object, "name");
    std::string role = loop.name == "slow" ? "row" : loop.name == "fast" ? "column" : "none";
    object.text("role", role);
    if (role != "none" && role != "row" && role != "column") {
        object.fail("role", "'" + role + "' is no role of a loop", "Write none, row or column.");
    }
    loop.role = role == "none" ? "" : role;
    if (const std::string variable = plain_text(object, "variable"); !variable.empty()) {
        loop.variable = parsed_one(object, "variable", variable);
    }
    constexpr double least_offset = -2147483647;
    object.integer("offset", loop.offset, least_offset);
    loop.function = plain_text(object, "function");
    if (object.has("advances")) {
        loop.advances = read_place(object.object("advances"));
    }
    object.flag("axis", loop.axis);
    if (loop.axis == (!loop.variable.is_null() || !loop.advances.empty())) {
        object.fail("",
                    loop.axis ? "is an axis, and has a variable or a place where it advances"
                              : "has neither a variable nor a place where it advances",
                    loop.axis ? "Leave them out." : "Give one of them, or both.");
    }
    return loop;
}

/// The components of a tap: one text for each, one that stands for several, or what is assigned.
std::vector<json> read_values(StrictObject& object, const json& value, const ProbePlace& where) {
    int components = 1;
    constexpr int most_components = 1000;
    object.integer("components", components, 1);
    if (components > most_components) {
        object.fail("components", "is above 1000", "Give the tap a loop instead.");
    }
    std::vector<json> trees;
    if (object.has("expression") && value.at("expression").is_array()) {
        for (const std::string& text : texts(object, value, "expression")) {
            trees.push_back(parsed_one(object, "expression", text));
        }
    } else {
        std::string text = plain_text(object, "expression");
        if (text.empty()) {
            text = where.assigns;
            std::replace(text.begin(), text.end(), '(', '[');
            std::replace(text.begin(), text.end(), ')', ']');
        }
        if (text.empty()) {
            object.fail("expression", "is missing",
                        "Say what is read: only a place with `assigns` says it as well.");
        }
        trees = parsed(object, "expression", text);
    }
    if (trees.size() == 1 && components > 1) {
        const json whole = trees.front();
        trees.clear();
        for (int component = 0; component < components; ++component) {
            trees.push_back(json::array({"element", whole, component}));
        }
    }
    if (trees.empty() ||
        (object.has("components") && trees.size() != static_cast<std::size_t>(components))) {
        object.fail("components",
                    "is " + std::to_string(components) + ", and the expression gives " +
                        std::to_string(trees.size()),
                    "Let both say the same.");
    }
    return trees;
}

/// One place, or a list of them.
std::vector<ProbePlace> read_places(StrictObject& object, const json& value) {
    if (!object.has("where") || !value.at("where").is_array()) {
        return {read_place(object.object("where"))};
    }
    std::vector<ProbePlace> places;
    for (const json& one : value.at("where")) {
        places.push_back(read_place({one, object.file(),
                                     object.pointer() + "/where/" + std::to_string(places.size()),
                                     probe_format}));
    }
    if (places.empty()) {
        object.fail("where", "is empty", "Give at least one place.");
    }
    return places;
}

/// Lets the names of axes in an expression be their indices.
json with_axes(const json& tree, const std::set<std::string>& axes) {
    if (!tree.is_array()) {
        return tree;
    }
    if (tree.size() == 2 && tree.at(0) == "name" && tree.at(1).is_string() &&
        axes.count(tree.at(1).get<std::string>()) > 0) {
        return json::array({"loop", tree.at(1)});
    }
    json result = json::array();
    for (const json& part : tree) {
        result.push_back(with_axes(part, axes));
    }
    return result;
}

ProbeTap read_tap(StrictObject& object, const json& value, const std::set<std::string>& loops,
                  const std::set<std::string>& axes) {
    ProbeTap tap;
    tap.key = required_word(object, "key");
    tap.unit = required_text(object, "unit");
    if (tap.unit.find_first_of("[]\n\r") != std::string::npos) {
        object.fail("unit", "holds a bracket or a line break", "Write it as K or W/(m K).");
    }
    object.text("meaning", tap.meaning);
    tap.loops = texts(object, value, "loops");
    for (const std::string& loop : tap.loops) {
        if (loops.count(loop) == 0) {
            object.fail("loops", "'" + loop + "' is no loop of this file",
                        "Declare it in /loops, or leave it out.");
        }
    }
    tap.where = read_places(object, value);
    for (const json& tree : read_values(object, value, tap.where.front())) {
        tap.values.push_back(with_axes(tree, axes));
    }
    tap.feeds = texts(object, value, "feeds");
    object.flag("inherits", tap.inherits);
    object.flag("once", tap.once);
    object.flag("optional", tap.optional);
    return tap;
}

/// Reads a list of objects.
template <class One>
void each(StrictObject& document, const json& value, const char* key, const std::string& file,
          const One& read_one) {
    if (!document.has(key)) {
        return;
    }
    if (!value.at(key).is_array()) {
        document.fail(key, "must be a list", "Write it as [ {...}, {...} ].");
    }
    std::size_t number = 0;
    for (const json& one : value.at(key)) {
        StrictObject object(one, file, "/" + std::string(key) + "/" + std::to_string(number++),
                            probe_format);
        read_one(object, one);
        object.reject_unknown_keys();
    }
}

void require_format(StrictObject& document) {
    if (const std::string name = required_text(document, "format"); name != "tapir-probe") {
        document.fail("format", "is '" + name + "'", "A probe file says \"tapir-probe\".");
    }
    if (const double version = document.required_number("version"); version != 1) {
        document.fail("version", "is " + trace::shortest(version), "This release reads version 1.");
    }
}

void require_good_loops(const StrictObject& document, const ProbeFile& file) {
    std::set<std::string> names;
    int rows = 0;
    int columns = 0;
    for (const ProbeLoop& loop : file.loops) {
        if (!names.insert(loop.name).second || loop.name == "pass") {
            document.fail("loops",
                          "'" + loop.name +
                              "' stands twice, or is the name under which "
                              "records of one site are counted",
                          "Give each loop a name of its own.");
        }
        rows += loop.role == "row" ? 1 : 0;
        columns += loop.role == "column" ? 1 : 0;
    }
    if (rows > 1 || rows != columns) {
        document.fail("loops", "name no pair of a pixel's row and column",
                      "Give both roles once, or none.");
    }
    constexpr std::size_t reserved = 3; // those of a pixel and the count of passes
    if (file.loops.size() + reserved > trace::most_loops + (rows > 0 ? 2 : 0)) {
        document.fail("loops", "are too many", "Declare at most 9, or 11 with those of a pixel.");
    }
}

} // namespace

ProbeFile probe_file_from_text(const std::string& text, const std::string& name) {
    const json value = parse_json(text, name);
    StrictObject document(value, name, "", probe_format);
    require_format(document);
    ProbeFile file;
    file.name = name;
    document.text("purpose", file.purpose);
    file.program = required_word(document, "program");
    std::string backend = "gdb";
    document.text("backend", backend);
    if (backend != "gdb" && backend != "python") {
        document.fail("backend", "'" + backend + "' is none", "Write gdb or python.");
    }
    file.backend = backend == "gdb" ? ProbeBackend::gdb : ProbeBackend::python;
    file.module = plain_text(document, "module");
    if (!file.module.empty() && file.backend == ProbeBackend::gdb) {
        document.fail("module", "is given for the backend gdb", "Only Python programs have one.");
    }
    std::set<std::string> loops;
    std::set<std::string> axes;
    each(document, value, "loops", name, [&](StrictObject& object, const json&) {
        file.loops.push_back(read_loop(object));
        const ProbeLoop& loop = file.loops.back();
        loops.insert(loop.name);
        if (loop.axis && file.backend == ProbeBackend::gdb) {
            object.fail("axis", "is given for the backend gdb",
                        "Only arrays of Python are looked at index by index.");
        }
        if (loop.axis) {
            axes.insert(loop.name);
        }
    });
    std::set<std::string> keys;
    each(document, value, "taps", name, [&](StrictObject& object, const json& one) {
        file.taps.push_back(read_tap(object, one, loops, axes));
        if (!keys.insert(file.taps.back().key).second) {
            object.fail("key", "'" + file.taps.back().key + "' stands twice",
                        "Give each tap a key of its own.");
        }
    });
    document.reject_unknown_keys();
    require_good_loops(document, file);
    if (file.taps.empty()) {
        document.fail("taps", "is missing or empty", "Name at least one value of the program.");
    }
    return file;
}

ProbeFile read_probe_file(const std::string& name_or_path) {
    namespace fs = std::filesystem;
    std::error_code unknown;
    const fs::path given(name_or_path);
    fs::path file = given;
    if (!fs::exists(given, unknown) && !given.has_parent_path()) {
        const std::string stem =
            given.extension() == ".json" ? given.stem().string() : given.filename().string();
        const fs::path shipped = configs_folder() / "probes" / (stem + ".json");
        file = fs::exists(shipped, unknown) ? shipped : given;
    }
    return probe_file_from_text(read_file(file, "probe file"), file.string());
}

} // namespace tapir::harness
