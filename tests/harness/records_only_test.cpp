#include <doctest/doctest.h>

#include <functional>

#include "compared.hpp"
#include "corpus.hpp"

/// What two traces of other programs tell without a scene: causes that lie in several records
/// together, in prints that contradict each other, and in what the run logs say in words.
namespace {

using namespace tapir::test;

/// A trace of the C program as ports of it print one: keyed lines, without the loops' own lines.
std::string port_trace() {
    const InFolder here(case_folder("phi_zero"));
    const std::string text = text_of("cref/trace_26_25.log");
    std::string kept;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at);
        const std::string line = text.substr(at, end + 1 - at);
        const bool loops = line.find("TRACE_C_") == 0;
        // the set-up that states the pixel's size, and the sums over all steps
        const bool setup = line.find("TRACE_C:") == 0 && line.find("TRACE_C: ") != 0;
        if (!loops && !setup) {
            kept += line;
        }
        at = end + 1;
    }
    return kept;
}

std::string value_text_of(const std::string& text, const std::string& key) {
    const std::string mark = "TRACE_C: " + key + " ";
    const std::size_t at = text.find(mark);
    REQUIRE_MESSAGE(at != std::string::npos, key);
    return text.substr(at + mark.size(), text.find('\n', at) - at - mark.size());
}

void put(std::string& text, const std::string& key, const std::string& values) {
    const std::string mark = "TRACE_C: " + key + " ";
    const std::size_t at = text.find(mark);
    REQUIRE_MESSAGE(at != std::string::npos, key);
    text.replace(at + mark.size(), text.find('\n', at) - at - mark.size(), values);
}

void drop(std::string& text, const std::string& key) {
    const std::size_t at = text.find("TRACE_C: " + key + " ");
    REQUIRE_MESSAGE(at != std::string::npos, key);
    text.erase(at, text.find('\n', at) + 1 - at);
}

std::vector<double> numbers_of(const std::string& values) {
    std::istringstream in(values);
    std::vector<double> numbers;
    for (double number = 0; in >> number;) {
        numbers.push_back(number);
    }
    return numbers;
}

std::string text15(double number) {
    std::array<char, 32> buffer{};
    static_cast<void>(std::snprintf(buffer.data(), buffer.size(), "%.15g", number));
    return buffer.data();
}

} // namespace

TEST_CASE("records alone: three vectors are transposed, exactly or nearly") {
    const std::string reference = port_trace();
    const std::vector<std::string> keys{"rot_a_star_A_inv", "rot_b_star_A_inv", "rot_c_star_A_inv"};
    std::vector<std::vector<double>> rows;
    for (const std::string& key : keys) {
        rows.push_back(numbers_of(value_text_of(reference, key)));
    }
    for (const double other : {1.0, 1.0003}) {
        CAPTURE(other);
        std::string candidate = reference;
        for (std::size_t i = 0; i < 3; ++i) {
            put(candidate, keys[i],
                text15(rows[0][i] * other) + " " + text15(rows[1][i]) + " " + text15(rows[2][i]));
        }
        const Seen seen = compared(reference, candidate);
        CHECK(seen.exit_code == 1);
        CHECK(seen.root(keys[0]).at("class") == "permutation");
        CHECK(contains(seen.evidence(keys[0]), "transposed"));
    }
    std::string candidate = reference;
    put(candidate, keys[0], "0.03 0.02 0.01");
    CHECK_FALSE(contains(compared(reference, candidate).verdict.dump(), "transposed"));
}

TEST_CASE("records alone: half a pixel, whose size nobody states") {
    const std::string reference = port_trace();
    REQUIRE_FALSE(contains(reference, "0.0005"));
    const auto shifted = [&](double by) {
        std::string candidate = reference;
        put(candidate, "pix0_vector_meters",
            "0.06 " + text15(0.0125 - by) + " " + text15(-0.0165 + by));
        return compared(reference, candidate);
    };
    const Seen half = shifted(0.00025);
    CHECK(half.exit_code == 1);
    CHECK(half.root("pix0_vector_meters").at("class") == "offset");
    CHECK(contains(half.evidence("pix0_vector_meters"), "half a pixel (0.00025 m)"));
    CHECK(contains(shifted(0.0005).evidence("pix0_vector_meters"), "by 1 pixels"));
    CHECK_FALSE(contains(shifted(0.0003).verdict.dump(), "pixel ("));
}

