#pragma once

#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "program.hpp"
#include "tapir/reports/archive/folder_draft.hpp"

/// What tests of archives share.
namespace tapir::test {

/// The same bytes each time, which no compression makes smaller.
inline std::string noise(std::size_t size) {
    std::mt19937 random(5);
    std::string bytes(size, '\0');
    for (char& c : bytes) {
        c = static_cast<char>(random());
    }
    return bytes;
}

/// A bundle's folder of some files. @param order  in which they are written
inline std::filesystem::path make_folder(const ScratchFolder& scratch, const std::string& name,
                                         const std::vector<std::string>& order) {
    reports::FolderDraft draft(scratch.file(name));
    for (const std::string& file : order) {
        draft.write(file, file == "b" ? noise(200'000) : "the file " + file);
    }
    draft.seal();
    draft.publish();
    return scratch.file(name);
}

} // namespace tapir::test
