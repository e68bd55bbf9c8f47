#pragma once

#include <string>
#include <vector>

#include "compare/comparison_request.hpp"
#include "compare/job_kind.hpp"
#include "file_kinds.hpp"
#include "tapir/reports/page/report_page.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/verdict/comparison.hpp"

/// What the kinds of files are made of, and what they share.
namespace tapir::test {

[[nodiscard]] std::vector<FileKind> trace_kinds(const ScratchFolder& scratch);
[[nodiscard]] std::vector<FileKind> model_kinds();
[[nodiscard]] std::vector<FileKind> text_kinds();
[[nodiscard]] std::vector<FileKind> scene_kinds(const ScratchFolder& scratch);
[[nodiscard]] std::vector<FileKind> image_kinds(const ScratchFolder& scratch);
[[nodiscard]] std::vector<FileKind> bundle_kinds(const ScratchFolder& scratch);

/// The options of a small scene, as they are typed after a command.
extern const std::string small_scene;

/// Runs the program. @return the text of the file it makes in the scratch folder; "": it makes none
[[nodiscard]] std::string made_by(const ScratchFolder& scratch, const std::string& name,
                                  const std::string& command);

/// A comparison of two files, quiet and without a scene.
[[nodiscard]] harness::ComparisonRequest request_of(const std::string& one,
                                                    const std::string& other);

/// Writes a verdict in the forms that hold what the files said.
/// @throws std::logic_error  one of them has a byte that a terminal must not be sent
void report(const trace::Comparison& comparison, const harness::ComparisonRequest& request,
            const reports::PageInput& page);

/// Compares and reports.
void compare(harness::JobKind kind, const std::string& one, const std::string& other,
             const std::string& model = "");

/// Does a step that may be refused with a message; the next one may go.
template <class Step>
void try_step(const Step& step) {
    try {
        step();
    } catch (const InputError&) { // what the message is worth is looked at where it is the last
    }
}

} // namespace tapir::test
