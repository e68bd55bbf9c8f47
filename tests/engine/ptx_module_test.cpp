#include <doctest/doctest.h>

#include "ptx_runs.hpp"
#include "tapir/trace/base/error.hpp"

/// What a text may hold, and what is refused.
namespace {

using namespace tapir;
using namespace tapir::test;
using namespace tapir::engine::ptx;
using Words = std::vector<std::uint32_t>;

/// Runs kernel(words) in blocks of threads; each thread has a word of its own at first, which is 0.
Words run(const std::string& body, std::uint32_t blocks, std::uint32_t threads,
          const std::string& variables = "", const Checks& checks = {}) {
    const std::string begin =
        ".reg .pred %p<9>; .reg .b16 %h<9>; .reg .b32 %w<9>; .reg .f32 %f<9>;\n"
        ".reg .b64 %d<9>; .reg .f64 %g<9>;\n"
        "ld.param.u64 %d0, [out];\nmov.u32 %w0, %ctaid.x;\nmov.u32 %w1, %ntid.x;\n"
        "mov.u32 %w2, %tid.x;\nmad.lo.s32 %w0, %w0, %w1, %w2;\n"
        "mul.wide.u32 %d1, %w0, 4;\nadd.s64 %d0, %d0, %d1;\n";
    Machine machine({read_module(ptx_text(".param .u64 out", begin + body, variables))}, checks);
    Words words(std::size_t{blocks} * threads);
    void* memory = machine.allocate(words.size() * 4);
    machine.clear(memory, 0, words.size() * 4);
    void* arguments[] = {&memory};
    machine.launch("kernel", blocks, threads, arguments);
    machine.copy_to_host(words.data(), memory, words.size() * 4);
    return words;
}

/// A kernel of one instruction; the message of its refusal, or "".
std::string refusal(const std::string& instruction) {
    const std::string registers = ".reg .pred %p<9>; .reg .b16 %h<9>; .reg .b32 %w<9>;\n"
                                  ".reg .b64 %d<9>; .reg .f32 %f<9>; .reg .f64 %g<9>;\n";
    try {
        (void)read_module(ptx_text(".param .u64 out", registers + instruction + "\n"));
        return "";
    } catch (const InputError& error) {
        return error.what();
    }
}

} // namespace

TEST_CASE("ptx: threads part at branches and meet again, each with its own result") {
    // as many turns as the thread's number modulo 5; odd numbers leave before the end
    const std::string body = "rem.u32 %w3, %w0, 5;\nmov.u32 %w4, 100;\n"
                             "$again:\nsetp.eq.u32 %p0, %w3, 0;\n@%p0 bra $done;\n"
                             "add.s32 %w4, %w4, 10;\nsub.s32 %w3, %w3, 1;\nbra.uni $again;\n"
                             "$done:\nand.b32 %w5, %w0, 1;\nsetp.ne.u32 %p1, %w5, 0;\n"
                             "st.global.u32 [%d0], %w4;\n@%p1 ret;\nadd.s32 %w4, %w4, 1;\n"
                             "st.global.u32 [%d0], %w4;\n";
    for (const ThreadOrder order :
         {ThreadOrder::forward, ThreadOrder::reversed, ThreadOrder::shuffled}) {
        const Words words =
            run(body, 3, 70, "", {.initialised = true, .races = true, .order = order, .seed = 7});
        for (std::uint32_t i = 0; i < words.size(); ++i) {
            CAPTURE(i);
            CHECK(words[i] == 100 + 10 * (i % 5) + (i % 2 == 0 ? 1 : 0));
        }
    }
}

TEST_CASE("ptx: a guard lets single threads run an instruction, or all others") {
    const Words words = run("setp.lt.u32 %p0, %w0, 3;\nmov.u32 %w3, 1;\n@%p0 mov.u32 %w3, 2;\n"
                            "@!%p0 add.s32 %w3, %w3, 4;\nst.global.u32 [%d0], %w3;\n",
                            1, 5);
    CHECK(words == Words{2, 2, 2, 5, 5});
}

TEST_CASE("ptx: variables have their first values, addresses of one another among them") {
    const std::string variables =
        ".global .align 1 .b8 $text[4] = {1, 2, 3};\n.const .align 4 .u32 table[2] = {7, 0x10};\n"
        ".global .align 8 .u64 both[2] = {generic($text), table+4};\n"
        ".global .align 4 .f32 real = 0f40000000;\n";
    const Words words =
        run("mov.u64 %d2, both;\nld.global.u64 %d3, [%d2];\nld.u8 %h1, [%d3+2];\n"
            "cvt.u32.u16 %w3, %h1;\nld.global.u64 %d4, [both+8];\nld.const.u32 %w4, [%d4];\n"
            "ld.const.u32 %w5, [table];\nld.u8 %w6, [%d3+3];\nadd.s32 %w3, %w3, %w4;\n"
            "mul.lo.s32 %w5, %w5, 100;\nadd.s32 %w3, %w3, %w5;\nadd.s32 %w3, %w3, %w6;\n"
            "ld.global.f32 %f1, [real];\ncvt.rzi.u32.f32 %w6, %f1;\nmul.lo.s32 %w6, %w6, 1000;\n"
            "add.s32 %w3, %w3, %w6;\nst.global.u32 [%d0], %w3;\n",
            1, 2, variables);
    CHECK(words == Words{2719, 2719}); // 3 + 16 + 700 + 0 + 2000
}

