#pragma once

#include "tapir/engine/host_device.hpp"
#include "tapir/trace/record/lineage.hpp"

namespace tapir::engine {

using trace::Lineage;

/// The ordinary number in a `Real`.
TAPIR_HOST_DEVICE double value_of(double x) {
    return x;
}
TAPIR_HOST_DEVICE double value_of(float x) {
    return static_cast<double>(x);
}

/// Whether a number is 0 where it stands, whether or not it varies.
template <class Number>
TAPIR_HOST_DEVICE bool stands_at_zero(const Number& x) {
    return x == Number(0);
}

/// Rounded to single precision, in the number type it came in.
TAPIR_HOST_DEVICE double in_single_precision(double x) {
    return static_cast<double>(static_cast<float>(x));
}
TAPIR_HOST_DEVICE float in_single_precision(float x) {
    return x;
}

/// A table entry chosen by an index: the entry's value with the lineage of the index.
template <class Entry, class Index>
TAPIR_HOST_DEVICE Entry chosen_by(const Entry& entry, const Index& /*index*/) {
    return entry;
}

} // namespace tapir::engine
