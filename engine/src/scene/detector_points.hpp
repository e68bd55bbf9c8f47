#pragma once

#include <cmath>

#include "tapir/engine/experiment.hpp"

/// The two points by which a detector is placed, from the fields of an experiment; generic in the
/// number type, because derivatives by these fields go through it.
namespace tapir::engine {

inline constexpr double half_pixel = 0.5;

/// A point of the detector, along its axes from the outer corner of the first pixel [m].
template <class Number>
struct DetectorPoint {
    Number fast, slow;
};

/// One coordinate of the point nearest to the sample.
/// @param origin_pixels  ORGX or ORGY; NaN: not given
/// @param near           Xclose or Yclose; NaN: not given
template <class Number>
Number near_coordinate(const Number& origin_pixels, const Number& near, const Number& size,
                       const Number& pixel, bool near_unused) {
    if (!std::isnan(value_of(origin_pixels))) {
        return (origin_pixels - Number(half_pixel)) * pixel;
    }
    return near_unused || std::isnan(value_of(near)) ? size / Number(2) : near;
}

/// Where the direct beam hits, in the terms of the convention.
template <class Number>
DetectorPoint<Number> beam_spot(Convention convention, const Number& beam_x, const Number& beam_y,
                                const Number& size_slow, const Number& pixel) {
    switch (convention) {
    case Convention::adxv:
        return {beam_x, size_slow - beam_y};
    case Convention::mosflm:
    case Convention::denzo: {
        // X runs along the slow axis; MOSFLM counts from the middle of the first pixel
        const Number shift =
            convention == Convention::mosflm ? Number(half_pixel) * pixel : Number(0);
        return {beam_y + shift, beam_x + shift};
    }
    case Convention::xds:
    case Convention::dials:
    case Convention::custom:
        break;
    }
    return {beam_x, beam_y};
}

} // namespace tapir::engine
