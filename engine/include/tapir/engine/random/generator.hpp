#pragma once

#include <array>

namespace tapir::engine {

/// Uniform random deviates in (0, 1): the minimal standard generator of Park and Miller with the
/// shuffle of Bays and Durham, in single precision as the C program uses it.
///
/// The C program has one shuffle table and several seeds, which it passes with each call. A seed
/// of 0 or below fills the table anew; a seed above 0 goes on with the table another seed filled.
/// Source: Park and Miller (1988), doi:10.1145/63039.63042; Knuth, TAOCP vol. 2, 3.2.2 B.
class ShuffledMinimalStandard {
  public:
    /// The next deviate, 0 <= x < 1, with 24 bits.
    /// @param seed  minus the user's seed at first; advanced by each call
    float next(long& seed);

  private:
    void fill(long& seed);

    static constexpr int shuffle_slots = 32;
    long last_ = 0; ///< 0: not filled yet
    std::array<long, shuffle_slots> slots_{};
};

/// Deviates of the distributions the C program's noise image needs.
class NoiseGenerator {
  public:
    /// @param uniform  the generator as the set-up left it
    /// @param seed     the user's seed
    NoiseGenerator(const ShuffledMinimalStandard& uniform, long seed)
        : uniform_(uniform), seed_(-seed) {}

    /// A Poisson deviate in single precision; above 10^6 a Gaussian one.
    /// @param mean  expected count, at least 0; below 0 counts as 0
    float poisson(float mean);

  private:
    float gaussian();
    float few(float mean);
    float many(float mean);

    ShuffledMinimalStandard uniform_;
    long seed_;
    bool spare_ready_ = false;
    float spare_ = 0;
    float mean_ = -1; ///< mean the constants below belong to
    float limit_ = 0, width_ = 0, log_mean_ = 0;
};

} // namespace tapir::engine
