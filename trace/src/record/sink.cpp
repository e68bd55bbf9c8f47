#include "tapir/trace/record/sink.hpp"

namespace tapir::trace {

void MemorySink::record(const TapSpec& spec, const Site& site, std::span<const double> values) {
    entries_.push_back({&spec, site, values_.size()});
    values_.insert(values_.end(), values.begin(), values.end());
}

void MemorySink::replay(Sink& target) const {
    for (const Entry& entry : entries_) {
        target.record(*entry.spec, entry.site, values(entry));
    }
}

void CountingSink::record(const TapSpec& /*spec*/, const Site& /*site*/,
                          std::span<const double> values) {
    ++records_;
    values_ += values.size();
}

} // namespace tapir::trace
