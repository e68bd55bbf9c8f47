#include <filesystem>
#include <utility>

#include "compare/compare_as.hpp"
#include "compare/model_check.hpp"
#include "compare/model_comparison.hpp"
#include "compare/model_file.hpp"
#include "compare/tolerance_file.hpp"
#include "kind_parts.hpp"
#include "native_fit.hpp"
#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/trace/format/read_trace.hpp"
#include "tapir/trace/verdict/import.hpp"

namespace tapir::test {

namespace {

namespace fs = std::filesystem;

const fs::path configs = fs::path(TAPIR_SOURCE_DIR) / "configs";

std::string trace_file(const std::string& name) {
    return (configs / "traces" / name).string();
}

/// A broken model, with the traces of the programs that it was written for.
void use_model(const std::string& broken, const std::string& /*sound*/) {
    const auto model = harness::read_model(broken);
    static_cast<void>(harness::check_model(*model));
    for (const auto& [one, other] : {std::pair{"heat_py.trace", "heat_py_neighbour.trace"},
                                     {"nbody_py.trace", "nbody_py_softening.trace"}}) {
        static_cast<void>(
            harness::check_trace(*model, trace::read_trace(trace_file(one), model->program())));
        compare(harness::JobKind::diff, trace_file(one), trace_file(other), broken);
    }
}

/// A broken trace, with the model of the program that made it.
void use_with_model(const std::string& broken, const std::string& sound, const std::string& name) {
    const auto model = harness::read_model(name);
    const trace::TraceFile file = trace::read_trace(broken, model->program());
    static_cast<void>(harness::check_trace(*model, file));
    try_step([&] { report(harness::audit_by_model(file, *model), request_of(sound, broken), {}); });
    try_step([&] {
        static_cast<void>(
            trace::import_native(harness::named_by_model(file, *model), model->program()));
    });
    try_step([&] { compare(harness::JobKind::diff, sound, broken, name); });
    compare(harness::JobKind::diff, broken, sound, name);
}

FileKind traces_of(const std::string& title, const std::string& program, const std::string& model) {
    const std::string name = (configs / "models" / model).string();
    return {title,
            ".trace",
            {text_of(trace_file(program + "_py.trace")), text_of(trace_file(program + "_c.log"))},
            made_to_fit,
            [name](const std::string& broken, const std::string& sound) {
                use_with_model(broken, sound, name);
            }};
}

/// Broken tolerances, and a comparison that they are for.
void use_tolerances(const std::string& broken, const std::string& /*sound*/) {
    const fs::path data = TAPIR_TEST_DATA;
    harness::ComparisonRequest request =
        request_of((data / "reference/cases/phi_zero/cref/trace_26_25.log").string(),
                   (data / "hard_faults/hv013/trace.log").string());
    request.tolerance.keys = harness::read_tolerances(broken, engine::nanobragg_model());
    report(harness::compare_as(harness::JobKind::diff, request), request, {});
}

} // namespace

std::vector<FileKind> model_kinds() {
    return {
        {"models",
         ".json",
         {text_of(configs / "models/heat_equation.json"), text_of(configs / "models/nbody.json")},
         {},
         use_model},
        traces_of("heat traces with their model", "heat", "heat_equation.json"),
        traces_of("N-body traces with their model", "nbody", "nbody.json"),
        {"tolerances",
         ".json",
         {"{\"tolerances\": [{\"key\": \"F_latt\", \"relative\": 1e-9, \"absolute\": 0.5, "
          "\"reason\": \"printed with nine digits\"}, {\"key\": \"omega_pixel\", \"ulp\": 4, "
          "\"reason\": \"another libm\"}]}"},
         {},
         use_tolerances}};
}

} // namespace tapir::test
