#include <doctest/doctest.h>

#include <array>
#include <functional>

#include "compared.hpp"
#include "corpus.hpp"

/// Two traces without a scene, each held against its own records: prints that lie, faults behind
/// other faults, the other pivot.
namespace {

using namespace tapir::test;

std::string trace_of(const std::string& name, const std::string& file) {
    const InFolder here(case_folder(name));
    return text_of("cref/" + file);
}

/// A set-up line of the C program: `TRACE_C:key=values`.
struct Values {
    std::size_t begin, end;
};
Values place_of(const std::string& text, const std::string& mark) {
    const std::size_t at = text.find(mark);
    REQUIRE_MESSAGE(at != std::string::npos, mark);
    return {at + mark.size(), text.find('\n', at)};
}
std::string get(const std::string& text, const std::string& mark) {
    const Values place = place_of(text, mark);
    return text.substr(place.begin, place.end - place.begin);
}
void put(std::string& text, const std::string& mark, const std::string& values) {
    const Values place = place_of(text, mark);
    text.replace(place.begin, place.end - place.begin, values);
}
std::array<double, 3> vector_of(const std::string& text, const std::string& mark) {
    std::istringstream in(get(text, mark));
    std::array<double, 3> v{};
    in >> v[0] >> v[1] >> v[2];
    return v;
}
std::string text_of_vector(const std::array<double, 3>& v) {
    std::array<char, 96> buffer{};
    static_cast<void>(
        std::snprintf(buffer.data(), buffer.size(), "%.15g %.15g %.15g", v[0], v[1], v[2]));
    return buffer.data();
}

} // namespace

TEST_CASE("side audits: an input is printed wrong, and what follows from it is right") {
    const std::string reference = trace_of("conv_mosflm", "trace_26_9.log");
    std::string candidate = reference;
    put(candidate, "TRACE_C:Fbeam_m=", "0.0164"); // half a pixel less
    const Seen seen = compared(reference, candidate);
    CHECK(seen.exit_code == 4);
    const auto root = seen.root("Fbeam_m");
    CHECK(root.at("class") == "tracer");
    CHECK(root.at("side") == "candidate");
    CHECK(contains(root.at("evidence"), "the other side's 0.01665"));
    // the other way round it is the reference that lies
    CHECK(compared(candidate, reference).root("Fbeam_m").at("side") == "reference");
}

TEST_CASE("side audits: a chain of wrong prints beside a right result") {
    const std::string reference = trace_of("conv_mosflm", "trace_26_9.log");
    std::string candidate = reference;
    put(candidate, "TRACE_C:Fbeam_m=", "0.0164");
    const auto term = vector_of(reference, "TRACE_C:term_fast=");
    put(candidate, "TRACE_C:term_fast=",
        text_of_vector(
            {term[0] * 0.0164 / 0.01665, term[1] * 0.0164 / 0.01665, term[2] * 0.0164 / 0.01665}));
    const Seen seen = compared(reference, candidate);
    CHECK(seen.exit_code == 4);
    CHECK(seen.root("term_fast").at("class") == "tracer");
    CHECK(seen.root("Fbeam_m").at("class") == "tracer");
    CHECK(contains(seen.root("Fbeam_m").at("evidence"), "which is a wrong print too"));

    // where the result follows from them, they are no lie
    const auto origin = vector_of(reference, "TRACE_C:pix0_vector=");
    for (const std::string key : {"TRACE_C:pix0_vector=", "TRACE_C: pix0_vector_meters "}) {
        put(candidate, key,
            text_of_vector({origin[0], origin[1], origin[2] - term[2] * (1 - 0.0164 / 0.01665)}));
    }
    const Seen physics = compared(reference, candidate);
    CHECK(physics.exit_code != 0);
    CHECK(physics.root("Fbeam_m").at("class") != "tracer");
}

TEST_CASE("side audits: the sum of the other pivot behind another departure") {
    const std::string reference = trace_of("supervisor", "trace_685_1039.log");
    const auto fast = vector_of(reference, "TRACE_C:term_fast_before_rot=");
    const auto slow = vector_of(reference, "TRACE_C:term_slow_before_rot=");
    const auto beam = vector_of(reference, "TRACE_C: incident_vec ");
    const auto normal = vector_of(reference, "TRACE_C:odet_after_twotheta=");
    const double distance = std::stod(get(reference, "TRACE_C:distance_m="));
    /// The origin, through rotations by nothing, and the distance of its plane.
    const auto with_origin = [&](const std::array<double, 3>& origin) {
        std::string candidate = reference;
        for (const std::string key :
             {"TRACE_C:pix0_before_rotation=", "TRACE_C:pix0_after_rotz=",
              "TRACE_C:pix0_after_twotheta=", "TRACE_C: pix0_vector_meters "}) {
            put(candidate, key, text_of_vector(origin));
        }
        std::array<char, 32> close{};
        static_cast<void>(
            std::snprintf(close.data(), close.size(), "%.15g",
                          origin[0] * normal[0] + origin[1] * normal[1] + origin[2] * normal[2]));
        put(candidate, "TRACE_C: close_distance_meters ", close.data());
        return compared(reference, candidate);
    };
    std::array<double, 3> sum{};
    for (std::size_t i = 0; i < 3; ++i) {
        sum[i] = fast[i] + slow[i] + distance * beam[i];
    }
    const Seen seen = with_origin(sum);
    CHECK(seen.exit_code == 1);
    const auto root = seen.root("pix0_before_rotation");
    CHECK(root.at("side") == "candidate");
    CHECK(contains(root.at("evidence"), "the sum of pivot BEAM"));
    // a wrong sum of no such kind is told, but not so
    const auto other =
        with_origin({sum[0] + 1e-3, sum[1] + 2e-3, sum[2]}).root("pix0_before_rotation");
    CHECK(contains(other.at("evidence"), "does not follow from the printed"));
    CHECK_FALSE(contains(other.at("evidence"), "BEAM"));
}

