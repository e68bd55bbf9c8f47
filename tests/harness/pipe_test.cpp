#include <doctest/doctest.h>

#include <sys/stat.h>

#include <thread>

#include "corpus.hpp"
#include "tapir/trace/base/file_io.hpp"

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

std::string case_trace() {
    return (case_folder("phi_zero") / "cref/trace_26_25.log").string();
}

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

TEST_CASE("pipes: one pipe cannot be both inputs, and nobody waits for a second writer") {
    const ScratchFolder scratch;
    const std::string trace = case_trace();
    const std::string pipe = scratch.file("pipe");
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    std::filesystem::create_symlink(pipe, scratch.file("link"));
    const std::string other = scratch.file("link");
    for (const std::string& command :
         {"diff " + pipe + " " + pipe, "diff " + pipe + " " + other, "why " + pipe + " " + pipe,
          "why " + trace + " " + pipe + " --images " + trace + " " + other,
          "bundle create " + pipe + " " + other + " --out " + scratch.file("e")}) {
        const Outcome outcome = run_program(command, "timeout 20 "); // none ever writes
        CAPTURE(command);
        CAPTURE(outcome.output);
        CHECK(outcome.exit_code == 2);
        CHECK(contains(outcome.output, "is the same pipe as"));
    }
    CHECK_FALSE(std::filesystem::exists(scratch.file("e")));
    // a file is no pipe: that it agrees with itself proves nothing
    CHECK(run_program("diff " + trace + " " + trace).exit_code == 3);
}

TEST_CASE("pipes: pictures, images of traced programs and scenes come through pipes too") {
    const ScratchFolder scratch;
    const std::string args = scratch.write("args.txt", "-default_F 100 -N 5 -cell 90 90 90 90 90 90"
                                                       " -lambda 1 -distance 50 -detpixels 8 -osc 1"
                                                       " -phisteps 2");
    const std::string scene = " --args-file " + args;
    const auto file = [&scratch](const char* name) { return " " + scratch.file(name); };
    for (const char* mode : {"spec", "c-parity"}) {
        const std::string phi = scene + " --phi-mode " + mode;
        const std::string name = scratch.file(mode);
        REQUIRE(run_program("trace --pixel 3 3 --out " + name + ".log" + phi).exit_code == 0);
        REQUIRE(run_program("render --float-out " + name + ".f32 --smv-out " + name + ".img" + phi)
                    .exit_code == 0);
    }
    REQUIRE(run_program("picture" + file("spec.f32") + " --png-out" + file("a.png")).exit_code ==
            0);
    {
        const Pipe image(scratch, "image", scratch.file("spec.f32"));
        CHECK(run_program("picture " + image.path() + " --png-out" + file("b.png")).exit_code == 0);
    }
    CHECK(text_of(scratch.file("a.png")) == text_of(scratch.file("b.png")));
    const std::string traces = "why" + file("spec.log") + file("c-parity.log") + scene;
    const Outcome expected =
        run_program(traces + " --images" + file("spec.f32") + file("c-parity.f32"));
    {
        const Pipe one(scratch, "one", scratch.file("spec.f32"));
        const Pipe two(scratch, "two", scratch.file("c-parity.f32"));
        const Outcome piped = run_program(traces + " --images " + one.path() + " " + two.path());
        CAPTURE(piped.output);
        CHECK(piped.exit_code == expected.exit_code);
        CHECK(contains(piped.output, "holds what the trace of the candidate ends with"));
    }
    const Outcome by_size = run_program("why" + file("spec.img") + file("c-parity.img"));
    {
        const Pipe one(scratch, "smv", scratch.file("spec.img"));
        const Outcome piped = run_program("why " + one.path() + file("c-parity.img"));
        CHECK(piped.exit_code == by_size.exit_code);
        CHECK(contains(piped.output, one.path()));
    }
    for (const char* command : {"parity --devices cpu,cpu:reference --pixel 3 3",
                                "trace --pixel 3 3", "render --float-out /dev/null", "lint"}) {
        CAPTURE(command);
        const Outcome plain = run_program(command + scene);
        const Pipe options(scratch, "options", args);
        const Outcome piped = run_program(std::string(command) + " --args-file " + options.path());
        CAPTURE(piped.output);
        CHECK(piped.exit_code == plain.exit_code);
        CHECK(plain.exit_code < 2);
        std::filesystem::remove(options.path());
    }
}

TEST_CASE("pipes: where temporary files cannot go is said, and the current folder stays clean") {
    const ScratchFolder scratch;
    const std::string trace = case_trace();
    const ScratchFolder work;
    const InFolder here(work.file("."));
    const std::string command = "diff " + trace + " /dev/fd/5 5<&0";
    for (const std::string& folder : {scratch.file("none"), trace}) {
        const Outcome outcome = run_program(command, "cat " + trace + " | TMPDIR=" + folder + " ");
        CAPTURE(outcome.output);
        CHECK(outcome.exit_code == 2);
        CHECK(contains(outcome.output, "TMPDIR: names '" + folder + "', which is no folder"));
    }
    const Outcome closed = run_program(command, "cat " + trace + " | TMPDIR=/proc ");
    CAPTURE(closed.output);
    CHECK(closed.exit_code == 2);
    CHECK(contains(closed.output, "a temporary file in /proc"));
    CHECK(work.is_empty());
    // where there is a folder all is well
    CHECK(run_program(command, "cat " + trace + " | TMPDIR=" + scratch.file(".") + " ").exit_code ==
          0);
    CHECK(scratch.is_empty()); // and gone again
}
