#include "tapir/trace/dictionary.hpp"

namespace tapir::trace {

const TapSpec* Dictionary::find_tap(std::string_view key) const {
    for (const TapSpec* tap : taps) {
        if (key == tap->key) {
            return tap;
        }
    }
    return nullptr;
}

} // namespace tapir::trace
