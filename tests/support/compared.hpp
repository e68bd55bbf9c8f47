#pragma once

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "program.hpp"

/// Two traces compared without a scene, and what the verdict says of them.
namespace tapir::test {

struct Seen {
    int exit_code;
    nlohmann::json verdict;

    [[nodiscard]] nlohmann::json root(const std::string& key) const {
        for (const auto& root : verdict.at("root_causes")) {
            if (root.at("key") == key) {
                return root;
            }
        }
        return {{"class", "no such root"}, {"evidence", ""}, {"side", ""}};
    }
    [[nodiscard]] std::string evidence(const std::string& key) const {
        return root(key).at("evidence");
    }
};

inline Seen compared(const std::string& reference, const std::string& candidate) {
    const ScratchFolder scratch;
    const Outcome outcome =
        run_program("diff " + scratch.write("reference.log", reference) + " " +
                    scratch.write("candidate.log", candidate) + " --json " + scratch.file("v"));
    INFO(outcome.output);
    return {outcome.exit_code, nlohmann::json::parse(text_of(scratch.file("v")))};
}

} // namespace tapir::test
