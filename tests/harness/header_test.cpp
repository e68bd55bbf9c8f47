#include <doctest/doctest.h>

#include <sstream>

#include "corpus.hpp"
#include "tapir/trace/base/digest.hpp"

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

TEST_CASE(
    "header: attest holds every word of our own against what is computed, and says which lies") {
    const ScratchFolder scratch;
    const std::string scene =
        " -- -default_F 100 -cell 100 110 120 80 85 95 -N 5 -lambda 1 -distance "
        "100 -detpixels 14 -pixel 0.5 -oversample 1 -phi 0 -osc 1 -phisteps 3";
    const std::string file = traced(scratch, "--pixel 3 4");
    REQUIRE(run_program("attest " + file + scene).exit_code == 0);
    struct Edit {
        std::string from, to, told;
    };
    const auto attest = [&](const std::string& from, const std::string& to) {
        Native trace(text_of(file));
        const std::size_t at = trace.header.find(from);
        REQUIRE(at != std::string::npos);
        trace.header.replace(at, from.size(), to);
        return run_program("attest " + scratch.write("b.trace", trace.text()) + scene);
    };
    const std::string true_of = "the header (line 1) is not true of them: it says ";
    for (const Edit& edit : std::vector<Edit>{
             {"dtype=float64", "dtype=float32", "dtype=float32, where dtype=float64"},
             {"dtype=float64", "dtype=mixed", "dtype=mixed, where dtype=float64"},
             {"dtype=float64", "dtype=quad", "dtype=quad, where dtype=float64"},
             {"arithmetic=reference", "arithmetic=portable", "arithmetic=portable, where"},
             {"arithmetic=reference", "arithmetic=x", "arithmetic=x, where arithmetic=reference"},
             {"phi_mode=spec", "phi_mode=c-parity", "phi_mode=c-parity, where phi_mode=spec"},
             {"phi_mode=spec", "phi_mode=none", "phi_mode=none, where phi_mode=spec"},
             {"scene=sha256:", "scene=sha256:0", "scene=sha256:0"},
             {"scene=sha256:", "scene=x", "scene=x"},
             {"pixels=3,4", "pixels=3,5", "pixels=3,5, where pixels=3,4"},
             {"pixels=3,4", "pixels=3,4;3,5", "pixels=3,4;3,5, where pixels=3,4"},
             {"version=", "version=9", "version=9"},
             {"profile=nanobragg", "profile=spec", "profile=spec, where profile=nanobragg"},
             {"profile=nanobragg ", "", "profile=, where profile=nanobragg"},
             {"c_threads=1", "c_threads=0", "c_threads=0, where c_threads=1"},
             {"device=cpu", "device=cuda", "device=cuda, where device=cpu"}}) {
        const Outcome outcome = attest(edit.from, edit.to);
        CAPTURE(edit.to);
        CAPTURE(outcome.output);
        CHECK(outcome.exit_code == 4);
        const std::string flat = [&outcome] {
            std::istringstream stream(outcome.output);
            std::string text;
            for (std::string word; stream >> word;) {
                text += word + " ";
            }
            return text;
        }();
        CHECK(contains(flat, true_of + edit.told));
    }
    // what the format itself refuses
    for (const Edit& edit :
         std::vector<Edit>{{"format=1", "format=3", "format 3 is"},
                           {"format=1", "format=2", "does not state its loops"},
                           {" dtype=", " dtype=float64 dtype=", "states dtype twice"},
                           {" dtype=", " colour=red dtype=", "'colour=red' is no known field"},
                           {" dtype=", " stray dtype=", "'stray' is no known field"}}) {
        const Outcome outcome = attest(edit.from, edit.to);
        CAPTURE(outcome.output);
        CHECK(outcome.exit_code == 3);
        CHECK(contains(outcome.output, edit.told));
    }
    // a header that is as true as can be known
    const std::string portable = traced(scratch, "--pixel 3 4 --arithmetic portable");
    Native cuda(text_of(portable));
    cuda.header.replace(cuda.header.find("device=cpu"), 10, "device=cuda");
    const Outcome noted = run_program("attest " + scratch.write("c.trace", cuda.text()) + scene);
    CAPTURE(noted.output);
    CHECK(noted.exit_code == 0);
    CHECK(contains(noted.output, "note: that it was made with device=cuda is not held against"));
    // a changed value is told as such, not as a header's fault
    Native wrong(text_of(file));
    std::string& last = wrong.records.back();
    last.replace(last.rfind(' ') + 1, std::string::npos, "7");
    const Outcome value = run_program("attest " + scratch.write("d.trace", wrong.text()) + scene);
    CHECK(value.exit_code == 4);
    CHECK_FALSE(contains(value.output, "header"));
    // another scene is another scene where the values are others
    CHECK(run_program("attest " + file + scene + " -distance 101").exit_code == 3);
    // a pixel that was asked for twice is there twice
    const std::string again = traced(scratch, "--pixel 3 4 --pixel 3 5 --pixel 3 4");
    CHECK(run_program("attest " + again + scene).exit_code == 0);
    // all pixels, as a rectangle, in both layouts
    for (const char* dialect : {"native", "binary"}) {
        const std::string all = traced(scratch, "--all-pixels --dialect " + std::string(dialect));
        CHECK(run_program("attest " + all + scene).exit_code == 0);
    }
}
