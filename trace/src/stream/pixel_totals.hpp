#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "stream/quick_compare.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::trace {

/// Comparisons of single pixels, added up.
class PixelTotals {
  public:
    /// The set-up alone, before any pixel.
    void add_setup(const Comparison& setup);
    /// A pixel that was looked at closely; the first brings the set-up with it.
    void add(const Comparison& pixel);
    /// A pixel that a quick look cleared, or that is only counted.
    void add(const QuickResult& pixel);
    /// A refusal of a part is one of the whole.
    [[nodiscard]] bool refused() const { return refused_; }
    [[nodiscard]] std::uint64_t departing_pixels() const { return departing_pixels_; }
    [[nodiscard]] std::uint64_t only_counted() const { return only_counted_; }
    [[nodiscard]] std::uint64_t pixels() const { return pixels_; }
    /// So many causes were told apart so far.
    [[nodiscard]] std::size_t causes() const { return roots_.size(); }

    /// The whole, still without its verdict.
    [[nodiscard]] Comparison result() const;

  private:
    /// Kind, key, tap, class and odd side.
    using Cause = std::tuple<std::string, std::string, std::string, CauseClass, WhichSide>;
    struct Root {
        RootCause cause; ///< of the first pixel that shows it
        std::uint64_t pixels = 0;
    };

    void add_roots(const Comparison& pixel);
    void add_sharpness(const Comparison& pixel);
    void add_errors(const Comparison& pixel);
    void add_shared(const Comparison& pixel);
    void add_names(const Comparison& pixel);
    void add_account(const Comparison& pixel, bool first);

    Comparison sum_;
    bool first_ = true, refused_ = false;
    std::uint64_t pixels_ = 0, departing_pixels_ = 0, only_counted_ = 0;
    std::vector<Root> roots_;
    std::map<Cause, std::size_t> places_;
    std::set<std::string> missing_, extra_;
    std::uint64_t more_missing_ = 0, more_extra_ = 0;
};

} // namespace tapir::trace
