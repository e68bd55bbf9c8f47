#pragma once

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "corpus.hpp"
#include "record_edits.hpp"
#include "run/trace_recipe.hpp"
#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/trace/base/digest.hpp"
#include "tapir/trace/format/binary_writer.hpp"
#include "tapir/trace/format/read_trace.hpp"
#include "tapir/trace/verdict/compare.hpp"

/// Sound traces of one pixel in every form, to be edited.
namespace tapir::test {

using trace::Comparison;
using trace::TraceFile;
using trace::Verdict;

enum class Form { c, py, native, binary };
inline constexpr std::array forms{Form::c, Form::py, Form::native, Form::binary};

inline bool is_native(Form form) {
    return form == Form::native || form == Form::binary;
}

/// Traces of one pixel in every form.
struct Scene {
    std::map<Form, std::string> texts; ///< of the binary form the native text
    std::string header;                ///< of the native text, up to its number of records
};

inline Scene traced(const std::string& preset, const trace::Pixel& pixel) {
    harness::SceneOptions options;
    options.config = preset;
    options.quiet = true;
    const harness::NanobraggArgs none;
    options.nanobragg_args = &none;
    const engine::Experiment experiment = options.load();
    Scene scene;
    for (const auto& [form, dialect] :
         {std::pair{Form::c, "c"}, std::pair{Form::py, "py"}, std::pair{Form::native, "native"}}) {
        scene.texts[form] =
            harness::make_trace(options, experiment, harness::recipe_of(options, dialect, {pixel}));
    }
    scene.texts[Form::binary] = scene.texts[Form::native];
    const std::string& native = scene.texts[Form::native];
    scene.header = native.substr(0, native.find("records="));
    return scene;
}

inline std::vector<std::string> record_lines(const std::string& text, Form form) {
    std::vector<std::string> lines = lines_of(text);
    if (is_native(form)) {
        lines.erase(lines.begin());
        lines.pop_back();
    }
    return lines;
}

/// A native text of record lines, whole by its header and footer.
inline std::string native_text(const Scene& scene, const std::vector<std::string>& lines,
                               bool cut) {
    const std::string body = text_of_lines(lines);
    const std::string count = "records=" + std::to_string(lines.size());
    return scene.header + count + "\n" + body +
           (cut ? "" : "TAPIR_END " + count + " sha256=" + sha256_hex(body) + "\n");
}

/// The records of a native text in the binary form, with taps as the text names them.
inline TraceFile as_binary(const TraceFile& native, const ScratchFolder& scratch, bool cut) {
    std::deque<trace::TapSpec> taps;
    std::map<std::pair<std::string, std::string>, const trace::TapSpec*> known;
    const std::string path = scratch.file("trace.bin");
    trace::NativeHeader header = *native.header;
    const auto writer = trace::write_binary(path, header);
    for (const trace::PrintedRecord& record : native.records) {
        const auto width = static_cast<int>(record.values.size());
        auto& tap = known[{record.key + " " + std::to_string(width), record.unit}];
        if (tap == nullptr) {
            taps.push_back({record.key.c_str(), width, record.unit.c_str(), trace::no_loops, ""});
            tap = &taps.back();
        }
        std::vector<double> values;
        for (const trace::PrintedValue& value : record.values) {
            values.push_back(value.number);
        }
        writer->record(*tap, record.site, values);
    }
    writer->finish();
    if (cut) {
        std::filesystem::resize_file(path, std::filesystem::file_size(path) * 2 / 3);
    }
    return trace::read_trace(path, engine::nanobragg_model());
}

inline TraceFile read_as(const Scene& scene, const std::vector<std::string>& lines, Form form,
                         bool cut, const ScratchFolder& scratch, const std::string& name) {
    const trace::ProgramModel& program = engine::nanobragg_model();
    const std::string text = is_native(form)
                                 ? native_text(scene, lines, cut && form == Form::native)
                                 : text_of_lines(lines);
    TraceFile file = trace::parse_trace(text, name, program.terminal_keys);
    const bool readable = file.problems.empty() && file.truncation.empty();
    return form == Form::binary && readable ? as_binary(file, scratch, cut) : file;
}

inline Comparison compared(const TraceFile& reference, const TraceFile& candidate,
                           bool complete = false) {
    trace::Tolerance tolerance;
    tolerance.scope.complete = complete;
    return trace::compare(reference, candidate, engine::nanobragg_model(), {}, tolerance);
}

inline constexpr std::array<const char*, edits> edit_names{
    "value", "sign", "exchange", "drop", "twice", "key", "loop", "unit", "cut", "extra", "fewer"};

inline bool has(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

inline bool has_more(const std::vector<std::string>& names,
                     const std::vector<std::string>& others) {
    return std::any_of(names.begin(), names.end(),
                       [&others](const std::string& name) { return !has(others, name); });
}

/// Whether a verdict names keys as lacking that another does not name so.
inline bool names_more(const trace::OneSidedKeys& keys, const trace::OneSidedKeys& sound) {
    return has_more(keys.of_reference, sound.of_reference) ||
           has_more(keys.of_candidate, sound.of_candidate) ||
           has_more(keys.lacking_in_reference, sound.lacking_in_reference) ||
           has_more(keys.lacking_in_candidate, sound.lacking_in_candidate) ||
           has_more(keys.in_part_of_reference, sound.in_part_of_reference) ||
           has_more(keys.in_part_of_candidate, sound.in_part_of_candidate);
}

inline std::vector<Scene> scenes() {
    return {traced("phi_scan", {26, 25}), traced("simple_cubic", {40, 60})};
}

} // namespace tapir::test
