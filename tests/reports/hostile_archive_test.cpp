#include <doctest/doctest.h>

#include <archive.h>
#include <archive_entry.h>

#include "archives.hpp"
#include "tapir/reports/archive/archive.hpp"
#include "tapir/reports/archive/manifest.hpp"
#include "tapir/reports/text/printable.hpp"
#include "tapir/trace/base/digest.hpp"
#include "tapir/trace/base/error.hpp"

/// Archives that somebody made to do harm, or that are broken: none leaves anything behind.
namespace {

namespace fs = std::filesystem;
using namespace tapir::reports;
using namespace tapir::test;
using tapir::InputError;

/// An entry of an archive made by hand.
struct Made {
    std::string path, content;
    int type = AE_IFREG;
    std::string link;
};

/// @param filter  of the compression
void make_archive(const fs::path& file, const std::vector<Made>& entries,
                  int (*filter)(archive*) = archive_write_add_filter_zstd) {
    archive* out = archive_write_new();
    archive_write_set_format_gnutar(out);
    filter(out);
    REQUIRE(archive_write_open_filename(out, file.c_str()) == ARCHIVE_OK);
    for (const Made& made : entries) {
        archive_entry* entry = archive_entry_new();
        archive_entry_set_pathname(entry, made.path.c_str());
        archive_entry_set_filetype(entry, static_cast<unsigned int>(made.type));
        archive_entry_set_perm(entry, 04755);
        if (made.type == AE_IFLNK) {
            archive_entry_set_symlink(entry, made.link.c_str());
        } else if (!made.link.empty()) {
            archive_entry_set_hardlink(entry, made.link.c_str());
        }
        archive_entry_set_size(entry, static_cast<la_int64_t>(made.content.size()));
        REQUIRE(archive_write_header(out, entry) == ARCHIVE_OK);
        archive_write_data(out, made.content.data(), made.content.size());
        archive_entry_free(entry);
    }
    archive_write_free(out);
}

/// The entries of a whole bundle, with others before its list of digests.
std::vector<Made> bundle_with(const std::vector<Made>& others) {
    std::vector<Made> entries{{"tapir-bundle/a", "A", AE_IFREG, ""}};
    entries.insert(entries.end(), others.begin(), others.end());
    entries.push_back({"tapir-bundle/sha256.txt", tapir::sha256_hex("A") + "  a\n", AE_IFREG, ""});
    return entries;
}

std::string refusal(const ScratchFolder& scratch, const fs::path& file,
                    const ArchiveLimits& limits = {}) {
    std::string message;
    try {
        unpack_archive(file, scratch.file("out"), limits);
    } catch (const InputError& error) {
        message = error.what();
    }
    for (const auto& entry : fs::directory_iterator(scratch.file("."))) {
        CAPTURE(entry.path().string());
        // nothing is left, whole or half
        CHECK((message.empty() || entry.path().filename().string().rfind("out", 0) != 0));
    }
    return message;
}

} // namespace

TEST_CASE(
    "archive: paths that leave the folder, links and devices are refused, and write nothing") {
    const ScratchFolder scratch;
    const fs::path file = scratch.file("hostile.tar.zst");
    const auto refused = [&](const std::vector<Made>& others) {
        make_archive(file, bundle_with(others));
        std::string message = refusal(scratch, file);
        fs::remove(file);
        return message;
    };
    CHECK(refused({}).empty()); // the bundle alone is unpacked
    fs::remove_all(scratch.file("out"));
    for (const char* path :
         {"../evil", "/tmp/tapir-evil", "tapir-bundle/../evil", "tapir-bundle//evil", "evil",
          "tapir-bundle/a/../../evil", "./tapir-bundle/evil", "tapir-bundle", "tapir-bundle/",
          "tapir-bundle/\x1b[31mevil", "tapir-bundle/-rf"}) {
        CAPTURE(path);
        const std::string message = refused({{path, "evil", AE_IFREG, ""}});
        CHECK(contains(message, "holds the name '" + printable(path) + "'"));
        CHECK_FALSE(contains(message, "\x1b"));
    }
    struct Refusal {
        Made entry;
        const char* message;
    };
    for (const Refusal& expected : std::vector<Refusal>{
             {{"/tmp/tapir-evil", "", AE_IFREG, ""}, "'/tmp/tapir-evil', an absolute path"},
             {{"tapir-bundle/../evil", "", AE_IFREG, ""}, "a path with '.' or '..' in it"},
             {{"evil", "", AE_IFREG, ""}, "'evil', which does not lie below tapir-bundle/"},
             {{"tapir-bundle/a\nb", "", AE_IFREG, ""}, "a?b', which is no plain one"},
             {{"tapir-bundle/l", "", AE_IFLNK, "/etc/\x1bpasswd"},
              "holds 'tapir-bundle/l', which is no regular file but a symbolic link to "
              "'/etc/?passwd'"},
             {{"tapir-bundle/h", "", AE_IFREG, "tapir-bundle/a"},
              "a hard link to 'tapir-bundle/a'"},
             {{"tapir-bundle/h", "", AE_IFREG, "/etc/passwd"}, "a hard link to '/etc/passwd'"},
             {{"tapir-bundle/d", "", AE_IFDIR, ""},
              "'tapir-bundle/d/', which is no regular file "
              "but a folder"},
             {{"tapir-bundle/p", "", AE_IFIFO, ""}, "no regular file but a pipe"},
             {{"tapir-bundle/c", "", AE_IFCHR, ""}, "no regular file but a character device"},
             {{"tapir-bundle/A", "A", AE_IFREG, ""}, "holds both 'A' and 'a' (they are one file"},
             {{"tapir-bundle/a", "A", AE_IFREG, ""}, "holds 'a' twice"},
             {{"tapir-bundle/a/b", "", AE_IFREG, ""}, "holds 'a' as a file and as a folder"},
             {{"tapir-bundle/extra", "", AE_IFREG, ""},
              "holds 'extra', which is not listed in its "
              "sha256.txt"},
             {{"tapir-bundle/" + std::string(120, 'n'), "", AE_IFREG, ""},
              "in the way of GNU tar"}}) {
        const std::string message = refused({expected.entry});
        CAPTURE(message);
        CHECK(contains(message, "hostile.tar.zst: holds "));
        CHECK(contains(message, expected.message));
    }
    CHECK_FALSE(fs::exists("/tmp/tapir-evil"));
}

