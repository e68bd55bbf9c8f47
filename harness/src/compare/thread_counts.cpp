#include "compare/thread_counts.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

#include "tapir/trace/base/number_text.hpp"

namespace tapir::harness {

namespace {

constexpr int most_searched_threads = 64;

/// Whether some steps of the scan lie at phi = 0 and others do not.
bool crosses_zero(const engine::ExperimentRequest& input) {
    int at_zero = 0;
    for (int step = 0; step < input.phi_steps; ++step) {
        at_zero += input.phi_start_rad + input.phi_step_rad * step == 0.0 ? 1 : 0;
    }
    return at_zero > 0 && at_zero < input.phi_steps;
}

/// Rows in which a thread begins: contiguous blocks, the first ones one row longer.
std::set<int> first_rows(int rows, int threads) {
    std::set<int> begins;
    for (int thread = 0; thread < threads; ++thread) {
        begins.insert(thread * (rows / threads) + std::min(thread, rows % threads));
    }
    return begins;
}

/// The pixels that depart; none where there are too many to be beginnings of threads.
std::vector<trace::Pixel> departing(const trace::ImageView& reference,
                                    const trace::ImageView& candidate, double rtol) {
    std::vector<trace::Pixel> pixels;
    for (int s = 0; s < reference.slow; ++s) {
        for (int f = 0; f < reference.fast; ++f) {
            if (!(trace::relative_difference(reference.at(s, f), candidate.at(s, f)) <= rtol)) {
                pixels.push_back({s, f});
            }
            if (pixels.size() > 2 * most_searched_threads) {
                return {};
            }
        }
    }
    return pixels;
}

/// Whether an image holds what the C program finds.
bool holds(const trace::ImageView& image, const std::vector<trace::Pixel>& pixels,
           const std::vector<double>& photons, double rtol) {
    constexpr double stored = 1e-6; // of a float image
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        const double value = image.at(pixels[i].slow, pixels[i].fast);
        if (!(std::fabs(value - photons[i]) <= std::max(rtol, stored) * std::fabs(photons[i]))) {
            return false;
        }
    }
    return true;
}

trace::Finding threads_of(trace::WhichSide side, int threads) {
    return {trace::Rule::image_with_threads, side, {trace::Count{threads}}};
}

/// Which side is of which number, by the values.
std::optional<trace::Evidence> assigned(const trace::ImageView& reference,
                                        const trace::ImageView& candidate,
                                        const std::vector<trace::Pixel>& pixels, double rtol,
                                        int one, int other, const PhotonsOfThreads& photons) {
    const std::vector<double> of_one = photons(one, pixels);
    const std::vector<double> of_other = photons(other, pixels);
    if (of_one.size() != pixels.size() || of_other.size() != pixels.size()) {
        return std::nullopt;
    }
    for (const bool swapped : {false, true}) {
        if (holds(reference, pixels, swapped ? of_other : of_one, rtol) &&
            holds(candidate, pixels, swapped ? of_one : of_other, rtol)) {
            return trace::Evidence{threads_of(trace::WhichSide::reference, swapped ? other : one),
                                   threads_of(trace::WhichSide::candidate, swapped ? one : other)};
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<trace::Evidence> differing_threads(const engine::Experiment& experiment,
                                                 const trace::ImageView& reference,
                                                 const trace::ImageView& candidate, double rtol,
                                                 const PhotonsOfThreads& photons) {
    if (!crosses_zero(experiment.input)) {
        return std::nullopt;
    }
    const std::vector<trace::Pixel> pixels = departing(reference, candidate, rtol);
    std::set<int> rows;
    for (const trace::Pixel& pixel : pixels) {
        rows.insert(pixel.slow);
    }
    if (pixels.empty() || rows.size() != pixels.size()) {
        return std::nullopt;
    }
    const int most = std::min(most_searched_threads, reference.slow);
    for (int one = 1; one < most; ++one) {
        const std::set<int> of_one = first_rows(reference.slow, one);
        for (int other = one + 1; other <= most; ++other) {
            const std::set<int> of_other = first_rows(reference.slow, other);
            std::set<int> differing;
            std::set_symmetric_difference(of_one.begin(), of_one.end(), of_other.begin(),
                                          of_other.end(),
                                          std::inserter(differing, differing.end()));
            if (differing == rows) {
                return assigned(reference, candidate, pixels, rtol, one, other, photons);
            }
        }
    }
    return std::nullopt;
}

} // namespace tapir::harness
