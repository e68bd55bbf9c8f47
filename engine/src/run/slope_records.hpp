#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tapir/engine/loops.hpp"
#include "tapir/engine/numbers/gradient.hpp"
#include "tapir/engine/parameters.hpp"
#include "tapir/engine/tap_policies.hpp"
#include "tapir/trace/record/sink.hpp"

namespace tapir::engine {

/// The slopes of tapped values, sent on as records of their own.
class SlopeRecords {
  public:
    /// @param first  direction of the first parameter in the trace
    SlopeRecords(const std::vector<Parameter>& parameters, std::size_t first, trace::Sink& sink)
        : parameters_(&parameters), first_(first), sink_(&sink) {}

    template <class T>
    void record(const trace::TapSpec& spec, const Site& site, T& value) {
        if (spec.kind == trace::ValueKind::integer) {
            return;
        }
        for (std::size_t k = 0; k < parameters_->size(); ++k) {
            std::size_t count = 0;
            for_each_component(value, [&](const auto& component) {
                slopes_[count++] = static_cast<double>(component.slopes()[k]);
            });
            send(spec, site, k, count);
        }
    }

  private:
    struct OwnTap {
        std::string key, unit;
        trace::TapSpec spec;
    };

    void send(const trace::TapSpec& spec, const Site& site, std::size_t direction,
              std::size_t count);
    const trace::TapSpec& own_tap(const trace::TapSpec& spec, std::size_t direction);

    const std::vector<Parameter>* parameters_;
    std::size_t first_;
    trace::Sink* sink_;
    static constexpr std::size_t widest = 64;
    std::array<double, widest> slopes_{};
    std::map<std::pair<const trace::TapSpec*, std::size_t>, std::unique_ptr<OwnTap>> taps_;
};

} // namespace tapir::engine
