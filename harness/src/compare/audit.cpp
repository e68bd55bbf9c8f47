#include "compare/audit.hpp"

#include "compare/lineage_source.hpp"
#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/engine/kernel_oracle.hpp"
#include "tapir/trace/verdict/audit.hpp"
#include "tapir/trace/verdict/compare.hpp"

namespace tapir::harness {

trace::Comparison audit_records(const trace::TraceFile& given) {
    const trace::ProgramModel& program = engine::nanobragg_model();
    trace::TraceFile file = given;
    trace::TraceFile nothing;
    trace::recover_pixels(nothing, file, program, nullptr);
    // any scene with the trace's loops will do: only stages are asked whose inputs were printed
    const engine::Experiment experiment = schematic_experiment(file);
    engine::RunSpec run;
    run.arithmetic = engine::ArithmeticPolicy::reference;
    const engine::KernelOracle stages(experiment, run);
    trace::Comparison result = trace::audit(file, program, stages);
    if (!experiment.input.quirks.has(engine::Quirk::cached_solid_angle)) {
        result.notes.emplace_back(
            "the last product is without solid angle, polarisation and absorbed fraction: taken as "
            "applied step by step, as with --profile spec");
    }
    return result;
}

} // namespace tapir::harness
