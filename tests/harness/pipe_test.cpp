#include <doctest/doctest.h>

#include <sys/stat.h>

#include <thread>

#include "corpus.hpp"
#include "tapir/trace/file_io.hpp"

/// Inputs that give their bytes only once.
namespace {

using namespace tapir::test;

/// A named pipe that is fed with a file's bytes.
class Pipe {
  public:
    Pipe(const ScratchFolder& scratch, const std::string& name, const std::string& file)
        : path_(scratch.file(name)) {
        REQUIRE(::mkfifo(path_.c_str(), 0600) == 0);
        feeder_ = std::thread(
            [path = path_, bytes = text_of(file)] { tapir::write_file_atomically(path, bytes); });
    }
    ~Pipe() { feeder_.join(); }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    [[nodiscard]] const std::string& path() const { return path_; }

  private:
    std::string path_;
    std::thread feeder_;
};

} // namespace

TEST_CASE("pipes: large text, binary and small traces give the verdict of their files") {
    const ScratchFolder scratch;
    const std::string scene =
        " --all-pixels -- -default_F 100 -cell 100 110 120 80 85 95 -N 5 -lambda 1 -distance 100 "
        "-detpixels 14 -pixel 0.5 -oversample 1 -phi 0 -osc 1 -phisteps 3";
    const std::string text = scratch.file("a.trace");
    const std::string binary = scratch.file("a.bin");
    REQUIRE(run_program("trace --out " + text + scene).exit_code == 0);
    REQUIRE(run_program("trace --dialect binary --out " + binary + scene).exit_code == 0);
    REQUIRE(std::filesystem::file_size(text) > (1U << 20U));
    const std::string expected = run_program("diff " + text + " " + binary).output;
    const std::string counts = expected.substr(expected.find("  compared"));
    for (const auto& [one, other] : {std::pair{text, binary}, std::pair{binary, text}}) {
        const Pipe a(scratch, "p" + std::to_string(one.size()), one);
        const Pipe b(scratch, "q" + std::to_string(one.size()), other);
        const Outcome piped = run_program("diff " + a.path() + " " + b.path());
        CAPTURE(piped.output);
        CHECK(piped.exit_code == 0);
        CHECK(contains(piped.output, a.path()));
        CHECK(contains(piped.output, counts.substr(0, counts.find('\n'))));
    }
    const Outcome standard = run_program("diff " + text + " /dev/stdin < " + binary);
    CHECK(standard.exit_code == 0);
}

TEST_CASE("pipes: the reference may be read again for its noise, and a difference is found") {
    const ScratchFolder scratch;
    const InFolder here(case_folder("phi_zero"));
    const std::string reference = "cref/trace_26_25.log";
    {
        const Pipe a(scratch, "a", reference);
        const Outcome green = run_program("diff " + a.path() + " " + reference +
                                          " --repeat 2 --repeat-command 'cat " + reference + "'");
        CAPTURE(green.output);
        CHECK(green.exit_code == 0);
    }
    const Pipe b(scratch, "b", "spec/trace_26_25.log");
    CHECK(run_program("why " + reference + " " + b.path()).exit_code == 1);
}

TEST_CASE("pipes: import and attest read them whole") {
    const ScratchFolder scratch;
    const InFolder here(case_folder("phi_zero"));
    const Pipe a(scratch, "a", "cref/trace_26_25.log");
    CHECK(run_program("trace import " + a.path() + " --out " + scratch.file("a.trace")).exit_code ==
          0);
    const Pipe b(scratch, "b", scratch.file("a.trace"));
    CHECK(run_program("attest " + b.path()).exit_code == 0);
}

TEST_CASE("pipes: with a page and with a bundle") {
    const ScratchFolder scratch;
    const std::string c_trace =
        std::string(TAPIR_SOURCE_DIR) + "/configs/traces/supervisor_685_1039_nanobragg.log";
    const std::string copy = scratch.write("copy.log", text_of(c_trace));
    for (const std::string& output :
         {" --html " + scratch.file("page.html"), " --bundle " + scratch.file("bundle"),
          " --bundle " + scratch.file("small")}) {
        CAPTURE(output);
        const Outcome outcome =
            run_program("diff " + copy + " /dev/stdin" + output + " < /dev/null");
        CHECK(outcome.exit_code == 3); // nothing came
        const Pipe pipe(scratch, "p" + std::to_string(output.size()), c_trace);
        const Outcome piped = run_program("diff " + copy + " " + pipe.path() + output +
                                          (output.find("bundle") < output.size() ? "2" : ""));
        CAPTURE(piped.output);
        CHECK(piped.exit_code == 0);
    }
    CHECK(run_program("bundle replay " + scratch.file("bundle2")).exit_code == 0);
}