TEST_CASE("records alone: a factor that neither side prints was left out") {
    std::string reference = port_trace();
    const double polar = numbers_of(value_text_of(reference, "polar")).front();
    drop(reference, "polar");
    std::string candidate = reference;
    const double last = numbers_of(value_text_of(reference, "I_pixel_final")).front();
    put(candidate, "I_pixel_final", text15(last / polar));
    const Seen seen = compared(reference, candidate);
    CHECK(seen.exit_code == 1);
    CHECK(seen.root("I_pixel_final").at("class") == "normalisation");
    CHECK(contains(seen.evidence("I_pixel_final"), "without polar"));
    put(candidate, "I_pixel_final", text15(last / (polar * 1.0001)));
    CHECK_FALSE(contains(compared(reference, candidate).evidence("I_pixel_final"), "polar,"));
}

TEST_CASE("records alone: a source of nothing") {
    const std::string candidate = port_trace();
    std::string reference = candidate;
    put(reference, "lambda_meters", "0");
    put(reference, "lambda_angstroms", "0");
    put(reference, "scattering_vec_A_inv", "inf -inf -inf");
    put(reference, "hkl_frac", "-nan -nan -nan");
    const Seen seen = compared(reference, candidate);
    CHECK(seen.exit_code == 1);
    CHECK(seen.root("lambda_meters").at("side") == "reference");
    CHECK(contains(seen.evidence("lambda_meters"), "an entry of its list"));
}

TEST_CASE("records alone: one side's print does not follow from its other prints") {
    const std::string reference = port_trace();
    std::string candidate = reference;
    put(candidate, "F_latt", "-77.5");
    const Seen seen = compared(reference, candidate);
    CHECK(contains(seen.evidence("F_latt"), "the other records give -77.002"));
    CHECK(seen.root("F_latt").at("side") == "candidate");
    // alike on both sides: no departure of one from the other, and not without a word
    const Seen both = compared(candidate, candidate + "\n");
    CHECK(both.exit_code == 0);
    CHECK(contains(both.verdict.at("notes").dump(), "on both sides F_latt is not what"));
}

TEST_CASE("records alone: what run logs say in words") {
    const std::string trace = port_trace();
    const std::string one = "mosflm convention selected.\n  0 initialized hkls (all others =100)\n";
    std::string changed = trace;
    put(changed, "F_cell", "341");
    const Seen facts = compared(one + trace, "custom convention selected.\n" + changed);
    CHECK(contains(facts.verdict.at("sentence"), "convention mosflm against custom"));
    CHECK(contains(facts.evidence("F_cell"), "no reflections were read there"));
    // the same words on both sides say nothing, and neither do words within a sentence
    const Seen alike = compared(one + trace, one + changed);
    CHECK_FALSE(contains(alike.verdict.dump(), "run logs"));
    CHECK_FALSE(contains(alike.evidence("F_cell"), "no reflections"));
    const Seen prose =
        compared(one + trace, "a note of mine: the custom convention selected. I think\n" + trace);
    CHECK(prose.exit_code == 3); // a line that differs, and no fact
    CHECK(prose.verdict.at("reason") == "lines_differ");
    CHECK_FALSE(contains(prose.verdict.dump(), "run logs"));
}

TEST_CASE("records alone: a trace cut short is shown as far as it goes, and is no green") {
    const std::string reference = port_trace();
    std::string candidate = reference.substr(0, reference.find("TRACE_C: F_cell"));
    const Seen same = compared(reference, candidate);
    CHECK(same.exit_code == 3);
    CHECK(contains(same.verdict.at("sentence"), "As far as it goes, 0 of"));
    put(candidate, "omega_pixel_sr", "6.9e-05");
    const Seen red = compared(reference, candidate);
    CHECK(red.exit_code == 3);
    CHECK(red.verdict.at("reason") == "truncated");
    CHECK(red.verdict.at("root_causes").at(0).at("key") == "omega_pixel_sr");
}

TEST_CASE("records alone: the same word twice where a number belongs is no agreement") {
    // which words, and in which records: tests/trace/comparison_test.cpp
    std::string text = port_trace();
    put(text, "F_latt", "1.#QNAN");
    const Seen seen = compared(text, text + "\n");
    CHECK(seen.exit_code == 1);
    CHECK(contains(seen.evidence("F_latt"), "a word stands where a number belongs"));
}

TEST_CASE("records alone: last digits come after what is more") {
    const std::string reference = port_trace();
    std::string candidate = reference;
    put(candidate, "fdet_vec", "0 0 1.0000000001");
    put(candidate, "F_cell", "341");
    const Seen seen = compared(reference, candidate);
    CHECK(seen.verdict.at("first_divergence").at("key") == "F_cell");
    CHECK(seen.root("fdet_vec").at("class") == "precision");
}
