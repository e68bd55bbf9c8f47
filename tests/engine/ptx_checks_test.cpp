#include <doctest/doctest.h>

#include <bit>

#include "ptx_runs.hpp"
#include "tapir/trace/base/error.hpp"

/// Each check notices what it is for, and nothing else.
namespace {

using namespace tapir;
using namespace tapir::test;
using namespace tapir::engine::ptx;

constexpr Checks all_checks{.bounds = true, .alignment = true, .initialised = true, .races = true};
const std::string registers =
    ".reg .pred %p<9>; .reg .b16 %h<9>; .reg .b32 %w<9>; .reg .b64 %d<9>;\n"
    "mov.u32 %w0, %tid.x;\n";

/// kernel(memory) on 16 bytes, of which the first 8 are written.
/// @return the fault's message, or ""
std::string fault(const std::string& body, std::uint32_t threads = 1,
                  const Checks& checks = all_checks, const std::string& variables = "") {
    Machine machine(
        {read_module(ptx_text(".param .u64 memory",
                              registers + "ld.param.u64 %d0, [memory];\n" + body, variables))},
        checks, 2);
    void* memory = machine.allocate(16);
    const std::uint64_t word = 5;
    machine.copy_to_device(memory, &word, sizeof word);
    void* arguments[] = {&memory};
    try {
        machine.launch("kernel", 1, threads, arguments);
    } catch (const Fault& found) {
        return found.what();
    }
    return "";
}

bool has(const std::string& message, const std::string& part) {
    CAPTURE(message);
    CAPTURE(part);
    const bool found = message.find(part) != std::string::npos;
    CHECK(found);
    return found;
}

} // namespace

TEST_CASE("ptx checks: sound accesses pass all of them") {
    CHECK(fault("ld.global.u64 %d1, [%d0];\nst.global.u64 [%d0+8], %d1;\nld.u8 %h1, [%d0+15];\n") ==
          "");
    CHECK(fault("mul.wide.u32 %d1, %w0, 2;\nadd.s64 %d1, %d1, %d0;\nst.global.u16 [%d1], %w0;\n",
                8) == "");
}

TEST_CASE("ptx checks: one byte beyond, and one before, say by how much and where") {
    const std::string over = fault("ld.global.u8 %h1, [%d0+16];\n");
    has(over, "PTX kernel kernel, line 9 'ld.global.u8 %h1, [%d0+16]', block 0, thread 0: reads 1 "
              "byte at address 0x");
    has(over, "1 byte beyond the end of an allocation of 16 bytes");
    has(fault("st.global.u8 [%d0+-1], %w0;\n"),
        "1 byte before the start of an allocation of 16 bytes");
    has(fault("mul.wide.u32 %d1, %w0, 8;\nadd.s64 %d1, %d1, %d0;\nst.global.u64 [%d1], %d1;\n", 3),
        "thread 2: writes 8 bytes");
    has(fault("ld.global.v2.u32 {%w1, %w2}, [%d0+16];\n"), "4 bytes beyond");
    has(fault("ld.global.u32 %w1, [%d0+1000000000];\n"), "beyond the end of");
    has(fault("mov.u64 %d1, 0;\nld.u32 %w1, [%d1];\n"), "reads 4 bytes at address 0x0");
    has(fault("ld.param.u64 %d1, [memory+8];\n"), "8 bytes beyond its end at 8");
    has(fault(".local .align 4 .b8 mine[4];\nst.local.u32 [mine+256], %w0;\n"),
        "of the local space");
    has(fault(".shared .align 4 .b8 ours[4];\nst.shared.u32 [ours+4], %w0;\n"),
        "4 bytes beyond its end at 4");
    has(fault("ld.const.u8 %h1, [t+4];\n", 1, all_checks, ".const .align 4 .b8 t[4];\n"),
        "beyond the end of the variable t of 4 bytes");
}

TEST_CASE("ptx checks: memory that was released is none any more") {
    Machine machine({read_module(
        ptx_text(".param .u64 memory",
                 registers + "ld.param.u64 %d0, [memory];\nst.global.u32 [%d0], 1;\n"))});
    void* memory = machine.allocate(16);
    void* arguments[] = {&memory};
    machine.launch("kernel", 1, 1, arguments);
    machine.release(memory);
    CHECK_THROWS_AS(machine.launch("kernel", 1, 1, arguments), Fault);
    CHECK_THROWS_AS(machine.release(memory), InternalError);
    int host = 0;
    CHECK_THROWS_AS(machine.release(&host), InternalError);
    CHECK_THROWS_AS(machine.copy_to_device(memory, &host, 1), InternalError);
}

