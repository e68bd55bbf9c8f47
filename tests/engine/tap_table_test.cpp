#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "program.hpp"
#include "tapir/engine/taps.hpp"

/// engine/TAPS.md is generated from the tap table, so that readers of a trace need no source.
namespace {

using namespace tapir;

std::string loops_of(trace::LoopSet scope) {
    std::string text;
    const auto add = [&](trace::LoopSet bit, const char* name) {
        if ((scope & bit) != 0) {
            text += (text.empty() ? "" : ", ") + std::string(name);
        }
    };
    add(engine::scope::pixel, "pixel");
    add(engine::scope::thick, "layer");
    add(engine::scope::sub, "subpixel");
    add(engine::scope::source, "source");
    add(engine::scope::phi, "phi step");
    add(engine::scope::mos, "domain");
    return text.empty() ? "set-up" : text;
}

std::string tap_table() {
    std::string text =
        "# Taps\n\nEvery recorded value, from set-up to pixel. Generated from "
        "`taps.hpp`;\n`TAPIR_UPDATE=1 scripts/test -R TAPS` writes this file "
        "anew.\n\n| key | shape | unit | once per | meaning |\n|---|---|---|---|---|\n";
    for (const trace::TapSpec* spec : engine::taps::all) {
        text += "| `" + std::string(spec->key) + "` | " + std::to_string(spec->width) + " | " +
                spec->unit + " | " + loops_of(spec->scope) + " | " + spec->meaning +
                (spec->kind == trace::ValueKind::integer ? "; whole number" : "") +
                (spec->display_only ? "; displayed only" : "") + " |\n";
    }
    return text;
}

} // namespace

TEST_CASE("TAPS.md: is the table of the code") {
    const std::string file = std::string(TAPIR_SOURCE_DIR) + "/engine/TAPS.md";
    if (std::getenv("TAPIR_UPDATE") != nullptr) {
        std::ofstream(file) << tap_table();
    }
    std::istringstream written(test::text_of(file));
    std::istringstream wanted(tap_table());
    std::multiset<std::string> only_written;
    std::multiset<std::string> only_wanted;
    for (std::string line; std::getline(written, line);) {
        only_written.insert(line);
    }
    for (std::string line; std::getline(wanted, line);) {
        const auto found = only_written.find(line);
        if (found == only_written.end()) {
            only_wanted.insert(line);
        } else {
            only_written.erase(found);
        }
    }
    std::string news;
    for (const std::string& line : only_wanted) {
        news += "+ " + line + "\n";
    }
    for (const std::string& line : only_written) {
        news += "- " + line + "\n";
    }
    const bool same = test::text_of(file) == tap_table();
    CHECK_MESSAGE(same, "engine/TAPS.md is not the table of the code; lines that differ:\n"
                            << news << "Write it anew: TAPIR_UPDATE=1 scripts/test -R TAPS");
}
