#include <doctest/doctest.h>

#include <sstream>

#include "corpus.hpp"
#include "tapir/trace/digest.hpp"

/// Native traces whose header, order or line ends are not what the format promises.
namespace {

using namespace tapir::test;

struct Native {
    std::string header;
    std::vector<std::string> records;

    explicit Native(const std::string& text) {
        std::istringstream lines(text);
        std::getline(lines, header);
        for (std::string line; std::getline(lines, line);) {
            if (line.find("TAPIR_END") != 0) {
                records.push_back(line);
            }
        }
    }
    /// With a digest that fits.
    [[nodiscard]] std::string text(const std::string& end = "\n") const {
        std::string body;
        for (const std::string& record : records) {
            body += record + end;
        }
        return header + end + body + "TAPIR_END records=" + std::to_string(records.size()) +
               " sha256=" + tapir::sha256_hex(body) + end;
    }
};

/// A trace of one pixel, or of so many that it is read in pieces.
std::string traced(const ScratchFolder& scratch, const std::string& options) {
    const std::string file = scratch.file("a.trace");
    REQUIRE(run_program("trace --out " + file + " " + options +
                        " -- -default_F 100 -cell 100 110 120 80 85 95 -N 5 -lambda 1 -distance "
                        "100 -detpixels 14 -pixel 0.5 -oversample 1 -phi 0 -osc 1 -phisteps 3")
                .exit_code == 0);
    return file;
}

} // namespace

TEST_CASE("header: float32 over values that are none is never green without saying it") {
    const ScratchFolder scratch;
    for (const std::string pixels : {"--pixel 3 4", "--all-pixels"}) {
        CAPTURE(pixels);
        const std::string file = traced(scratch, pixels);
        Native trace(text_of(file));
        const std::size_t dtype = trace.header.find("dtype=float64");
        REQUIRE(dtype != std::string::npos);
        trace.header.replace(dtype, 13, "dtype=float32");
        const std::string wrong = scratch.write("b.trace", trace.text());
        const Outcome told = run_program("diff " + file + " " + wrong);
        CAPTURE(told.output);
        CHECK(told.exit_code == 0);
        CHECK(contains(told.output, "b.trace says float32, but "));
        // the truth needs no note
        const std::string single = traced(scratch, pixels + " --dtype float32");
        std::filesystem::copy_file(single, scratch.file("c.trace"),
                                   std::filesystem::copy_options::overwrite_existing);
        CHECK_FALSE(contains(run_program("diff " + single + " " + scratch.file("c.trace")).output,
                             "float32"));
    }
}

TEST_CASE("order: native records that do not stand in order of computation are counted") {
    const ScratchFolder scratch;
    const std::string file = traced(scratch, "--pixel 3 4");
    Native trace(text_of(file));
    std::vector<std::size_t> of_pixel;
    for (std::size_t i = 0; i < trace.records.size(); ++i) {
        if (contains(trace.records[i], " slow=")) {
            of_pixel.push_back(i);
        }
    }
    REQUIRE(of_pixel.size() > 4);
    std::swap(trace.records[of_pixel[1]], trace.records[of_pixel[2]]);
    const std::string wrong = scratch.write("b.trace", trace.text());
    const Outcome told = run_program("diff " + file + " " + wrong);
    CAPTURE(told.output);
    CHECK(told.exit_code == 0);
    CHECK(contains(told.output, "note: 1 record(s) of "));
    CHECK(contains(told.output, "computed later"));
    std::filesystem::copy_file(file, scratch.file("c.trace"));
    CHECK_FALSE(contains(run_program("diff " + file + " " + scratch.file("c.trace")).output,
                         "computed later"));
}

TEST_CASE("line ends: a native trace with CR LF is refused, large or small") {
    const ScratchFolder scratch;
    for (const std::string pixels : {"--pixel 3 4", "--all-pixels"}) {
        CAPTURE(pixels);
        const std::string file = traced(scratch, pixels);
        Native trace(text_of(file));
        const std::string all = scratch.write("b.trace", trace.text("\r\n"));
        trace.records[trace.records.size() / 2] += "\r";
        const std::string one = scratch.write("c.trace", trace.text());
        const std::string again = scratch.write("d.trace", trace.text());
        for (const auto& sides : {std::pair{file, all}, {all, file}, {file, one}, {one, again}}) {
            const Outcome refused = run_program("diff " + sides.first + " " + sides.second +
                                                " --json " + scratch.file("v.json"));
            CAPTURE(refused.output);
            CHECK(refused.exit_code == 3);
            const auto verdict = nlohmann::json::parse(text_of(scratch.file("v.json")));
            CHECK(contains(verdict.at("sentence"), "ends with CR LF"));
        }
    }
}

TEST_CASE("the smallest fault that shows is absolute where a value is near zero") {
    const ScratchFolder scratch;
    const InFolder here(case_folder("simple_cubic"));
    const std::string copy = scratch.file("c.log");
    std::filesystem::copy_file("cref/trace_51_51.log", copy);
    const Outcome green = run_program("diff cref/trace_51_51.log " + copy +
                                      " --args-file args.txt --json " + scratch.file("v.json"));
    CAPTURE(green.output);
    CHECK(green.exit_code == 0);
    const auto verdict = nlohmann::json::parse(text_of(scratch.file("v.json")));
    CHECK(contains(verdict.at("tolerance"), " 1/A in c_star (absolute: its value there is near "));
    for (const auto& row : verdict.at("smallest_visible")) {
        if (row.at("tap") == "c_star") {
            CHECK(row.at("at_worst") > 1);
            CHECK(row.at("at_worst_absolute") < 1e-15);
        }
    }
}
