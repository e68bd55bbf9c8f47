#include "compare/model_file.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "scene/preset_source.hpp"
#include "scene/strict_object.hpp"
#include "tapir/trace/base/file_io.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::harness {

namespace {

using trace::ModelLoop;
using trace::ModelText;
using trace::PrintedName;

constexpr JsonFormat model_rules{"a model is read strictly, so that a name that is misspelt is not "
                                 "silently a tap nobody compares",
                                 "configs/model.schema.json"};

/// Reads one object of a list.
class ListItem : public StrictObject {
  public:
    ListItem(const nlohmann::json& value, const std::string& file, const std::string& pointer)
        : StrictObject(value, file, pointer, model_rules), value_(&value) {}

    std::string required_text(const char* key) {
        std::string field;
        text(key, field);
        if (!has(key) || field.empty()) {
            fail(key, "is missing or empty",
                 std::string(model_rules.schema) + " tells what belongs there.");
        }
        return field;
    }
    std::vector<std::string> texts(const char* key) {
        std::vector<std::string> list;
        if (!has(key)) {
            return list;
        }
        const nlohmann::json& value = value_->at(key);
        const bool good = value.is_array() &&
                          std::all_of(value.begin(), value.end(),
                                      [](const nlohmann::json& one) { return one.is_string(); });
        if (!good) {
            fail(key, "must be a list of texts", R"(Write it as ["a", "b"].)");
        }
        return value.get<std::vector<std::string>>();
    }
    [[nodiscard]] const nlohmann::json& at(const char* key) const { return value_->at(key); }

  private:
    const nlohmann::json* value_;
};

/// Reads a list of objects by name. An absent list is empty.
template <class One>
auto list_of(ListItem& document, const char* key, const std::string& file, const One& read_one) {
    std::vector<decltype(read_one(std::declval<ListItem&>()))> all;
    if (!document.has(key)) {
        return all;
    }
    const nlohmann::json& list = document.at(key);
    if (!list.is_array()) {
        document.fail(key, "must be a list", "Write it as [ {...}, {...} ].");
    }
    for (const nlohmann::json& one : list) {
        ListItem item(one, file, "/" + std::string(key) + "/" + std::to_string(all.size()));
        all.push_back(read_one(item));
        item.reject_unknown_keys();
    }
    return all;
}

ModelLoop read_loop(ListItem& item) {
    ModelLoop loop{item.required_text("name")};
    std::string role = "none";
    item.text("role", role);
    if (role != "none" && role != "row" && role != "column") {
        item.fail("role", "'" + role + "' is no role of a loop",
                  "Write none, row or column; the last two are those of a pixel.");
    }
    loop.role = role == "row"      ? ModelLoop::Role::row
                : role == "column" ? ModelLoop::Role::column
                                   : ModelLoop::Role::none;
    if (item.has("passes") && item.at("passes").is_number_integer()) {
        loop.passes = std::to_string(item.at("passes").get<int>());
    } else {
        item.text("passes", loop.passes);
    }
    return loop;
}

trace::ModelConstant read_constant(ListItem& item) {
    trace::ModelConstant constant{item.required_text("key"), item.required_number("value"), "1",
                                  ""};
    item.text("unit", constant.unit);
    item.text("meaning", constant.meaning);
    return constant;
}

trace::ModelTap read_tap(ListItem& item) {
    trace::ModelTap tap;
    tap.key = item.required_text("key");
    tap.unit = item.required_text("unit");
    item.text("meaning", tap.meaning);
    item.integer("components", tap.width, 1);
    constexpr int widest = 1000;
    if (tap.width > widest) {
        item.fail("components", "is above " + std::to_string(widest),
                  "Values that run along a loop are records of it, not components.");
    }
    tap.loops = item.texts("loops");
    std::string kind = "real";
    item.text("kind", kind);
    if (kind != "real" && kind != "integer") {
        item.fail("kind", "'" + kind + "' is no kind of number", "Write real or integer.");
    }
    tap.kind = kind == "integer" ? trace::ValueKind::integer : trace::ValueKind::real;
    item.flag("display_only", tap.display_only);
    return tap;
}

PrintedName read_printed(ListItem& item) {
    PrintedName name;
    name.key = item.required_text("key");
    name.tap = item.required_text("tap");
    item.text("in", name.in);
    item.text("kind", name.kind);
    item.text("label", name.label);
    item.integer("occurrence", name.occurrence, 0);
    item.integer("component", name.component, 0);
    item.text("unit", name.unit);
    if (item.has("factor")) {
        name.factor = item.required_number("factor");
    }
    name.only_first = item.texts("only_first");
    item.text("along", name.along);
    item.text("note", name.note);
    std::string because; // for whoever reads a draft
    item.text("because", because);
    return name;
}

trace::ModelStage read_stage(ListItem& item) {
    trace::ModelStage stage;
    stage.tap = item.required_text("tap");
    item.text("formula", stage.formula);
    stage.feeds = item.texts("feeds");
    std::string meaning;
    item.text("meaning", meaning);
    if (stage.formula.empty() == stage.feeds.empty()) {
        item.fail("", "has no formula and no feeds, or both of them",
                  "Give the formula, or, where it is not known, a list of what feeds the tap.");
    }
    return stage;
}

void require_format(ListItem& document) {
    const std::string name = document.required_text("format");
    if (name != model_format) {
        document.fail("format", "is '" + name + "'",
                      std::string("A model file says \"") + model_format + "\".");
    }
    const double version = document.required_number("version");
    if (version != model_version) {
        document.fail("version", "is " + trace::shortest(version),
                      "This release reads version " + std::to_string(model_version) + ".");
    }
}

} // namespace

std::shared_ptr<const trace::Model> model_from_text(const std::string& text,
                                                    const std::string& file) {
    const nlohmann::json json = parse_json(text, file);
    ListItem document(json, file, "");
    require_format(document);
    ModelText model;
    document.text("purpose", model.purpose);
    model.loops = list_of(document, "loops", file, read_loop);
    model.constants = list_of(document, "constants", file, read_constant);
    model.taps = list_of(document, "taps", file, read_tap);
    model.printed = list_of(document, "printed", file, read_printed);
    model.stages = list_of(document, "stages", file, read_stage);
    document.reject_unknown_keys();
    if (model.taps.empty()) {
        document.fail("taps", "is missing or empty",
                      "Declare what the program computes; `tapir "
                      "model draft TRACE` writes a first list.");
    }
    return std::make_shared<const trace::Model>(std::move(model), file);
}

std::string model_path(const std::string& name_or_path) {
    const std::filesystem::path given(name_or_path);
    std::error_code unknown;
    if (std::filesystem::exists(given, unknown) || given.has_parent_path()) {
        return name_or_path;
    }
    const std::string name =
        given.extension() == ".json" ? given.stem().string() : given.filename().string();
    const std::filesystem::path shipped = configs_folder() / "models" / (name + ".json");
    return !name.empty() && std::filesystem::exists(shipped, unknown) ? shipped.string()
                                                                      : name_or_path;
}

std::shared_ptr<const trace::Model> read_model(const std::string& name_or_path) {
    const std::string file = model_path(name_or_path);
    return model_from_text(read_file(file, "model"), file);
}

} // namespace tapir::harness
