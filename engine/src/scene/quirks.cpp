#include "tapir/engine/quirks.hpp"

#include <array>
#include <string>
#include <vector>

#include "tapir/trace/base/error.hpp"

namespace tapir::engine {

namespace {

constexpr bool kept = true;
constexpr bool mended = false;

constexpr std::array<QuirkInfo, quirk_count> registry{{
    {Quirk::phi0_carryover, "phi0_carryover", QuirkPart::physics,
     "A phi step at exactly 0 uses the cell vectors the last rotated step of the thread left.",
     "A phi step at exactly 0 uses the unrotated cell vectors.", mended},
    {Quirk::oversample_running_sum, "oversample_running_sum", QuirkPart::physics,
     "-oversample_thick, _polar and _omega multiply the running sum after every step.",
     "-oversample_thick, _polar and _omega multiply the term of their step.", mended},
    {Quirk::last_layer_capture, "last_layer_capture", QuirkPart::physics,
     "Without -oversample_thick the whole pixel is scaled with the last layer's absorption.",
     "Every layer of the sensor counts with its own absorption.", kept},
    {Quirk::cached_polarisation, "cached_polarisation", QuirkPart::physics,
     "Without -oversample_polar the pixel is scaled with the factor of its first step.",
     "Every subpixel and source counts with its own polarisation factor.", kept},
    {Quirk::cached_solid_angle, "cached_solid_angle", QuirkPart::physics,
     "Without -oversample_omega the pixel is scaled with the solid angle of its first subpixel.",
     "Every subpixel counts with its own solid angle.", kept},
    {Quirk::layers_beyond_sensor, "layers_beyond_sensor", QuirkPart::set_up,
     "n sensor layers are thickness/(n-1) apart and so cover more than the sensor.",
     "n sensor layers are thickness/n thick and cover the sensor.", kept},
    {Quirk::source_weights_ignored, "source_weights_ignored", QuirkPart::physics,
     "The weights of a source table are read and not used.",
     "Each source counts with its share of the sum of the weights.", kept},
    {Quirk::one_step_divergence_untrimmed, "one_step_divergence_untrimmed", QuirkPart::set_up,
     "Divergence in one direction alone is never trimmed: the test for corners is 0/0.",
     "Divergence is trimmed to an ellipse in the directions that diverge.", kept},
    {Quirk::water_scaled_twice, "water_scaled_twice", QuirkPart::set_up,
     "The water background holds r_e^2 x fluence, and is multiplied with it again.",
     "The water background is multiplied with r_e^2 x fluence once.", kept},
    {Quirk::unrotated_spot_shape, "unrotated_spot_shape", QuirkPart::physics,
     "Gaussian and top-hat spots measure their distance with the unrotated reciprocal cell.",
     "Gaussian and top-hat spots measure their distance with the rotated reciprocal cell.", kept},
    {Quirk::interpolation_switches_off, "interpolation_switches_off", QuirkPart::physics,
     "The first index too near the table's edge ends interpolation for all that follows.",
     "An index too near the table's edge takes the nearest amplitude, that index alone.", kept},
    {Quirk::inexact_triclinic_cell, "inexact_triclinic_cell", QuirkPart::set_up,
     "-cell takes V/(abc) where V*/(a*b*c*) belongs: a triclinic cell is off by some 1e-4.",
     "The cell has exactly the edges and angles asked for.", kept},
    {Quirk::named_convention_sets_pivot, "named_convention_sets_pivot", QuirkPart::set_up,
     "A named convention sets the pivot and all axes, whatever -pivot or another option asked.",
     "The last option that chose a pivot wins, whatever the convention.", kept},
    {Quirk::near_point_unused, "near_point_unused", QuirkPart::set_up,
     "-Xclose and -Yclose do not move the detector, except as default beam centre.",
     "-Xclose and -Yclose are the point of the detector nearest to the sample.", kept},
    {Quirk::sample_clipped_by_beam, "sample_clipped_by_beam", QuirkPart::set_up,
     "A sample wider or higher than -beamsize is clipped to it, its thickness is not.",
     "The sample has the size asked for.", kept},
    {Quirk::vectors_force_custom, "vectors_force_custom", QuirkPart::options,
     "Any vector or axis option selects the CUSTOM convention, which moves the beam centre.",
     "A vector replaces that of the convention in force, which stays selected.", kept},
    {Quirk::pix0_vector_unused, "pix0_vector_unused", QuirkPart::options,
     "-pix0_vector selects the CUSTOM convention; its numbers are never used.",
     "-pix0_vector is the detector's origin in metre (-pix0_vector_mm: millimetre).", kept},
    {Quirk::twotheta_axis_sets_angle, "twotheta_axis_sets_angle", QuirkPart::options,
     "-twotheta_axis X Y Z also sets the two-theta angle to X degrees and the pivot to sample.",
     "-twotheta_axis sets the axis alone.", kept},
    {Quirk::substring_options, "substring_options", QuirkPart::options,
     "An option is recognised anywhere inside a token, so one token may set several values.",
     "An option is recognised by its whole name.", kept},
    {Quirk::unknown_options_ignored, "unknown_options_ignored", QuirkPart::options,
     "A token that is no option is ignored without a word.",
     "A token that is no option is an error.", kept},
    {Quirk::last_curved_det_ignored, "last_curved_det_ignored", QuirkPart::options,
     "-curved_det as the last token is ignored.", "-curved_det counts wherever it stands.", mended},
    {Quirk::misset_seed_is_misset, "misset_seed_is_misset", QuirkPart::options,
     "-misset_seed N A B also sets the missetting angles to N A B, which ends -misset random.",
     "-misset_seed sets the seed alone.", kept},
    {Quirk::absorption_depends_on_order, "absorption_depends_on_order", QuirkPart::options,
     "-detector_abs inf before -detector_thick gives a sensor that absorbs nothing.",
     "-detector_abs inf is a sensor that absorbs everything at its surface.", kept},
    {Quirk::dump_file_reused, "dump_file_reused", QuirkPart::options,
     "Without -hkl, Fdump.bin in the current folder is read.",
     "Structure factors are read only from files that were named.", kept},
    {Quirk::options_without_effect, "options_without_effect", QuirkPart::options,
     "-density, -MW, -coherent, -stol and others are read and never used.",
     "An option that changes nothing is an error.", kept},
    {Quirk::last_value_wins, "last_value_wins", QuirkPart::options,
     "A value that is given twice is overwritten without a word.",
     "A value that is given twice is an error, unless both agree.", kept},
    {Quirk::flux_overrides_fluence, "flux_overrides_fluence", QuirkPart::options,
     "-flux replaces -fluence wherever it stands.", "-flux together with -fluence is an error.",
     kept},
    {Quirk::clock_seeds, "clock_seeds", QuirkPart::options,
     "Without -seed or -misset_seed the clock seeds the random numbers.",
     "Random numbers without a seed are an error.", kept},
    {Quirk::automatic_interpolation, "automatic_interpolation", QuirkPart::options,
     "Structure factors are interpolated when any of Na, Nb, Nc is 2 or less.",
     "Structure factors are interpolated when -interpolate asks for it.", kept},
}};

} // namespace

std::span<const QuirkInfo> quirks() {
    return registry;
}

QuirkSet profile(std::string_view name) {
    QuirkSet set;
    if (name == "spec") {
        return set;
    }
    if (name != "nanobragg" && name != "nanobragg-2026") {
        throw InputError({.where = "--profile " + std::string(name),
                          .problem = "is not a profile",
                          .reason = "a profile is a named set of quirks",
                          .remedy = "Give nanobragg, nanobragg-2026 or spec."});
    }
    for (const QuirkInfo& info : registry) {
        set.set(info.quirk, name == "nanobragg" || info.in_nanobragg_2026);
    }
    if (name == "nanobragg") {
        // mended in the traced copy of the C program that this profile repeats
        set.set(Quirk::misset_seed_is_misset, false);
    }
    return set;
}

Quirk quirk_named(std::string_view id) {
    std::vector<std::string> ids;
    for (const QuirkInfo& info : registry) {
        if (info.id == id) {
            return info.quirk;
        }
        ids.emplace_back(info.id);
    }
    const std::string near = nearest_word(std::string(id), ids);
    throw InputError({.where = "--quirk " + std::string(id),
                      .problem = "is not a quirk",
                      .reason = "a switch that nobody reads would change nothing",
                      .remedy = near.empty() ? "`tapir quirks list` names them."
                                             : "Did you mean '" + near + "'?"});
}

std::string_view id_of(Quirk quirk) {
    return registry[static_cast<std::size_t>(quirk)].id;
}

} // namespace tapir::engine
