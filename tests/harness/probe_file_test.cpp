#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "probe/probe_expression.hpp"
#include "probe/probe_file.hpp"
#include "probed.hpp"
#include "program.hpp"
#include "scene/preset_source.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::test {

namespace {

using harness::parse_probe_expression;
using nlohmann::json;

/// A probe file with one tap, of which one text is replaced.
std::string with(const std::string& from, const std::string& to) {
    return with_fault(R"({"format": "tapir-probe", "version": 1, "program": "p",
        "loops": [{"name": "i", "variable": "i", "function": "main"}],
        "taps": [{"key": "x", "unit": "m", "loops": ["i"],
                  "where": {"function": "main", "assigns": "x"}, "expression": "x"}]})",
                      from, to);
}

std::string refusal_of(const std::string& text) {
    REQUIRE_FALSE(text.empty());
    try {
        static_cast<void>(harness::probe_file_from_text(text, "p.json"));
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

} // namespace

TEST_CASE("probe expression: values become trees, and sections one tree an element") {
    const auto tree = [](const char* text) {
        const auto parsed = parse_probe_expression(text);
        CAPTURE(parsed.problem);
        REQUIRE(parsed.trees.size() == 1);
        return parsed.trees.front();
    };
    CHECK(tree("x") == json::parse(R"(["name", "x"])"));
    CHECK(tree("a::b::x") == json::parse(R"(["name", "a::b::x"])"));
    CHECK(tree("p->q.r") == json::parse(R"(["member", ["member", ["name", "p"], "q"], "r"])"));
    CHECK(tree("cell%a") == json::parse(R"(["member", ["name", "cell"], "a"])"));
    CHECK(tree("u[i, j + 1]") == json::parse(R"(["index", ["name", "u"],
                          [["name", "i"], ["+", ["name", "j"], ["number", 1]]]])"));
    CHECK(tree("(*p)[2]") ==
          json::parse(R"(["index", ["deref", ["name", "p"]], [["number", 2]]])"));
    CHECK(tree("&x - 2 * -y") == json::parse(R"(["-", ["address", ["name", "x"]],
                          ["*", ["number", 2], ["negate", ["name", "y"]]]])"));
    CHECK(tree("x / 1.5") == json::parse(R"(["/", ["name", "x"], ["number", "0x1.8p+0"]])"));
    CHECK(parse_probe_expression("a[1:3]").trees.size() == 3);
    CHECK(parse_probe_expression("a[1:3]").trees.back() ==
          json::parse(R"(["index", ["name", "a"], [["number", 3]]])"));
}

TEST_CASE("probe expression: nothing that a debugger or an interpreter might run is a value") {
    for (const char* text : {"system(\"id\")",
                             "exit(1)",
                             "f (x)",
                             "(int)x",
                             "(f)(x)",
                             "(void*) p",
                             "x = 1",
                             "x += 1",
                             "x++",
                             "--x++",
                             "$_shell",
                             "$rip",
                             "`id`",
                             "x; shell id",
                             "x\nshell id",
                             "x | id",
                             "x ? y : z",
                             "{int} 0x10",
                             "x@3",
                             "\"text\"",
                             "'c'",
                             "p->f()",
                             "a[f(1)]",
                             "a[1:f(2)]",
                             "a[1:2] + 1",
                             "a[2:1]",
                             "a[0:5000]",
                             "sizeof(x)",
                             "__import__('os')",
                             "x.__class__(1)",
                             "lambda: 1",
                             "x if y else z",
                             "[x for x in y]",
                             "x ** ",
                             "!x",
                             "~x",
                             "x, y",
                             "",
                             " ",
                             "a[",
                             "a[]",
                             "(x",
                             "x)",
                             "1x",
                             ".5.",
                             "\\x41",
                             "x\t",
                             "é"}) {
        CAPTURE(text);
        const auto parsed = parse_probe_expression(text);
        CHECK_FALSE(parsed.problem.empty());
        CHECK(parsed.trees.empty());
    }
    CHECK_FALSE(parse_probe_expression(std::string(100, '(') + "x").problem.empty());
    CHECK_FALSE(parse_probe_expression(std::string(300, '-') + "x").problem.empty());
    CHECK_FALSE(parse_probe_expression(std::string(500, 'x')).problem.empty());
}

TEST_CASE("probe file: what is unknown, missing, doubled or no value is refused by its pointer") {
    CHECK(refusal_of(with("\"x\"}]", "\"x\"}]")).empty());
    for (const auto& [from, to, part] : std::vector<std::array<const char*, 3>>{
             {"\"unit\"", "\"units\"", "/taps/0"},
             {"\"unit\": \"m\", ", "", "/taps/0/unit"},
             {"\"unit\": \"m\"", "\"unit\": \"m]\\n\"", "/taps/0/unit"},
             {"\"expression\": \"x\"", "\"expression\": \"x()\"", "nothing is called"},
             {"\"expression\": \"x\"", "\"expression\": \"x\", \"components\": 0", "components"},
             {"\"expression\": \"x\"", "\"expression\": [\"x\", \"y\"], \"components\": 3",
              "gives 2"},
             {"[\"i\"]", "[\"j\"]", "'j' is no loop"},
             {"\"assigns\": \"x\"", "\"line\": 3", "names no place"},
             {"\"assigns\": \"x\"", "\"assigns\": \"x\\nshell id\"", "line break"},
             {"\"key\": \"x\"", "\"key\": \"x y\"", "no word"},
             {"\"loops\": [{", "\"loops\": [{\"name\": \"pass\", \"variable\": \"i\"}, {",
              "counted"},
             {"\"name\": \"i\", ", "\"name\": \"i\", \"role\": \"row\", ", "row and column"},
             {"\"version\": 1", "\"version\": 2", "reads version 1"},
             {"tapir-probe", "tapir-model", "tapir-probe"},
             {"\"program\"", "\"backend\": \"lldb\", \"program\"", "gdb or python"},
             {"\"program\"", "\"module\": \"m\", \"program\"", "Only Python"}}) {
        CAPTURE(from);
        CAPTURE(to);
        const std::string refusal = refusal_of(with(from, to));
        CAPTURE(refusal);
        CHECK(contains(refusal, part));
        CHECK(contains(refusal, "p.json"));
    }
}

TEST_CASE("probe file: its schema describes every key that is read, and nothing else") {
    const json schema = json::parse(text_of(harness::configs_folder() / "probe.schema.json"));
    json file = json::parse(with("\"x\"}]", "\"x\"}]"));
    // an axis is no loop with a variable, so all keys need two of them
    const json loop = {{"name", "n"},        {"role", "none"},
                       {"variable", "i"},    {"offset", 1},
                       {"function", "main"}, {"advances", {{"file", "a.c"}, {"line", 3}}}};
    const json axis = {{"name", "k"}, {"axis", true}};
    const json tap = {
        {"key", "x"},        {"unit", "m"},       {"meaning", "m"},
        {"components", 1},   {"loops", {"n"}},    {"where", {{"function", "f"}, {"pattern", "p"}}},
        {"expression", "x"}, {"inherits", false}, {"once", true},
        {"optional", true},  {"feeds", {"x"}}};
    for (const auto& [list, objects] : std::vector<std::pair<std::string, json>>{
             {"loops", json::array({loop, axis})}, {"taps", json::array({tap})}}) {
        const json& properties = schema.at("properties").at(list).at("items").at("properties");
        std::set<std::string> keys;
        for (const json& object : objects) {
            for (const auto& [key, value] : object.items()) {
                keys.insert(key);
            }
        }
        std::set<std::string> described;
        for (const auto& [key, value] : properties.items()) {
            described.insert(key);
        }
        CHECK(keys == described);
        file[list] = objects;
    }
    file["purpose"] = "all keys";
    file["backend"] = "python";
    file["module"] = "m";
    CHECK(schema.at("properties").size() == file.size());
    CHECK(refusal_of(file.dump()).empty());
}

TEST_CASE("probe file: those that are shipped are read") {
    int count = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(harness::configs_folder() / "probes")) {
        CAPTURE(entry.path().string());
        CHECK_FALSE(harness::read_probe_file(entry.path().stem().string()).taps.empty());
        ++count;
    }
    CHECK(count > 0);
}

} // namespace tapir::test
