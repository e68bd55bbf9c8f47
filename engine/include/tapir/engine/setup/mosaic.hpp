#pragma once

#include <array>
#include <vector>

#include "tapir/engine/numbers/vec3.hpp"

namespace tapir::engine {

/// Uniform random deviates in (0, 1): the minimal standard generator of Park and Miller with the
/// shuffle of Bays and Durham, in single precision as the C program uses it.
///
/// Source: Park and Miller (1988), doi:10.1145/63039.63042; Knuth, TAOCP vol. 2, 3.2.2 B.
class ShuffledMinimalStandard {
  public:
    /// @param seed  any value; values below 1 count as 1, as in the C program. A multiple of
    ///              2^31 - 1 leaves the generator stuck at 0, there as here.
    explicit ShuffledMinimalStandard(long seed);

    /// The next deviate, 0 < x < 1, with 24 bits.
    float next();

  private:
    void advance();

    static constexpr int shuffle_slots = 32;
    long state_;
    long last_ = 0;
    std::array<long, shuffle_slots> slots_{};
};

/// Rotations of mosaic domains: axis uniform on the sphere, angle up to the spread.
///
/// @param spread_rad  full spread of the cap [rad], held in single precision as in the C program
/// @param domains     number of domains, at least 1
/// @param seed        the same seed gives the same domains
/// @return one rotation matrix a domain; the first is the identity
[[nodiscard]] std::vector<Mat3<double>> mosaic_rotations(double spread_rad, int domains, long seed);

} // namespace tapir::engine
