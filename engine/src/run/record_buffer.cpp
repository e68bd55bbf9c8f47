#include "tapir/engine/record_buffer.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

#include "tapir/engine/taps.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::engine {

namespace {

constexpr bool ids_are_distinct() {
    for (std::size_t i = 0; i < taps::all.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (taps::all[i]->id() == taps::all[j]->id()) {
                return false;
            }
        }
    }
    return true;
}
static_assert(ids_are_distinct(), "two taps have the same id; rename one of them");

const trace::TapSpec& spec_with(std::uint32_t id) {
    const auto* const found = std::find_if(taps::all.begin(), taps::all.end(),
                                           [id](const auto* spec) { return spec->id() == id; });
    if (found == taps::all.end()) {
        throw InternalError("a recorded value belongs to no tap");
    }
    return **found;
}

} // namespace

void replay(std::span<const std::uint64_t> words, trace::Sink& sink) {
    constexpr unsigned half = 32;
    std::vector<double> values;
    while (!words.empty()) {
        const auto id = static_cast<std::uint32_t>(words.front() >> half);
        const auto width = static_cast<std::uint32_t>(words.front());
        const trace::TapSpec& spec = spec_with(id);
        if (width != static_cast<std::uint32_t>(spec.width) ||
            words.size() < 1 + RecordBuffer::site_words + width) {
            throw InternalError(std::string("a record of ") + spec.key + " is cut short");
        }
        Site site;
        std::memcpy(static_cast<void*>(&site), words.data() + 1, sizeof site);
        values.resize(width);
        std::memcpy(values.data(), words.data() + 1 + RecordBuffer::site_words,
                    width * sizeof(double));
        sink.record(spec, site, values);
        words = words.subspan(1 + RecordBuffer::site_words + width);
    }
}

} // namespace tapir::engine
