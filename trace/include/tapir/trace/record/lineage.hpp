#pragma once

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>
#include <vector>

namespace tapir::trace {

/// A number that remembers which recorded values it was computed from.
///
/// Running a computation with it extracts the graph "which tap feeds which"; nobody writes it by
/// hand. It carries an ordinary value too, so decisions fall as they do in production.
class Lineage {
  public:
    Lineage() = default;
    Lineage(double value) : value_(value) {} // NOLINT(google-explicit-constructor): a literal
    Lineage(double value, std::vector<int> parents) : value_(value), parents_(std::move(parents)) {}

    [[nodiscard]] double value() const { return value_; }
    [[nodiscard]] const std::vector<int>& parents() const { return parents_; } ///< sorted, unique

    /// `value`, computed from everything `x` and `y` were computed from.
    static Lineage from(double value, const Lineage& x, const Lineage& y) {
        std::vector<int> both;
        both.reserve(x.parents_.size() + y.parents_.size());
        std::set_union(x.parents_.begin(), x.parents_.end(), y.parents_.begin(), y.parents_.end(),
                       std::back_inserter(both));
        return {value, std::move(both)};
    }
    static Lineage from(double value, const Lineage& x) { return {value, x.parents_}; }

    friend Lineage operator+(const Lineage& x, const Lineage& y) {
        return from(x.value_ + y.value_, x, y);
    }
    friend Lineage operator-(const Lineage& x, const Lineage& y) {
        return from(x.value_ - y.value_, x, y);
    }
    friend Lineage operator*(const Lineage& x, const Lineage& y) {
        return from(x.value_ * y.value_, x, y);
    }
    friend Lineage operator/(const Lineage& x, const Lineage& y) {
        return from(x.value_ / y.value_, x, y);
    }
    friend Lineage operator-(const Lineage& x) { return from(-x.value_, x); }

    friend bool operator==(const Lineage& x, const Lineage& y) { return x.value_ == y.value_; }
    friend auto operator<=>(const Lineage& x, const Lineage& y) { return x.value_ <=> y.value_; }

    friend Lineage sqrt(const Lineage& x) { return from(std::sqrt(x.value_), x); }
    friend Lineage sin(const Lineage& x) { return from(std::sin(x.value_), x); }
    friend Lineage cos(const Lineage& x) { return from(std::cos(x.value_), x); }
    friend Lineage exp(const Lineage& x) { return from(std::exp(x.value_), x); }
    friend Lineage log(const Lineage& x) { return from(std::log(x.value_), x); }
    friend Lineage tan(const Lineage& x) { return from(std::tan(x.value_), x); }
    friend Lineage asin(const Lineage& x) { return from(std::asin(x.value_), x); }
    friend Lineage acos(const Lineage& x) { return from(std::acos(x.value_), x); }
    friend Lineage atan(const Lineage& x) { return from(std::atan(x.value_), x); }
    friend Lineage pow(const Lineage& x, const Lineage& y) {
        return from(std::pow(x.value_, y.value_), x, y);
    }
    friend Lineage round(const Lineage& x) { return from(std::round(x.value_), x); }
    friend Lineage ceil(const Lineage& x) { return from(std::ceil(x.value_), x); }
    friend Lineage floor(const Lineage& x) { return from(std::floor(x.value_), x); }
    friend Lineage rint(const Lineage& x) { return from(std::rint(x.value_), x); }
    friend Lineage fabs(const Lineage& x) { return from(std::fabs(x.value_), x); }
    friend Lineage atan2(const Lineage& y, const Lineage& x) {
        return from(std::atan2(y.value_, x.value_), y, x);
    }
    friend Lineage fma(const Lineage& x, const Lineage& y, const Lineage& z) {
        return from(std::fma(x.value_, y.value_, z.value_), from(0, x, y), z);
    }

  private:
    double value_ = 0;
    std::vector<int> parents_;
};

/// The ordinary number in a number of any type.
inline double value_of(const Lineage& x) {
    return x.value();
}

/// Rounded to single precision, in the number type it came in.
inline Lineage in_single_precision(const Lineage& x) {
    return Lineage::from(static_cast<double>(static_cast<float>(x.value())), x);
}

/// A table entry chosen by an index: the entry's value with the lineage of the index.
inline Lineage chosen_by(double entry, const Lineage& index) {
    return Lineage::from(entry, index);
}
inline Lineage chosen_by(const Lineage& entry, const Lineage& index) {
    return Lineage::from(entry.value(), entry, index);
}

} // namespace tapir::trace
