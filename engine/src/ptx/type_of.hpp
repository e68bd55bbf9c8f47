#pragma once

#include <cstdint>
#include <string>

namespace tapir::engine::ptx {

/// How PTX calls a C++ type that values are computed in.
template <class Value>
inline const std::string type_suffix = "";
template <>
inline const std::string type_suffix<std::uint8_t> = "u8";
template <>
inline const std::string type_suffix<std::uint16_t> = "u16";
template <>
inline const std::string type_suffix<std::uint32_t> = "u32";
template <>
inline const std::string type_suffix<std::uint64_t> = "u64";
template <>
inline const std::string type_suffix<std::int8_t> = "s8";
template <>
inline const std::string type_suffix<std::int16_t> = "s16";
template <>
inline const std::string type_suffix<std::int32_t> = "s32";
template <>
inline const std::string type_suffix<std::int64_t> = "s64";
template <>
inline const std::string type_suffix<float> = "f32";
template <>
inline const std::string type_suffix<double> = "f64";

/// ".b32" and the like: the unsigned integer as a row of bits.
template <class Bits>
inline const std::string bits_suffix = "b" + std::to_string(8 * sizeof(Bits));

} // namespace tapir::engine::ptx