TEST_CASE("ptx checks: an instruction's space is that of the memory") {
    const std::string table = ".const .align 4 .b8 t[4];\n.global .align 4 .b8 g[4];\n";
    has(fault("mov.u64 %d1, t;\nld.global.u32 %w1, [%d1];\n", 1, all_checks, table),
        "which is not in the global space");
    has(fault("mov.u64 %d1, g;\nld.const.u32 %w1, [%d1];\n", 1, all_checks, table),
        "which is not in the const space");
    has(fault("mov.u64 %d1, t;\nst.u32 [%d1], %w0;\n", 1, all_checks, table),
        "which no thread may write");
    has(fault("mov.u64 %d1, memory;\nst.u32 [%d1], %w0;\n"), "which no thread may write");
    has(fault("ld.local.u32 %w1, [%d0];\n"), "which is not in the local space");
    has(fault("mov.u64 %d1, memory;\nld.global.u32 %w1, [%d1];\n"),
        "where the instruction says global");
}

TEST_CASE("ptx checks: an address is a multiple of what is accessed, of a vector as a whole") {
    has(fault("ld.global.u32 %w1, [%d0+2];\n"), "which is 2 beyond a multiple of 4");
    has(fault("ld.global.v2.u32 {%w1, %w2}, [%d0+4];\n"), "which is 4 beyond a multiple of 8");
    has(fault(".local .align 8 .b8 mine[16];\nst.local.u64 [mine+4], %d0;\n"),
        "which is 4 beyond a multiple of 8");
    Checks loose = all_checks;
    loose.alignment = false;
    CHECK(fault("ld.global.u32 %w1, [%d0+2];\n", 1, loose) == "");
}

TEST_CASE("ptx checks: what nobody wrote may be copied, and not used") {
    // the last byte of what is read is not written
    const std::string used = "ld.global.u64 %d1, [%d0+8];\nadd.s64 %d2, %d1, 1;\n";
    has(fault(used), "line 10 'add.s64 %d2, %d1, 1', block 0, thread 0: source 1 of the operation "
                     "was never written");
    CHECK(fault(used, 1, {.initialised = false}) == "");
    CHECK(
        fault(
            "ld.global.u64 %d1, [%d0+8];\nmov.b64 {%w1, %w2}, %d1;\nst.global.u32 [%d0], %w1;\n") ==
        "");
    has(fault("ld.global.u64 %d1, [%d0+8];\nst.global.u64 [%d0], %d1;\nld.global.u8 %h1, "
              "[%d0+7];\nadd.s16 %h2, %h1, 1;\n"),
        "add.s16");
    // bytes that were written come through a shift and a store in the company of others
    CHECK(
        fault("ld.global.u64 %d1, [%d0+8];\nst.global.u8 [%d0+8], %w0;\nld.global.u64 %d1, "
              "[%d0+8];\nshr.u64 %d2, %d1, 8;\n"
              "st.global.u8 [%d0+9], %w0;\nld.global.u16 %h1, [%d0+8];\nadd.s16 %h2, %h1, 1;\n") ==
        "");
    has(fault("add.s32 %w2, %w1, 1;\n"), "was never written");
    has(fault("@%p0 add.s32 %w2, %w0, 1;\n"), "the predicate was never written");
    has(fault("ld.global.u8 %h1, [%d1];\n"), "source 1");
    has(fault(".local .align 4 .b8 mine[4];\nld.local.u32 %w1, [mine];\nadd.s32 %w2, %w1, 1;\n"),
        "was never written");
    // bytes that the text calls unused are not, even where they were written
    has(fault(".pragma \"used_bytes_mask 5\";\nld.global.v4.u8 {%h1, %h2, %h3, %h4}, "
              "[%d0];\nadd.s16 %h5, %h1, %h3;\nadd.s16 %h5, %h1, %h2;\n"),
        "line 12");
    Machine machine({read_module(ptx_text("", ""))}, all_checks);
    void* memory = machine.allocate(4);
    int host = 0;
    CHECK_THROWS_AS(machine.copy_to_host(&host, memory, 4), InternalError);
    machine.clear(memory, 1, 4);
    machine.copy_to_host(&host, memory, 4);
    CHECK(host == 0x01010101);
}

