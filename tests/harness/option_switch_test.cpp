#include <doctest/doctest.h>

#include "corpus.hpp"

/// An option that a port or a user mistakes, found as the one change of the scene that gives all
/// that departs: in traces of either dialect and in images.
namespace {

using namespace tapir::test;

struct Mistake {
    std::string option, instead, said;
};

/// The options of the case, one replaced; its input files by their whole names.
std::string options_with(const Mistake& mistake) {
    std::string text = text_of("args.txt");
    text.replace(text.find(mistake.option), mistake.option.size(), mistake.instead);
    const std::string folder = "../../inputs/";
    return text.replace(text.find(folder), folder.size(),
                        (test_data() / "reference" / "inputs").string() + "/");
}

const std::vector<Mistake>& mistakes() {
    static const std::vector<Mistake> all{
        {"-Xbeam 11.2", "-Xbeam 11.45", "a beam centre half a pixel more along slow"},
        {"-mosflm", "-adxv", "the convention ADXV"},
        {"-mosflm", "-xds", "the convention XDS"},
        {"-mosflm", "-mosflm -fdet_vector 0 0 1", "the convention CUSTOM"},
        {"-mosflm", "-mosflm -nopolar", "polarisation left out"},
    };
    return all;
}

} // namespace

TEST_CASE("options: the one mistaken is named, from traces") {
    const InFolder here(case_folder("conv_mosflm"));
    for (const Mistake& mistake : mistakes()) {
        for (const std::string dialect : {"c", "py"}) {
            if (mistake.option == "-Xbeam 11.2" && dialect == "c") {
                continue; // the number that was typed is a record, and another fault then
            }
            CAPTURE(mistake.instead);
            CAPTURE(dialect);
            const ScratchFolder scratch;
            const std::string options = scratch.write("args.txt", options_with(mistake));
            REQUIRE(run_program("trace --args-file " + options + " --pixel 26 9 --dialect " +
                                dialect + " --out " + scratch.file("t.log"))
                        .exit_code == 0);
            const Outcome seen = run_program("diff cref/trace_26_9.log " + scratch.file("t.log") +
                                             " --args-file args.txt --json " + scratch.file("v"));
            CAPTURE(seen.output);
            CHECK(seen.exit_code == 1);
            CHECK(contains(text_of(scratch.file("v")),
                           "The candidate is what the scene gives with " + mistake.said + "."));
        }
    }
}

TEST_CASE("options: the other pivot, and a pair of faults that is no one option") {
    const InFolder here(case_folder("custom_pivot_sample"));
    const ScratchFolder scratch;
    const auto seen = [&](const std::string& instead) {
        const std::string options =
            scratch.write("args.txt", options_with({"-pivot sample", instead, ""}));
        REQUIRE(run_program("trace --args-file " + options + " --pixel 37 7 --dialect py --out " +
                            scratch.file("t.log"))
                    .exit_code == 0);
        return run_program("diff cref/trace_37_7.log " + scratch.file("t.log") +
                           " --args-file args.txt");
    };
    const Outcome pivot = seen("-pivot beam");
    CHECK(pivot.exit_code == 1);
    CHECK(contains(pivot.output, "with the pivot BEAM"));
    CHECK(contains(pivot.output, "The candidate is what"));
    const Outcome two = seen("-pivot beam -fluence 1e25");
    CHECK(two.exit_code == 1);
    CHECK(contains(two.output, "with the pivot BEAM"));
    CHECK_FALSE(contains(two.output, "The candidate is what"));
}

TEST_CASE("options: the one mistaken is named, from images") {
    const InFolder here(case_folder("conv_mosflm"));
    for (const Mistake& mistake : mistakes()) {
        CAPTURE(mistake.instead);
        const ScratchFolder scratch;
        const std::string options = scratch.write("args.txt", options_with(mistake));
        REQUIRE(
            run_program("render --args-file " + options + " --float-out " + scratch.file("i.f32"))
                .exit_code == 0);
        const Outcome seen = run_program("why cref/image.f32 " + scratch.file("i.f32") +
                                         " --args-file args.txt --json " + scratch.file("v"));
        CAPTURE(seen.output);
        CHECK(seen.exit_code == 1);
        CHECK(contains(text_of(scratch.file("v")), "this engine gives with " + mistake.said));
    }
}
