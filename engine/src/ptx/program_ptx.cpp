#include "ptx/program_ptx.hpp"

#include <elf.h>

#include <cstring>
#include <fstream>
#include <optional>

#include "ptx/fat_binary.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::engine::ptx {

namespace {

/// An ELF file of 64 bits, of which parts are read.
class ElfFile {
  public:
    explicit ElfFile(const std::filesystem::path& program)
        : where_(program.string()), file_(program, std::ios::binary) {
        file_.seekg(0, std::ios::end);
        const auto end = file_.tellg();
        if (!file_ || end < 0) {
            refuse("cannot be read");
        }
        bytes_ = static_cast<std::uint64_t>(end);
        header_ = read<Elf64_Ehdr>(0);
        const bool known = std::memcmp(header_.e_ident, ELFMAG, SELFMAG) == 0 &&
                           header_.e_ident[EI_CLASS] == ELFCLASS64 &&
                           header_.e_ident[EI_DATA] == ELFDATA2LSB &&
                           (header_.e_shnum == 0 || header_.e_shentsize == sizeof(Elf64_Shdr));
        if (!known) {
            refuse("is no ELF file of 64 bits");
        }
    }

    /// The content of a section, or none where there is no such.
    std::optional<std::string> section(std::string_view name) {
        if (header_.e_shnum == 0) {
            return std::nullopt;
        }
        const Elf64_Shdr of_names = section_header(header_.e_shstrndx);
        const std::string names = part(of_names.sh_offset, of_names.sh_size);
        for (std::uint16_t i = 0; i < header_.e_shnum; ++i) {
            const Elf64_Shdr one = section_header(i);
            const std::size_t at = one.sh_name;
            if (at < names.size() && names.substr(at, names.find('\0', at) - at) == name) {
                return part(one.sh_offset, one.sh_size);
            }
        }
        return std::nullopt;
    }

  private:
    [[noreturn]] void refuse(const std::string& problem) const {
        throw InputError({.where = where_,
                          .problem = problem,
                          .reason = "device code is looked for in a section of an ELF file",
                          .remedy = "Name a program or a library that nvcc took part in."});
    }

    std::string part(std::uint64_t at, std::uint64_t count) {
        if (at > bytes_ || count > bytes_ - at) {
            refuse("breaks off");
        }
        std::string content(count, '\0');
        file_.seekg(static_cast<std::streamoff>(at));
        file_.read(content.data(), static_cast<std::streamsize>(count));
        if (!file_) {
            refuse("cannot be read");
        }
        return content;
    }

    template <class Value>
    Value read(std::uint64_t at) {
        const std::string bytes = part(at, sizeof(Value));
        Value value{};
        std::memcpy(&value, bytes.data(), sizeof value);
        return value;
    }

    Elf64_Shdr section_header(std::uint16_t number) {
        if (header_.e_shoff > bytes_) {
            refuse("breaks off");
        }
        return read<Elf64_Shdr>(header_.e_shoff + std::uint64_t{number} * sizeof(Elf64_Shdr));
    }

    std::string where_;
    std::ifstream file_;
    std::uint64_t bytes_ = 0;
    Elf64_Ehdr header_{};
};

} // namespace

std::vector<std::string> ptx_in_program(const std::filesystem::path& program) {
    const std::optional<std::string> content = ElfFile(program).section(".nv_fatbin");
    return content ? ptx_in_fat_binary(*content, program.string()) : std::vector<std::string>{};
}

} // namespace tapir::engine::ptx
