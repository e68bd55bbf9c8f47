#include <doctest/doctest.h>

#include <sys/stat.h>

#include <random>

#include "program.hpp"
#include "tapir/reports/archive/folder_draft.hpp"
#include "tapir/reports/archive/manifest.hpp"
#include "tapir/trace/base/digest.hpp"
#include "tapir/trace/base/error.hpp"

namespace {

namespace fs = std::filesystem;
using namespace tapir::reports;
using tapir::InputError;
using tapir::test::contains;
using tapir::test::ScratchFolder;
using tapir::test::text_of;

/// A small folder of evidence.
fs::path make_folder(const ScratchFolder& scratch, const std::string& name = "evidence") {
    FolderDraft draft(scratch.file(name));
    draft.write("trace.log", "TRACE_C: steps 1\n");
    draft.write("inputs/matrix.mat", "1 0 0\n0 1 0\n0 0 1\n");
    draft.write("empty.txt", "");
    draft.seal();
    draft.publish();
    return scratch.file(name);
}

void overwrite(const fs::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}

std::string refusal(const std::string& text) {
    try {
        (void)parse_manifest(text, "sha256.txt");
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

} // namespace

TEST_CASE("sha256_of_file: the digests of FIPS 180-4, of files of any length") {
    const ScratchFolder scratch;
    CHECK(tapir::sha256_of_file(scratch.write("abc", "abc")) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(tapir::sha256_of_file(scratch.write("million", std::string(1'000'000, 'a'))) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    CHECK_THROWS_AS((void)tapir::sha256_of_file(scratch.file(".")), InputError);
    CHECK_THROWS_AS((void)tapir::sha256_of_file(scratch.file("none")), InputError);
    REQUIRE(::mkfifo(scratch.file("pipe").c_str(), 0600) == 0);
    CHECK_THROWS_AS((void)tapir::sha256_of_file(scratch.file("pipe")), InputError);
}

TEST_CASE("manifest: sha256sum of coreutils accepts it, and makes the same") {
    const ScratchFolder scratch;
    const fs::path folder = make_folder(scratch);
    const std::string go = "cd " + folder.string() + " && ";
    CHECK(std::system((go + "sha256sum --strict --quiet -c sha256.txt").c_str()) == 0);
    CHECK(std::system((go + "LC_ALL=C sha256sum empty.txt inputs/matrix.mat trace.log | cmp - "
                            "sha256.txt")
                          .c_str()) == 0);
    CHECK_FALSE(contains(text_of(folder / "sha256.txt"), "  sha256.txt"));
    CHECK(check_folder(folder).whole());
    CHECK(check_folder(folder).files == 3);
    CHECK(check_folder(folder / "").whole()); // with a slash
}

TEST_CASE("check_folder: names every missing, extra and changed file, of any kind") {
    const ScratchFolder scratch;
    int made = 0;
    const auto damaged = [&scratch, &made](const auto& damage) {
        const fs::path folder = make_folder(scratch, "e" + std::to_string(++made));
        damage(folder);
        return check_folder(folder);
    };
    using Names = std::vector<std::string>;
    CHECK(damaged([](const fs::path& f) { fs::remove(f / "trace.log"); }).missing ==
          Names{"trace.log"});
    CHECK(damaged([](const fs::path& f) { fs::remove_all(f / "inputs"); }).missing ==
          Names{"inputs/matrix.mat"});
    CHECK(damaged([](const fs::path& f) { overwrite(f / "empty.txt", "x"); }).changed ==
          Names{"empty.txt"});
    CHECK(damaged([](const fs::path& f) { overwrite(f / ".hidden", ""); }).extra ==
          Names{".hidden"});
    CHECK(damaged([](const fs::path& f) { overwrite(f / "inputs/more", ""); }).extra ==
          Names{"inputs/more"});
    CHECK(damaged([](const fs::path& f) { fs::create_directory(f / "void"); }).extra ==
          Names{"void"});
    CHECK(damaged([](const fs::path& f) { fs::create_symlink("trace.log", f / "link"); }).extra ==
          Names{"link"});
    CHECK(damaged([](const fs::path& f) { ::mkfifo((f / "pipe").c_str(), 0600); }).extra ==
          Names{"pipe"});
    // the right bytes, but elsewhere
    CHECK(damaged([&scratch](const fs::path& f) {
              fs::rename(f / "trace.log", scratch.file("moved"));
              fs::create_symlink(scratch.file("moved"), f / "trace.log");
          }).changed == Names{"trace.log"});
    CHECK(damaged([](const fs::path& f) {
              fs::remove(f / "trace.log");
              fs::create_directory(f / "trace.log");
          }).changed == Names{"trace.log"});
    const FolderCheck all = damaged([](const fs::path& f) {
        fs::remove(f / "trace.log");
        overwrite(f / "inputs/matrix.mat", "1 0 0\n0 1 0\n0 0 2\n");
        overwrite(f / "trace.log ", "");
    });
    CHECK_FALSE(all.whole());
    CHECK(all.missing.size() + all.changed.size() + all.extra.size() == 3);
}

TEST_CASE("check_folder: without a list that can be relied on there is no bundle") {
    const ScratchFolder scratch;
    const fs::path folder = make_folder(scratch);
    CHECK_THROWS_AS((void)check_folder(scratch.file("none")), InputError);
    CHECK_THROWS_AS((void)check_folder(folder / "trace.log"), InputError);
    fs::rename(folder / "sha256.txt", scratch.file("list"));
    CHECK_THROWS_AS((void)check_folder(folder), InputError);
    fs::create_symlink(scratch.file("list"), folder / "sha256.txt");
    CHECK_THROWS_AS((void)check_folder(folder), InputError);
}

TEST_CASE("parse_manifest: reads what is written, and refuses everything else with its line") {
    const std::string hash(64, 'a');
    const std::vector<Digest> read = parse_manifest(hash + "  a.b\n" + hash + "  c/d_e-f\n", "");
    REQUIRE(read.size() == 2);
    CHECK(read.back().name == "c/d_e-f");
    CHECK(manifest_text(read) == hash + "  a.b\n" + hash + "  c/d_e-f\n");
    CHECK(contains(refusal(""), "lists nothing"));
    CHECK(contains(refusal("\n"), "sha256.txt:1: is no line of 64"));
    CHECK(contains(refusal(hash + "  a"), "cut short"));
    CHECK(contains(refusal(hash + "  a\r\n"), "not every system"));
    CHECK(contains(refusal(hash + " *a\n"), "is no line of 64"));
    CHECK(contains(refusal(std::string(64, 'A') + "  a\n"), "is no line of 64"));
    CHECK(contains(refusal(hash + "a  a\n"), "is no line of 64"));
    CHECK(contains(refusal(hash + "  sha256.txt\n"), "lists itself"));
    CHECK(contains(refusal(hash + "  a\n" + hash + "  a\n"), "sha256.txt:2: repeats a name"));
    CHECK(contains(refusal(hash + "  b\n" + hash + "  a\n"), "out of order"));
    CHECK(contains(refusal(hash + "  A\n" + hash + "  a\n"), "differ in case only"));
    for (const char* name : {"../a", "/a", "a/../b", "a//b", "a/", "./a", "-rf", "a b", "a\\b",
                             "\xc3\xa9", "a\x1b[31m", "~", ".", "C:a", "a/-b"}) {
        CAPTURE(name);
        CHECK_FALSE(is_portable_name(name));
        CHECK(contains(refusal(hash + "  " + name + "\n"), "not every system"));
    }
    CHECK(is_portable_name(".hidden"));
    CHECK(is_portable_name("..."));
    CHECK_FALSE(is_portable_name(std::string(201, 'a')));
}

TEST_CASE("parse_manifest: random damage is refused or read, and never anything else") {
    std::mt19937 random(7);
    const std::string hash(64, '0');
    const std::string good = hash + "  a.log\n" + hash + "  inputs/b.mat\n" + hash + "  z\n";
    int refused = 0;
    for (int i = 0; i < 20'000; ++i) {
        std::string text = good;
        for (unsigned int edits = 1 + random() % 4; edits > 0; --edits) {
            const std::size_t at = random() % text.size();
            switch (random() % 3) {
            case 0:
                text[at] = static_cast<char>(random() % 256);
                break;
            case 1:
                text.erase(at, 1 + random() % 9);
                break;
            default:
                text.insert(at, 1 + random() % 3, static_cast<char>(random() % 256));
            }
            text += text.empty() ? "\n" : "";
        }
        std::string again;
        try {
            again = manifest_text(parse_manifest(text, "sha256.txt"));
        } catch (const InputError&) {
            ++refused;
            continue;
        }
        REQUIRE(again == text); // what is read is exactly what is written
    }
    CHECK(refused > 10'000);
}
