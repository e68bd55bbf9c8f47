#pragma once

#include <array>
#include <utility>

#include "tapir/trace/record/program_model.hpp"

namespace tapir::engine {

/// A number or a few of them, between words of a line.
constexpr trace::RunFact stated(const char* fact, const char* before, const char* after) {
    return {fact, before, after};
}

/// What the C program, and ports of it, say in words. "~" in front of the words before: they may
/// stand anywhere in the line.
constexpr std::array run_facts{
    stated("convention", "", " convention selected."),
    trace::RunFact{"pivot", "pivoting detector around direct beam spot", "", "beam",
                   "detector_origin"},
    trace::RunFact{"pivot", "pivoting detector around sample", "", "sample", "detector_origin"},
    trace::RunFact{"pivot", "", "", "beam", "detector_origin", "", "", "term_beam"},
    trace::RunFact{"pivot", "", "", "sample", "detector_origin", "", "", "term_close_before_rot"},
    trace::RunFact{"pivot", "TRACE_PY:pivot_mode=BEAM", "", "beam", "detector_origin"},
    trace::RunFact{"pivot", "TRACE_PY:pivot_mode=SAMPLE", "", "sample", "detector_origin"},
    stated("fast axis of the detector", "DETECTOR_FAST_AXIS ", ""),
    stated("slow axis of the detector", "DETECTOR_SLOW_AXIS ", ""),
    stated("normal axis of the detector", "DETECTOR_NORMAL_AXIS ", ""),
    stated("origin of the detector", "DETECTOR_PIX0_VECTOR ", ""),
    stated("distance", "distance=", " detsize="),
    stated("pixel size", "~ pixel=", " meters"),
    stated("pixels of the detector", "~ meters (", " pixels)"),
    stated("sensor thickness", "sensor is ", " m thick"),
    stated("sensor layers", "~ m thick in ", " layers"),
    stated("beam centre X", "Xbeam=", " Ybeam="),
    stated("beam centre Y", "~ Ybeam=", ""),
    stated("incident direction", "INCIDENT_BEAM_DIRECTION= ", ""),
    stated("spindle axis", "spindle ROTATION_AXIS= ", ""),
    stated("normal of the polarisation plane", "POLARIZATION_PLANE_NORMAL= ", ""),
    stated("polarisation factor", "Kahn polarization factor: ", ""),
    stated("wavelength", "wave=", " meters"),
    stated("fluence", "incident fluence: ", " photons"),
    stated("unit cell", "Unit Cell: ", ""),
    stated("crystal shape", "", " xtal: "),
    stated("crystal size in cells", "~ xtal: ", " cells"),
    stated("crystal size", "crystal is ", " microns"),
    stated("interpolation", "auto-selected ", " interpolation"),
    stated("oversampling", "auto-selected ", "-fold oversampling"),
    stated("oversampling of a pixel", "", " pixel oversample steps"),
    stated("sources", "created a total of ", " sources"),
    stated("mosaic domains", "created a total of ", " mosaic domains"),
    stated("mosaic spread", "~ over mosaic spread of ", " degrees"),
    stated("phi steps", "", " phi steps from"),
    stated("first phi", "~ phi steps from ", " to "),
    trace::RunFact{"reflections read", "", " initialized hkls", "", "F_cell", "0",
                   "no reflections were read there, so every structure factor is the default one; "
                   "the other side read some, from its -hkl file or from an Fdump.bin that lay in "
                   "its folder"},
    stated("reflections from", "re-reading ", ""),
    stated("reflections from", "reading Fs from ", ""),
    trace::RunFact{"default structure factor", "~ initialized hkls (all others =", ")", "",
                   "F_cell", "=",
                   "that is the other side's structure factor here: it found no reflection"},
};

/// Lines of a run log that say nothing of the computation.
inline constexpr std::array passing_lines{
    std::pair{"*writing *", "names of files that were written"},
};

} // namespace tapir::engine
