#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>

#include "ptx/fat_binary.hpp"
#include "ptx/program_ptx.hpp"
#include "ptx_runs.hpp"
#include "tapir/trace/base/error.hpp"

/// Texts and programs that were damaged end in an error.
namespace {

using namespace tapir;
using namespace tapir::test;
using namespace tapir::engine::ptx;

template <class Integer>
void put(std::string& bytes, std::size_t at, Integer value) {
    std::memcpy(bytes.data() + at, &value, sizeof value);
}

/// A container with one entry.
/// @param flags  0x8000: zstd
std::string fat_binary(const std::string& content, std::uint16_t kind, std::uint64_t flags,
                       std::size_t text_bytes) {
    std::string entry(64, '\0');
    put<std::uint16_t>(entry, 0, kind);
    put<std::uint16_t>(entry, 2, 0x0101);
    put<std::uint32_t>(entry, 4, 64);
    put<std::uint64_t>(entry, 8, (content.size() + 7) / 8 * 8);
    put<std::uint32_t>(entry, 16, flags == 0 ? 0U : static_cast<std::uint32_t>(content.size()));
    put<std::uint64_t>(entry, 40, flags);
    put<std::uint64_t>(entry, 56, flags == 0 ? 0U : text_bytes);
    entry += content;
    entry.resize((entry.size() + 7) / 8 * 8);
    std::string container(16, '\0');
    put<std::uint32_t>(container, 0, 0xBA55ED50);
    put<std::uint16_t>(container, 4, 1);
    put<std::uint16_t>(container, 6, 16);
    put<std::uint64_t>(container, 8, entry.size());
    return container + entry;
}

/// A zstd frame with one block that is not compressed (RFC 8878); up to 255 bytes.
std::string zstd_frame(const std::string& text) {
    const auto size = static_cast<std::uint32_t>(text.size());
    const std::uint32_t block = size << 3U | 1U;
    std::string frame("\x28\xB5\x2F\xFD\x20", 5);
    frame += static_cast<char>(size);
    for (unsigned shift = 0; shift < 24; shift += 8) {
        frame += static_cast<char>(block >> shift & 0xFFU);
    }
    return frame + text;
}

/// An ELF file of which only a section is of interest.
std::string elf_file(const std::string& section, const std::string& name) {
    const std::string names = std::string("\0", 1) + name + std::string(1, '\0');
    std::string file(64, '\0');
    file.replace(0, 6,
                 "\x7F"
                 "ELF\x02\x01");
    put<std::uint64_t>(file, 40, 64); // section headers begin
    put<std::uint16_t>(file, 58, 64);
    put<std::uint16_t>(file, 60, 2);
    put<std::uint16_t>(file, 62, 1);
    std::string headers(128, '\0');
    put<std::uint32_t>(headers, 0, 1);
    put<std::uint64_t>(headers, 24, 192 + names.size());
    put<std::uint64_t>(headers, 32, section.size());
    put<std::uint64_t>(headers, 64 + 24, 192);
    put<std::uint64_t>(headers, 64 + 32, names.size());
    return file + headers + names + section;
}

/// Changes, leaves out or doubles a few bytes.
std::string damaged(std::string bytes, std::mt19937_64& random) {
    for (std::uint64_t left = 1 + random() % 3; left > 0 && !bytes.empty(); --left) {
        const std::size_t at = random() % bytes.size();
        switch (random() % 4) {
        case 0:
            bytes[at] = static_cast<char>(random());
            break;
        case 1:
            bytes.erase(at, 1 + random() % 8);
            break;
        case 2:
            bytes.insert(at, bytes.substr(random() % bytes.size(), random() % 12));
            break;
        default:
            bytes.resize(at);
        }
    }
    return bytes;
}

/// @return it ended in an error
template <class Read>
bool refuses(const Read& read) {
    try {
        read();
        return false;
    } catch (const InputError&) {
        return true;
    }
}

const std::string text = one_instruction("fma.rn.f64", "dddd");

} // namespace

