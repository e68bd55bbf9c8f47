#include "run/slope_records.hpp"

#include "tapir/engine/derivative_loops.hpp"

namespace tapir::engine {

namespace {

/// The unit of a derivative: "m/angstrom"; a pure number's is "1".
std::string quotient(const std::string& unit, const std::string& by) {
    return by.empty() ? unit : unit + "/" + by;
}

} // namespace

void SlopeRecords::send(const trace::TapSpec& spec, const Site& site, std::size_t direction,
                        std::size_t count) {
    trace::Site here = trace::project(trace::Site(site), spec.scope);
    here[derivative_loops().size() - 1] = static_cast<int>(first_ + direction);
    sink_->record(own_tap(spec, direction), here, std::span(slopes_).first(count));
}

const trace::TapSpec& SlopeRecords::own_tap(const trace::TapSpec& spec, std::size_t direction) {
    std::unique_ptr<OwnTap>& own = taps_[{&spec, direction}];
    if (!own) {
        const Parameter& parameter = (*parameters_)[direction];
        own = std::make_unique<OwnTap>(OwnTap{std::string(spec.key) + "/" + parameter.name,
                                              quotient(spec.unit, parameter.unit), spec});
        own->spec.key = own->key.c_str();
        own->spec.unit = own->unit.c_str();
        own->spec.scope = static_cast<trace::LoopSet>(
            spec.scope | trace::loop_bit(derivative_loops().size() - 1));
    }
    return own->spec;
}

} // namespace tapir::engine
