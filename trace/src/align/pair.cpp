#include "tapir/trace/align/pair.hpp"

namespace tapir::trace {

Counts Counts::of(const Pair& pair) {
    Counts one;
    one.compared = 1;
    one.identical = pair.identical ? 1 : 0;
    one.within_tolerance = pair.agrees && !pair.identical ? 1 : 0;
    one.departing = pair.agrees ? 0 : 1;
    one.swamped = pair.agrees && pair.swamped ? 1 : 0;
    return one;
}

Counts& Counts::operator+=(const Counts& other) {
    compared += other.compared;
    identical += other.identical;
    within_tolerance += other.within_tolerance;
    departing += other.departing;
    not_compared += other.not_compared;
    swamped += other.swamped;
    zeros += other.zeros;
    return *this;
}

Counts& Counts::operator-=(const Counts& other) {
    compared -= other.compared;
    identical -= other.identical;
    within_tolerance -= other.within_tolerance;
    departing -= other.departing;
    not_compared -= other.not_compared;
    swamped -= other.swamped;
    zeros -= other.zeros;
    return *this;
}

} // namespace tapir::trace
