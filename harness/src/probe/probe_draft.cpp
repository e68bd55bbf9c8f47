#include "probe/probe_draft.hpp"

#include <nlohmann/json.hpp>

#include "probe/probe_file.hpp"
#include "probe/probe_run.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::harness {

std::string draft_probe_file(const DraftRequest& request) {
    using json = nlohmann::ordered_json;
    const json question{
        {"sources", request.sources}, {"watch", request.watch}, {"function", request.function}};
    const json answer = json::parse(run_script("probe_draft.py", question.dump(1)));
    if (answer.contains("problem")) {
        const json& problem = answer.at("problem");
        throw InputError({.where = problem.at("where"),
                          .problem = problem.at("problem"),
                          .reason = problem.at("reason"),
                          .remedy = problem.at("remedy")});
    }
    const std::string text = answer.dump(2) + "\n";
    static_cast<void>(probe_file_from_text(text, "the draft")); // what is written can be read
    return text;
}

} // namespace tapir::harness