TEST_CASE("archive: extension headers are refused, but for what this program packs itself") {
    const ScratchFolder scratch;
    const fs::path file = scratch.file("x.tar.zst");
    // names that do not fit the header of a file are packed with one, and come back
    const std::string longest(200, 'n');
    const fs::path folder = make_folder(scratch, "long", {"a", longest});
    pack_folder(folder, scratch.file("long.tar.zst"));
    unpack_archive(scratch.file("long.tar.zst"), scratch.file("back"), {});
    CHECK(std::system(("diff -r " + folder.string() + " " + scratch.file("back")).c_str()) == 0);
    REQUIRE(std::system(("zstd -q -d " + scratch.file("long.tar.zst")).c_str()) == 0);
    const std::string tar = text_of(scratch.file("long.tar"));
    const auto refused = [&](const std::string& bytes) {
        (void)scratch.write("changed", bytes);
        REQUIRE(std::system(
                    ("zstd -q -f " + scratch.file("changed") + " -o " + file.string()).c_str()) ==
                0);
        return refusal(scratch, file);
    };
    CHECK(refused(tar).empty());
    fs::remove_all(scratch.file("out"));
    // the library's own way to give a file more than one
    const auto pax_of = [&](const char* options) {
        REQUIRE(std::system(("cd " + folder.string() + " && printf x > ../s && tar --format=pax " +
                             options +
                             " --transform=s,^./,tapir-bundle/, -cf ../pax.tar ./a "
                             "./sha256.txt")
                                .c_str()) == 0);
        return text_of(scratch.file("pax.tar"));
    };
    CHECK(contains(refused(pax_of("--pax-option=globexthdr.name=g,comment=hidden")),
                   "a pax header for all of its files"));
    CHECK(contains(refused(pax_of("--mtime=@0 --pax-option='delete=ctime,atime:=1'")),
                   "'atime' in a pax header"));
    // one that says another thing than it did, of the same length
    const std::size_t record = tar.find(" path=tapir-bundle/");
    REQUIRE(record < tar.size());
    const auto changed = [&](std::size_t at, const std::string& to) {
        std::string bytes = tar;
        bytes.replace(at, to.size(), to);
        return refused(bytes);
    };
    CHECK(contains(changed(record + 1, "comment="), "'comment' in a pax header"));
    CHECK(contains(changed(record + 1, "pat\x1b"), "'pat?' in a pax header"));
    CHECK(contains(changed(record - 1, "x"), "a pax header that cannot be read"));
    CHECK(contains(changed(record + 6, "/"), "an absolute path"));
    // a file whose size is said in no digits
    const std::size_t size_field = 124;
    CHECK(contains(changed(size_field, "1 1"), "whose size is no number"));
    CHECK(contains(changed(size_field, "\xff"), "whose size is no number"));
    const std::size_t type_field = 156;
    CHECK(contains(changed(type_field, "S"), "an entry of type 'S'"));
    CHECK(contains(changed(type_field, "\x1b"), "an entry of type '?'"));
}

