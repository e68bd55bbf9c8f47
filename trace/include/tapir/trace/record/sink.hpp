#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "tapir/trace/record/site.hpp"
#include "tapir/trace/record/tap.hpp"

namespace tapir::trace {

/// Receives records in the order in which they are computed. Chosen at run time.
/// One sink belongs to one thread.
class Sink {
  public:
    virtual ~Sink() = default;

    /// @param spec    outlives the sink
    /// @param values  spec.width components; integers are exact in a double
    virtual void record(const TapSpec& spec, const Site& site, std::span<const double> values) = 0;
};

/// Keeps every record in memory.
class MemorySink final : public Sink {
  public:
    struct Entry {
        const TapSpec* spec;
        Site site;
        std::size_t first_value;
    };

    void record(const TapSpec& spec, const Site& site, std::span<const double> values) override;

    [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
    [[nodiscard]] std::span<const double> values(const Entry& entry) const {
        return std::span(values_).subspan(entry.first_value,
                                          static_cast<std::size_t>(entry.spec->width));
    }
    /// Sends everything recorded so far to another sink, in order.
    void replay(Sink& target) const;

  private:
    std::vector<Entry> entries_;
    std::vector<double> values_;
};

/// Counts records and values, keeps nothing.
class CountingSink final : public Sink {
  public:
    void record(const TapSpec& spec, const Site& site, std::span<const double> values) override;

    [[nodiscard]] std::uint64_t records() const { return records_; }
    [[nodiscard]] std::uint64_t values() const { return values_; }

  private:
    std::uint64_t records_ = 0;
    std::uint64_t values_ = 0;
};

} // namespace tapir::trace