TEST_CASE("ptx damage: five thousand damaged texts are read or refused") {
    const std::string whole = ptx_text(
        ".param .align 8 .b8 a[24], .param .u64 b",
        ".reg .pred %p<3>;\n.reg .b32 %r<5>;\n.reg .b64 %d<5>;\n.local .align 8 .b8 l[16];\n"
        "ld.param.v2.u32 {%r0, %r1}, [a+8];\n$L0:\nsetp.lt.s32 %p1, %r0, 5;\n@!%p1 bra "
        "$L1;\nadd.s32 %r0, %r0, -1;\nbra.uni $L0;\n"
        "$L1:\n{\n.reg .b32 %t;\nmov.b64 {%t, %r2}, %d1;\n}\nst.local.u64 [l+8], %d1;\n",
        ".const .align 4 .b8 c[8];\n.global .align 8 .u64 g[2] = {generic(c), 0};\n");
    (void)read_module(whole);
    std::mt19937_64 random(20);
    int refused = 0;
    for (int i = 0; i < 5000; ++i) {
        const std::string bytes = damaged(whole, random);
        refused += refuses([&bytes] { (void)read_module(bytes); }) ? 1 : 0;
    }
    CHECK(refused > 3000);
    CHECK(refused < 5000); // a changed number is still one
}

TEST_CASE("ptx damage: a fat binary's texts are found, plain and compressed, and no machine code") {
    const std::string small = ptx_text("", "");
    REQUIRE(small.size() < 256);
    const std::string plain = fat_binary(text, 1, 0, 0);
    const std::string packed = fat_binary(zstd_frame(small), 1, 0x8000, small.size());
    const std::string code = fat_binary("machine code", 2, 0, 0);
    CHECK(ptx_in_fat_binary("", "x").empty());
    CHECK(ptx_in_fat_binary(code, "x").empty());
    CHECK(ptx_in_fat_binary(code + plain + std::string(8, '\0') + packed, "x") ==
          std::vector<std::string>{text, small});
    for (const std::string& bad :
         {fat_binary(text, 1, 0x2000, text.size()),
          fat_binary(zstd_frame(small), 1, 0x8000, small.size() - 1),
          fat_binary(zstd_frame(small), 1, 0x8000, small.size() + 1),
          fat_binary(zstd_frame(small), 1, 0x8000, ~std::size_t{0}),
          fat_binary(text, 1, 0x8000, text.size()), plain.substr(0, plain.size() - 1),
          plain.substr(0, 20), "PK" + plain}) {
        CHECK(refuses([&bad] { (void)ptx_in_fat_binary(bad, "x"); }));
    }
}

TEST_CASE("ptx damage: five thousand damaged fat binaries and programs are read or refused") {
    const std::string small = ptx_text("", "");
    const std::string whole = fat_binary("code", 2, 0, 0) + fat_binary(text, 1, 0, 0) +
                              fat_binary(zstd_frame(small), 1, 0x8000, small.size());
    const std::string program = elf_file(whole, ".nv_fatbin");
    const auto path = std::filesystem::temp_directory_path() / "tapir_ptx_damage_test";
    const auto write = [&path](const std::string& bytes) {
        std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
    };
    write(program);
    CHECK(ptx_in_program(path) == std::vector<std::string>{text, small});
    write(elf_file(whole, ".text"));
    CHECK(ptx_in_program(path).empty());
    std::mt19937_64 random(21);
    int refused = 0;
    for (int i = 0; i < 4000; ++i) {
        const std::string bytes = damaged(whole, random);
        refused += refuses([&bytes] { (void)ptx_in_fat_binary(bytes, "x"); }) ? 1 : 0;
    }
    CHECK(refused > 1000);
    for (int i = 0; i < 1000; ++i) {
        write(damaged(program.substr(0, 400), random) + program.substr(400));
        (void)refuses([&path] { (void)ptx_in_program(path); });
    }
    write("no program");
    CHECK(refuses([&path] { (void)ptx_in_program(path); }));
    std::filesystem::remove(path);
    CHECK(refuses([&path] { (void)ptx_in_program(path); }));
}