TEST_CASE("archive: a small file cannot fill the disk") {
    const ScratchFolder scratch;
    const fs::path file = scratch.file("bomb.tar.zst");
    std::string zeros;
    zeros.resize(40'000'000);
    make_archive(file, bundle_with({{"tapir-bundle/zeros", zeros, AE_IFREG, ""}}));
    REQUIRE(fs::file_size(file) < 20'000);
    CHECK(contains(refusal(scratch, file, {.files = 10, .bytes = 1'000'000}),
                   "more than the 1000000 bytes that are allowed, with 'zeros'"));
    std::vector<Made> many(300, {"", "", AE_IFREG, ""});
    for (std::size_t i = 0; i < many.size(); ++i) {
        many[i].path = "tapir-bundle/f" + std::to_string(i);
    }
    make_archive(file, many);
    CHECK(contains(refusal(scratch, file, {.files = 200, .bytes = 1'000'000}), "more than 200"));
}

TEST_CASE("archive: anything but a whole .tar.zst is refused, cut and changed ones too") {
    const ScratchFolder scratch;
    const fs::path file = scratch.file("x.tar.zst");
    CHECK_FALSE(refusal(scratch, scratch.file("none.tar.zst")).empty());
    for (const std::string& bytes : {std::string(), std::string("text"), noise(1000)}) {
        (void)scratch.write("x.tar.zst", bytes);
        CHECK_FALSE(refusal(scratch, file).empty());
    }
    make_archive(file, bundle_with({}), archive_write_add_filter_gzip);
    CHECK(contains(refusal(scratch, file), "is no .tar.zst"));
    make_archive(file, {{"tapir-bundle/a", "A", AE_IFREG, ""}});
    CHECK(contains(refusal(scratch, file), "no sha256.txt"));
    pack_folder(make_folder(scratch, "one", {"a", "b"}), scratch.file("good.tar.zst"));
    const std::string good = text_of(scratch.file("good.tar.zst"));
    std::mt19937 random(3);
    for (int i = 0; i < 100; ++i) {
        (void)scratch.write("x.tar.zst", good.substr(0, random() % good.size()));
        CHECK_FALSE(refusal(scratch, file).empty());
        std::string changed = good;
        char& byte = changed[random() % 1000];
        byte = static_cast<char>(byte ^ static_cast<char>(1 + random() % 255));
        (void)scratch.write("x.tar.zst", changed);
        // a bit that nobody reads may change; what is unpacked is whole all the same
        try {
            unpack_archive(file, scratch.file("kept" + std::to_string(i)), {});
            CHECK(check_folder(scratch.file("kept" + std::to_string(i))).whole());
            CHECK(text_of(scratch.file("kept" + std::to_string(i) + "/b")) == noise(200'000));
        } catch (const InputError&) {
            CHECK_FALSE(fs::exists(scratch.file("kept" + std::to_string(i))));
        }
    }
}

TEST_CASE("archive: nothing may follow it: no frame, no tar, no bytes") {
    const ScratchFolder scratch;
    const fs::path file = scratch.file("x.tar.zst");
    pack_folder(make_folder(scratch, "one", {"a", "b"}), scratch.file("good.tar.zst"));
    const std::string good = text_of(scratch.file("good.tar.zst"));
    const auto frame_of = [&](const std::string& content) {
        (void)scratch.write("content", content);
        REQUIRE(std::system(("zstd -q -f " + scratch.file("content")).c_str()) == 0);
        return text_of(scratch.file("content.zst"));
    };
    REQUIRE(std::system(("zstd -q -d " + scratch.file("good.tar.zst")).c_str()) == 0);
    const std::string tar = text_of(scratch.file("good.tar"));
    const auto refused = [&](const std::string& bytes) {
        (void)scratch.write("x.tar.zst", bytes);
        return refusal(scratch, file);
    };
    const std::string skippable("\x50\x2a\x4d\x18\x04\0\0\0note", 12);
    const std::string nothing(1, '\0');
    for (const std::string& after : {good, frame_of(""), frame_of("more"), skippable, nothing,
                                     std::string("garbage"), std::string(100'000, 'x')}) {
        CAPTURE(after.size());
        CHECK(contains(refused(good + after), "goes on after the end of its archive"));
    }
    for (const std::string& after :
         {tar, std::string("x"), std::string(10'240, '\0'), std::string(200'000, '\0'),
          std::string(9'000, '\0') + "x", std::string(200'000, '\0') + tar}) {
        CAPTURE(after.size());
        CHECK(contains(refused(frame_of(tar + after)), "goes on after the end of its archive"));
    }
    // a bundle in two halves, each in a tar of its own, is none
    make_archive(file, {{"tapir-bundle/a", "A", AE_IFREG, ""}});
    const std::string first = text_of(file);
    make_archive(file,
                 {{"tapir-bundle/sha256.txt", tapir::sha256_hex("A") + "  a\n", AE_IFREG, ""}});
    CHECK(contains(refused(first + text_of(file)), "goes on after the end of its archive"));
    // what fills the last record of a tar up is a part of it
    CHECK(refused(frame_of(tar + std::string((10'240 - tar.size() % 10'240) % 10'240, '\0')))
              .empty());
}
