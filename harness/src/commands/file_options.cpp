#include "commands/file_options.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace tapir::harness {

namespace {

enum class Role { input, output };

struct FileOption {
    std::string_view command; ///< the innermost one; empty: any
    std::string_view option;
    Role role;
};

/// Every option and every word that names a file. A new one gets its line here.
const std::vector<FileOption>& file_options() {
    static const std::vector<FileOption> all{
        {"", "reference", Role::input},     {"", "candidate", Role::input},
        {"", "trace", Role::input},         {"", "traces", Role::input},
        {"", "file", Role::input},          {"", "image", Role::input},
        {"", "model", Role::input},         {"", "--model", Role::input},
        {"", "--tolerances", Role::input},  {"", "--config", Role::input},
        {"", "--args-file", Role::input},   {"", "--images", Role::input},
        {"", "--against", Role::input},     {"pack", "folder", Role::input},
        {"pack", "archive", Role::output},  {"unpack", "archive", Role::input},
        {"unpack", "folder", Role::output}, {"", "--json", Role::output},
        {"", "--junit", Role::output},      {"", "--html", Role::output},
        {"", "--markdown", Role::output},   {"", "--metrics", Role::output},
        {"", "--out", Role::output},        {"", "--bundle", Role::output},
        {"", "--float-out", Role::output},  {"", "--raw-out", Role::output},
        {"", "--smv-out", Role::output},    {"", "--noise-out", Role::output},
        {"", "--pgm-out", Role::output},    {"", "--png-out", Role::output},
        {"", "--dump-out", Role::output}};
    return all;
}

/// A preset's name is no file of that name in the current folder.
bool is_name_of_preset(const FileOption& entry, const std::string& word) {
    constexpr std::string_view ending = ".json";
    return entry.option == "--config" &&
           (word.size() < ending.size() ||
            word.compare(word.size() - ending.size(), ending.size(), ending) != 0);
}

void gather(const CLI::App& command, Role role, FileRoles& files) {
    for (const CLI::Option* option : command.get_options()) {
        const auto entry =
            std::find_if(file_options().begin(), file_options().end(), [&](const FileOption& one) {
                return one.role == role && (option->check_name(std::string(one.option))) &&
                       (one.command.empty() || one.command == command.get_name());
            });
        if (entry == file_options().end()) {
            continue;
        }
        for (const std::string& word : option->results()) {
            if (is_name_of_preset(*entry, word)) {
                continue;
            }
            if (role == Role::input) {
                files.reads(std::string(entry->option), word);
            } else {
                files.writes(std::string(entry->option), word);
            }
        }
    }
    for (const CLI::App* inner : command.get_subcommands()) {
        gather(*inner, role, files);
    }
}

} // namespace

void gather_files(const CLI::App& app, FileRoles& files) {
    for (const Role role : {Role::input, Role::output}) {
        gather(app, role, files);
    }
}

} // namespace tapir::harness
