#pragma once

#include <filesystem>
#include <string>
#include <vector>

/// Device code on the host: what nvcc put into a program is read and executed, instruction by
/// instruction.
namespace tapir::engine::ptx {

/// The PTX texts that nvcc put into a program: what a driver would compile for a device it finds.
/// @param program  an ELF file of this byte order, such as /proc/self/exe; a program or a library
/// @return one text for each unit that was compiled to PTX, in the file's order; none when the
///         program has no fat binary (ELF section .nv_fatbin)
/// @throws InputError  no ELF file; a damaged fat binary; a text compressed otherwise than by zstd
[[nodiscard]] std::vector<std::string> ptx_in_program(const std::filesystem::path& program);

} // namespace tapir::engine::ptx
