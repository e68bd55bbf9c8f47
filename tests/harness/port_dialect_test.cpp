#include <doctest/doctest.h>

#include <functional>
#include <regex>

#include "corpus.hpp"

/// Traces as ports print them: the C program's records in another prefix, some keys and kinds of
/// lines left out, in another order, with fewer digits. What a port leaves out is no divergence,
/// and where its lines do not say where they belong they are put where the other side has them.
namespace {

using namespace tapir::test;

using Keep = std::function<bool(const std::string& line)>;

/// The lines of a C trace that are kept, as a port prints them.
std::string port_of(const std::string& c_trace, const Keep& keep) {
    std::string text;
    for (std::size_t at = 0; at < c_trace.size();) {
        const std::size_t end = c_trace.find('\n', at) + 1;
        std::string line = c_trace.substr(at, end - at);
        at = end;
        if (line.find("TRACE_C") == 0 && line.find("TRACE_CONFIG") != 0 && keep(line)) {
            text += line.replace(0, std::string("TRACE_C").size(), "TRACE_PY");
        }
    }
    return text;
}

bool is_of(const std::string& line, const std::string& kind) {
    return line.find("TRACE_C_" + kind + " ") == 0;
}

std::string with_digits(const std::string& text, int digits) {
    const std::regex fraction(R"(-?[0-9]+\.[0-9]+(e[-+][0-9]+)?|-?[0-9]+e[-+][0-9]+)");
    std::string result;
    auto last = text.cbegin();
    for (std::sregex_iterator found(text.begin(), text.end(), fraction), none; found != none;
         ++found) {
        std::array<char, 40> number{};
        static_cast<void>(
            std::snprintf(number.data(), number.size(), "%.*g", digits, std::stod(found->str())));
        result.append(last, text.cbegin() + found->position());
        result += number.data();
        last = text.cbegin() + found->position() + found->length();
    }
    return result.append(last, text.cend());
}

/// The n-th value of a keyed record, changed.
std::string with_value(std::string text, const std::string& key, int printing,
                       const std::string& value) {
    std::size_t at = 0;
    for (int i = 0; i <= printing; ++i) {
        at = text.find("TRACE_PY: " + key + " ", at + (i > 0 ? 1 : 0));
        REQUIRE(at != std::string::npos);
    }
    const std::size_t begin = text.find(key, at) + key.size() + 1;
    return text.replace(begin, text.find('\n', begin) - begin, value);
}

Outcome diff(const std::string& trace, const std::string& candidate) {
    const ScratchFolder scratch;
    return run_program("diff cref/" + trace + " " + scratch.write("port.log", candidate) +
                       " --args-file args.txt");
}

} // namespace

TEST_CASE("port: layers of which no line says so are those of the other side") {
    const InFolder here(case_folder("thick_layers"));
    const std::string port = port_of(text_of("cref/trace_22_22.log"), [](const std::string& line) {
        return line.find("TRACE_C:") == 0;
    });
    const Outcome green = diff("trace_22_22.log", port);
    CAPTURE(green.output);
    CHECK(green.exit_code == 0);
    const Outcome red = diff("trace_22_22.log", with_value(port, "R_distance_meters", 2, "0.0605"));
    CHECK(red.exit_code != 0);
    CHECK(contains(red.output, "thick=2"));
    // another number of them is another scope
    const std::size_t second = port.find("TRACE_PY: pixel_pos_meters", port.find("hkl_frac"));
    const std::size_t third = port.find("TRACE_PY: pixel_pos_meters", second + 1);
    REQUIRE(third != std::string::npos);
    CHECK(diff("trace_22_22.log", port.substr(0, second) + port.substr(third)).exit_code == 3);
}

