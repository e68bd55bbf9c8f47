#pragma once

#include "tapir/trace/align/canonical.hpp"

namespace tapir::trace {

/// A record of a known key that its file has printed before: one too many. Programs print some of
/// their set-up twice, each time among other lines; what they print of a pixel they print once.
[[nodiscard]] inline bool is_printed_again(const CanonicalValue& value) {
    if (!value.known || value.occurrence == 0) {
        return false;
    }
    const PrintedRecord& here = *value.record;
    const PrintedRecord& before = *(value.record - 1); // it is there: this is no first printing
    const bool in_a_row = before.kind == here.kind && before.key == here.key;
    return here.kind == "native" || in_a_row ||
           (value.node.site.in_pixel() && value.entry != nullptr && value.entry->occurrence < 0);
}

/// A value whose meaning was read off itself: of a key with two printings its file has one, and it
/// is equal to what the second shows. Another value would have been read as the first.
[[nodiscard]] inline bool is_told_by_its_value(const CanonicalValue& value) {
    return value.entry != nullptr && value.entry->occurrence > value.occurrence;
}

} // namespace tapir::trace
