#include <doctest/doctest.h>

#include "program.hpp"
#include "tapir/reports/archive/folder_draft.hpp"
#include "tapir/reports/archive/manifest.hpp"
#include "tapir/trace/base/error.hpp"

namespace {

namespace fs = std::filesystem;
using tapir::InputError;
using tapir::reports::FolderDraft;
using tapir::test::ScratchFolder;
using tapir::test::text_of;

} // namespace

TEST_CASE("FolderDraft: the target is whole or not there, and nothing else stays") {
    const ScratchFolder scratch;
    {
        FolderDraft draft(scratch.file("evidence"));
        draft.write("a/b.txt", "text");
        draft.seal();
        CHECK_FALSE(fs::exists(scratch.file("evidence")));
    }
    CHECK(scratch.is_empty());
    {
        FolderDraft draft(scratch.file("evidence/"));
        draft.write("a/b.txt", "text");
        draft.seal();
        draft.publish();
    }
    CHECK(text_of(scratch.file("evidence/a/b.txt")) == "text");
    CHECK(tapir::reports::check_folder(scratch.file("evidence")).whole());
    CHECK(std::distance(fs::directory_iterator(scratch.file(".")), {}) == 1);
    const auto mode = fs::status(scratch.file("evidence/a")).permissions();
    CHECK((mode & fs::perms::others_exec) != fs::perms::none);
}

TEST_CASE("FolderDraft: nothing that is there is replaced, also when it comes meanwhile") {
    const ScratchFolder scratch;
    fs::create_directory(scratch.file("taken"));
    CHECK_THROWS_AS(FolderDraft(scratch.file("taken")), InputError);
    fs::create_symlink("nowhere", scratch.file("link"));
    CHECK_THROWS_AS(FolderDraft(scratch.file("link")), InputError);
    CHECK_THROWS_AS(FolderDraft(scratch.file("none/below")), InputError);
    FolderDraft draft(scratch.file("evidence"));
    draft.write("a", "b");
    draft.seal();
    fs::create_directory(scratch.file("evidence")); // empty: rename(2) alone would replace it
    CHECK_THROWS_AS(draft.publish(), InputError);
    CHECK(fs::is_empty(scratch.file("evidence")));
}

TEST_CASE("FolderDraft: copies files and what comes through pipes; stays put when one moves on") {
    const ScratchFolder scratch;
    const fs::path before = fs::current_path();
    fs::current_path(scratch.file("."));
    FolderDraft draft("evidence");
    fs::current_path(before);
    draft.copy("copy", scratch.write("source", "bytes"));
    draft.copy("device", "/dev/null");
    CHECK_THROWS_AS(draft.copy("none", scratch.file("none")), InputError);
    draft.seal();
    draft.publish();
    CHECK(text_of(scratch.file("evidence/copy")) == "bytes");
    CHECK(text_of(scratch.file("evidence/device")).empty());
}