TEST_CASE("ptx: vectors, halves, and memory of a thread and of a block") {
    const std::string body =
        ".local .align 8 .b8 mine[16];\n.shared .align 4 .u32 ours[40];\n"
        "mov.u64 %d2, mine;\ncvta.local.u64 %d3, %d2;\n"
        "st.local.v2.u32 [%d2], {%w0, %w2};\nld.u64 %d4, [%d3];\nmov.b64 {%w3, %w4}, %d4;\n"
        "mov.b64 %d5, {%w4, %w3};\nst.local.u64 [%d2+8], %d5;\nld.local.v4.u16 {%h1, %h2, %h3, "
        "%h4}, [mine+8];\n"
        "mov.b32 %w5, {%h3, %h4};\nmul.wide.u32 %d6, %w2, 4;\nmov.u64 %d7, ours;\nadd.s64 %d7, "
        "%d7, %d6;\n"
        "st.shared.u32 [%d7], %w5;\nld.shared.u32 %w6, [%d7];\nmov.b32 {%h1, %h2}, %w6;\n"
        "cvt.u32.u16 %w7, %h1;\nst.global.u32 [%d0], %w7;\n";
    const Words words = run(body, 2, 40, "", {.initialised = true, .races = true});
    for (std::uint32_t i = 0; i < words.size(); ++i) {
        CHECK(words[i] == i);
    }
}

TEST_CASE("ptx: numbers in a text are those of the type that takes them") {
    const Words words = run(
        "mov.f32 %f1, 0f3F800000;\nadd.rn.f32 %f1, %f1, 0f40000000;\ncvt.rzi.s32.f32 %w3, %f1;\n"
        "mov.f64 %g1, 0d4010000000000000;\nfma.rn.f64 %g1, %g1, %g1, 0dBFF0000000000000;\n"
        "cvt.rzi.s32.f64 %w4, %g1;\nadd.s32 %w3, %w3, %w4;\nadd.s32 %w3, %w3, -8;\n"
        "{\n.reg .b32 %w<2>;\nmov.u32 %w1, 0xFFFF;\n}\nst.global.u32 [%d0], %w3;\n",
        1, 1);
    CHECK(words == Words{10}); // 3 + 15 - 8
}

TEST_CASE("ptx: constants are set from outside, and a kernel runs in blocks that it allows") {
    const std::string text =
        ".version 8.5\n.target sm_90\n.address_size 64\n.const .align 8 .b8 table[16];\n"
        ".visible .entry kernel(.param .u64 out)\n.maxntid 32, 1, 1\n.minnctapersm 2\n{\n"
        ".reg .b64 %d<4>;\nld.param.u64 %d0, [out];\nld.const.u64 %d1, [table+8];\n"
        "st.global.u64 [%d0], %d1;\nret;\n}\n";
    Machine machine({read_module(text)});
    const std::uint64_t values[] = {3, 4};
    machine.set_constant("table", values, sizeof values);
    void* memory = machine.allocate(8);
    void* arguments[] = {&memory};
    machine.launch("kernel", 1, 1, arguments);
    std::uint64_t result = 0;
    machine.copy_to_host(&result, memory, sizeof result);
    CHECK(result == 4);
    machine.copy_to_device(memory, values, sizeof(std::uint64_t));
    machine.set_constant_from_device("table", memory, sizeof(std::uint64_t));
    CHECK(machine.instructions_run() == 4);
    CHECK_THROWS_AS(machine.launch("kernel", 1, 33, arguments), InternalError);
    CHECK_THROWS_AS(machine.launch("kernel", 0, 1, arguments), InternalError);
    CHECK_THROWS_AS(machine.launch("other", 1, 1, arguments), InternalError);
    CHECK_THROWS_AS(machine.set_constant("table", values, 17), InternalError);
    CHECK_THROWS_AS(machine.set_constant("tables", values, 1), InternalError);
    CHECK_THROWS_AS(Machine({read_module(text), read_module(text)}), InputError);
    CHECK(read_module(text).parameter_bytes("kernel") == std::vector<std::size_t>{8});
}

