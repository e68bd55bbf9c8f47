#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "tapir/trace/record/sink.hpp"

namespace tapir::trace {

/// The number type whose last place is counted in: that of the less precise side.
enum class LastPlaceOf : std::uint8_t { float64, float32 };

/// What was compared under one key.
struct ParityRow {
    std::string key, unit;
    std::uint64_t compared = 0;  ///< values on both sides
    std::uint64_t identical = 0; ///< with the same bits
    std::uint64_t agreeing = 0;  ///< identical, or within the tolerance
    double max_ulp = 0;
    double max_relative = 0; ///< |a - b| / max(|a|, |b|); infinite where one is no number
    std::string worst_site;  ///< of the largest relative difference; empty when identical
    double worst_reference = 0, worst_candidate = 0;
};

/// Two runs of the same experiment, key by key, in the order of computation.
struct ParityTable {
    std::vector<ParityRow> rows;
    std::uint64_t missing = 0; ///< records of the reference that the candidate lacks
    std::uint64_t extra = 0;   ///< records of the candidate that the reference lacks

    [[nodiscard]] std::uint64_t compared() const;
    [[nodiscard]] std::uint64_t identical() const;
    /// Something was compared, nothing is missing or extra, and every value agrees.
    [[nodiscard]] bool agrees() const;
    /// The same, and every value has the same bits.
    [[nodiscard]] bool same_bits() const;
};

/// Compares runs part by part, so that no run needs to be held whole.
class ParityCount {
  public:
    /// @param rtol  relative tolerance; 0: the same bits
    /// @param loops  of the program, by whose names the worst site is told
    ParityCount(double rtol, LastPlaceOf last_place, Loops loops = {})
        : rtol_(rtol), last_place_(last_place), loops_(std::move(loops)) {}

    /// Records of one part. A record's partner has its key, site and occurrence.
    /// @param with_set_up  false: records of the set-up are passed over, because they were counted
    void add(const MemorySink& reference, const MemorySink& candidate, bool with_set_up);

    /// Pixels of an image, [slow][fast], under the key "image".
    /// Images of unequal size count as missing and extra pixels.
    /// @param places  indices of the pixels to compare, those that were rendered
    void add_image(std::span<const double> reference, std::span<const double> candidate,
                   std::span<const std::size_t> places, std::size_t columns);

    /// One value under a key.
    void add_value(const std::string& key, const std::string& unit, const std::string& site,
                   double reference, double candidate);

    [[nodiscard]] const ParityTable& table() const { return table_; }

  private:
    ParityRow& row(const std::string& key, const std::string& unit);
    template <class SiteText>
    void count(ParityRow& row, double reference, double candidate, SiteText site);

    double rtol_;
    LastPlaceOf last_place_;
    Loops loops_;
    ParityTable table_;
    std::map<std::string, std::size_t> rows_;
};

/// Plants corruptions in a copy of the candidate's records, one after the other (a flipped last
/// bit, or a change a little beyond the tolerance, a NaN, a lost, a doubled and a moved record),
/// and compares again.
/// @param candidate  agrees with the reference, and ends with the record of a pixel
/// @return how many were planted
/// @throws InternalError  one of them went unnoticed
int plant_corruptions(const MemorySink& reference, const MemorySink& candidate, double rtol,
                      LastPlaceOf last_place);

/// The same for an image that agrees: a changed first, middle and last pixel, a NaN, a lost row.
int plant_in_image(std::span<const double> reference, std::span<const double> candidate,
                   std::span<const std::size_t> places, std::size_t columns, double rtol,
                   LastPlaceOf last_place);

} // namespace tapir::trace
