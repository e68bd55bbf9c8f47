#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "program.hpp"

/// Programs that are put under probes: compiled from tests/programs/probed, as they are or with a
/// fault planted.
namespace tapir::test {

/// Whether gdb and the compilers are there; a test without them says that it is not run.
[[nodiscard]] inline bool can_probe() {
    const auto there = [](const char* tool) {
        return std::system((std::string("command -v ") + tool + " > /dev/null").c_str()) == 0;
    };
    return there("gdb") && there("cc") && there("gfortran");
}

[[nodiscard]] inline std::string probed(const std::string& name) {
    return std::string(TAPIR_SOURCE_DIR) + "/tests/programs/probed/" + name;
}

/// A program's source with the one place of a text replaced, or "" when it is not there once.
[[nodiscard]] inline std::string with_fault(std::string text, const std::string& from,
                                            const std::string& to) {
    const std::size_t at = text.find(from);
    if (at == std::string::npos || text.find(from, at + 1) != std::string::npos) {
        return "";
    }
    return text.replace(at, from.size(), to);
}

/// Compiles a source of C or Fortran. @return the program, or "" when the compiler refuses
[[nodiscard]] inline std::string compiled(const std::filesystem::path& folder,
                                          const std::string& name, const std::string& text,
                                          const std::string& options = "-O0 -g") {
    const bool fortran = name.find(".f90") != std::string::npos;
    const std::filesystem::path source = folder / name;
    std::ofstream(source) << text;
    const std::string program = source.string() + ".out";
    const std::string command = std::string(fortran ? "gfortran " : "cc ") + options +
                                " -ffp-contract=off -o " + program + " " + source.string() +
                                (fortran ? "" : " -lm") + " 2> " + source.string() + ".log";
    return std::system(command.c_str()) == 0 ? program : "";
}

} // namespace tapir::test
