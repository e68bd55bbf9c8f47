#pragma once

#include <cfenv>

namespace tapir::engine::ptx {

/// The host rounds in this direction until the end of the braces. What is rounded there must pass
/// through `opaque`, or the compiler may compute it outside of them.
class RoundingMode {
  public:
    /// @param mode  FE_TONEAREST, FE_UPWARD, FE_DOWNWARD or FE_TOWARDZERO
    explicit RoundingMode(int mode) : before_(std::fegetround()) { std::fesetround(mode); }
    ~RoundingMode() { std::fesetround(before_); }
    RoundingMode(const RoundingMode&) = delete;
    RoundingMode& operator=(const RoundingMode&) = delete;
    RoundingMode(RoundingMode&&) = delete;
    RoundingMode& operator=(RoundingMode&&) = delete;

  private:
    int before_;
};

/// The value, of which the compiler knows nothing: accesses to it stay in their order among the
/// calls that set the rounding.
template <class Value>
Value opaque(Value value) {
    volatile Value hidden = value;
    return hidden;
}

} // namespace tapir::engine::ptx
