#include "ptx/number_operand.hpp"

namespace tapir::engine::ptx {

namespace {

/// Whether an integer has so many bytes, with a sign or without.
bool fits(const Operand& operand, std::size_t bytes) {
    if (bytes == sizeof(std::uint64_t)) {
        return true;
    }
    const std::size_t width = 8 * bytes;
    if (operand.number == Operand::Number::negative_integer) {
        return static_cast<std::int64_t>(operand.bits) >= -(std::int64_t{1} << (width - 1));
    }
    return operand.bits >> width == 0;
}

} // namespace

std::optional<std::uint64_t> number_bits(const Operand& operand, std::size_t bytes,
                                         std::string_view type) {
    using Number = Operand::Number;
    const bool floating = type == "f32" || type == "f64";
    if (operand.number == Number::f32 || operand.number == Number::f64) {
        const std::size_t given = operand.number == Number::f32 ? 4 : 8;
        const bool taken = given == bytes && (floating || type.front() == 'b');
        return taken ? std::optional(operand.bits) : std::nullopt;
    }
    if (bytes == 1 && type == "pred") {
        return operand.bits != 0 ? 1 : 0;
    }
    if (floating || !fits(operand, bytes)) {
        return std::nullopt;
    }
    const bool all_bits = bytes == sizeof(std::uint64_t);
    return all_bits ? operand.bits : operand.bits & ((std::uint64_t{1} << (8 * bytes)) - 1);
}

} // namespace tapir::engine::ptx
