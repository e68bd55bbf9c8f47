#include "kind_parts.hpp"

#include <filesystem>
#include <stdexcept>

#include "compare/compare_as.hpp"
#include "nanobragg/nanobragg_args.hpp"
#include "tapir/reports/text/printable.hpp"
#include "tapir/reports/verdict/verdict_json.hpp"
#include "tapir/reports/verdict/verdict_screen.hpp"

namespace tapir::test {

namespace {

void require_safe(const std::string& text) {
    if (reports::safe_lines(text) != text) {
        throw std::logic_error("a byte that a terminal must not be sent");
    }
}

} // namespace

const std::string small_scene =
    " -- -default_F 100 -cell 100 110 120 80 85 95 -N 5 -lambda 1 -distance 100 -detpixels 4 "
    "-pixel 0.5 -oversample 1 -phi 0 -osc 1 -phisteps 2 -dispersion 1 -dispsteps 2";

std::string made_by(const ScratchFolder& scratch, const std::string& name,
                    const std::string& command) {
    const Outcome made = run_program(command);
    if (made.exit_code != 0) {
        throw std::runtime_error(command + ": " + made.output);
    }
    return std::filesystem::is_regular_file(scratch.file(name)) ? text_of(scratch.file(name)) : "";
}

harness::ComparisonRequest request_of(const std::string& one, const std::string& other) {
    static const harness::NanobraggArgs none;
    harness::ComparisonRequest request;
    request.reference = one;
    request.candidate = other;
    request.scene.nanobragg_args = &none;
    request.scene.quiet = true;
    return request;
}

void report(const trace::Comparison& comparison, const harness::ComparisonRequest& request,
            const reports::PageInput& page) {
    require_safe(reports::verdict_screen(comparison, request.subject(), false));
    static_cast<void>(reports::verdict_json(comparison, request.subject()));
    require_safe(reports::report_page(comparison, request.subject(), page));
}

void compare(harness::JobKind kind, const std::string& one, const std::string& other,
             const std::string& model) {
    harness::ComparisonRequest request = request_of(one, other);
    request.model = model;
    reports::PageInput page;
    report(harness::compare_as(kind, request, &page), request, page);
}

std::vector<FileKind> file_kinds(const ScratchFolder& scratch) {
    std::vector<FileKind> all;
    for (std::vector<FileKind>& some :
         std::vector{model_kinds(), text_kinds(), trace_kinds(scratch), scene_kinds(scratch),
                     image_kinds(scratch), bundle_kinds(scratch)}) {
        std::move(some.begin(), some.end(), std::back_inserter(all));
    }
    return all;
}

} // namespace tapir::test