TEST_CASE("side audits: a departure that its inputs' last digits do not explain is a root") {
    const ScratchFolder scratch;
    const InFolder here(case_folder("conv_mosflm"));
    std::string options = text_of("args.txt");
    const std::string distance = "-distance 60";
    const auto traced = [&](const std::string& instead) {
        std::string changed = options;
        changed.replace(changed.find(distance), distance.size(), instead);
        const std::string hkl = "../../inputs/";
        changed.replace(changed.find(hkl), hkl.size(),
                        (test_data() / "reference" / "inputs").string() + "/");
        REQUIRE(run_program("trace --args-file " + scratch.write("args.txt", changed) +
                            " --pixel 26 9 --dialect c --out " + scratch.file("t.log"))
                    .exit_code == 0);
        return compared(text_of("cref/trace_26_9.log"), text_of(scratch.file("t.log")));
    };
    // the solid angle of a point detector, and nothing that departs before it comes near that
    const Seen seen = traced("-distance 60.00000006 -point_pixel");
    const auto root = seen.root("omega_pixel_sr");
    CHECK(seen.verdict.at("first_divergence").at("key") == "omega_pixel_sr");
    CHECK(contains(root.at("evidence"), "far more than"));
    CHECK(seen.root("distance_m").at("class") == "precision");
    // what the distance does explain is no root
    const Seen folded = traced("-distance 60.00000006");
    CHECK(folded.verdict.at("root_causes").size() == 1);
    CHECK(folded.verdict.at("first_divergence").at("key") == "distance_m");
}

TEST_CASE("side audits: a side prints under one key what it prints as another") {
    const std::string reference = trace_of("custom_pivot_sample", "trace_0_0.log");
    std::string candidate = reference;
    put(candidate, "TRACE_C:beam_center_m=", "Xclose:0.0156 Yclose:0.0121 pixel_mm:0.5");
    CHECK_FALSE(contains(compared(reference, candidate).verdict.dump(), "prints the number here"));
    // numbers of three digits are alike by accident, others are not
    for (const auto& [key, value] : {std::pair{"TRACE_C:Fclose_m=", "0.0156789"},
                                     std::pair{"TRACE_C:Sclose_m=", "0.0121234"}}) {
        put(candidate, key, value);
    }
    std::string other = candidate;
    put(candidate, "TRACE_C:beam_center_m=", "Xclose:0.0156789 Yclose:0.0121234 pixel_mm:0.5");
    put(other, "TRACE_C:beam_center_m=", "Xclose:1.6e-05 Yclose:1.2e-05 pixel_mm:0.5");
    const auto root = compared(other, candidate).root("beam_center_m");
    CHECK(contains(root.at("evidence"), "prints the number here that it prints as Fclose_m"));
    CHECK(root.at("side") == "candidate");
}

TEST_CASE("side audits: wrong prints of half a set-up are not another scene") {
    const std::string reference = trace_of("conv_mosflm", "trace_26_9.log");
    std::string candidate = reference;
    put(candidate, "TRACE_C:Fbeam_m=", "0.0164");
    put(candidate, "TRACE_C:Sbeam_m=", "0.0112");
    put(candidate, "TRACE_C:beam_center_m=", "X:0.0112 Y:0.0164 pixel_mm:0.5");
    const Seen seen = compared(reference, candidate);
    CHECK(seen.exit_code == 4);
    // the beam centre is right, in metres where the other side divides them by 1000
    CHECK(seen.root("beam_center_m").at("class") == "no such root");
    CHECK(contains(seen.verdict.at("notes").dump(), "print it in two units"));
}

TEST_CASE("attest: factors applied step by step are another habit, and are said") {
    const ScratchFolder scratch;
    const InFolder here(case_folder("shape_round"));
    for (const std::string dialect : {"c", "py"}) {
        CAPTURE(dialect);
        const std::string file = scratch.file(dialect + ".log");
        REQUIRE(run_program("trace --args-file args.txt --pixel 26 25 --profile spec --dialect " +
                            dialect + " --out " + file)
                    .exit_code == 0);
        const Outcome seen = run_program("attest " + file);
        CHECK(seen.exit_code == 0);
        CHECK(contains(seen.output, "applied step by step"));
    }
    // a trace whose steps are plain has no such habit: its factors were left out
    std::string text = text_of(scratch.file("c.log"));
    const std::size_t at = text.find("I_sum=");
    const std::size_t term = text.find("I_term=");
    REQUIRE(at != std::string::npos);
    text.replace(at + 6, text.find('\n', at) - at - 6,
                 text.substr(term + 7, text.find(' ', term) - term - 7));
    const Outcome red = run_program("attest " + scratch.write("plain.log", text));
    CHECK(red.exit_code != 0);
}
