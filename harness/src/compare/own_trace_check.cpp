#include "compare/own_trace_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "compare/ptx_note.hpp"
#include "compare/trace_diff.hpp"
#include "run/native_trace.hpp"
#include "scene/device_words.hpp"
#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/reports/text/printable.hpp"
#include "tapir/trace/base/build_info.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/format/read_trace.hpp"

namespace tapir::harness {

namespace {

using trace::NativeHeader;

/// Where it is computed again: reference arithmetic is the CPU's alone.
engine::Device device_for(engine::ArithmeticPolicy arithmetic, const engine::RunSpec& run) {
    return arithmetic == engine::ArithmeticPolicy::reference ? engine::Device::cpu : run.device;
}

/// How a native trace says it was computed, as far as this program can do it again.
engine::RunSpec as_stated(const NativeHeader& header, engine::RunSpec run) {
    engine::RunSpec usual = run; // what a word nobody knows counts as
    usual.phi_mode = engine::PhiMode::spec;
    usual.arithmetic = engine::ArithmeticPolicy::reference;
    usual.dtype = engine::Dtype::float64;
    engine::RunSpec stated = engine::run_in_words(header, usual);
    stated.device = device_for(stated.arithmetic, run); // the CPU has a device's bits
    return stated;
}

/// As stated first, then every other way in which this program makes a trace.
std::vector<engine::RunSpec> possible_runs(const NativeHeader& header, const engine::RunSpec& run,
                                           bool others) {
    std::vector<engine::RunSpec> all{as_stated(header, run)};
    for (const auto phi_mode : {engine::PhiMode::spec, engine::PhiMode::c_parity}) {
        for (const auto arithmetic :
             {engine::ArithmeticPolicy::reference, engine::ArithmeticPolicy::portable}) {
            for (const auto dtype :
                 {engine::Dtype::float64, engine::Dtype::mixed, engine::Dtype::float32}) {
                engine::RunSpec way = all.front();
                way.phi_mode = phi_mode;
                way.arithmetic = arithmetic;
                way.dtype = dtype;
                way.device = device_for(arithmetic, run);
                if (others) {
                    all.push_back(way);
                }
            }
        }
    }
    return all;
}

/// The pixels that a trace has records of, in the order of the file.
std::vector<trace::Pixel> recorded_pixels(const trace::TraceFile& file) {
    std::vector<trace::Pixel> pixels;
    std::set<trace::Pixel> seen;
    for (const trace::PrintedRecord& record : file.records) {
        const trace::Pixel pixel = record.site.pixel();
        if (pixel.slow >= 0 && seen.insert(pixel).second) {
            pixels.push_back(pixel);
        }
    }
    return pixels;
}

/// A native trace shows every bit: the same text is the same number.
bool same_records(const trace::TraceFile& a, const trace::TraceFile& b) {
    return std::equal(a.records.begin(), a.records.end(), b.records.begin(), b.records.end(),
                      [](const trace::PrintedRecord& one, const trace::PrintedRecord& other) {
                          return one.key == other.key && one.site == other.site &&
                                 std::equal(
                                     one.values.begin(), one.values.end(), other.values.begin(),
                                     other.values.end(),
                                     [](const trace::PrintedValue& x,
                                        const trace::PrintedValue& y) { return x.text == y.text; });
                      });
}

/// The trace of some pixels; nothing for a way in which none is made, whatever a header says.
std::optional<trace::TraceFile> trace_made(const SceneOptions& scene,
                                           const engine::Experiment& experiment,
                                           const engine::RunSpec& way,
                                           const std::vector<trace::Pixel>& pixels) {
    try {
        engine::check_run(way);
    } catch (const InputError&) {
        return std::nullopt;
    }
    return trace::parse_trace(native_trace(scene, experiment, way, pixels), "this engine",
                              engine::nanobragg_model().terminal_keys);
}

trace::Comparison refuse_unmade(const NativeHeader& header) {
    trace::Comparison result;
    result.verdict = trace::Verdict::not_attested;
    result.reason = trace::VerdictReason::header;
    result.sentence = "The header (line 1) is not true: it says arithmetic=" +
                      reports::printable(header.arithmetic) +
                      " with dtype=" + reports::printable(header.dtype) +
                      ", and no trace is made so.";
    return result;
}

/// "dtype=float32, computed dtype=float64; ...": what a header says and should not; "" for nothing.
std::string contradicted_words(const NativeHeader& stated, const NativeHeader& computed) {
    std::string text;
    const auto add_if_other = [&text](const char* name, const std::string& says,
                                      const std::string& is) {
        if (says != is) {
            text += (text.empty() ? "" : "; ") + std::string(name) + "=" +
                    reports::printable(says) + ", where " + name + "=" + is + " is computed";
        }
    };
    add_if_other("version", stated.version, computed.version);
    add_if_other("profile", stated.profile, computed.profile);
    for (const bool of_scene : {true, false}) {
        engine::visit_run(
            [&](const auto& choice, const auto& says, const auto& is) {
                if (choice.of_scene == of_scene) {
                    add_if_other(choice.key, fmt::format("{}", says), fmt::format("{}", is));
                }
            },
            stated, computed);
    }
    add_if_other("scene", stated.scene, computed.scene);
    add_if_other("digits", std::to_string(stated.digits), std::to_string(computed.digits));
    add_if_other("source", stated.source, computed.source);
    add_if_other("pixels", trace::pixels_text(stated), trace::pixels_text(computed));
    return text;
}

/// Whether the header states another device than the one it was computed on again. All give the
/// same bits in portable arithmetic, so that the records cannot tell.
bool is_another_device(const NativeHeader& computed, const NativeHeader& stated) {
    return computed.arithmetic == "portable" && stated.device != computed.device &&
           engine::device_choice.meaning(stated.device).has_value();
}

/// "that it was made with device=cuda is not held against anything: ..."
std::string device_note(const NativeHeader& computed, const NativeHeader& stated) {
    const engine::Device again = engine::device_choice.meaning(computed.device).value();
    return fmt::format("that it was made with device={} is not held against anything: it was "
                       "computed again on {}, whose bits are the same",
                       stated.device,
                       again == engine::Device::cpu    ? "the CPU"
                       : again == engine::Device::cuda ? "a CUDA device"
                                                       : device_name(again));
}

/// What the header of the same records would be: other layouts of it say the same.
NativeHeader header_as_stated(NativeHeader computed, const NativeHeader& stated,
                              const trace::TraceFile& file) {
    if (stated.rectangle && file.pixels == computed.pixels) {
        computed.rectangle = stated.rectangle;
        computed.pixels = stated.pixels;
    }
    if (is_another_device(computed, stated)) {
        computed.device = stated.device;
    }
    return computed;
}

void conclude(const trace::TraceFile& file, const NativeHeader& computed,
              trace::Comparison& result) {
    const std::string untrue =
        contradicted_words(*file.header, header_as_stated(computed, *file.header, file));
    if (is_another_device(computed, *file.header)) {
        result.notes.insert(result.notes.begin(), device_note(computed, *file.header));
    }
    if (!untrue.empty()) {
        result.verdict = trace::Verdict::not_attested;
        result.reason = trace::VerdictReason::header;
        result.sentence = "The records come out again, and the header (line 1) is not true of "
                          "them: it says " +
                          untrue + ".";
    }
}

} // namespace

bool is_own(const trace::TraceFile& file) {
    return file.header && file.header->program == program_name;
}

std::vector<trace::Pixel> pixels_to_trace(const trace::TraceFile& file) {
    if (file.pixels.empty()) {
        throw InputError({.where = file.name,
                          .problem = "does not say of which pixel it is",
                          .reason = "there is nothing to compute it again for",
                          .remedy =
                              "Say it with --pixel SLOW FAST, attest it without a scene, or let "
                              "the tracer print the pixel (TRACE_CONFIG, or its position "
                              "and the detector's axes)."});
    }
    return file.pixels;
}

trace::Comparison check_own_trace(const trace::TraceFile& file,
                                  const engine::Experiment& experiment, const SceneOptions& scene,
                                  const engine::RunSpec& run) {
    trace::TraceFile held = file; // as the records alone are
    const std::vector<trace::Pixel> recorded = recorded_pixels(file);
    const std::set<trace::Pixel> stated(file.pixels.begin(), file.pixels.end());
    // a pixel may have been asked for twice, and stands there twice
    const bool states_them = stated == std::set<trace::Pixel>(recorded.begin(), recorded.end());
    held.pixels = states_them || recorded.empty() ? file.pixels : recorded;
    const std::vector<trace::Pixel> pixels = pixels_to_trace(held);
    constexpr std::size_t few = 16; // each is computed several times
    trace::Tolerance exactly;
    exactly.exact = true;
    std::optional<trace::Comparison> as_it_says;
    for (const engine::RunSpec& way : possible_runs(*file.header, run, pixels.size() <= few)) {
        const auto again = trace_made(scene, experiment, way, pixels);
        if (!again || (as_it_says && !same_records(file, *again))) {
            continue;
        }
        held.header = again->header;
        trace::Comparison result = diff_traces(*again, held, &experiment, way, exactly);
        note_own_ptx(way, result);
        if (result.verdict == trace::Verdict::parity) {
            conclude(file, *again->header, result);
            return result;
        }
        if (!as_it_says) { // then the scene that the header states counts too
            as_it_says = diff_traces(*again, file, &experiment, way, exactly);
            note_own_ptx(way, *as_it_says);
        }
    }
    return as_it_says ? *as_it_says : refuse_unmade(*file.header);
}

} // namespace tapir::harness
