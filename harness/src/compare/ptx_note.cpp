#include "compare/ptx_note.hpp"

#include <fmt/format.h>

#include "scene/device_words.hpp"
#include "tapir/trace/base/build_info.hpp"

namespace tapir::harness {

namespace {

bool made_on_ptx(const trace::TraceFile& file) {
    return file.header && file.header->program == program_name &&
           engine::device_choice.meaning(file.header->device) == engine::Device::ptx;
}

std::string note_of(const char* whose) {
    return fmt::format("{} made with device=ptx: {}", whose, ptx_limits);
}

} // namespace

std::string ptx_note(const trace::TraceFile& reference, const trace::TraceFile& candidate) {
    const bool of_reference = made_on_ptx(reference);
    const bool of_candidate = made_on_ptx(candidate);
    if (!of_reference && !of_candidate) {
        return "";
    }
    return note_of(of_reference && of_candidate ? "both traces were"
                   : of_reference               ? "the reference was"
                                                : "the candidate was");
}

std::string ptx_note(const trace::TraceFile& file) {
    return made_on_ptx(file) ? note_of("the trace was") : "";
}

void note_first(const std::string& note, trace::Comparison& result) {
    if (!note.empty()) {
        result.notes.insert(result.notes.begin(), note);
    }
}

void note_own_ptx(const engine::RunSpec& run, trace::Comparison& result) {
    if (run.device == engine::Device::ptx) {
        result.notes.emplace_back(
            fmt::format("this engine's values were computed with --device ptx: {}", ptx_limits));
    }
}

} // namespace tapir::harness
