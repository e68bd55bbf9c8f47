#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "probed.hpp"
#include "program.hpp"

namespace tapir::test {

namespace {

using nlohmann::json;

/// Records of some keys as "key site : values", without units, in the order of the trace.
std::vector<std::string> records_of(const std::string& trace,
                                    const std::map<std::string, std::string>& keys) {
    std::vector<std::string> records;
    std::istringstream lines(text_of(trace));
    for (std::string line; std::getline(lines, line);) {
        const auto key = keys.find(line.substr(0, line.find(' ')));
        const std::size_t unit = line.find(']');
        if (key != keys.end() && unit != std::string::npos) {
            records.push_back(key->second + line.substr(unit + 1));
        }
    }
    return records;
}

/// Drafts a probe file, has it checked and records with it. @return its records
std::vector<std::string> drafted(const ScratchFolder& scratch, const std::string& source,
                                 const std::string& watch, const std::string& at,
                                 const std::string& program,
                                 const std::map<std::string, std::string>& keys) {
    const std::string file = scratch.file("draft.json");
    const Outcome draft =
        run_program("probe draft " + source + " --watch '" + watch + "' --out " + file);
    CAPTURE(draft.output);
    REQUIRE(draft.exit_code == 0);
    const Outcome check = run_program("probe check " + file + " -- " + program);
    CAPTURE(check.output);
    CHECK(check.exit_code == 0);
    const Outcome run = run_program("probe --probes " + file + at + " --out " +
                                    scratch.file("draft.trace") + " -- " + program);
    CAPTURE(run.output);
    REQUIRE(run.exit_code == 0);
    return records_of(scratch.file("draft.trace"), keys);
}

std::vector<std::string> by_hand(const ScratchFolder& scratch, const std::string& probes,
                                 const std::string& at, const std::string& program,
                                 const std::map<std::string, std::string>& keys) {
    const Outcome run = run_program("probe --probes " + probed(probes) + at + " --out " +
                                    scratch.file("hand.trace") + " -- " + program);
    CAPTURE(run.output);
    REQUIRE(run.exit_code == 0);
    return records_of(scratch.file("hand.trace"), keys);
}

/// What a draft says feeds each tap.
std::map<std::string, json> feeds_of(const std::string& file) {
    std::map<std::string, json> feeds;
    const json draft = json::parse(text_of(file));
    for (const json& tap : draft.at("taps")) {
        feeds[tap.at("key")] = tap.value("feeds", json::array());
    }
    return feeds;
}

} // namespace

TEST_CASE("probe draft: of a C program it records what a file by hand records") {
    if (!can_probe()) {
        MESSAGE("not run: gdb or a compiler is not there");
        return;
    }
    const ScratchFolder scratch;
    const std::string program =
        compiled(scratch.file(""), "diffraction.c", text_of(probed("diffraction.c")));
    const std::map<std::string, std::string> keys{{"airpath", "airpath"},
                                                  {"direction", "direction"},
                                                  {"q", "q"},
                                                  {"stol", "stol"},
                                                  {"hkl", "hkl"},
                                                  {"tilt", "tilt"},
                                                  {"photons", "photons"},
                                                  {"omega", "omega"}};
    const auto records = drafted(scratch, probed("diffraction.c"),
                                 "airpath,direction,q,stol,hkl,tilt,photons,omega,intensity,steps",
                                 " --pixel 2 3", program, keys);
    CHECK(records.size() > 30);
    CHECK(records == by_hand(scratch, "diffraction.json", " --pixel 2 3", program, keys));
    auto feeds = feeds_of(scratch.file("draft.json"));
    CHECK(feeds["direction"] == json{"airpath"});
    CHECK(feeds["q"] == json{"direction"});
    CHECK(feeds["stol"] == json{"q"});
    CHECK(feeds["hkl"] == json{"q"});
    CHECK(feeds["photons"] == json({"intensity", "omega"}));
}

TEST_CASE("probe draft: of a Fortran program it records what a file by hand records") {
    if (!can_probe()) {
        MESSAGE("not run: gdb or a compiler is not there");
        return;
    }
    const ScratchFolder scratch;
    const std::string program = compiled(scratch.file(""), "heat.f90", text_of(probed("heat.f90")));
    const auto records =
        drafted(scratch, probed("heat.f90"), "dx,flux,t_new,t,hottest,total", "", program,
                {{"dx", "dx"},
                 {"flux", "flux_in"},
                 {"flux_2", "flux"},
                 {"flux_3", "flux_out"},
                 {"t_new", "t_new"},
                 {"t", "t"},
                 {"hottest", "hottest"},
                 {"total", "total"}});
    CHECK(records.size() > 60);
    CHECK(records == by_hand(scratch, "heat.json", "", program,
                             {{"dx", "dx"},
                              {"flux_in", "flux_in"},
                              {"flux", "flux"},
                              {"flux_out", "flux_out"},
                              {"t_new", "t_new"},
                              {"t", "t"},
                              {"hottest", "hottest"},
                              {"total", "total"}}));
    auto feeds = feeds_of(scratch.file("draft.json"));
    CHECK(feeds["total"] == json{"t"});
    CHECK(feeds["t"] == json{"t_new"});
}

TEST_CASE("probe draft: Python, C++ and awkward statements") {
    const ScratchFolder scratch;
    const std::string orbits = std::string(TAPIR_SOURCE_DIR) + "/tests/kit/programs/orbits.py";
    const std::string file = scratch.file("orbits.json");
    const auto draft = [&](const std::string& source, const std::string& watch) {
        const Outcome run =
            run_program("probe draft " + source + " --watch '" + watch + "' --out " + file);
        CAPTURE(run.output);
        REQUIRE(run.exit_code == 0);
        std::map<std::string, json> taps;
        const json made = json::parse(text_of(file));
        for (const json& tap : made.at("taps")) {
            taps[tap.at("key")] = tap;
        }
        return taps;
    };
    auto taps = draft(orbits, "dx, ax, a, system.v, energy");
    CHECK(run_program("probe check " + file + " -- " + orbits).exit_code == 0);
    CHECK(taps["dx"].at("loops") == json({"step", "body", "other"})); // two are the caller's
    CHECK(taps["ax"].at("feeds") == json({"ax_2", "ax", "dx"}));
    CHECK(taps["system_v"].at("expression") == "system.v[body][0]");
    CHECK(taps["energy"].at("loops") == json{"step"});
    taps = draft(scratch.write("body.cpp", R"(#define LAST 2
namespace n { struct Body { double mass; double x[3]; void move(double dt); };
void Body::move(double dt) {
    // x = 1;
    const char* text = "x[0] = 1";
    for (int i = 0; i <= LAST; ++i) { x[i] += dt * mass; }
    double sum = x[0], last = sum;
    while (sum > 1) { sum -= 1; ++calls; }
    for (double at = 0; at < 1; at += 0.5) this->mass = at, last = mass;
} })"),
                 "x,sum,last,calls,mass");
    CHECK(taps["x"].at("where").at("function") == "n::Body::move");
    CHECK(taps["x"].at("expression") == json({"x[0]", "x[1]", "x[2]"}));
    CHECK(taps["calls"].at("loops").size() == 1); // a while: its passes are counted
    CHECK(taps["sum"].at("feeds") == json({"sum_2", "sum"}));
    CHECK(taps["mass"].at("where").at("assigns") == "this->mass");
    CHECK(taps.count("last_2") == 1);
}

TEST_CASE("probe draft: what cannot be drafted is said, with the names there are") {
    const ScratchFolder scratch;
    const std::string source = scratch.write("a.c", "int main(void) { int total = 0; total += 1; "
                                                    "int other = total; return other; }\n");
    const auto refused = [](const std::string& words, const std::string& said) {
        const Outcome run = run_program("probe draft " + words);
        CAPTURE(run.output);
        CHECK(run.exit_code == 2);
        CHECK(contains(run.output, said));
    };
    refused(source, "Assigned most often: total, other.");
    refused(source + " --watch totl", "Did you mean 'total'?");
    refused(source + " --watch total --function f", "in f");
    refused(scratch.write("b.c", std::string("\x7f"
                                             "ELF\0\1",
                                             6)) +
                " --watch x",
            "is no text");
    refused(scratch.write("c.f90", "program p\n! nothing\nend\n") + " --watch x",
            "no assignment was found there at all");
    refused(scratch.write("d.py", "x = (1,\n") + " --watch x", "is no Python that can be read");
    refused(scratch.write("e.txt", "x = 1\n") + " --watch x", "says no language");
    refused(scratch.file("none.c") + " --watch x", "cannot be read");
    refused(scratch.write("f.c", "int main(void) " + std::string(200000, '{')) + " --watch x",
            "nests too deeply");
    std::string line = "int main(void) { int y = 2; ";
    while (line.size() < 1000000) {
        line += "f(1, 2); ";
    }
    const Outcome large = run_program(
        "probe draft " + scratch.write("g.c", line + "/* never closed\n x = 1;") + " --watch y");
    CAPTURE(large.output);
    CHECK(large.exit_code == 0);
    CHECK(contains(large.output, R"("assigns": "y")"));
}

} // namespace tapir::test
