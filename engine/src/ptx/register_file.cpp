#include "ptx/register_file.hpp"

#include <tuple>

namespace tapir::engine::ptx {

RegisterFile::RegisterFile(const KernelText& text)
    : types_(text.registers), count_(text.registers.size()) {}

std::uint32_t RegisterFile::next() {
    return static_cast<std::uint32_t>(count_++ * register_stride);
}

std::uint32_t RegisterFile::spare(std::size_t number) {
    while (spares_.size() <= number) {
        spares_.push_back(next());
    }
    return spares_[number];
}

std::uint32_t RegisterFile::constant(std::uint64_t bits, std::size_t bytes,
                                     std::string_view symbol) {
    const auto [found, is_new] = constants_.try_emplace({bits, bytes, symbol}, 0U);
    if (is_new) {
        found->second = next();
    }
    return found->second;
}

std::uint32_t RegisterFile::special(Special what) {
    const auto [found, is_new] = specials_.try_emplace(what, 0U);
    if (is_new) {
        found->second = next();
    }
    return found->second;
}

void RegisterFile::move_to(Kernel& kernel) {
    for (const auto& [key, place] : constants_) {
        const auto& [bits, bytes, symbol] = key;
        kernel.constants.push_back({.at = place,
                                    .bytes = static_cast<std::uint8_t>(bytes),
                                    .bits = bits,
                                    .symbol = std::string(symbol)});
    }
    for (const auto& [what, place] : specials_) {
        kernel.specials.push_back({.at = place, .what = what});
    }
    kernel.registers = count_;
}

} // namespace tapir::engine::ptx