TEST_CASE("port: a key printed twice by the C program may be printed once, or not at all") {
    for (const std::string name : {"conv_mosflm", "conv_dials", "thick_auto"}) {
        CAPTURE(name);
        const InFolder here(case_folder(name));
        const std::string trace = name == "conv_mosflm"  ? "trace_26_9.log"
                                  : name == "conv_dials" ? "trace_0_0.log"
                                                         : "trace_26_25.log";
        const std::string text = text_of("cref/" + trace);
        const std::string key = "TRACE_C:odet_after_twotheta=";
        const Outcome none =
            diff(trace, port_of(text, [&key](auto& line) { return line.find(key) != 0; }));
        CAPTURE(none.output);
        CHECK(none.exit_code == 0);
        // the C program's own lines are all there, or one is missing
        std::string cut = text;
        cut.erase(cut.find(key), cut.find('\n', cut.find(key)) + 1 - cut.find(key));
        CHECK(diff(trace, cut.find(key) == std::string::npos ? cut : text).exit_code ==
              (cut.find(key) == std::string::npos ? 1 : 0));
    }
}

TEST_CASE("port: lines of the phi loop that stand together are of one line of sight each") {
    const InFolder here(case_folder("oversample2_phi"));
    const std::string text = text_of("cref/trace_21_23.log");
    const std::string loop = port_of(text, [](auto& line) { return is_of(line, "PHI"); });
    const std::string rest = port_of(text, [](auto& line) {
        return !is_of(line, "PHI") && (line.find("TRACE_C:") == 0 || is_of(line, "STEP"));
    });
    const Outcome before = diff("trace_21_23.log", loop + rest);
    CAPTURE(before.output);
    CHECK(before.exit_code == 0);
    // of the last of them one is wrong
    std::string wrong = loop;
    const std::size_t last = wrong.rfind("k_frac=") + 7;
    wrong.replace(last, wrong.find(' ', last) - last, "0.25");
    const Outcome red = diff("trace_21_23.log", wrong + rest);
    CHECK(red.exit_code == 4);
    CHECK(contains(red.output, "sub_s=1 sub_f=1"));
}

TEST_CASE("port: few digits, and the green still catches what it plants") {
    for (const std::string name : {"conv_custom", "phi_zero", "thick_layers"}) {
        CAPTURE(name);
        const InFolder here(case_folder(name));
        const std::string trace = name == "conv_custom" ? "trace_0_0.log"
                                  : name == "phi_zero"  ? "trace_26_25.log"
                                                        : "trace_22_22.log";
        const std::string port = port_of(text_of("cref/" + trace), [](auto&) { return true; });
        for (const int digits : {9, 12}) {
            CAPTURE(digits);
            const Outcome seen = diff(trace, with_digits(port, digits));
            CAPTURE(seen.output);
            CHECK(seen.exit_code == 0);
        }
    }
}

TEST_CASE("port: a habit of both sides is held against both, also where they print other records") {
    for (const std::string name : {"phi_cross_zero", "phi_zero_mosaic"}) {
        const InFolder here(case_folder(name));
        const std::string pixel = name == "phi_zero_mosaic" ? "25 24" : "26 25";
        const std::string trace = name == "phi_zero_mosaic" ? "trace_25_24.log" : "trace_26_25.log";
        for (const std::string numbers : {"--arithmetic portable", "--dtype float32"}) {
            CAPTURE(name);
            CAPTURE(numbers);
            const ScratchFolder scratch;
            const auto traced = [&](const std::string& mode) {
                const std::string file = scratch.file(mode + ".log");
                REQUIRE(run_program("trace --args-file args.txt --pixel " + pixel + " --phi-mode " +
                                    mode + " " + numbers + " --dialect py --out " + file)
                            .exit_code == 0);
                return diff(trace, text_of(file)); // without --phi-mode
            };
            const Outcome seen = traced("c-parity");
            CAPTURE(seen.output);
            CHECK(seen.exit_code == 0);
            CHECK(contains(seen.output, "phi0_carryover the other way"));
            // a habit of one side alone is a divergence
            CHECK(traced("spec").exit_code == 1);
        }
    }
}