TEST_CASE("ptx: what is not known is refused, with its line and its words") {
    CHECK(refusal("add.rn.f64 %g0, %g1, %g2;") == "");
    for (const char* const unknown : {"add.f64 %g0, %g1, %g2;",
                                      "mul.ftz.f32 %f0, %f1, %f2;",
                                      "div.approx.f32 %f0, %f1, %f2;",
                                      "sin.approx.f32 %f0, %f1;",
                                      "ex2.approx.ftz.f32 %f0, %f1;",
                                      "rsqrt.approx.f64 %g0, %g1;",
                                      "bar.sync 0;",
                                      "atom.global.add.u32 %w0, [%d0], %w1;",
                                      "red.global.add.u32 [%d0], %w1;",
                                      "shfl.sync.idx.b32 %w0, %w1, %w2, %w3, %w4;",
                                      "ld.volatile.u32 %w0, [%d0];",
                                      "ld.global.L1::evict_last.u32 %w0, [%d0];",
                                      "ld.global.f16 %h0, [%d0];",
                                      "st.const.u32 [%d0], %w0;",
                                      "st.param.u32 [out], %w0;",
                                      "call foo;",
                                      "cvt.sat.u8.s32 %w0, %w1;",
                                      "cvt.f32.f64 %f0, %g0;",
                                      "setp.lt.and.f64 %p0, %g0, %g1, %p1;",
                                      "mov.u32 %w0, %clock;",
                                      "mov.u32 %w0, %laneid;",
                                      "cvta.const %d0, %d1;",
                                      "fma.f64 %g0, %g1, %g2, %g3;",
                                      "membar.gl;",
                                      "trap;",
                                      "vote.sync.all.pred %p0, %p1, -1;"}) {
        CAPTURE(unknown);
        const std::string message = refusal(unknown);
        CHECK(message.find("PTX, line 8: '" + std::string(unknown, std::strlen(unknown) - 1) +
                           "'") != std::string::npos);
    }
}

TEST_CASE("ptx: operands that do not fit are refused") {
    for (const char* const wrong : {"add.s32 %w0, %w1;",
                                    "add.s32 %w0, %w1, %w2, %w3;",
                                    "add.s32 %d0, %w1, %w2;",
                                    "add.s32 %w0, %d1, %w2;",
                                    "add.s32 %w0, %w1, 0f3F800000;",
                                    "add.rn.f64 %g0, %g1, 1;",
                                    "add.rn.f64 %g0, %g1, 0f3F800000;",
                                    "add.s32 %w0, %w1, 4294967296;",
                                    "add.s32 %w0, %w1, -2147483649;",
                                    "add.s32 %w0, %w9, %w1;",
                                    "add.s32 7, %w0, %w1;",
                                    "@%w0 add.s32 %w0, %w1, %w2;",
                                    "bra $nowhere;",
                                    "bra %w0;",
                                    "ld.global.u32 %w0, %d0;",
                                    "ld.global.u32 %w0, [%w1];",
                                    "ld.global.u64 %w0, [%d0];",
                                    "ld.global.v2.u32 %w0, [%d0];",
                                    "ld.global.v2.u32 {%w0, %w1, %w2}, [%d0];",
                                    "ld.global.u32 {%w0, %w1}, [%d0];",
                                    "ld.param.u32 %w0, [nothing];",
                                    "mov.b64 {%w0, %w1, %w2}, %d0;",
                                    "mov.b64 %d0, {%h0, %h1};",
                                    "st.global.u32 [%d0], %h0;",
                                    "ret %w0;"}) {
        CAPTURE(wrong);
        CHECK(refusal(wrong).find("PTX, line ") == 0);
    }
}

TEST_CASE("ptx: a text is refused that is none, or has directives that are not known") {
    const std::string good = ptx_text("", "");
    CHECK(read_module(good).kernels() == std::vector<std::string>{"kernel"});
    CHECK(read_module(good + std::string(3, '\0')).kernels().size() == 1);
    for (const char* const text :
         {"", "hello", ".version 9.0", ".version 5.0\n.target sm_90\n.address_size 64\n",
          ".version 9.0\n.target sm_90\n.address_size 32\n",
          ".version 9.0\n.target sm_90, debug\n.address_size 64\n"}) {
        CAPTURE(text);
        CHECK_THROWS_AS((void)read_module(text), InputError);
    }
    for (const char* const directive : {".func foo { ret; }",
                                        ".extern .func foo;",
                                        ".file 1 \"a.cu\"",
                                        ".global .f16 x;",
                                        ".shared .u32 x;",
                                        ".global .u32 x[2] = {1, 2, 3};",
                                        ".global .u64 x = y;",
                                        ".global .u32 a = b;",
                                        ".global .align 3 .u32 x;",
                                        ".visible .entry kernel() { ret; }",
                                        ".entry k() { add.s32; }",
                                        ".entry k() { }",
                                        ".entry k() { .reg .f16 %x; ret; }",
                                        ".entry k() { .pragma \"else\"; ret; }",
                                        ".entry k() { ret; ",
                                        ".entry k() { l: ret; l: ret; }",
                                        ".entry k() { { ret; }",
                                        "/* open",
                                        "\"open",
                                        "#",
                                        ".entry k(.param .u32 a, .param .u32 a) { ret; }",
                                        ".entry k() { .reg .b32 %r<99999999>; ret; }"}) {
        CAPTURE(directive);
        CHECK_THROWS_AS((void)read_module(good + directive), InputError);
    }
}
