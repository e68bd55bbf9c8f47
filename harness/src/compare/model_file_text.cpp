#include "compare/model_file_text.hpp"

#include <nlohmann/json.hpp>

#include "compare/model_file.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::harness {

namespace {

using Json = nlohmann::ordered_json;
using trace::ModelLoop;
using trace::ModelText;
using trace::PrintedName;

Json loop_json(const ModelLoop& loop) {
    Json json{{"name", loop.name}};
    if (loop.role != ModelLoop::Role::none) {
        json["role"] = loop.role == ModelLoop::Role::row ? "row" : "column";
    }
    if (const auto count = trace::parse_integer(loop.passes)) {
        json["passes"] = *count;
    } else if (!loop.passes.empty()) {
        json["passes"] = loop.passes;
    }
    return json;
}

Json tap_json(const trace::ModelTap& tap) {
    Json json{{"key", tap.key}, {"unit", tap.unit}};
    if (tap.width > 1) {
        json["components"] = tap.width;
    }
    if (!tap.loops.empty()) {
        json["loops"] = tap.loops;
    }
    if (tap.kind == trace::ValueKind::integer) {
        json["kind"] = "integer";
    }
    if (tap.display_only) {
        json["display_only"] = true;
    }
    if (!tap.meaning.empty()) {
        json["meaning"] = tap.meaning;
    }
    return json;
}

Json printed_json(const PrintedName& name, const std::string& because) {
    Json json{{"key", name.key}, {"tap", name.tap}};
    const auto add = [&json](const char* key, const std::string& value, const char* usual) {
        if (value != usual) {
            json[key] = value;
        }
    };
    add("in", name.in, "any");
    add("kind", name.kind, "");
    add("label", name.label, "");
    if (name.occurrence >= 0) {
        json["occurrence"] = name.occurrence;
    }
    if (name.component != 0) {
        json["component"] = name.component;
    }
    add("unit", name.unit, "");
    if (name.factor) {
        json["factor"] = *name.factor;
    }
    if (!name.only_first.empty()) {
        json["only_first"] = name.only_first;
    }
    add("along", name.along, "");
    add("note", name.note, "");
    add("because", because, "");
    return json;
}

Json stage_json(const trace::ModelStage& stage) {
    Json json{{"tap", stage.tap}};
    if (!stage.formula.empty()) {
        json["formula"] = stage.formula;
    } else {
        json["feeds"] = stage.feeds;
    }
    return json;
}

/// One object a line: a table that people read and edit.
std::string list_text(const char* key, const std::vector<Json>& list) {
    if (list.empty()) {
        return "";
    }
    std::string text = ",\n  \"" + std::string(key) + "\": [";
    for (const Json& one : list) {
        text += std::string(&one == &list.front() ? "\n    " : ",\n    ") +
                one.dump(-1, ' ', false, Json::error_handler_t::replace);
    }
    return text + "\n  ]";
}

template <class Part, class ToJson>
std::vector<Json> all(const std::vector<Part>& parts, const ToJson& to_json) {
    std::vector<Json> list;
    for (const Part& part : parts) {
        list.push_back(to_json(part));
    }
    return list;
}

} // namespace

std::string model_file_text(const ModelText& model, const std::vector<std::string>& because) {
    std::string text = std::string("{\n  \"format\": \"") + model_format +
                       "\",\n  \"version\": " + std::to_string(model_version) +
                       ",\n  \"purpose\": " +
                       Json(model.purpose).dump(-1, ' ', false, Json::error_handler_t::replace);
    text += list_text("loops", all(model.loops, loop_json));
    text += list_text("constants", all(model.constants, [](const trace::ModelConstant& one) {
                          return Json{{"key", one.key},
                                      {"value", one.value},
                                      {"unit", one.unit},
                                      {"meaning", one.meaning}};
                      }));
    text += list_text("taps", all(model.taps, tap_json));
    std::vector<Json> printed;
    for (std::size_t i = 0; i < model.printed.size(); ++i) {
        printed.push_back(printed_json(model.printed[i], i < because.size() ? because[i] : ""));
    }
    text += list_text("printed", printed);
    text += list_text("stages", all(model.stages, stage_json));
    return text + "\n}\n";
}

} // namespace tapir::harness
