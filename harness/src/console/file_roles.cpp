#include "console/file_roles.hpp"

#include <system_error>

#include "tapir/trace/base/error.hpp"

namespace tapir::harness {

namespace fs = std::filesystem;

bool FileRoles::File::same_as(const File& other) const {
    return resolved == other.resolved || (node && other.node && *node == *other.node);
}

std::optional<FileRoles::File> FileRoles::looked_at(const std::string& what, const fs::path& path) {
    if (path.empty() || path == "-") {
        return std::nullopt;
    }
    struct stat info {};
    const bool there = ::stat(path.c_str(), &info) == 0;
    if (there && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode)) {
        return std::nullopt;
    }
    std::error_code failed;
    fs::path resolved = fs::weakly_canonical(fs::absolute(path, failed), failed);
    if (failed) {
        resolved = path; // opening it says what is wrong
    }
    if (!resolved.has_filename()) {
        resolved = resolved.parent_path(); // "folder/" is "folder"
    }
    File file{what, path, std::move(resolved), std::nullopt};
    if (there) {
        file.node = {info.st_dev, info.st_ino};
    }
    return file;
}

void FileRoles::refuse_overwriting(const File& input, const File& output) {
    const bool named_alike = input.given == output.given;
    throw InputError({.where = output.what + " " + output.given.string(),
                      .problem = "is an input of this run, too" +
                                 (named_alike ? " (" + input.what + ")"
                                              : ": " + input.what + " is the same file, " +
                                                    input.given.string()),
                      .reason = "the input would be overwritten; nothing was written",
                      .remedy = "Give the output a name of its own."});
}

void FileRoles::reads(const std::string& what, const fs::path& path) {
    const std::optional<File> input = looked_at(what, path);
    if (!input) {
        return;
    }
    for (const File& output : outputs_) {
        if (input->same_as(output)) {
            refuse_overwriting(*input, output);
        }
    }
    inputs_.push_back(*input);
}

void FileRoles::writes(const std::string& what, const fs::path& path) {
    const std::optional<File> output = looked_at(what, path);
    if (!output) {
        return;
    }
    for (const File& input : inputs_) {
        if (output->same_as(input)) {
            refuse_overwriting(input, *output);
        }
    }
    for (const File& other : outputs_) {
        if (output->same_as(other)) {
            throw InputError({.where = what + " " + path.string(),
                              .problem = "is named for two outputs, here and as " + other.what,
                              .reason = "one would overwrite the other",
                              .remedy = "Give each output a file of its own."});
        }
    }
    outputs_.push_back(*output);
}

FileRoles& files_of_this_run() {
    static FileRoles files;
    return files;
}

} // namespace tapir::harness
