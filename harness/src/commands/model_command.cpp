#include "commands/model_command.hpp"

#include <fmt/format.h>

#include <memory>

#include "compare/model_check.hpp"
#include "compare/model_draft.hpp"
#include "compare/model_file.hpp"
#include "console/output_file.hpp"
#include "console/spooled_input.hpp"
#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/trace/base/file_io.hpp"
#include "tapir/trace/format/read_trace.hpp"

namespace tapir::harness {

namespace {

struct ModelOptions {
    std::string model, out;
    std::vector<std::string> traces;
};

ExitCode run_check(const ModelOptions& options) {
    const std::shared_ptr<const trace::Model> model = read_model(options.model);
    const ModelCheck alone = check_model(*model);
    print_lines(alone.lines);
    ExitCode code = alone.code;
    for (const std::string& path : options.traces) {
        const ModelCheck check =
            check_trace(*model, trace::read_trace(readable_again(path), model->program()));
        print_lines(check.lines);
        code = check.code == ExitCode::success ? code
               : code == ExitCode::success     ? check.code
                                               : std::max(code, check.code);
    }
    print(code == ExitCode::success ? "the model fits\n" : "the model does not fit\n");
    return code;
}

ExitCode run_show(const ModelOptions& options) {
    print_lines(options.model == "nanobragg" ? tables_text(engine::nanobragg_model())
                                             : tables_text(read_model(options.model)->program()));
    return ExitCode::success;
}

ExitCode run_draft(const ModelOptions& options) {
    // whatever it is: loops are taken as the lines name them
    const trace::ProgramModel& program = engine::nanobragg_model();
    std::vector<trace::TraceFile> files;
    for (const std::string& path : options.traces) {
        files.push_back(trace::read_trace(readable_again(path), program));
    }
    const std::string text = draft_model(files.front(), files.size() > 1 ? &files.back() : nullptr);
    if (options.out.empty()) {
        print(text);
    } else {
        write_output(options.out, text);
    }
    return ExitCode::success;
}

} // namespace

void add_model_command(CLI::App& app, ExitCode& exit_code) {
    auto options = std::make_shared<ModelOptions>();
    CLI::App* model = app.add_subcommand(
        "model", "Describe another program: its keys, units, loops and formulas");
    model->require_subcommand(1);
    CLI::App* check = model->add_subcommand("check", "Say what fits and what does not");
    check->add_option("model", options->model, "A model file")->required();
    check->add_option("traces", options->traces, "Traces to hold it against");
    check->footer("Example:\n  tapir model check heat_equation.json heat.log\n"
                  "Exit code: 0 it fits, 1 a formula fails or has another unit than its tap, 2 bad "
                  "input,\n3 a trace cannot be read by it");
    check->callback([options, &exit_code] { exit_code = run_check(*options); });
    CLI::App* show = model->add_subcommand("show", "Print loops, taps, printed names and notes");
    show->add_option("model", options->model, "nanobragg, or a model file")->required();
    show->footer("Exit code: 0 success, 2 bad input");
    show->callback([options, &exit_code] { exit_code = run_show(*options); });
    CLI::App* draft = model->add_subcommand("draft", "Write a first model from traces");
    constexpr int two = 2;
    draft->add_option("traces", options->traces, "One trace, or one of each program")
        ->required()
        ->expected(1, two);
    draft->add_option("-o,--out", options->out, "File; standard output when absent");
    draft->footer(
        "Which keys of the second trace are which of the first is proposed where all "
        "values agree,\neach with its evidence (\"because\"). Read it before you use it.\n"
        "Example:\n  tapir model draft heat_c.log heat_py.trace --out heat.json\n"
        "Exit code: 0 success, 2 bad input");
    draft->callback([options, &exit_code] { exit_code = run_draft(*options); });
}

} // namespace tapir::harness
