#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace tapir::engine {

/// Behaviours of the C program that another implementation may not share. Each is a switch; the
/// registry (`quirks()`) says in a sentence what it does.
enum class Quirk : std::uint8_t {
    phi0_carryover,
    oversample_running_sum,
    last_layer_capture,
    cached_polarisation,
    cached_solid_angle,
    layers_beyond_sensor,
    source_weights_ignored,
    one_step_divergence_untrimmed,
    water_scaled_twice,
    unrotated_spot_shape,
    interpolation_switches_off,
    inexact_triclinic_cell,
    named_convention_sets_pivot,
    near_point_unused,
    sample_clipped_by_beam,
    vectors_force_custom,
    pix0_vector_unused,
    twotheta_axis_sets_angle,
    substring_options,
    unknown_options_ignored,
    last_curved_det_ignored,
    misset_seed_is_misset,
    absorption_depends_on_order,
    dump_file_reused,
    options_without_effect,
    last_value_wins,
    flux_overrides_fluence,
    clock_seeds,
    automatic_interpolation,
};

inline constexpr int quirk_count = static_cast<int>(Quirk::automatic_interpolation) + 1;

/// Where a quirk acts.
enum class QuirkPart : std::uint8_t { physics, set_up, options };

/// A row of the registry.
struct QuirkInfo {
    Quirk quirk;
    std::string_view id;      ///< as typed after --quirk
    QuirkPart part;           ///< stage it belongs to
    std::string_view on, off; ///< what happens with the quirk, and without it
    bool in_nanobragg_2026;   ///< profile `nanobragg-2026` has it on
};

/// The quirks in force; a plain set of bits, so it can be passed by value to any backend.
class QuirkSet {
  public:
    [[nodiscard]] constexpr bool has(Quirk quirk) const { return (bits_ & bit(quirk)) != 0; }
    constexpr void set(Quirk quirk, bool on) {
        bits_ = on ? bits_ | bit(quirk) : bits_ & ~bit(quirk);
    }
    [[nodiscard]] constexpr std::uint32_t bits() const { return bits_; }
    friend constexpr bool operator==(const QuirkSet& x, const QuirkSet& y) {
        return x.bits_ == y.bits_;
    }

  private:
    static constexpr std::uint32_t bit(Quirk quirk) {
        return std::uint32_t{1} << static_cast<unsigned>(quirk);
    }
    std::uint32_t bits_ = 0;
};

/// Every quirk, in the order of the enumeration.
[[nodiscard]] std::span<const QuirkInfo> quirks();

/// A named set of quirks.
/// @param name  nanobragg (the C program as it is), spec (the written physics, options read
///              strictly) or nanobragg-2026 (with upstream's later fixes)
/// @throws InputError  another name
[[nodiscard]] QuirkSet profile(std::string_view name);

/// @throws InputError  no such id; suggests the nearest
[[nodiscard]] Quirk quirk_named(std::string_view id);

/// The id of a quirk.
[[nodiscard]] std::string_view id_of(Quirk quirk);

} // namespace tapir::engine
