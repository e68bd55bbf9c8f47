#include <doctest/doctest.h>

#include "archives.hpp"
#include "tapir/reports/archive/archive.hpp"
#include "tapir/reports/archive/manifest.hpp"
#include "tapir/trace/base/error.hpp"

/// Folders packed into archives and unpacked again.
namespace {

namespace fs = std::filesystem;
using namespace tapir::reports;
using namespace tapir::test;
using tapir::InputError;

} // namespace

TEST_CASE("archive: same content, same bytes, whatever name, times, permissions and order") {
    const ScratchFolder scratch;
    const fs::path one = make_folder(scratch, "one", {"a", "b", "inputs/c"});
    const fs::path two = make_folder(scratch, "two", {"inputs/c", "b", "a"});
    fs::last_write_time(two / "a", fs::file_time_type::clock::now() - std::chrono::hours(999));
    fs::permissions(two / "b", fs::perms::owner_read);
    pack_folder(one, scratch.file("one.tar.zst"));
    pack_folder(one, scratch.file("again.tar.zst"));
    pack_folder(two, scratch.file("two.tar.zst"));
    const std::string bytes = text_of(scratch.file("one.tar.zst"));
    CHECK(text_of(scratch.file("again.tar.zst")) == bytes);
    CHECK(text_of(scratch.file("two.tar.zst")) == bytes);
    CHECK(bytes.size() > 200'000);
    CHECK(bytes.size() < 210'000);
}

TEST_CASE("archive: what is unpacked is what was packed, and tar reads it too") {
    const ScratchFolder scratch;
    const fs::path one = make_folder(scratch, "one", {"a", "b", "inputs/c"});
    pack_folder(one, scratch.file("one.tar.zst"));
    unpack_archive(scratch.file("one.tar.zst"), scratch.file("two"), {});
    CHECK(std::system(("diff -r " + one.string() + " " + scratch.file("two")).c_str()) == 0);
    CHECK(std::system(("tar -C " + scratch.file(".") + " -xf " + scratch.file("one.tar.zst") +
                       " && diff -r " + one.string() + " " + scratch.file("tapir-bundle"))
                          .c_str()) == 0);
    CHECK_THROWS_AS(pack_folder(one, scratch.file("one.tar.zst")), InputError);
    CHECK_THROWS_AS(unpack_archive(scratch.file("one.tar.zst"), one, {}), InputError);
    CHECK_THROWS_AS(pack_folder(one, scratch.file("none/below.tar.zst")), InputError);
    CHECK_THROWS_AS(pack_folder(scratch.file("none"), scratch.file("x.tar.zst")), InputError);
}

TEST_CASE("archive: none is packed into its own folder, by whatever way") {
    const ScratchFolder scratch;
    const fs::path one = make_folder(scratch, "one", {"a", "inputs/c"});
    fs::create_directory_symlink(one / "inputs", scratch.file("link"));
    const fs::path before = fs::current_path();
    for (const std::string& inside :
         {(one / "x.tar.zst").string(), (one / "inputs/x.tar.zst").string(),
          scratch.file("link/x.tar.zst"), scratch.file("link/../x.tar.zst"),
          one.string() + "/inputs/../x.tar.zst", std::string("x.tar.zst"),
          std::string("inputs/x.tar.zst")}) {
        CAPTURE(inside);
        std::string message;
        fs::current_path(one); // for those that are relative
        try {
            pack_folder(one, inside);
        } catch (const InputError& error) {
            message = error.what();
        }
        fs::current_path(before);
        CHECK(contains(message, "lies inside the bundle"));
        CHECK(check_folder(one).whole());
    }
    pack_folder(scratch.file("link/.."), scratch.file("beside.tar.zst"));
    fs::create_directory(scratch.file("one-more")); // a longer name is not inside
    pack_folder(one, scratch.file("one-more/x.tar.zst"));
    CHECK(text_of(scratch.file("beside.tar.zst")) == text_of(scratch.file("one-more/x.tar.zst")));
}
