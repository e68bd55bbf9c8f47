#include "commands/import_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "commands/option_groups.hpp"
#include "compare/model_comparison.hpp"
#include "compare/model_file.hpp"
#include "console/output_file.hpp"
#include "console/spooled_input.hpp"
#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/trace/align/canonical.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"
#include "tapir/trace/format/read_trace.hpp"
#include "tapir/trace/verdict/compare.hpp"
#include "tapir/trace/verdict/import.hpp"

namespace tapir::harness {

namespace {

struct ImportOptions {
    std::string file, out, model;
    std::vector<int> pixel;
};

/// Whether any record that can be imported belongs to a pixel.
bool has_pixel_records(const trace::TraceFile& file, const trace::ProgramModel& program) {
    const std::vector<trace::CanonicalValue> values = trace::canonicalise(file, program);
    return std::any_of(values.begin(), values.end(), [](const trace::CanonicalValue& value) {
        return value.known && value.node.site.in_pixel();
    });
}

/// Gives a trace that does not say of which pixel it is the one the user names, or the one it
/// shows.
void find_pixel(const ImportOptions& options, trace::TraceFile& file) {
    const trace::ProgramModel& program = engine::nanobragg_model();
    const bool native = file.dialect == trace::Dialect::native;
    if (!options.pixel.empty()) {
        const trace::Pixel wanted{options.pixel[0], options.pixel[1]};
        if (native || (!file.pixels.empty() && file.pixels != std::vector{wanted})) {
            throw InputError({.where = "--pixel",
                              .problem = "is not the pixel that the trace states",
                              .reason = "the trace knows better: " + to_text(file.pixels),
                              .remedy = "Leave --pixel out."});
        }
        trace::TraceFile other;
        other.pixels = {wanted};
        trace::recover_pixels(other, file, program, nullptr);
        if (!has_pixel_records(file, program)) {
            throw InputError(
                {.where = "--pixel",
                 .problem = "is given, and " + file.name + " has no record of any pixel",
                 .reason = "what is known in it is of the set-up alone",
                 .remedy = "Leave --pixel out."});
        }
        file.pixels = {wanted};
        return;
    }
    trace::TraceFile nothing;
    trace::recover_pixels(nothing, file, program, nullptr);
    if (file.pixels.empty() && !native && has_pixel_records(file, program)) {
        throw InputError({.where = file.name,
                          .problem = "does not say of which pixel it is",
                          .reason = "a native record states its pixel",
                          .remedy = "Give --pixel SLOW FAST."});
    }
}

/// By a model, where one is given, else by this program's own tables.
trace::Imported imported_of(const ImportOptions& options) {
    if (!options.model.empty()) {
        const std::shared_ptr<const trace::Model> model = read_model(options.model);
        const trace::TraceFile file =
            trace::read_trace(readable_again(options.file), model->program());
        return trace::import_native(named_by_model(file, *model), model->program());
    }
    const trace::ProgramModel& program = engine::nanobragg_model();
    trace::TraceFile file = trace::read_trace(readable_again(options.file), program);
    find_pixel(options, file);
    return trace::import_native(file, program);
}

ExitCode run_import(const ImportOptions& options) {
    const trace::Imported imported = imported_of(options);
    for (const std::string& what : imported.left_out) {
        complain("left out: " + what);
    }
    if (options.out.empty()) {
        print(imported.text);
    } else {
        write_output(options.out, imported.text);
        print_beside(fmt::format("{} records of {} pixel(s), {} digits; {} left out\n",
                                 imported.records, imported.pixels, imported.digits,
                                 imported.left_out.size()),
                     {options.out});
    }
    return ExitCode::success;
}

} // namespace

void add_import_command(CLI::App& trace, ExitCode& exit_code) {
    auto options = std::make_shared<ImportOptions>();
    CLI::App* command = trace.add_subcommand(
        "import", "Write a trace of another program, or form, as a native one");
    command->add_option("file", options->file, "A trace, any form that `tapir diff` reads")
        ->required();
    command->add_option("-p,--pixel", options->pixel, "Of which it is, where it does not say so")
        ->expected(2)
        ->type_name("SLOW FAST");
    add_model_option(*command, options->model);
    command->add_option("-o,--out", options->out, "File; standard output when absent");
    command->footer(
        "What cannot be taken along is named on standard error. The header keeps which "
        "lines there\nwere, so that a comparison still knows what the trace could show.\n"
        "Example:\n"
        "  tapir trace import their.log --out theirs.trace\n"
        "Exit code: 0 success, 2 bad input");
    command->callback([options, &exit_code] { exit_code = run_import(*options); });
}

} // namespace tapir::harness
