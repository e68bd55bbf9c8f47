#include "tapir/engine/random/generator.hpp"

#include <cmath>
#include <numbers>

namespace tapir::engine {

namespace {

constexpr long multiplier = 16807;
constexpr long modulus = 2147483647;
constexpr long quotient = modulus / multiplier;
constexpr long remainder = modulus % multiplier;

void advance(long& state) {
    const long k = state / quotient; // Schrage's way around overflow
    state = multiplier * (state - k * quotient) - remainder * k;
    if (state < 0) {
        state += modulus;
    }
}

/// ln Gamma(x) of a float (Lanczos' series with six terms).
float log_gamma(float argument) {
    constexpr std::array<double, 6> series{76.18009172947146,     -86.50532032941677,
                                           24.01409824083091,     -1.231739572450155,
                                           0.1208650973866179e-2, -0.5395239384953e-5};
    const auto x = static_cast<double>(argument);
    double shifted = x + 5.5;
    shifted -= (x + 0.5) * std::log(shifted);
    double sum = 1.000000000190015;
    double y = x;
    for (const double term : series) {
        y += 1;
        sum += term / y;
    }
    return static_cast<float>(-shifted + std::log(2.5066282746310005 * sum / x));
}

} // namespace

void ShuffledMinimalStandard::fill(long& seed) {
    constexpr int warm_up = 8;
    seed = -seed < 1 ? 1 : -seed;
    for (int i = 0; i < warm_up; ++i) {
        advance(seed);
    }
    for (std::size_t slot = slots_.size(); slot-- > 0;) {
        advance(seed);
        slots_[slot] = seed;
    }
    last_ = slots_[0];
}

float ShuffledMinimalStandard::next(long& seed) {
    constexpr long per_slot = 1 + (modulus - 1) / shuffle_slots;
    constexpr double below_one = 1.0 - 1.2e-7;
    constexpr double scale = 1.0 / static_cast<double>(modulus);
    if (seed <= 0 || last_ == 0) {
        fill(seed);
    }
    advance(seed);
    const auto slot = static_cast<std::size_t>(last_ / per_slot);
    last_ = slots_[slot];
    slots_[slot] = seed;
    const auto deviate = static_cast<float>(scale * static_cast<double>(last_));
    return static_cast<double>(deviate) > below_one ? static_cast<float>(below_one) : deviate;
}

float NoiseGenerator::poisson(float mean) {
    constexpr float gaussian_above = 1e6F;
    constexpr float direct_below = 12;
    if (mean > gaussian_above) {
        const double root = std::sqrt(static_cast<double>(mean));
        return static_cast<float>(static_cast<double>(mean) +
                                  root * static_cast<double>(gaussian()));
    }
    return mean < direct_below ? few(mean) : many(mean);
}

/// Counts exponential waiting times: their product of uniform deviates falls below exp(-mean).
float NoiseGenerator::few(float mean) {
    if (mean != mean_) {
        mean_ = mean;
        limit_ = static_cast<float>(std::exp(-static_cast<double>(mean)));
    }
    float count = -1;
    float product = 1;
    do {
        count += 1;
        product *= uniform_.next(seed_);
    } while (product > limit_);
    return count;
}

/// Rejection from a Lorentzian (Press et al., Numerical Recipes in C, 1992, section 7.3).
float NoiseGenerator::many(float mean) {
    const auto wide = [](float x) { return static_cast<double>(x); };
    if (mean != mean_) {
        mean_ = mean;
        width_ = static_cast<float>(std::sqrt(2.0 * wide(mean)));
        log_mean_ = static_cast<float>(std::log(wide(mean)));
        limit_ = mean * log_mean_ - log_gamma(static_cast<float>(wide(mean) + 1.0));
    }
    constexpr double safety = 0.9; // keeps the ratio below 1
    float count = 0;
    float ratio = 0;
    do {
        float lorentzian = 0;
        do {
            lorentzian =
                static_cast<float>(std::tan(std::numbers::pi * wide(uniform_.next(seed_))));
            count = width_ * lorentzian + mean;
        } while (count < 0);
        count = static_cast<float>(std::floor(wide(count)));
        const float exponent =
            count * log_mean_ - log_gamma(static_cast<float>(wide(count) + 1.0)) - limit_;
        ratio = static_cast<float>(safety * (1.0 + wide(lorentzian * lorentzian)) *
                                   std::exp(wide(exponent)));
    } while (uniform_.next(seed_) > ratio);
    return count;
}

/// Box and Muller's pair of normal deviates, one now and one for the next call.
float NoiseGenerator::gaussian() {
    if (spare_ready_) {
        spare_ready_ = false;
        return spare_;
    }
    const auto wide = [](float x) { return static_cast<double>(x); };
    float x = 0;
    float y = 0;
    float square = 0;
    do {
        x = static_cast<float>(2.0 * wide(uniform_.next(seed_)) - 1.0);
        y = static_cast<float>(2.0 * wide(uniform_.next(seed_)) - 1.0);
        square = x * x + y * y;
    } while (square >= 1 || square == 0);
    const auto factor = static_cast<float>(std::sqrt(-2.0 * std::log(wide(square)) / wide(square)));
    spare_ = x * factor;
    spare_ready_ = true;
    return y * factor;
}

} // namespace tapir::engine