TEST_CASE("ptx checks: two threads race for a byte, whichever comes first and however far apart") {
    const std::string write = "st.global.u8 [%d0], %w0;\n";
    const std::string read_then =
        "setp.eq.u32 %p0, %w0, 0;\n@%p0 bra $write;\nld.global.u8 %h1, [%d0];\nret;\n$write:\n";
    Checks checks = all_checks;
    for (const ThreadOrder order :
         {ThreadOrder::forward, ThreadOrder::reversed, ThreadOrder::shuffled}) {
        checks.order = order;
        has(fault(write, 2, checks), "a race");
        has(fault(write, 100, checks), "a race");
        has(fault(read_then + write, 100, checks), "a race");
        CHECK(fault("ld.global.u8 %h1, [%d0];\n", 100, checks) == "");
        CHECK(fault("add.s64 %d0, %d0, %d1;\n", 1, {.order = order}) == "");
    }
    checks.races = false;
    CHECK(fault(write, 2, checks) == "");
    has(fault(".shared .align 4 .b8 ours[4];\nst.shared.u32 [ours], %w0;\n", 2), "a race");
    // a wide write and a narrow one share a byte
    has(fault("setp.eq.u32 %p0, %w0, 0;\n@%p0 st.global.u64 [%d0], %d0;\n@!%p0 st.global.u8 "
              "[%d0+7], %w0;\n",
              2),
        "byte 7");
}

TEST_CASE("ptx checks: a division by zero is a fault") {
    has(fault("div.s32 %w1, %w0, 0;\n"), "a division by zero");
    CHECK(fault("setp.eq.u32 %p0, %w0, 0;\n@!%p0 rem.u32 %w1, %w0, %w0;\n") == "");
}

TEST_CASE(
    "ptx checks: of several faults the first block's is told, whatever the number of threads") {
    const std::string text =
        ptx_text(".param .u64 memory",
                 registers + "ld.param.u64 %d0, [memory];\nmov.u32 %w1, %ctaid.x;\n"
                             "setp.lt.u32 %p0, %w1, 5;\n@%p0 ret;\nst.global.u32 [%d0+4], %w1;\n");
    for (int i = 0; i < 20; ++i) {
        Machine machine({read_module(text)}, {}, 4);
        void* memory = machine.allocate(4);
        void* arguments[] = {&memory};
        try {
            machine.launch("kernel", 40, 3, arguments);
            FAIL("no fault");
        } catch (const Fault& found) {
            CHECK(found.place().block == 5);
            CHECK(found.place().thread == 0);
            CHECK(found.place().line == 12);
            CHECK(found.place().kernel == "kernel");
        }
    }
}

TEST_CASE("ptx coverage: lists what never ran, and counts what did") {
    const std::string text = ptx_text(
        "",
        registers +
            "setp.eq.u32 %p0, %w0, 7;\n@%p0 bra $seven;\nmov.u32 %w1, 1;\n@%p0 mov.u32 %w1, 2;\n"
            "ret;\n$seven:\nmov.u32 %w1, 3;\n");
    Machine machine({read_module(text)});
    CHECK(machine.coverage().front().never_ran.size() == 8);
    machine.launch("kernel", 1, 7, nullptr);
    const KernelCoverage first = machine.coverage().front();
    CHECK(first.kernel == "kernel");
    CHECK(first.launches == 1);
    CHECK(first.instructions == 8);
    REQUIRE(first.never_ran.size() == 3);
    CHECK(first.never_ran[0].text == "@%p0 mov.u32 %w1, 2");
    CHECK(first.never_ran[0].line == 11);
    CHECK(first.never_ran[2].text == "ret");
    CHECK(machine.instructions_run() == 7 * 5);
    machine.launch("kernel", 2, 8, nullptr);
    CHECK(machine.coverage().front().never_ran.size() == 1);
    CHECK(machine.instructions_run() == 7 * 5 + 14 * 5 + 2 * 5);
}
