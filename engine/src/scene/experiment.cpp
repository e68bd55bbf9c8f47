#include "tapir/engine/experiment.hpp"

namespace tapir::engine {

const char* name_of(Convention convention) {
    switch (convention) {
    case Convention::custom:
        return "CUSTOM";
    case Convention::adxv:
        return "ADXV";
    case Convention::mosflm:
        return "MOSFLM";
    case Convention::xds:
        return "XDS";
    case Convention::dials:
        return "DIALS";
    case Convention::denzo:
        return "DENZO";
    }
    return "?";
}

} // namespace tapir::engine
