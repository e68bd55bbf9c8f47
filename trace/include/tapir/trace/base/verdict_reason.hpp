#pragma once

#include <cstddef>
#include <cstdint>

namespace tapir::trace {

/// Why a verdict is none of parity, as scripts read it. The sentence beside it says it to people.
enum class VerdictReason : std::uint8_t {
    none,                ///< parity
    constant_image,      ///< an image has one value only
    empty,               ///< a file without a record, or an image without a pixel
    extra_records,       ///< the candidate has records that the reference lacks
    header,              ///< the header is not that of the scene
    images_depart,       ///< a trace does not end with what its image holds
    lines_differ,        ///< logs whose records agree say different things besides
    missing_records,     ///< the candidate lacks records
    model_names_nothing, ///< the model names nothing of what a trace prints
    names_resemble,      ///< a key of one side may be one that the other side lacks, misspelt
    no_repetition,       ///< the reference could not be run again
    nothing_in_common,   ///< no record of one side is a record of the other
    nothing_planted,     ///< no fault could be planted, so that nothing shows that one is seen
    nothing_to_audit,    ///< no stage has all of its inputs among the records
    one_sided,           ///< a side prints what the other does not, and all was asked for
    other_loops,         ///< a trace has other loops than the model, or than the other trace
    other_pixel,         ///< the traces are of different pixels
    other_scene,         ///< the traces are of different scenes
    other_scope,         ///< the traces are of different numbers of subpixels
    other_set_up,        ///< a raw image is of another size than the detector
    other_shape,         ///< a record has another number of components than the model
    other_size,          ///< the images are of different sizes
    other_unit,          ///< a trace prints a value in a unit that is none of the model's
    records_contradict,  ///< the records of a trace are not consistent
    same_file,           ///< one file was given twice
    too_large,           ///< a pixel has more records than can be held
    too_many_loops,      ///< the traces and the model name more loops than a site has
    tracer,              ///< a print is wrong and the computation is right
    truncated,           ///< a file was cut short
    unreadable_records,  ///< lines that are no records
    values_depart,       ///< values are not the same
};
inline constexpr std::size_t verdict_reasons = 31;

/// "", "constant_image", "empty", ...
[[nodiscard]] const char* to_text(VerdictReason reason);

} // namespace tapir::trace
